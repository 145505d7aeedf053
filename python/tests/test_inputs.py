# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Prepared tensors of any number of channels, volumes, and models with several inputs."""

import numpy as np
import openvino as ov
import openvino.opset13 as op
import pytest
import vinoscope as xai
from vinoscope import metrics

CLASSES = 3
SHAPES = {
    "one channel": [1, 1, 16, 24],
    "two channels": [1, 2, 16, 24],
    "four channels": [1, 4, 16, 24],
    "thirteen bands": [1, 13, 16, 24],
    "600 bands": [1, 600, 8, 8],
    "a volume": [1, 1, 8, 16, 24],
    "a video": [1, 3, 4, 16, 24],
}


def values(shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def named(node, name):
    node.output(0).set_names({name})
    return node


def network(shape, last=False):
    """Convolution, ReLU, mean, dense; with `last`, of a tensor with channels last."""
    axes = list(range(1, len(shape)))
    given = [shape[0], *shape[2:], shape[1]] if last else shape
    image = named(op.parameter(given, ov.Type.f32, name="image"), "image")
    planar = op.transpose(image, [0, len(shape) - 1, *axes[:-1]]) if last else image
    spatial = len(shape) - 2
    kernel = op.constant(values([6, shape[1], *[2] * spatial], 1))
    ones, zeros = [1] * spatial, [0] * spatial
    maps = op.relu(op.convolution(planar, kernel, [2] * spatial, zeros, zeros, ones))
    mean = op.reduce_mean(maps, np.int64(axes[1:]), keep_dims=False)
    said = named(op.matmul(mean, op.constant(values([6, CLASSES], 2)), False, False), "logits")
    return ov.Model([op.result(said, name="logits")], [image], "network")


def moved(tensor):
    return np.ascontiguousarray(np.moveaxis(tensor, 1, -1))


def plain(model, tensor):
    return ov.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(tensor)


def score(model, tensor, target):
    return float(plain(model, [tensor])[0][0, target])


def explained(model, tensor, method, **options):
    explainer = xai.Explainer(model, explain_method=method, precision="f32", score="raw", **options)
    return explainer(tensor, targets=1, resize=False, colormap=False)


@pytest.mark.parametrize("last", [False, True], ids=["channels first", "channels last"])
@pytest.mark.parametrize("name", SHAPES)
class TestTensor:
    def test_masks_are_those_of_the_other_layout(self, name, last):
        model, tensor = network(SHAPES[name], last), values(SHAPES[name])
        found = explained(model, moved(tensor) if last else tensor, xai.Method.OCCLUSION, window=4, stride=4)
        assert found.best_predictions[0].score == pytest.approx(plain(network(SHAPES[name]), [tensor])[0].max(), abs=1e-4)
        other = explained(network(SHAPES[name], not last), tensor if last else moved(tensor), xai.Method.OCCLUSION, window=4, stride=4)
        assert np.allclose(found.maps[0].values, other.maps[0].values, atol=1e-4)
        assert found.maps[0].values.std() > 1e-4

    def test_saliency_is_the_largest_gradient_at_a_place(self, name, last):
        model, tensor = network(SHAPES[name], last), values(SHAPES[name])
        tensor = moved(tensor) if last else tensor
        found = explained(model, tensor, xai.Method.SALIENCY).maps[0].values
        gradient = plain(xai.gradient(model, 1, "image"), [tensor])["gradient"]
        axes = (0, *range(1, gradient.ndim - 3), gradient.ndim - 1) if last else tuple(range(gradient.ndim - 2))
        assert np.allclose(found, np.abs(gradient).max(axis=axes), atol=1e-5)

    @pytest.mark.parametrize("method", [xai.Method.INTEGRATEDGRADIENTS, xai.Method.EXPECTEDGRADIENTS, xai.Method.SMOOTHGRAD,
                                        xai.Method.INPUTXGRADIENT, xai.Method.RISE])
    def test_other_methods(self, name, last, method):
        model, tensor = network(SHAPES[name], last), values(SHAPES[name])
        tensor = moved(tensor) if last else tensor
        found = explained(model, tensor, method, **({"num_masks": 20} if method == xai.Method.RISE else {}))
        assert np.isfinite(found.maps[0].values).all()
        if method == xai.Method.INTEGRATEDGRADIENTS:
            assert found.maps[0].values.sum() == pytest.approx(
                score(model, tensor, 1) - score(model, np.zeros_like(tensor), 1), rel=0.05, abs=1e-3)

    def test_the_automatic_method(self, name, last):
        model, tensor = network(SHAPES[name], last), values(SHAPES[name])
        tensor = moved(tensor) if last else tensor
        found = xai.Explainer(model, precision="f32", num_masks=20)(tensor, targets=1, resize=False, colormap=False)
        assert np.isfinite(found.maps[0].values).all()


def test_a_picture_for_a_volume_is_refused():
    with pytest.raises(xai.UnsupportedError, match=r"\[1,1,8,16,24\].*tensor"):
        xai.Explainer(network(SHAPES["a volume"]))(np.zeros((16, 24, 3), np.uint8), targets=1)


def table():
    """Logits that a second input moves."""
    image = named(op.parameter([1, 3, 16, 24], ov.Type.f32, name="image"), "image")
    ids = named(op.parameter([-1, 2], ov.Type.i64, name="ids"), "ids")
    maps = op.relu(op.convolution(image, op.constant(values([6, 3, 2, 2], 1)), [2, 2], [0, 0], [0, 0], [1, 1]))
    pooled = op.matmul(op.reduce_mean(maps, np.int64([2, 3])), op.constant(values([6, CLASSES], 2)), False, False)
    words = op.reduce_sum(op.gather(op.constant(values([40, CLASSES], 3)), ids, np.int64(0)), np.int64([1]))
    said = named(op.add(pooled, words), "logits")
    return ov.Model([op.result(said, name="logits")], [ids, image], "table")


@pytest.mark.parametrize("ids", [[3, 38], np.array([[3, 38]]), np.array([3, 38], np.int32), np.float32([[3, 38]]), (3, 38)], ids=str)
@pytest.mark.parametrize("method", [xai.Method.RECIPROCAM, xai.Method.GRADCAM, xai.Method.INTEGRATEDGRADIENTS, xai.Method.RISE])
def test_values_of_other_inputs(ids, method):
    model, tensor = table(), values([1, 3, 16, 24])
    expected = plain(model, {"image": tensor, "ids": np.int64([[3, 38]])})[0][0]
    found = explained(model, tensor, method, inputs={"ids": ids}, **({"num_masks": 20} if method == xai.Method.RISE else {}))
    assert sorted(p.score for p in found.best_predictions) == pytest.approx(sorted(expected), abs=1e-4)


def test_an_input_without_a_value_is_refused():
    with pytest.raises(xai.UsageError, match=r"'ids' \[\?,2\] i64"):
        xai.Explainer(table())
    with pytest.raises(xai.UsageError, match="did you mean ids"):
        xai.Explainer(table(), inputs={"idz": [1, 2]})
    with pytest.raises(xai.UsageError, match="integers"):
        xai.Explainer(table(), inputs={"ids": [0.5, 2]})


def test_metrics_take_values_of_other_inputs():
    judge = metrics.Evaluator(table(), ["insertion-deletion"], inputs={"ids": [3, 38]}, steps=4, precision="f32")
    explainer = xai.Explainer(table(), inputs={"ids": [3, 38]})
    picture = np.random.default_rng(0).integers(0, 256, (16, 24, 3), dtype=np.uint8)
    assert np.isfinite(judge.evaluate([explainer(picture, targets=1)], [picture])["insertion-deletion"])


def test_insertion_fixes_values_or_keeps_inputs():
    kept = xai.insert_xai(table(), explain_method=xai.Method.RECIPROCAM, embed_scaling=False)
    fixed = xai.insert_xai(table(), explain_method=xai.Method.RECIPROCAM, embed_scaling=False, inputs={"ids": [3, 38]})
    tensor = values([1, 3, 16, 24])
    assert [port.any_name for port in kept.inputs] == ["ids", "image"] and [port.any_name for port in fixed.inputs] == ["image"]
    expected = explained(table(), tensor, xai.Method.RECIPROCAM, inputs={"ids": [3, 38]}).maps[0].values
    for model, data in ((kept, {"image": tensor, "ids": np.int64([[3, 38]])}), (fixed, {"image": tensor})):
        assert np.allclose(plain(model, data)["saliency_map"][0, 1], expected, atol=1e-5)
