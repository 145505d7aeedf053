# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What outputs are taken for: class scores only where nothing speaks against it, and their activation through all limits."""

import numpy as np
import openvino as ov
import pytest
from conftest import document
from openvino import opset13 as ops
from PIL import Image

SIDE = 64


@pytest.fixture
def save(tmp_path):
    """Writes a model of three convolutions, then `head(features, random)` as the output `name`."""

    def run(name, head):
        random = np.random.default_rng(1)
        value = image = ops.parameter([1, 3, SIDE, SIDE], np.float32, "image")
        for channels in (16, 32, 32):
            value = ops.relu(convolution(value, channels, random, 3, 2))
        said = head(value, random)
        said.output(0).set_names({name})
        ov.save_model(ov.Model([ops.result(said, name=name)], [image], "m"), tmp_path / "m.xml", compress_to_fp16=False)

    return run


def convolution(value, channels, random, side=1, stride=1):
    shape = (channels, value.get_output_partial_shape(0)[1].get_length(), side, side)
    weights = (random.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32)
    bias = (random.standard_normal((1, channels, 1, 1)) * 0.1).astype(np.float32)
    return ops.add(ops.convolution(value, weights, [stride] * 2, [side // 2] * 2, [side // 2] * 2, [1, 1]), bias)


def dense(value, count, random):
    weights = (3 * random.standard_normal((32, count))).astype(np.float32)
    bias = random.standard_normal((1, count)).astype(np.float32)
    return ops.add(ops.matmul(ops.reduce_mean(value, [2, 3], False), weights, False, False), bias)


def whole_image(value, channels, random):
    size = ops.constant(np.int64([SIDE, SIDE]))
    return ops.interpolate(convolution(value, channels, random), size, "linear", "sizes", axes=ops.constant(np.int64([2, 3])))


OTHERS = {
    "points": lambda f, r: ops.sigmoid(dense(f, 8, r)),
    "corners": lambda f, r: dense(f, 8, r),
    "flow": lambda f, r: whole_image(f, 2, r),
    "normals": lambda f, r: whole_image(f, 3, r),
    "out-tanh": lambda f, r: ops.tanh(whole_image(f, 2, r)),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_quantities_are_no_classes(vinoscope, save, name):
    save(name, OTHERS[name])
    found = document(vinoscope("doctor", "m.xml", "--json"))
    assert found["task"] == "unknown" and found["decoder"] == ""
    assert found["readings"], "candidates are listed"


@pytest.mark.parametrize("channels", [255, 125, 18])
def test_anchors_of_one_level_are_doubted(vinoscope, save, channels):
    save("out", lambda f, r: convolution(f, channels, r))
    assert document(vinoscope("doctor", "m.xml", "--json"))["trust"] in ("doubtful", "")


def test_hash_codes_are_doubted(vinoscope, save):
    save("out", lambda f, r: ops.tanh(dense(f, 48, r)))
    found = document(vinoscope("doctor", "m.xml", "--json"))
    assert found["trust"] in ("doubtful", "")
    assert any("tanh" in doubt for reading in found["readings"] for doubt in reading["doubts"])


def number(value):
    return ops.constant(np.float32(value))


LIMITS = {
    "clamp": lambda s: ops.clamp(s, 0, 1),
    "clamp-of-logarithms": lambda s: ops.clamp(s, 1e-7, 1 - 1e-7),
    "relu": ops.relu,
    "abs": ops.absolute,
    "minimum": lambda s: ops.minimum(s, number(1)),
    "maximum": lambda s: ops.maximum(s, number(0)),
    "prelu": lambda s: ops.prelu(s, number([0.25])),
    "both": lambda s: ops.relu(ops.minimum(ops.unsqueeze(s, ops.constant(np.int64(2))), number([1]))),
}


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("activation", [ops.sigmoid, lambda s: ops.softmax(s, 1)], ids=["sigmoid", "softmax"])
def test_limits_leave_probabilities_as_they_are(vinoscope, save, tmp_path, limit, activation):
    def head(features, random):
        limited = LIMITS[limit](activation(dense(features, 4, random)))
        return ops.reshape(limited, ops.constant(np.int64([1, 4])), False)

    save("out", head)
    pixels = np.random.default_rng(3).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "p.png")
    tensor = np.ascontiguousarray(pixels.astype(np.float32).transpose(2, 0, 1)[None] / 255)
    model = ov.compile_model(tmp_path / "m.xml", "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    expected = model([tensor])[0][0]
    done = vinoscope("explain", "m.xml", "p.png", "--scale", "255", "--precision", "f32", "--cache", "none", "--json")
    found = {p["index"]: p["score"] for p in document(done)["images"][0]["predictions"]}
    assert [found[i] for i in range(4)] == pytest.approx(expected, abs=1e-4)
