# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Whatever is handed over as an image or a target: an exception that says what is wrong, never a crash."""

import numpy as np
import pytest
import vinoscope as xai

IMAGES = {
    "none": None,
    "number": 3,
    "list": [[1, 2], [3, 4]],
    "floats": np.zeros((96, 96, 3)),
    "int16": np.zeros((96, 96, 3), np.int16),
    "texts": np.full((96, 96, 3), "a"),
    "objects": np.full((96, 96, 3), None),
    "one axis": np.zeros(96, np.uint8),
    "no axis": np.uint8(3),
    "five axes": np.zeros((1, 1, 3, 96, 96), np.uint8),
    "five channels": np.zeros((96, 96, 5), np.uint8),
    "NaN": np.full((1, 3, 96, 96), np.nan, np.float32),
    "infinite": np.full((1, 3, 96, 96), np.inf, np.float32),
    "no rows": np.zeros((0, 96, 3), np.uint8),
    "no columns": np.zeros((96, 0, 3), np.uint8),
    "huge": np.broadcast_to(np.uint8(0), (2**31, 96, 3)),
    "batch of two": np.zeros((2, 3, 96, 96), np.float32),
    "wrong size": np.zeros((1, 3, 95, 96), np.float32),
    "other layout": np.zeros((1, 96, 96, 3), np.float32),
    "empty tensor": np.zeros((1, 3, 0, 96), np.float32),
    "complex": np.zeros((1, 3, 96, 96), complex),
    "text tensor": np.full((1, 3, 96, 96), "a"),
}


@pytest.mark.parametrize("name", IMAGES)
def test_images_that_are_none(shapes_explainer, name):
    with pytest.raises(ValueError, match="expected"):
        shapes_explainer(IMAGES[name], targets=1)


@pytest.mark.parametrize(
    "targets", [[], np.array([], int), 6, -2, [1, 99], "nobody", "", "top:0", 2**31, 2**70, -(2**70), np.uint64(2**63)]
)
def test_targets_that_are_not_there(shapes_explainer, shapes_image, targets):
    with pytest.raises(ValueError):
        shapes_explainer(shapes_image, targets=targets)


@pytest.mark.parametrize("targets", [1.5, True, [None], np.array([1.0]), np.array([True]), object(), [[1]], {"a": 1}.items(), b"1", bytearray(b"1"), [b"1"]])
def test_targets_of_the_wrong_type(shapes_explainer, shapes_image, targets):
    with pytest.raises(TypeError, match="expected"):
        shapes_explainer(shapes_image, targets=targets)


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (-1, 5), (5,), 5, "large", (5.5, 3), (2**40, 3)])
def test_output_sizes_that_make_no_sense(shapes_explainer, shapes_image, size):
    with pytest.raises((ValueError, TypeError), match="output_size"):
        shapes_explainer(shapes_image, targets=1, output_size=size, overlay=True)


@pytest.mark.parametrize("weight", [-0.1, 1.1, float("nan"), "half", None])
def test_overlay_weights_outside_of_0_to_1(shapes_explainer, shapes_image, weight):
    with pytest.raises(ValueError, match="weight"):
        shapes_explainer(shapes_image, targets=1, overlay=True, overlay_weight=weight)


@pytest.mark.parametrize(
    "options",
    [
        {"num_masks": 0},
        {"num_masks": -1},
        {"num_masks": 2**60},
        {"num_masks": 2**70},
        {"num_masks": 2.5},
        {"num_masks": "many"},
        {"num_cells": 0},
        {"num_cells": -3},
        {"num_cells": 97},
        {"prob": 2},
        {"prob": 1},
        {"prob": 0},
        {"prob": -0.5},
        {"prob": float("nan")},
        {"prob": "half"},
        {"seed": -1},
        {"time_budget": -1},
        {"until_stable": 1},
        {"preset": "fast"},
        {"estimator": "best"},
        {"baseline": "red"},
    ],
    ids=str,
)
def test_black_box_options_that_make_no_sense(shapes_model, shapes_image, options):
    explainer = xai.Explainer(shapes_model, explain_method=xai.Method.RISE)
    with pytest.raises((ValueError, TypeError)) as caught:
        explainer(shapes_image, targets=1, **options)
    assert str(caught.value).startswith("expected")


@pytest.mark.parametrize(
    "options",
    [
        {"task": "cooking"},
        {"device_name": "TOASTER"},
        {"precision": "f7"},
        {"mean": [1, 2]},
        {"scale": 0},
        {"color": "cmyk"},
        {"labels": ["one"]},
        {"output": "nowhere"},
        {"explain_mode": "sideways"},
        {"explain_method": "magic"},
        {"postprocess_fn": 3},
        {"preprocess_fn": 3},
    ],
)
def test_settings_that_make_no_sense(shapes_model, options):
    with pytest.raises((ValueError, RuntimeError, TypeError, KeyError)):
        xai.Explainer(shapes_model, **options)
