# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Models that read a line of text."""

import json

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as ops
from PIL import Image

SIDE = 8
LINE = "AA-B-BC-"
WIDTH = SIDE * len(LINE)


@pytest.fixture
def model(tmp_path):
    """Each step sees a square: red is A, green B, blue C, black the blank, which comes first."""
    image = ops.parameter([1, 3, SIDE, WIDTH], np.float32, "image")
    kernel = np.zeros((4, 3, SIDE, SIDE), np.float32)
    for channel in range(3):
        kernel[channel + 1, channel] = 8 / SIDE**2
    scores = ops.convolution(image, ops.constant(kernel), [SIDE, SIDE], [0, 0], [0, 0], [1, 1])
    scores = ops.add(scores, np.float32([2, 0, 0, 0]).reshape(1, 4, 1, 1))
    steps = ops.squeeze(ops.transpose(scores, [0, 3, 1, 2]), [3])
    ov.save_model(ov.Model([ops.softmax(steps, 2)], [image]), tmp_path / "model.xml", compress_to_fp16=False)
    return tmp_path / "model.xml"


@pytest.fixture
def picture(tmp_path):
    pixels = np.zeros((SIDE, WIDTH, 3), np.uint8)
    for step, letter in enumerate(LINE):
        if letter != "-":
            pixels[:, step * SIDE : (step + 1) * SIDE, "ABC".index(letter)] = 255
    Image.fromarray(pixels).save(tmp_path / "line.png")
    return tmp_path / "line.png"


@pytest.fixture(params=["A\nB\nC\n", "ABC\n", "\nA\nB\nC\n"], ids=["lines", "one line", "with the blank"])
def alphabet(request, tmp_path):
    (tmp_path / "alphabet.txt").write_text(request.param, encoding="utf-8")
    return tmp_path / "alphabet.txt"


FLAGS = ("--scale", "255", "--precision", "f32", "--json")


def test_the_text_and_its_characters_are_read(vinoscope, model, picture, alphabet):
    done = vinoscope("explain", model, picture, "--alphabet", alphabet, "--method", "occlusion", *FLAGS)
    document = json.loads(done.stdout)
    assert document["provenance"]["task"] == "recognition"
    read = document["images"][0]["predictions"]
    assert [(one["index"], one["label"]) for one in read] == [(-1, "ABBC"), (0, "A"), (1, "B"), (2, "B"), (3, "C")]


def test_a_character_is_explained_where_it_is(vinoscope, model, picture, alphabet, tmp_path):
    vinoscope("explain", model, picture, "--alphabet", alphabet, "--method", "saliency", "--targets", "char:2", "--format", "npy",
              "-o", tmp_path / "out", *FLAGS)
    values = np.load(tmp_path / "out" / "target_char_2_B.npy")
    square = np.zeros_like(values, bool)
    square[:, 5 * SIDE : 6 * SIDE] = True
    assert values[square].min() > 0
    assert np.abs(values[~square]).max() < 1e-3 * values.max()


@pytest.mark.parametrize("flags, expected, code", [
    (("--targets", "char:7"), "expected a character from 0 to 3", 3),
    (("--targets", "char:x"), "characters are counted from 0", 2),
    (("--targets", "Z"), 'did not read "Z"', 3),
    (("--targets", "highest"), "recognition model", 3),
    (("--blank", "middle"), "--blank", 2),
    (("--alphabet", "short.txt"), "expected an alphabet of 3 characters", 2),
    (("--alphabet", "none.txt"), "--alphabet: ", 3),
])
def test_what_does_not_fit_is_one_line(error, model, picture, tmp_path, flags, expected, code):
    (tmp_path / "short.txt").write_text("A\n", encoding="utf-8")
    (tmp_path / "alphabet.txt").write_text("ABC\n", encoding="utf-8")
    given = () if "--alphabet" in flags else ("--alphabet", tmp_path / "alphabet.txt")
    assert expected in error("explain", model, picture, "--task", "recognition", "--method", "saliency", *given, *flags, code=code)



@pytest.mark.parametrize("ends, expected", [("0,1000", "blue"), ("-1000,0.0001", "red")])
def test_one_range_of_colours_serves_all_maps(vinoscope, model, picture, tmp_path, ends, expected):
    (tmp_path / "alphabet.txt").write_text("ABC\n", encoding="utf-8")
    vinoscope("explain", model, picture, "--alphabet", tmp_path / "alphabet.txt", "--method", "saliency", f"--range={ends}", "--no-overlay",
              "--format", "png", "-o", tmp_path / "out", "--scale", "255")
    red, _, blue = np.asarray(Image.open(next((tmp_path / "out").glob("*.png"))), float).mean((0, 1))
    assert (red > blue + 60) == (expected == "red")
    assert (blue > red + 60) == (expected == "blue")
