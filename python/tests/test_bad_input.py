# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Whatever is handed over as an image or a target: an exception that says what is wrong, never a crash."""

import numpy as np
import pytest
import vinoscope as xai
from vinoscope.common import scaling
from vinoscope.explainer import Explanation, Visualizer, overlay, resize
from vinoscope.explainer.utils import get_postprocess_fn, get_preprocess_fn
from vinoscope.methods import RISE, ReciproCAM
from vinoscope.metrics import ADCC, InsertionDeletionAUC, PointingGame

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
    ("name", "wrong", "choices"), [("color", "cmyk", "bgr"), ("layout", "hwcn", "nhwc"), ("resize", "fit", "letterbox")]
)
def test_preprocessing_lists_its_choices(shapes_model, name, wrong, choices):
    with pytest.raises(xai.UsageError, match=f"for {name}, found '{wrong}'") as caught:
        xai.Explainer(shapes_model, **{name: wrong})
    assert choices in str(caught.value)


@pytest.mark.parametrize("name", ["method", "postprocess_fn", "target_layers", "embed_scalin"])
def test_insertion_names_its_own_parameters(shapes_model, name):
    with pytest.raises(TypeError, match=f"unexpected keyword argument '{name}'"):
        xai.insert_xai(shapes_model, xai.Task.CLASSIFICATION, **{name: "x"})


def test_drawing_without_an_image_that_is_needed():
    for options in ({"overlay": True}, {}):
        explanation = Explanation(np.zeros((1, 3, 4, 4), np.uint8), [1], xai.Task.CLASSIFICATION)
        with pytest.raises(xai.BadImageError, match="expected an original_input_image"):
            xai.explainer.Visualizer()(explanation, **options)


def test_metrics_of_classes_and_images_that_do_not_exist(shapes_model, shapes_image):
    def prepare(image):
        return ((image.astype(np.float32) - 128) / 64).transpose(2, 0, 1)[None]

    metric = ADCC(shapes_model, prepare, lambda outputs: outputs[0])
    for class_idx in (-1, 99):
        with pytest.raises(xai.BadTargetError, match=str(class_idx)):
            metric(np.eye(96, dtype=np.float32), class_idx, shapes_image)
    with pytest.raises(xai.BadImageError, match="expected an image as an array, found NoneType"):
        metric(np.eye(96, dtype=np.float32), 3, None)


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


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"task": "classificaton"}, "expected Task as one of auto, classification.*did you mean classification"),
        ({"explain_mode": "sideways"}, "expected ExplainMode as one of whitebox, blackbox, auto, found 'sideways'"),
        ({"explain_method": "risse"}, "expected Method as one of .*did you mean rise"),
        ({"target_layer": 3}, "expected target_layer as a name or a list of names, found 3"),
        ({"target_layer": [1, 2]}, "expected target_layer as a name or a list of names"),
        ({"embed_scaling": "no"}, "expected embed_scaling as True or False, found 'no'"),
        ({"targets": 1}, "'targets': it is a parameter of the call"),
        ({"overlayed": True}, "'overlayed'; did you mean overlay"),
        ({"target_layers": "x"}, "'target_layers'; did you mean target_layer"),
    ],
)
def test_settings_name_what_was_expected(shapes_model, wrong, expected):
    with pytest.raises((ValueError, TypeError), match=expected):
        xai.Explainer(shapes_model, **wrong)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"tragets": 1}, "'tragets'; did you mean targets"),
        ({"overlays": True}, "'overlays'; did you mean overlay"),
        ({"target_layer": "x"}, "'target_layer': it is a parameter of the constructor"),
        ({"scaling": "yes"}, "expected scaling as True or False"),
        ({"resize": "yes"}, 'expected resize as True, False or "native"'),
        ({"colormap": 20}, "expected colormap as True or False"),
        ({"overlay": "x"}, "expected overlay as True or False"),
    ],
)
def test_options_of_a_call_name_what_was_expected(shapes_explainer, shapes_image, wrong, expected):
    with pytest.raises((ValueError, TypeError), match=expected):
        shapes_explainer(shapes_image, **{"targets": 1, **wrong})


