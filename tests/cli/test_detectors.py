# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Detectors with the outputs that deployed models have, without a word about what they are.

Each model here sees one thing, a white block in a black picture, and says so in the form of some family: the score of
its one box is 0.9 times the brightness of the block, and all other candidates score nothing. The picture is twice as
large as the input.
"""

import json
from dataclasses import dataclass

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as ops
from PIL import Image

HEIGHT, WIDTH = 320, 640
BOX = np.array([200, 60, 264, 140], np.float32)  # in pixels of the input
X1, Y1, X2, Y2 = BOX
CENTRE = np.array([(X1 + X2) / 2, (Y1 + Y2) / 2, X2 - X1, Y2 - Y1], np.float32)
LABEL = 2
SCORE = 0.9
NOTHING = -12.0  # a logit


@dataclass
class Output:
    """`dark` where the block is black, and `bright` where it is white."""

    name: str
    dark: np.ndarray
    bright: np.ndarray | None = None


def logit(share):
    return np.log(share / (1 - share))


def yolo_levels(order, squares, names):
    """Raw numbers of three anchors and 4 classes; the block is seen by the second anchor of the middle level."""
    outputs = []
    for name, stride in zip(names, (8, 16, 32), strict=True):
        rows, columns = HEIGHT // stride, WIDTH // stride
        dark = np.full([1, 3, 9, rows, columns], NOTHING, np.float32)
        bright = dark.copy()
        if stride == 16:
            x, y = CENTRE[0] / stride, CENTRE[1] / stride
            growth = CENTRE[2:] / (62, 45)
            for values, seen in ((dark, NOTHING), (bright, logit(SCORE**0.5))):
                cell = values[0, 1, :, int(y), int(x)]
                inside = np.array([x % 1, y % 1])
                cell[:2] = logit((inside + 0.5) / 2 if squares else inside)
                cell[2:4] = logit(growth**0.5 / 2) if squares else np.log(growth)
                cell[4] = seen
                cell[5 + LABEL] = seen
        shape = {"NCHW": [1, 27, rows, columns], "NHWC": [1, rows, columns, 27]}
        axes = {"NCHW": (0, 1, 2, 3, 4), "NHWC": (0, 3, 4, 1, 2), "5-D": (0, 1, 3, 4, 2)}[order]
        dark, bright = (np.ascontiguousarray(values.transpose(axes)) for values in (dark, bright))
        if order in shape:
            dark, bright = dark.reshape(shape[order]), bright.reshape(shape[order])
        outputs.append(Output(name, dark, bright))
    return outputs


FORMS = {
    "YOLOv3 of TensorFlow": ("yolo-v3-levels", yolo_levels("NHWC", False, ["conv2d_74", "conv2d_66", "conv2d_58"])),
    "YOLOv3 of Darknet": ("yolo-v3-levels", yolo_levels("NCHW", False, ["106", "094", "082"])),
    "YOLOv5 without its grid": ("yolo-v5-levels", yolo_levels("5-D", True, ["output", "348", "370"])),
}


def detector(path, outputs):
    image = ops.parameter([1, 3, HEIGHT, WIDTH], np.float32, "images")
    image.output(0).set_names({"images"})
    x1, y1, x2, y2 = BOX.astype(int)
    block = ops.slice(image, [y1, x1], [y2, x2], [1, 1], [2, 3])
    brightness = ops.reduce_mean(block, [0, 1, 2, 3], False)
    results = []
    for output in outputs:
        said = ops.constant(output.dark)
        if output.bright is not None:
            said = ops.add(said, ops.multiply(brightness, ops.constant(output.bright - output.dark)))
        said.output(0).set_names({output.name})
        results.append(ops.result(said))
    ov.save_model(ov.Model(results, [image]), path, compress_to_fp16=False)
    return path


@pytest.fixture
def block(tmp_path):
    pixels = np.zeros((2 * HEIGHT, 2 * WIDTH, 3), np.uint8)
    x1, y1, x2, y2 = 2 * BOX.astype(int)
    pixels[y1:y2, x1:x2] = 255
    Image.fromarray(pixels).save(tmp_path / "block.png")
    return tmp_path / "block.png"


@pytest.mark.parametrize("form", FORMS)
def test_the_block_is_found_and_explained(vinoscope, tmp_path, block, form):
    decoder, outputs = FORMS[form]
    model = detector(tmp_path / "model.xml", outputs)
    said = json.loads(vinoscope("doctor", model, "--json").stdout)
    assert (said["task"], said["decoder"]) == ("detection", decoder)
    done = vinoscope("explain", model, block, "--scale", "255", "--method", "occlusion", "--targets", "box:0", "--json",
                     "--output", "out", "--precision", "f32")
    result = json.loads(done.stdout)["images"][0]
    assert len(result["predictions"]) == 1
    found = result["predictions"][0]
    assert found["index"] == LABEL
    assert found["score"] == pytest.approx(SCORE, abs=1e-3)
    np.testing.assert_allclose(np.ravel(found["box"]), 2 * BOX, atol=0.5)
    explained = result["explanations"][0]
    row, column = explained["argmax"]
    x = (column + 0.5) * 2 * WIDTH / explained["width"]
    y = (row + 0.5) * 2 * HEIGHT / explained["height"]
    assert 2 * X1 < x < 2 * X2 and 2 * Y1 < y < 2 * Y2
