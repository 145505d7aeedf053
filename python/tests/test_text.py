# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Text recognition models, key points, and one range of colours for all maps."""

import numpy as np
import openvino as ov
import openvino.opset13 as op
import pytest
import vinoscope as xai
from vinoscope import targets

SIDE = 4
LINE = "AA-B-BC-"


def squares(image, filters):
    """The mean over squares of 4x4 pixels of one channel for each filter: [1, filters, 1, 8]."""
    kernel = np.zeros((len(filters), 3, SIDE, SIDE), np.float32)
    for position, channel in enumerate(filters):
        if channel is not None:
            kernel[position, channel] = 8 / SIDE**2
    return op.convolution(image, op.constant(kernel), [SIDE, SIDE], [0, 0], [0, 0], [1, 1])


@pytest.fixture
def reader():
    """Red squares are A, green B, blue C, black ones the blank, which comes first."""
    image = op.parameter([1, 3, SIDE, SIDE * len(LINE)], ov.Type.f32, name="image")
    scores = op.add(squares(image, [None, 0, 1, 2]), op.constant(np.float32([2, 0, 0, 0]).reshape(1, 4, 1, 1)))
    steps = op.squeeze(op.transpose(scores, [3, 0, 1, 2]), [3])
    return ov.Model([steps], [image], "reader")


@pytest.fixture
def line():
    image = np.zeros((1, 3, SIDE, SIDE * len(LINE)), np.float32)
    for step, letter in enumerate(LINE):
        if letter != "-":
            image[0, "ABC".index(letter), :, step * SIDE : (step + 1) * SIDE] = 1
    return image


@pytest.mark.parametrize("target", ["char:2", targets.CharacterTarget(2)])
@pytest.mark.parametrize("alphabet", ["ABC", ["", "A", "B", "C"]])
def test_a_character_is_explained_where_it_is(reader, line, alphabet, target):
    explainer = xai.Explainer(reader, xai.Task.RECOGNITION, explain_method=xai.Method.SALIENCY, alphabet=alphabet, precision="f32")
    explanation = explainer(line, targets=target)
    assert explanation.best_predictions[0].label == "ABBC"
    values = explanation.maps[0].values
    square = np.zeros(values.shape, bool)
    square[:, 5 * SIDE : 6 * SIDE] = True
    shares = np.exp([2, 0, 8, 0]) / np.exp([2, 0, 8, 0]).sum()
    np.testing.assert_allclose(values[square], 8 / SIDE**2 * (1 - shares[2]), rtol=1e-3)
    assert np.abs(values[~square]).max() < 1e-3 * values.max()


def test_a_key_point_is_explained_where_its_map_is_highest(line):
    line = np.concatenate([np.zeros_like(line), line], axis=2)
    image = op.parameter(line.shape, ov.Type.f32, name="image")
    model = ov.Model([squares(image, [2, 1])], [image], "points")
    explainer = xai.Explainer(model, xai.Task.KEYPOINTS, explain_method=xai.Method.SALIENCY, labels=["nose", "tail"], precision="f32")
    values = explainer(line, targets=[targets.KeypointTarget("nose"), "keypoint:1"]).maps
    for found, step in zip(values, (6, 3), strict=False):
        columns = np.flatnonzero(found.values.max(0) > 0)
        assert list(columns) == list(range(step * SIDE, (step + 1) * SIDE))


def test_one_range_of_colours_serves_all_maps(reader, line):
    explainer = xai.Explainer(reader, explain_method=xai.Method.SALIENCY, alphabet="ABC", precision="f32", embed_scaling=False)
    low = explainer(line, targets="char:2", resize=False, value_range=(0, 1000)).saliency_map
    high = explainer(line, targets="char:2", resize=False, value_range=(-1000, 1e-6)).saliency_map
    (blue,), (red,) = low.values(), high.values()
    assert blue[..., 2].mean() > blue[..., 0].mean() + 60
    assert red[..., 0].mean() > red[..., 2].mean() + 60
