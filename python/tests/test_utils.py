# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""vinoscope.explainer.utils, by the names of OpenVINO's explainable AI toolkit."""

import cv2
import numpy as np
import pytest
import vinoscope as xai
from conftest import ASSETS, CAT, MODEL
from vinoscope.explainer.utils import (
    ActivationType,
    convert_targets_to_numpy,
    explains_all,
    get_postprocess_fn,
    get_preprocess_fn,
    get_score,
    get_target_indices,
    sigmoid,
    softmax,
)

NAMES = ["aeroplane", "bicycle", "bird", "boat", "bottle"]


def test_made_functions_do_what_the_models_own_preprocessing_does():
    bgr = cv2.imread(str(ASSETS / "images" / "chelsea.png"))
    preprocess = get_preprocess_fn(True, input_size=(224, 224), mean=[127] * 3, std=[128] * 3, hwc_to_chw=True)
    by_functions = xai.Explainer(
        MODEL,
        task=xai.Task.CLASSIFICATION,
        preprocess_fn=preprocess,
        postprocess_fn=get_postprocess_fn("logits"),
        score="softmax",
        explain_method=xai.Method.RISE,
        num_masks=20,
        precision="f32",
    )
    by_itself = xai.Explainer(MODEL, explain_method=xai.Method.RISE, num_masks=20, precision="f32")
    expected = by_itself(np.ascontiguousarray(bgr[..., ::-1]), targets=CAT).maps[0].values
    found = by_functions(bgr, targets=CAT).maps[0].values
    assert np.corrcoef(found.ravel(), expected.ravel())[0, 1] > 0.999


@pytest.mark.parametrize("size", [(40, 30), (7, 90), (451, 300)])
def test_preprocessing_resizes_as_opencv(cat, size):
    expected = cv2.resize(cat, size)
    found = get_preprocess_fn(input_size=size)(cat)
    assert found.dtype == np.uint8
    assert np.abs(found[0].astype(int) - expected).max() <= 1


def test_preprocessing_step_by_step():
    image = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    np.testing.assert_array_equal(get_preprocess_fn()(image), image[None])
    np.testing.assert_array_equal(get_preprocess_fn(expand_zero_dim=False)(image), image)
    np.testing.assert_array_equal(get_preprocess_fn(change_channel_order=True)(image)[0, ..., 0], image[..., 2])
    np.testing.assert_array_equal(get_preprocess_fn(hwc_to_chw=True)(image)[0, 1], image[..., 1])
    normalised = get_preprocess_fn(True, mean=[1, 2, 3], std=np.array([2.0, 4.0, 8.0]))(image)
    assert normalised.dtype == np.float32
    np.testing.assert_allclose(normalised[0, 0, 0], [(2 - 1) / 2, (1 - 2) / 4, (0 - 3) / 8])


@pytest.mark.parametrize("settings", [{"std": 0}, {"std": [1, 0, 1]}, {"input_size": (0, 5)}, {"input_size": (5,)}])
def test_preprocessing_that_makes_no_sense(settings):
    with pytest.raises(ValueError, match="expected"):
        get_preprocess_fn(**settings)


@pytest.mark.parametrize("shape", [(5,), (1, 5)])
def test_scores(shape):
    logits = np.random.default_rng(0).normal(size=shape)
    plain = logits.ravel()
    assert get_score(logits, 2) == plain[2]
    assert get_score(logits, 2, ActivationType.SIGMOID) == pytest.approx(1 / (1 + np.exp(-plain[2])))
    assert get_score(logits, 2, activation=ActivationType.SOFTMAX) == pytest.approx(np.exp(plain)[2] / np.exp(plain).sum())


def test_activations_do_not_overflow():
    with np.errstate(over="raise", invalid="raise"):
        np.testing.assert_allclose(sigmoid(np.array([-1e4, 0, 1e4])), [0, 0.5, 1])
        np.testing.assert_allclose(softmax(np.array([[1e4, 0.0], [3, 3]])), [[1, 0], [0.5, 0.5]])


@pytest.mark.parametrize(("scores", "index"), [(np.zeros(5), 5), (np.zeros(5), -1), (np.zeros((2, 5)), 0), (np.zeros(0), 0)])
def test_scores_that_are_not_there(scores, index):
    with pytest.raises(ValueError, match="expected"):
        get_score(scores, index)


def test_targets_as_numpy():
    for targets, expected in [(3, [3]), ("bird", ["bird"]), ([1, 4], [1, 4]), (np.array(2), [2])]:
        array = convert_targets_to_numpy(targets)
        assert array.ndim == 1
        assert array.tolist() == expected
    with pytest.raises(ValueError, match="one axis"):
        convert_targets_to_numpy([[1, 2]])


@pytest.mark.parametrize(("targets", "expected"), [(-1, True), (None, True), ([-1], True), (0, False), ([0, 1], False), ("bird", False)])
def test_whether_all_are_asked_for(targets, expected):
    assert explains_all(targets) is expected


def test_target_indices_keep_the_order():
    assert get_target_indices([4, 1]) == [4, 1]
    assert get_target_indices(["bottle", "bicycle", 2], NAMES) == [4, 1, 2]
    assert get_target_indices(np.array(["boat"]), NAMES) == [3]
    with pytest.raises(ValueError, match="bicycle"):
        get_target_indices(["bicycle_"], NAMES)
