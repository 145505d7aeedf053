# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Models whose gradient is not known, or does not exist."""

import json

import numpy as np
import openvino as ov
import pytest
from conftest import CAT, CLASSIFIER, SHAPE, SHAPES, SHAPES_FLAGS
from openvino import opset13 as ops
from PIL import Image

USAGE, INPUT, UNSUPPORTED = 2, 3, 4


def classifier(path, function):
    """Saves scores of `function` of a feature map."""
    random = np.random.default_rng(1)
    image = ops.parameter([1, 3, 32, 32], np.float32, "image")
    image.output(0).set_names({"image"})
    kernels = ops.constant(random.normal(size=(8, 3, 3, 3)).astype(np.float32))
    features = ops.convolution(image, kernels, [2, 2], [1, 1], [1, 1], [1, 1])
    pooled = ops.reduce_mean(function(features), [2, 3], False)
    scores = ops.matmul(pooled, ops.constant(random.normal(size=(8, 5)).astype(np.float32)), False, False)
    scores.output(0).set_names({"scores"})
    ov.save_model(ov.Model([scores], [image]), path, compress_to_fp16=False)
    return path


def without_rules(features):
    norm = ops.grn(features, 0.1)
    norm.set_friendly_name("norm")
    reverse = ops.reverse_sequence(norm, np.array([8], np.int32), 0, 1)
    reverse.set_friendly_name("reversed")
    return reverse


def in_steps(features):
    rounded = ops.round(features, "half_to_even")
    rounded.set_friendly_name("steps")
    return rounded


GRADIENT_OF_PIXELS = ["saliency", "integrated-gradients"]


@pytest.mark.parametrize("method", GRADIENT_OF_PIXELS)
def test_all_operations_without_a_rule_are_named(error, tmp_path, method):
    message = error("explain", classifier(tmp_path / "m.xml", without_rules), CAT, "--method", method, code=UNSUPPORTED)
    assert 'GRN-opset1 "norm"' in message and 'ReverseSequence-opset1 "reversed"' in message
    assert "method without gradients" in message


def test_insert_names_them_and_leaves_nothing_behind(error, tmp_path):
    model = classifier(tmp_path / "m.xml", without_rules)
    message = error("insert", model, "-o", "out.xml", "--method", "saliency", code=UNSUPPORTED)
    assert '"norm"' in message and '"reversed"' in message
    assert not (tmp_path / "out.xml").exists()


def test_layers_behind_them_have_gradients(vinoscope, tmp_path):
    model = classifier(tmp_path / "m.xml", without_rules)
    vinoscope("explain", model, CAT, "--method", "grad-cam", "--target-layer", "reversed", "--output", "out")


@pytest.mark.parametrize("method", GRADIENT_OF_PIXELS)
def test_what_stops_every_gradient_is_named(error, tmp_path, method):
    message = error("explain", classifier(tmp_path / "m.xml", in_steps), CAT, "--method", method, code=UNSUPPORTED)
    assert 'Round-opset5 "steps"' in message and "the gradient is zero" in message


def test_a_baseline_without_an_answer_leaves_the_path_as_it_is(vinoscope, tmp_path):
    """Quantization by the largest magnitude divides zero by zero for a black image."""
    weights = np.random.default_rng(2).normal(size=(2, 3, 8, 8)).astype(np.float32)
    image = ops.parameter([1, 3, 8, 8], np.float32, "image")
    scale = ops.divide(ops.reduce_max(ops.abs(image), [0, 1, 2, 3], True), np.float32(127))
    rounded = ops.multiply(ops.round(ops.divide(image, scale), "half_to_even"), scale)
    scores = ops.matmul(ops.reshape(rounded, [1, 192], False), ops.constant(weights.reshape(2, 192)), False, True)
    ov.save_model(ov.Model([scores], [image]), tmp_path / "m.xml", compress_to_fp16=False)
    pixels = np.random.default_rng(3).integers(1, 256, (8, 8, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "p.png")
    done = vinoscope("explain", "m.xml", "p.png", "--preset", "unit", "--layout", "nchw", "--method", "integrated-gradients",
                     "--targets", "0", "--score", "raw", "--precision", "f32", "--format", "npy", "--output", "out")
    assert "cannot be checked" in done.stderr
    expected = (weights[0] * pixels.transpose(2, 0, 1) / 255).sum(0)
    np.testing.assert_allclose(np.load(tmp_path / "out/target_0.npy"), expected, atol=1e-4)


@pytest.mark.parametrize("function", [without_rules, in_steps])
def test_auto_and_black_box_do_without_gradients(vinoscope, tmp_path, function):
    model = classifier(tmp_path / "m.xml", function)
    for flags in [], ["--method", "rise", "--num-masks", "20"]:
        done = vinoscope("explain", model, CAT, "--json", "--output", "out", *SHAPES_FLAGS, *flags)
        assert [entry["status"] for entry in json.loads(done.stdout)["images"][0]["explanations"]] == ["ok"]


def test_doctor_says_which_methods_do_not_work(vinoscope, tmp_path):
    done = vinoscope("doctor", classifier(tmp_path / "m.xml", without_rules), "--json")
    methods = {method["method"]: method for method in json.loads(done.stdout)["methods"]}
    assert not methods["saliency"]["works"] and "reversed" in methods["saliency"]["reason"]
    assert methods["recipro-cam"]["works"] and methods["rise"]["works"]


@pytest.mark.parametrize("method", ["grad-cam", "layer-integrated-gradients"])
def test_unknown_layers_name_the_nearest(error, method):
    message = error("explain", CLASSIFIER, CAT, "--method", method, "--target-layer", "/_swish_1/Clap", code=INPUT)
    assert "did you mean /_swish_1/Clip" in message


@pytest.mark.parametrize("method", [*GRADIENT_OF_PIXELS, "gradient-attention"])
def test_methods_that_take_no_layer(error, method):
    model = SHAPES.with_name("shapes-vit.xml")
    message = error("explain", model, SHAPE, "--method", method, "--target-layer", "logits", code=USAGE)
    assert "logits" in message and "grad-cam" in message


def test_attention_needs_a_transformer(error):
    assert "vision transformer" in error("explain", CLASSIFIER, CAT, "--method", "gradient-attention", code=UNSUPPORTED)


def test_outputs_without_classes(error, tmp_path):
    image = ops.parameter([1, 3, 32, 32], np.float32, "image")
    kernels = ops.constant(np.ones((3, 3, 3, 3), np.float32))
    picture = ops.convolution(image, kernels, [1, 1], [1, 1], [1, 1], [1, 1])
    frames = ops.reshape(picture, [1, 3, 1, 32, 32], False)
    ov.save_model(ov.Model([frames], [image]), tmp_path / "m.xml")
    for method in "grad-cam", *GRADIENT_OF_PIXELS:
        message = error("explain", tmp_path / "m.xml", CAT, "--method", method, code=UNSUPPORTED)
        assert "[1,3,1,32,32]" in message and "no decoder fits" in message
