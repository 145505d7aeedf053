# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Scores that are no output of the model: similarities of embeddings, and functions of the outputs."""

import numpy as np
import openvino as ov
import openvino.opset13 as op
import pytest
import vinoscope as xai

SHAPE = [1, 3, 16, 24]
LENGTH = 6
RNG = np.random.default_rng(5)
KERNEL = RNG.standard_normal((4, 3, 2, 2)).astype(np.float32)
DENSE = RNG.standard_normal((4, LENGTH)).astype(np.float32)
IMAGE = RNG.standard_normal(SHAPE).astype(np.float32)
OTHER = RNG.standard_normal(SHAPE).astype(np.float32)
TEXTS = RNG.standard_normal((3, LENGTH)).astype(np.float32)


@pytest.fixture
def model():
    """image -> "said" [1, 6]; the features are smooth in the image."""
    image = op.parameter(SHAPE, ov.Type.f32, name="image")
    features = op.sigmoid(op.convolution(image, op.constant(KERNEL), [2, 2], [0, 0], [0, 0], [1, 1]))
    said = op.matmul(op.reduce_mean(features, op.constant([2, 3]), False), op.constant(DENSE), False, False)
    said.output(0).set_names({"said"})
    return ov.Model([said], [image], "network")


def embedding(image):
    patches = image[0].reshape(3, 8, 2, 12, 2).astype(np.float64)
    return (1 / (1 + np.exp(-np.einsum("kcyx,ciyjx->kij", KERNEL, patches)))).mean((1, 2)) @ DENSE


def cosine(image, vector):
    vector = np.asarray(vector, np.float64)
    said = embedding(image)
    return said @ vector / np.linalg.norm(said) / np.linalg.norm(vector)


def differences(score, image, places, step=1e-4):
    """The largest magnitude among the channels of the gradient at some places, by central differences."""
    found = []
    for row, column in places:
        slopes = []
        for channel in range(3):
            nudge = np.zeros(SHAPE)
            nudge[0, channel, row, column] = step
            slopes.append((score(image + nudge) - score(image - nudge)) / 2 / step)
        found.append(max(map(abs, slopes)))
    return found


PLACES = [(0, 0), (7, 3), (15, 23), (8, 12)]


def assert_is_gradient_of(score, explanation):
    values = explanation.maps[0].values
    np.testing.assert_allclose([values[place] for place in PLACES], differences(score, IMAGE, PLACES), rtol=2e-3, atol=1e-6)


def explained(model, method="saliency", targets=0, **options):
    explainer = xai.Explainer(model, explain_method=xai.Method(method), precision="f32", layout="nchw", **options)
    return explainer(IMAGE, targets=targets, resize=False, colormap=False)


@pytest.mark.parametrize("stored", [False, True], ids=["array", "file"])
def test_a_similarity_has_the_gradient_of_the_cosine(model, tmp_path, stored):
    vector = TEXTS[0]
    np.save(tmp_path / "vector.npy", vector)
    explanation = explained(model, similar_to=tmp_path / "vector.npy" if stored else vector)
    assert explanation.best_predictions[0].score == pytest.approx(cosine(IMAGE, vector), abs=1e-5)
    assert_is_gradient_of(lambda image: cosine(image, vector), explanation)


def test_a_reference_may_be_a_prepared_input(model):
    explanation = explained(model, similar_to=OTHER)
    assert explanation.best_predictions[0].score == pytest.approx(cosine(IMAGE, embedding(OTHER)), abs=1e-5)
    assert_is_gradient_of(lambda image: cosine(image, embedding(OTHER)), explanation)


def test_texts_are_classes(model):
    names = ["a cat", "a dog", "a house"]
    explanation = explained(model, targets="a dog", similar_to=TEXTS, labels=names, logit_scale=20)
    logits = np.array([20 * cosine(IMAGE, text) for text in TEXTS])
    shares = np.exp(logits) / np.exp(logits).sum()
    order = np.argsort(-shares)
    assert [one.label for one in explanation.best_predictions] == [names[i] for i in order]
    np.testing.assert_allclose([one.score for one in explanation.best_predictions], shares[order], rtol=1e-4)
    assert_is_gradient_of(lambda image: 20 * cosine(image, TEXTS[1]), explanation)


def test_black_box_methods_see_the_similarity_drop(model):
    """At the centre of an odd window, occlusion is the drop by that window alone, where no other overlaps it."""
    values = explained(model, "occlusion", similar_to=TEXTS[0], window=3, stride=3).maps[0].values
    drops = np.zeros((4, 8))
    for row, column in np.ndindex(drops.shape):
        hidden = IMAGE.copy()
        hidden[:, :, 3 * row : 3 * row + 3, 3 * column : 3 * column + 3] = 0
        drops[row, column] = cosine(IMAGE, TEXTS[0]) - cosine(hidden, TEXTS[0])
    np.testing.assert_allclose(values[1:12:3, 1::3], drops, rtol=1e-3, atol=1e-6)


def squared_length(outputs):
    return op.reduce_sum(op.multiply(outputs[0], outputs[0]), op.constant([1]), False)


def test_a_function_of_the_outputs_is_explained(model):
    explanation = explained(model, score_graph=squared_length)
    assert explanation.best_predictions[0].score == pytest.approx(float((embedding(IMAGE) ** 2).sum()), rel=1e-5)
    assert_is_gradient_of(lambda image: float((embedding(image) ** 2).sum()), explanation)


def test_a_model_of_the_outputs_is_the_same_function(model, tmp_path):
    said = op.parameter([-1, LENGTH], ov.Type.f32, name="said")
    scores = ov.Model([squared_length([said.output(0)])], [said], "scores")
    ov.save_model(scores, tmp_path / "scores.xml", compress_to_fp16=False)
    expected = explained(model, score_graph=squared_length).maps[0].values
    for graph in (scores, tmp_path / "scores.xml"):
        np.testing.assert_allclose(explained(model, score_graph=graph).maps[0].values, expected, rtol=1e-6)


@pytest.mark.parametrize(
    "options, kind, message",
    [
        ({"similar_to": np.ones(5)}, xai.BadImageError, r"expected floats \[6\] or \[K, 6\]"),
        ({"similar_to": np.zeros(6)}, xai.BadImageError, "not all 0"),
        ({"similar_to": np.ones((1, 3, 8, 8), np.float32)}, xai.BadImageError, "expected a tensor of shape"),
        ({"similar_to": "nothing.png"}, FileNotFoundError, "nothing.png"),
        ({"similar_to": TEXTS[0], "score_graph": squared_length}, xai.UsageError, "found both"),
        ({"similar_to": TEXTS, "labels": ["one"]}, xai.UsageError, "expected 3 labels"),
        ({"score_graph": 3}, TypeError, "expected score_graph"),
    ],
    ids=["length", "zeros", "input", "missing", "both", "labels", "number"],
)
def test_what_does_not_fit_is_refused(model, options, kind, message):
    with pytest.raises(kind, match=message):
        explained(model, **options)
