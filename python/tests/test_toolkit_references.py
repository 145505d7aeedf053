# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Maps and pictures that OpenVINO's explainable AI toolkit 1.1.0 computed from the same models and images."""

import os
from pathlib import Path

import numpy as np
import openvino as ov
import pytest
import vinoscope as xai

FIXTURES = Path(os.environ.get("VINOSCOPE_FIXTURES", "absent"))
REFERENCES = FIXTURES / "reference" / "openvino_xai-1.1.0"
PHOTOS = {"chelsea": "chelsea.png", "coffee": "coffee.jpg"}
SHAPES = ["100", "125"]
pytestmark = pytest.mark.skipif(not REFERENCES.is_dir(), reason="VINOSCOPE_FIXTURES names no folder with them")


def relative_error(found, expected):
    return np.abs(found - expected).max() / np.abs(expected).max()


@pytest.fixture(scope="module", params=PHOTOS)
def photo(request):
    return np.load(REFERENCES / f"efficientnet-lite0.{request.param}.npz"), FIXTURES / "images" / PHOTOS[request.param]


def explain(method, photo, **options):
    reference, file = photo
    explainer = xai.Explainer(
        FIXTURES / "models" / "efficientnet-lite0" / "efficientnet-lite0.onnx",
        explain_method=method,
        mean=127,
        scale=128,
        precision="f32",
    )
    return explainer(file, targets=reference["targets"], **options)


def test_recipro_cam(photo):
    maps = np.stack([saliency_map.values for saliency_map in explain(xai.Method.RECIPROCAM, photo).maps])
    assert relative_error(maps, photo[0]["recipro_cam_raw"]) < 1e-3


def test_recipro_cam_in_bytes(photo):
    small = explain(xai.Method.RECIPROCAM, photo, resize=False, colormap=False).saliency_map
    large = explain(xai.Method.RECIPROCAM, photo, colormap=False).saliency_map
    for found, name in [(small, "recipro_cam_u8"), (large, "recipro_cam_resized_u8")]:
        difference = np.stack(list(found.values())).astype(int) - photo[0][name]
        assert np.abs(difference).max() <= 2  # the toolkit rounds down, and at the native size first


def test_overlay(photo):
    """Steps of the colour map are up to four bytes high, half of which reach the overlay."""
    found = explain(xai.Method.RECIPROCAM, photo, overlay=True, overlay_prediction=False).saliency_map
    difference = np.abs(np.stack(list(found.values())).astype(int) - photo[0]["recipro_cam_overlay_rgb"])
    assert difference.max() <= 6
    assert difference.mean() < 1


def test_activation_map(photo):
    explanation = explain(xai.Method.ACTIVATIONMAP, photo)
    assert explanation.targets == ["per_image_map"]
    assert relative_error(explanation.maps[0].values, photo[0]["activation_map_raw"]) < 1e-3


@pytest.mark.parametrize("number", SHAPES)
def test_an_inserted_branch(number):
    model = FIXTURES / "models" / "shapes-cnn" / "shapes-cnn.xml"
    explained = xai.insert_xai(model, xai.Task.CLASSIFICATION, xai.Method.RECIPROCAM, embed_scaling=False)
    image = xai.read_image(FIXTURES / "shapes" / "images" / f"{number}.png")
    expected = np.load(REFERENCES / f"shapes.{number}.npz")["cnn_recipro_cam_raw"]
    compiled = ov.Core().compile_model(explained, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    found = compiled((image.astype(np.float32).transpose(2, 0, 1)[None] - 128) / 64)["saliency_map"][0]
    assert found.shape == expected.shape
    assert relative_error(found, expected) < 1e-3
