# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The package of the build tree, with the model and the photographs of the project."""

import logging
import multiprocessing
import os
from pathlib import Path

import numpy as np
import openvino as ov
import openvino.opset13 as op
import pytest
import vinoscope as xai

SOURCE = Path(os.environ.get("VINOSCOPE_SOURCE", Path(__file__).parents[2]))
ASSETS = SOURCE / "assets"
DATA = SOURCE / "tests" / "data"
MODEL = ASSETS / "models" / "efficientnet-lite0-fp16.xml"
LABELS = (ASSETS / "models" / "imagenet_classes.txt").read_text(encoding="utf-8").splitlines()
CAT = 285  # Egyptian Mau


def nearest_pixels(image):
    """[224, 224, 3]; without OpenCV."""
    rows, columns = (np.linspace(0, size - 1, 224).round().astype(int) for size in image.shape[:2])
    return np.ascontiguousarray(image[rows][:, columns])


def prepare(image):
    """The input of the model of assets/, as its maker defines it, but of the nearest pixels."""
    return ((nearest_pixels(image).astype(np.float32) - 127) / 128).transpose(2, 0, 1)[None]


def prepare_shapes(image):
    """The input of the small models of shapes."""
    return ((image.astype(np.float32) - 128) / 64).transpose(2, 0, 1)[None]


def probabilities(outputs):
    """The postprocess_fn of a classifier whose classes do not exclude each other."""
    return 1 / (1 + np.exp(-outputs[0]))


def boxes(outputs):
    """The postprocess_fn of a detector: corners, scores and classes."""
    return outputs["boxes"][0][:, :4], outputs["boxes"][0][:, 4], outputs["labels"][0]


def in_child(start, function, *args):
    """What `function` returns in a process that is started by "spawn" or "fork"."""
    with multiprocessing.get_context(start).Pool(1) as pool:
        return pool.apply_async(function, args).get(timeout=100)


def first_output(outputs):
    """The postprocess_fn of the toolkit's notebook."""
    return outputs[0]


@pytest.fixture(scope="session")
def model():
    return ov.Core().read_model(MODEL)


@pytest.fixture(scope="session")
def cat():
    return xai.read_image(ASSETS / "images" / "chelsea.png")


@pytest.fixture(scope="session")
def shapes_model():
    """A small model: input [1, 3, 96, 96], six classes."""
    return ov.Core().read_model(DATA / "models" / "shapes-cnn.xml")


@pytest.fixture(scope="session")
def shapes_image():
    """Two shapes: a square (1) and a star (3)."""
    return xai.read_image(DATA / "shapes" / "100.png")


@pytest.fixture(scope="session")
def shapes_explainer(shapes_model):
    return xai.Explainer(shapes_model, mean=128, scale=64, precision="f32")


@pytest.fixture
def flat_model():
    """A model without a spatial layer: every score is a weighted sum of all pixels of [1, 3, 8, 8]."""
    image = op.parameter([1, 3, 8, 8], ov.Type.f32, name="image")
    weights = np.random.default_rng(0).normal(size=(3 * 8 * 8, 4)).astype(np.float32)
    scores = op.matmul(op.reshape(image, np.array([1, -1]), False), op.constant(weights), False, False)
    return ov.Model([scores], [image], "flat")


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO, logger="vinoscope")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "vinoscope"]
