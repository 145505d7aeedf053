# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Methods as classes."""

import numpy as np
import openvino as ov
import pytest
import vinoscope as xai
from conftest import first_output
from conftest import prepare_shapes as prepare
from vinoscope import methods


def test_there_is_a_class_for_each_method():
    assert {getattr(methods, name).info.name for name in methods.__all__ if hasattr(getattr(methods, name), "info")} == {
        method.name for method in xai.list_methods()
    }


@pytest.mark.parametrize("scaled", [True, False])
def test_white_box_maps_are_those_of_the_explainer(shapes_model, shapes_image, scaled):
    method = methods.ReciproCAM(shapes_model, prepare, embed_scaling=scaled, precision="f32")
    maps = method.generate_saliency_map(shapes_image)
    assert (maps.shape, maps.dtype) == ((1, 6, 12, 12), np.uint8 if scaled else np.float32)
    explainer = xai.Explainer(shapes_model, preprocess_fn=prepare, embed_scaling=scaled, precision="f32")
    expected = explainer(shapes_image, targets=4, resize=False, colormap=False).saliency_map[4]
    np.testing.assert_array_equal(maps[0, 4], expected)
    assert method.prepare_model().output("saliency_map").shape == [1, 6, 12, 12]


def test_activation_map_answers_per_image(shapes_model, shapes_image):
    assert methods.ActivationMap(shapes_model, prepare).generate_saliency_map(shapes_image).shape == (1, 12, 12)


def test_black_box_maps_of_some_or_all_classes(shapes_model, shapes_image):
    rise = methods.RISE(shapes_model, first_output, prepare, precision="f32")
    some = rise.generate_saliency_map(shapes_image, target_indices=[3, 1], num_masks=30)
    assert list(some) == [3, 1]
    every = rise.generate_saliency_map(shapes_image, num_masks=30)
    assert every.shape[:2] == (1, 6)
    np.testing.assert_array_equal(every[0, 3], some[3])
    assert some[3].dtype == np.uint8
    raw = rise.generate_saliency_map(shapes_image, [3], scale_output=False, num_masks=30)
    assert raw[3].dtype == np.float32


def test_a_method_may_be_prepared_later(shapes_model, shapes_image):
    rise = methods.RISE(shapes_model, first_output, prepare, prepare_model=False)
    assert rise.generate_saliency_map(shapes_image, 3, preset=methods.Preset.SPEED, num_masks=10)[3].ndim == 2


def test_prepared_methods_refuse_models_that_do_not_fit(flat_model):
    with pytest.raises(NotImplementedError):
        methods.ReciproCAM(flat_model)


def test_gradient_maps_are_those_of_the_explainer(shapes_model, shapes_image):
    method = methods.GradCAM(shapes_model, prepare, precision="f32")
    maps = method.generate_saliency_map(shapes_image, target_indices=[3, 1], scale_output=False)
    assert list(maps) == [3, 1]
    assert {(found.shape, found.dtype) for found in maps.values()} == {((12, 12), np.dtype(np.float32))}
    assert method.generate_saliency_map(shapes_image).shape == (1, 6, 12, 12)
    explainer = xai.Explainer(shapes_model, explain_method=xai.Method.GRADCAM, preprocess_fn=prepare, precision="f32")
    np.testing.assert_array_equal(maps[3], explainer(shapes_image, targets=3).maps[0].values)


def test_gradients_are_averaged_as_asked(shapes_model, shapes_image):
    explainer = xai.Explainer(
        shapes_model, explain_method=xai.Method.INTEGRATEDGRADIENTS, preprocess_fn=prepare, precision="f32", steps=8
    )
    rough = explainer(shapes_image, targets=1)
    assert rough.provenance.inferences == 11  # and both ends, and what the model says
    fine = explainer(shapes_image, targets=1, steps=100)
    assert fine.provenance.inferences == 103
    assert fine.maps[0].completeness_gap < rough.maps[0].completeness_gap
    with pytest.raises(ValueError, match="simpson"):
        explainer(shapes_image, targets=1, rule="simpson")


@pytest.mark.parametrize("target", [3, "input", None])
def test_an_inserted_model_explains_one_target(shapes_model, shapes_image, target):
    inserted = xai.insert_xai(shapes_model, explain_method=xai.Method.HIRESCAM, embed_scaling=False, target=target)
    compiled = ov.Core().compile_model(inserted, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    inputs = [prepare(shapes_image)] + ([np.array([3])] if target == "input" else [])
    answer = compiled(inputs)
    explained = 3 if target is not None else int(answer[0].argmax())
    method = methods.HiResCAM(shapes_model, prepare, precision="f32")
    expected = method.generate_saliency_map(shapes_image, [explained], scale_output=False)[explained]
    np.testing.assert_allclose(answer["saliency_map"][0], expected, atol=1e-5 * np.abs(expected).max())
