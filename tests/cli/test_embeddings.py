# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Models that end in an embedding, and scores that a second model makes of the outputs."""

import json

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as ops
from PIL import Image

SIZE = 48


@pytest.fixture
def model(tmp_path):
    """How red, green and blue the image is: a vector of length 1."""
    image = ops.parameter([1, 3, SIZE, SIZE], np.float32, "image")
    same = ops.constant(np.eye(3, dtype=np.float32).reshape(3, 3, 1, 1))
    features = ops.relu(ops.convolution(image, same, [1, 1], [0, 0], [0, 0], [1, 1]))
    unit = ops.normalize_l2(ops.reduce_mean(features, [2, 3], False), [1], 1e-12, "max")
    unit.output(0).set_names({"out"})
    ov.save_model(ov.Model([unit], [image]), tmp_path / "model.xml", compress_to_fp16=False)
    return tmp_path / "model.xml"


@pytest.fixture
def pictures(tmp_path):
    """Red at the left and green at the right; all red."""
    both = np.zeros((SIZE, SIZE, 3), np.uint8)
    both[:, : SIZE // 2, 0] = 255
    both[:, SIZE // 2 :, 1] = 255
    red = np.zeros_like(both)
    red[..., 0] = 255
    for name, pixels in (("both", both), ("red", red)):
        Image.fromarray(pixels).save(tmp_path / f"{name}.png")
    return tmp_path / "both.png", tmp_path / "red.png"


FLAGS = ("--scale", "255", "--json")


def values_of(done):
    explained = json.loads(done.stdout)
    return explained["images"][0], explained["provenance"]


@pytest.mark.parametrize("method", ["recipro-cam", "occlusion"])
def test_the_alike_part_is_found(vinoscope, model, pictures, tmp_path, method):
    both, red = pictures
    done = vinoscope("explain", model, both, "--similar-to", red, "--method", method, "--format", "npy", "-o", tmp_path / "out", *FLAGS)
    image, provenance = values_of(done)
    assert provenance["task"] == "embedding"
    assert provenance["score"] == "cosine similarity"
    assert image["predictions"][0]["score"] == pytest.approx(np.sqrt(0.5), abs=1e-3)
    values = np.load(tmp_path / "out" / "target_similarity.npy")
    half = values.shape[1] // 2
    assert values[:, : half - 2].min() > values[:, half + 2 :].max()


def test_texts_are_classes(vinoscope, model, pictures, tmp_path):
    np.save(tmp_path / "texts.npy", np.float32([[0, 0, 1], [1, 0.2, 0], [0.2, 1, 0]]))
    (tmp_path / "texts.txt").write_text("blue\nred\ngreen\n", encoding="utf-8")
    done = vinoscope("explain", model, pictures[1], "--similar-to", tmp_path / "texts.npy", "--labels", tmp_path / "texts.txt",
                     "--logit-scale", "10", *FLAGS)
    image, provenance = values_of(done)
    logits = 10 * np.array([0, 1, 0.2]) / np.sqrt(1.04)
    assert [one["label"] for one in image["predictions"]] == ["red", "green", "blue"]
    assert image["predictions"][0]["score"] == pytest.approx(np.exp(logits[1]) / np.exp(logits).sum(), abs=1e-3)
    assert provenance["score"] == "softmax"


def test_doctor_reads_it_and_names_the_flag(vinoscope, model):
    said = vinoscope("doctor", model).stdout
    assert "embedding (decoder embedding" in said
    assert "--similar-to IMAGE" in said


def test_a_second_model_makes_the_scores(vinoscope, model, pictures, tmp_path):
    out = ops.parameter([-1, 3], np.float32)
    out.output(0).set_names({"out"})
    redness = ops.reduce_sum(ops.multiply(out, np.float32([[1, -1, 0]])), [1], False)
    ov.save_model(ov.Model([redness], [out]), tmp_path / "redness.xml", compress_to_fp16=False)
    done = vinoscope("explain", model, pictures[1], "--score-model", tmp_path / "redness.xml", *FLAGS)
    image, provenance = values_of(done)
    assert provenance["task"] == "regression"
    assert image["predictions"][0]["score"] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    "flags, expected",
    [
        ((), "explained by its similarity to a reference"),
        (("--similar-to", "vector.npy"), "expected floats [3] or [K, 3]"),
        (("--similar-to", "none.png"), "--similar-to: "),
        (("--logit-scale", "10"), "expected similar_to together with logit_scale"),
        (("--similar-to", "both.png", "--decoder", "class-scores"), "expected no decoder together with similar_to"),
        (("--score-model", "none.xml"), "none.xml"),
    ],
)
def test_what_does_not_fit_is_one_line(error, model, pictures, tmp_path, flags, expected):
    np.save(tmp_path / "vector.npy", np.ones(4, np.float32))
    code = 3 if {"none.png", "vector.npy", "none.xml"} & set(flags) else 2
    assert expected in error("explain", model, pictures[0], *flags, code=code)
