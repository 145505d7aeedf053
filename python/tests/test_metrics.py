# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Metrics with the names of OpenVINO's explainable AI toolkit; the figures themselves are tested in C++ (tests/metrics)."""

import math

import numpy as np
import pytest
import vinoscope as xai
from conftest import CAT, DATA, first_output, nearest_pixels
from conftest import prepare as prepare_cat
from conftest import prepare_shapes as prepare
from vinoscope import _core
from vinoscope.explainer.explanation import Explanation
from vinoscope.metrics import ADCC, Evaluator, InsertionDeletionAUC, PointingGame, list_metrics


def peak(row, column, shape=(10, 20)):
    values = np.zeros(shape, np.float32)
    values[row, column] = 1
    return values


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        ([(4, 2, 3, 3)], 1),  # x, y, width, height: columns 4..6, rows 2..4
        ([(2, 4, 3, 3)], 0),  # not y, x
        ([(0, 0, 1, 1), (5, 3, 1, 1)], 1),
    ],
)
def test_pointing_game_takes_boxes_as_x_y_width_height(boxes, expected):
    assert PointingGame()(peak(3, 5), boxes) == {"pointing_game": expected}


def test_pointing_game_of_a_flat_map_is_the_share_of_the_object():
    assert PointingGame()(np.ones((10, 20)), [(0, 0, 9, 9)])["pointing_game"] == pytest.approx(0.5)


def test_pointing_game_means_over_annotated_targets():
    maps = {1: peak(3, 5), 2: peak(0, 0), 3: peak(9, 9)}
    explanation = Explanation(maps, -1, xai.Task.CLASSIFICATION, label_names=["a", "b", "c", "d"])
    result = PointingGame().evaluate([explanation], [{1: [(4, 2, 3, 3)], "c": [(4, 2, 3, 3)]}])
    assert result == {"pointing_game": pytest.approx(0.5)}


@pytest.mark.parametrize("box", [(1, 2, 3), (1, 2, 3, 4, 5), 7, ("a", 1, 2, 3), None, (5, 5, -1, 4), (5, 5, 4, -1), (0, 0, math.nan, 4)])
def test_pointing_game_refuses_what_is_no_box(box):
    with pytest.raises(ValueError, match="expected boxes"):
        PointingGame()(peak(3, 5), [box])


def test_insertion_and_deletion_prefer_the_model_s_own_map(shapes_model, shapes_image, shapes_explainer):
    metric = InsertionDeletionAUC(shapes_model, prepare, first_output, precision="f32")
    explanation = shapes_explainer(shapes_image, targets=3)
    own = metric(explanation.maps[0].values, 3, shapes_image, steps=20)
    assert list(own) == ["insertion", "deletion"]
    reversed_map = metric(-explanation.maps[0].values, 3, shapes_image, steps=20)
    assert own["insertion"] > reversed_map["insertion"]
    assert own["deletion"] < reversed_map["deletion"]
    judged = metric.evaluate([explanation], [shapes_image], steps=20)
    assert judged == pytest.approx({**own, "delta": own["insertion"] - own["deletion"]})


def test_a_map_of_no_class_is_judged_for_the_best_class(shapes_model, shapes_image):
    explanation = xai.Explainer(shapes_model, mean=128, scale=64, explain_method=xai.Method.ACTIVATIONMAP)(shapes_image)
    metric = InsertionDeletionAUC(shapes_model, mean=128, scale=64, precision="f32")
    best = explanation.best_predictions[0].index
    expected = metric(explanation.maps[0], best, shapes_image, 10)
    assert metric(explanation.maps[0], None, shapes_image, 10) == expected
    judged = metric.evaluate([explanation], [shapes_image], 10)
    assert judged == {**expected, "delta": pytest.approx(expected["insertion"] - expected["deletion"])}
    own = Explanation({"per_image_map": explanation.maps[0].values}, -1)
    assert metric.evaluate([own], [shapes_image], 10) == judged


@pytest.mark.parametrize("baseline", ["zero", "black", "mean", "blur"])
def test_own_preprocessing_and_declared_preprocessing_judge_alike(
    shapes_model, shapes_image, shapes_explainer, baseline
):
    values = shapes_explainer(shapes_image, targets=3).maps[0].values
    how = {"baseline": baseline, "precision": "f32"}
    own = InsertionDeletionAUC(shapes_model, prepare, **how)(values, 3, shapes_image, steps=10)
    declared = InsertionDeletionAUC(shapes_model, mean=128, scale=64, **how)(values, 3, shapes_image, steps=10)
    assert own == pytest.approx(declared, abs=1e-3)


def test_adcc_has_the_keys_of_the_seed(shapes_image, shapes_explainer):
    model = DATA / "models" / "shapes-cnn-sigmoid.xml"
    explainer = xai.Explainer(model, preprocess_fn=prepare)
    explanation = explainer(shapes_image, targets=3)
    metric = ADCC(model, prepare, None, explainer)
    result = metric(explanation.maps[0].values, 3, shapes_image)
    assert set(result) == {"adcc", "coherency", "complexity", "average_drop"}
    assert all(0 <= value <= 1 for value in result.values())
    assert metric.evaluate([explanation], [shapes_image]) == pytest.approx(result, abs=1e-3)


