# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What docs/how-to/come-from-openvino-xai.md says of this package where it differs from OpenVINO's explainable AI toolkit."""

import importlib.util

import numpy as np
import openvino as ov
import openvino.opset13 as op
import pytest
import vinoscope as xai
from conftest import DATA, boxes, probabilities
from conftest import prepare_shapes as prepare
from vinoscope.common.utils import softmax
from vinoscope.explainer import ExplainMode
from vinoscope.explainer.utils import get_preprocess_fn
from vinoscope.methods.black_box.base import Preset
from vinoscope.methods.white_box.recipro_cam import ReciproCAM, ViTReciproCAM
from vinoscope.metrics import InsertionDeletionAUC

CLASSIFICATION, DETECTION = xai.Task.CLASSIFICATION, xai.Task.DETECTION


@pytest.fixture(scope="module")
def explainer(shapes_model):
    return xai.Explainer(shapes_model, CLASSIFICATION, prepare, probabilities, precision="f32")


@pytest.mark.parametrize(("preset", "inferences"), [(Preset.SPEED, 250), (Preset.BALANCE, 500), (Preset.QUALITY, 1500)])
@pytest.mark.parametrize("method", [xai.Method.RISE, xai.Method.AISE])
def test_presets_are_numbers_of_inferences(shapes_model, shapes_image, method, preset, inferences):
    explainer = xai.Explainer(shapes_model, CLASSIFICATION, prepare, probabilities, explain_method=method)
    explanation = explainer(shapes_image, targets=3, preset=preset)
    assert explanation.provenance.inferences == inferences + 1  # that of the image


@pytest.mark.parametrize(("iterations", "widths"), [(5, [0.2]), (10, [0.1, 0.2])])
def test_aise_runs_as_many_inferences_as_specified(shapes_model, shapes_image, iterations, widths):
    explainer = xai.Explainer(shapes_model, CLASSIFICATION, prepare, probabilities, explain_method=xai.Method.AISE)
    explanation = explainer(shapes_image, targets=3, num_iterations_per_kernel=iterations, kernel_widths=widths)
    assert explanation.provenance.inferences == 2 * iterations * len(widths) + 1  # what is hidden and what is shown


@pytest.mark.parametrize("option", [{"use_gaussian": False}, {"cls_token": False}, {"final_norm": False}, {"k": 2}])
def test_options_of_vit_recipro_cam_are_accepted_and_logged(shapes_image, log, option):
    model = DATA / "models" / "shapes-vit.xml"
    found = ViTReciproCAM(model, prepare, embed_scaling=False, **option).generate_saliency_map(shapes_image)
    expected = ViTReciproCAM(model, prepare, embed_scaling=False).generate_saliency_map(shapes_image)
    np.testing.assert_array_equal(found, expected)
    name, value = next(iter(option.items()))
    assert any(line.startswith(f"{name}={value} changes nothing") for line in log())


def test_the_automatic_mode_falls_back_on_rise(shapes_image):
    image = op.parameter([1, 3, 96, 96])
    weights = np.random.default_rng(0).normal(size=(3 * 96 * 96, 4)).astype(np.float32)
    model = ov.Model([op.matmul(op.reshape(image, [1, -1], False), op.constant(weights), False, False)], [image])
    explainer = xai.Explainer(model, CLASSIFICATION, prepare, probabilities)
    assert explainer.explain_method is xai.Method.RISE
    assert explainer.explain_mode is ExplainMode.BLACKBOX


def test_names_keep_their_order_and_mix_with_indices(explainer, shapes_image):
    assert explainer(shapes_image, targets=["d", "b"], label_names=list("abcdef")).targets == [3, 1]
    assert explainer(shapes_image, targets=["d", 1], label_names=list("abcdef")).targets == [3, 1]


def test_targets_of_detectors(shapes_image):
    model = DATA / "models" / "shapes-ssd.xml"
    black_box = xai.Explainer(model, DETECTION, prepare, boxes, ExplainMode.BLACKBOX, xai.Method.RISE, num_masks=20)
    every_box = black_box(shapes_image, targets=-1)
    detected = [(best.index, best.score) for best in every_box.best_predictions]
    assert every_box.targets == [f"{label}_box_{number}" for number, (label, _) in enumerate(detected)]
    label = detected[0][0]
    assert black_box(shapes_image, targets=[label]).predictions[label].bounding_box is None
    best = black_box(shapes_image, targets="box:0").predictions[f"{label}_box_0"]
    assert (best.label, best.score) == (label, pytest.approx(max(score for _, score in detected)))
    assert len(best.bounding_box) == 4
    white_box = xai.Explainer(model, DETECTION, prepare, boxes, explain_method=xai.Method.DETCLASSPROBABILITYMAP)
    assert set(white_box(shapes_image, targets=-1).targets) == {label for label, _ in detected}


def test_scores_in_front_of_a_sigmoid_are_explained(shapes_model, shapes_image):
    of_logits, of_probabilities = (
        xai.Explainer(DATA / "models" / name, CLASSIFICATION, prepare, precision="f32")(shapes_image, targets=3).maps[0].values
        for name in ("shapes-cnn.xml", "shapes-cnn-sigmoid.xml")
    )
    np.testing.assert_allclose(of_probabilities, of_logits, rtol=1e-4, atol=1e-4)


def test_what_the_toolkit_refuses(shapes_model, shapes_image):
    unscaled = xai.Explainer(shapes_model, CLASSIFICATION, prepare, embed_scaling=False)
    assert unscaled(shapes_image, targets=3, resize=False).saliency_map[3].dtype == np.uint8
    later = ReciproCAM(shapes_model, prepare, prepare_model=False)
    assert later.generate_saliency_map(shapes_image).shape == (1, 6, 12, 12)


def test_functions_of_utils(shapes_image):
    assert get_preprocess_fn(mean=1)(shapes_image).dtype == np.float32
    assert get_preprocess_fn()(shapes_image).dtype == np.uint8
    np.testing.assert_allclose(softmax(np.log([[1.0, 2.0], [2.0, 2.0]])), [[1 / 3, 2 / 3], [0.5, 0.5]])


def test_unequal_lists_are_refused(shapes_model, explainer, shapes_image):
    explanation = explainer(shapes_image, targets=3)
    with pytest.raises(xai.UsageError, match="one entry for each of 2 explanations, found 1"):
        InsertionDeletionAUC(shapes_model, prepare, probabilities).evaluate([explanation] * 2, [shapes_image], steps=2)


def test_what_is_not_included():
    assert not hasattr(xai.Explainer, "create_method")
    assert not hasattr(InsertionDeletionAUC, "step_image_insertion_deletion")
    assert not hasattr(ReciproCAM, "generate_xai_branch")
    assert not any(importlib.util.find_spec(f"vinoscope.{name}") for name in ("inserter", "utils"))
