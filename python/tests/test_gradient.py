# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""gradient(): a model with the gradient of a class score."""

import numpy as np
import openvino as ov
import pytest
import vinoscope as xai
from openvino import opset13 as ops
from vinoscope.explainer import ExplainMode


def test_it_is_the_slope_of_the_score(flat_model):
    """Scores are weighted sums: the gradient is the weights, whatever the image."""
    differentiated = xai.gradient(flat_model, target=2)
    assert isinstance(differentiated, ov.Model)
    image = np.random.default_rng(1).normal(size=(1, 3, 8, 8)).astype(np.float32)
    found = ov.Core().compile_model(differentiated, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(image)
    weights = np.random.default_rng(0).normal(size=(192, 4)).astype(np.float32)
    np.testing.assert_allclose(found["gradient"], weights[:, 2].reshape(1, 3, 8, 8), rtol=1e-5)
    np.testing.assert_allclose(found["score"], [image.ravel() @ weights[:, 2]], rtol=1e-3, atol=1e-4)


def test_the_class_may_be_an_input(flat_model):
    differentiated = xai.gradient(flat_model, target="input")
    assert {name for port in differentiated.inputs for name in port.get_names()} >= {"target"}


def test_with_respect_to_a_layer(shapes_model):
    differentiated = xai.gradient(shapes_model, target=3, with_respect_to="/layer4/relu2/Relu")
    assert list(differentiated.output("gradient").shape) == [1, 64, 12, 12]


@pytest.mark.parametrize(
    ("options", "error"),
    [({"target": 99}, ValueError), ({"with_respect_to": "nowhere"}, ValueError), ({"target": "best"}, TypeError)],
)
def test_what_is_not_there(shapes_model, options, error):
    with pytest.raises(error):
        xai.gradient(shapes_model, **options)


def test_an_unknown_layer_names_the_nearest(shapes_model):
    with pytest.raises(ValueError, match="did you mean /layer4/relu2/Relu"):
        xai.gradient(shapes_model, with_respect_to="/layer4/relu2/Rela")


def without_rules():
    image = ops.parameter([1, 3, 8, 8], np.float32, "image")
    norm = ops.grn(image, 0.1)
    norm.set_friendly_name("norm")
    reverse = ops.reverse_sequence(norm, np.array([8], np.int32), 0, 1)
    reverse.set_friendly_name("reversed")
    weights = np.random.default_rng(0).normal(size=(192, 4)).astype(np.float32)
    scores = ops.matmul(ops.reshape(reverse, [1, 192], False), weights, False, False)
    return ov.Model([ops.softmax(scores, 1)], [image])


def test_all_operations_without_a_rule_are_named():
    model = without_rules()
    for build in xai.gradient, lambda model: xai.insert_xai(model, explain_method=xai.Method.SALIENCY):
        with pytest.raises(NotImplementedError, match='"norm".*"reversed"'):
            build(model)


@pytest.mark.parametrize("explain_mode", [ExplainMode.WHITEBOX, ExplainMode.AUTO])
def test_a_method_that_is_given_is_not_replaced_where_it_has_no_gradient(explain_mode):
    with pytest.raises(NotImplementedError, match='"norm".*"reversed"'):
        xai.Explainer(without_rules(), explain_mode=explain_mode, explain_method=xai.Method.INTEGRATEDGRADIENTS)


def test_outputs_without_classes_have_no_class_score():
    image = ops.parameter([1, 3, 8, 8], np.float32, "image")
    with pytest.raises(NotImplementedError, match="class"):
        xai.gradient(ov.Model([ops.relu(image)], [image]))
