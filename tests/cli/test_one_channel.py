# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Models with one number for each pixel: a depth, or whether it belongs to the foreground."""

import json

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as ops
from PIL import Image

HEIGHT, WIDTH = 64, 96
BLOCK = (slice(16, 40), slice(24, 64))  # rows and columns of the input
POINT = "88,56"  # in its middle; the picture is twice as large


def brightness(image):
    """The mean of 3x3 pixels and all channels."""
    kernel = ops.constant(np.full((4, 3, 3, 3), 1 / 27, np.float32))
    features = ops.relu(ops.convolution(image, kernel, [1, 1], [1, 1], [1, 1], [1, 1]))
    features.set_friendly_name("features")
    return ops.convolution(features, ops.constant(np.full((1, 4, 1, 1), 0.25, np.float32)), [1, 1], [0, 0], [0, 0], [1, 1])


def depth(image):
    return ops.squeeze(ops.relu(brightness(image)), [1])


def foreground(image):
    return ops.sigmoid(ops.multiply(ops.subtract(brightness(image), np.float32(0.5)), np.float32(20)))


@pytest.fixture
def explain(vinoscope, tmp_path):
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    pixels[BLOCK] = 255
    Image.fromarray(pixels).resize((2 * WIDTH, 2 * HEIGHT), Image.Resampling.NEAREST).save(tmp_path / "block.png")

    def run(function, *flags):
        image = ops.parameter([1, 3, HEIGHT, WIDTH], np.float32, "image")
        said = function(image)
        said.output(0).set_names({"said"})
        ov.save_model(ov.Model([said], [image]), tmp_path / "model.xml", compress_to_fp16=False)
        done = vinoscope("explain", tmp_path / "model.xml", tmp_path / "block.png", "--scale", "255", "--precision", "f32",
                         "--json", *flags)
        return json.loads(done.stdout)

    return run


def strongest(explained):
    row, column = explained["argmax"]
    return (row + 0.5) / explained["height"] * HEIGHT, (column + 0.5) / explained["width"] * WIDTH


def assert_in_block(explained, status="ok"):
    assert explained["status"] == status
    for at, side in zip(strongest(explained), BLOCK, strict=True):
        assert side.start < at < side.stop


SHARE = 24 * 40 / (HEIGHT * WIDTH)


@pytest.mark.parametrize("method", ["auto", "occlusion", "grad-cam", "saliency"])
def test_a_depth_is_explained_by_its_mean(explain, method):
    result = explain(depth, "--method", method)
    assert (result["provenance"]["task"], result["provenance"]["decoder"]) == ("regression", "value-map")
    image = result["images"][0]
    assert image["predictions"][0]["score"] == pytest.approx(SHARE, rel=0.01)
    assert_in_block(image["explanations"][0])


def test_a_depth_is_explained_at_a_point(explain):
    image = explain(depth, "--region", POINT, "--method", "saliency")["images"][0]
    explained = image["explanations"][0]
    row, column = strongest(explained)
    assert abs(row - 28) <= 2 and abs(column - 44) <= 2
    assert explained["name"] == "value_at_88_56"
    assert [*explained["files"].values()] == ["vinoscope_out/target_value_at_88_56.jpg"]


@pytest.mark.parametrize("method, status", [
    ("auto", "nearly_flat"),  # ReciproCAM: a single one of 6144 cells hardly changes the mean of logits of -10 and 10
    ("occlusion", "ok"),
    ("grad-cam", "ok"),
])
def test_a_foreground_is_a_class(explain, method, status):
    result = explain(foreground, "--method", method)
    assert (result["provenance"]["task"], result["provenance"]["decoder"]) == ("segmentation", "class-map")
    image = result["images"][0]
    assert image["predictions"] == [{"index": 0, "label": None, "score": pytest.approx(SHARE, rel=0.02)}]
    assert_in_block(image["explanations"][0], status)