def test_figures_are_those_of_the_toolkit(model, cat):
    """Its version 1.1.0 gave these in f32 for the same picture, map and functions."""

    def softmax(outputs):
        exponents = np.exp(outputs[0] - outputs[0].max())
        return exponents / exponents.sum()

    picture = nearest_pixels(cat)
    y, x = np.mgrid[:224, :224]
    bell = (np.exp(-((y - 90) ** 2 + (x - 120) ** 2) / (2 * 50**2)) + 1e-3 * x / 224).astype(np.float32)
    areas = InsertionDeletionAUC(model, prepare_cat, softmax, precision="f32")(bell, CAT, picture)
    assert areas == pytest.approx({"insertion": 0.5812, "deletion": 0.2658}, abs=1e-3)
    explainer = xai.Explainer(model, preprocess_fn=prepare_cat)
    judged = ADCC(model, prepare_cat, softmax, explainer, precision="f32")(bell, CAT, picture)
    expected = {"adcc": 0.7682, "coherency": 0.9449, "complexity": 0.2919, "average_drop": 0.3029}
    assert judged == pytest.approx(expected, abs=1e-2)


@pytest.mark.parametrize("same_functions", [True, False])
def test_adcc_judges_the_drop_of_the_score_of_its_own_functions(model, cat, same_functions):
    def halved(outputs):
        powers = np.exp(outputs[0] - outputs[0].max())
        return powers / powers.sum() / 2

    picture = nearest_pixels(cat)
    explainer = xai.Explainer(model, preprocess_fn=prepare_cat, postprocess_fn=halved, precision="f32")
    postprocess_fn = halved if same_functions else lambda outputs: np.sqrt(halved(outputs))
    metric = ADCC(model, prepare_cat, postprocess_fn, explainer, precision="f32")
    y, x = np.mgrid[:224, :224]
    bell = np.exp(-((y - 90) ** 2 + (x - 120) ** 2) / (2 * 50**2)).astype(np.float32)
    left = metric.model_predict(picture * bell[..., None])[CAT]
    drop = 1 - left / metric.model_predict(picture)[CAT]
    assert 0.05 < drop < 0.95
    assert metric(bell, CAT, picture)["average_drop"] == pytest.approx(drop, rel=1e-4)


def test_a_map_that_says_nothing_has_no_adcc(shapes_image):
    model = DATA / "models" / "shapes-cnn-sigmoid.xml"
    result = ADCC(model, prepare, None, xai.Explainer(model, preprocess_fn=prepare))(np.zeros((96, 96)), 3, shapes_image)
    assert math.isnan(result["adcc"])


def test_wrong_numbers_of_images_and_no_maps_are_refused(shapes_image, shapes_explainer):
    explanation = shapes_explainer(shapes_image, targets=3)
    for boxes in ([], [{3: [(0, 0, 1, 1)]}] * 2):
        with pytest.raises(ValueError, match="expected"):
            PointingGame().evaluate([explanation], boxes)


@pytest.mark.parametrize("steps", [0, -3])
def test_no_steps_are_refused(shapes_model, shapes_image, steps):
    with pytest.raises(xai.UsageError, match=f"at least 1 step.*found {steps}"):
        InsertionDeletionAUC(shapes_model)(np.eye(96), 3, shapes_image, steps=steps)


def test_an_exception_of_a_callback_reaches_the_caller(shapes_model, shapes_image):
    def broken(_):
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        InsertionDeletionAUC(shapes_model, broken)(np.eye(96), 3, shapes_image)


def test_any_metrics_are_asked_by_name(shapes_model, shapes_image, shapes_explainer):
    explanation = shapes_explainer(shapes_image, targets=3)
    judge = Evaluator(
        shapes_model,
        ["insertion", "adcc", "pointing-game", "sparseness"],
        explainer=shapes_explainer,
        mean=128,
        scale=64,
        precision="f32",
        steps=20,
    )
    result = judge(explanation.maps[0], 3, shapes_image, [(0, 0, 96, 96)])
    single = InsertionDeletionAUC(shapes_model, mean=128, scale=64, precision="f32", baseline="zero")
    assert result["insertion"] == single(explanation.maps[0], 3, shapes_image, steps=20)["insertion"]
    assert result["pointing-game"] == 1
    assert 0 < result["adcc"] < 1
    assert judge.evaluate([explanation], [shapes_image])["sparseness"] == result["sparseness"]


def test_an_unknown_metric_suggests_near_ones(shapes_model):
    with pytest.raises(ValueError, match="insertion"):
        Evaluator(shapes_model, ["insertoin"])


def test_all_metrics_are_listed():
    assert {"insertion", "deletion", "pointing-game", "adcc"} <= {metric.name for metric in list_metrics()}