PARAMETERS = ["model", "task", "preprocess_fn", "postprocess_fn", "explain_mode", "explain_method", "target_layer", "data",
              "targets", "overlay", "resize", "num_masks", "target_indices", "preset", "input_size", "mean", "device"]  # fmt: skip


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_keyword_is_never_its_own_suggestion(shapes_model, shapes_explainer, shapes_image, name):
    def suggests(function, *arguments):
        try:
            function(*arguments, **{name: None})
        except (TypeError, ValueError, RuntimeError) as error:
            return [word for word in str(error).partition("did you mean ")[2].rstrip("?").replace(" or ", ", ").split(", ") if word]
        return []

    rise = RISE(shapes_model, prepare_model=False)
    recipro_cam = ReciproCAM(shapes_model, prepare_model=False)
    assert name not in suggests(xai.Explainer, shapes_model)
    assert name not in suggests(shapes_explainer, shapes_image)
    assert name not in suggests(xai.insert_xai, shapes_model)
    assert name not in suggests(xai.gradient, shapes_model)
    assert name not in suggests(InsertionDeletionAUC, shapes_model)
    for method in (rise, recipro_cam):
        assert name not in suggests(method.generate_saliency_map, shapes_image)


def test_entry_points_refuse_what_they_do_not_take(shapes_model, shapes_explainer, shapes_image, tmp_path):
    explanation = shapes_explainer(shapes_image, targets=1)
    pixels, maps = np.zeros((3, 3, 3), np.uint8), np.zeros((1, 3, 4, 4))
    auc = InsertionDeletionAUC(shapes_model, mean=128, scale=64)
    refused = {
        "insert_xai(): task": (lambda: xai.insert_xai(shapes_model, "x"), "expected Task as one of"),
        "insert_xai(): keyword": (lambda: xai.insert_xai(shapes_model, target_layers="x"), "did you mean target_layer"),
        "insert_xai(): embed_scaling": (lambda: xai.insert_xai(shapes_model, embed_scaling="x"), "expected embed_scaling"),
        "Explanation: predictions": (lambda: Explanation(maps, predictions=[1]), "expected predictions as a dict"),
        "save(): prefix": (lambda: explanation.save(tmp_path, prefix=1), "expected prefix as a text"),
        "plot(): num_columns": (lambda: explanation.plot(num_columns="a"), "expected num_columns as an integer above 0"),
        "Visualizer": (lambda: Visualizer()(3), "expected an Explanation, found int"),
        "overlay(): sizes": (lambda: overlay(pixels, np.zeros((4, 4, 3))), "expected a map and an image of one size"),
        "overlay(): weight": (lambda: overlay(pixels, pixels, 3), "expected overlay_weight from 0 to 1"),
        "resize(): size": (lambda: resize(maps[0], 5), "expected output_size as"),
        "resize(): maps": (lambda: resize(np.zeros(3), (5, 5)), "expected maps"),
        "scaling()": (lambda: scaling(np.zeros(3)), "expected maps"),
        "get_preprocess_fn(): size": (lambda: get_preprocess_fn(input_size=5), r"expected input_size as \(width, height\)"),
        "get_preprocess_fn(): mean": (lambda: get_preprocess_fn(mean=[1, 2])(shapes_image), "for each of 3 channels"),
        "preprocess_fn": (lambda: get_preprocess_fn()("x"), "expected an image"),
        "postprocess_fn": (lambda: get_postprocess_fn(activation="sofmax")({"logits": maps}), "expected ActivationType"),
        "RISE: option": (lambda: RISE(shapes_model).generate_saliency_map(shapes_image, nummasks=5), "did you mean num_masks"),
        "RISE: view": (lambda: RISE(shapes_model).generate_saliency_map(shapes_image, overlay=True), "unexpected keyword"),
        "ReciproCAM: option": (lambda: ReciproCAM(shapes_model).generate_saliency_map(shapes_image, x=1), "unexpected keyword"),
        "PointingGame: lists": (lambda: PointingGame().evaluate(None, None), "expected a list"),
        "PointingGame: boxes": (lambda: PointingGame().evaluate([explanation], [[(0, 0, 1, 1)]]), "expected gt_bboxes"),
        "InsertionDeletionAUC: map": (lambda: auc("x", 1, shapes_image), "expected a map"),
        "InsertionDeletionAUC: class": (lambda: auc(maps[0, 0], "cat", shapes_image), "expected class_idx"),
        "InsertionDeletionAUC: steps": (lambda: auc(maps[0, 0], 1, shapes_image, "a"), "expected at least 1 step"),
        "ADCC": (lambda: ADCC(shapes_model, explainer=3), "expected explainer as an Explainer"),
    }
    for name, (function, expected) in refused.items():
        with pytest.raises((TypeError, ValueError), match=expected) as caught:
            function()
        assert "\n" not in str(caught.value), name
