# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Detection and segmentation: boxes, regions, and callbacks that read the outputs."""

import numpy as np
import pytest
import vinoscope as xai
from conftest import DATA
from vinoscope import _core
from vinoscope.targets import GivenBox, PointTarget, PredictedBox, Region

SSD = DATA / "models" / "shapes-ssd.xml"
SETTINGS = {"mean": 128, "scale": 64, "precision": "f32"}


@pytest.fixture(scope="module")
def detector():
    return xai.Explainer(SSD, task=xai.Task.DETECTION, explain_method=xai.Method.RISE, num_masks=200, **SETTINGS)


def test_tasks_are_those_of_the_library():
    assert {task.value for task in xai.Task} == {"auto", *_core.task_names()}


def test_boxes_are_predicted_and_explained_one_by_one(detector, shapes_image, tmp_path):
    explanation = detector(shapes_image, targets=[PredictedBox(0), PredictedBox(1)])
    assert len(explanation.targets) == 2
    assert [file.name for file in explanation.save(tmp_path)] == [f"target_{key}.jpg" for key in explanation.targets]
    for raw, prediction in zip(explanation.maps, explanation.best_predictions):
        assert (raw.box.x1, raw.box.y2) == (prediction.box.x1, prediction.box.y2)
        row, column = np.unravel_index(np.argmax(raw.values), raw.values.shape)
        x, y = ((n + 0.5) * 96 / size for n, size in zip((column, row), raw.values.shape[::-1]))
        assert prediction.box.x1 - 10 < x < prediction.box.x2 + 10
        assert prediction.box.y1 - 10 < y < prediction.box.y2 + 10


def test_all_boxes_a_text_and_a_given_box(detector, shapes_image):
    found = detector(shapes_image, targets="box:0").best_predictions
    assert len(detector(shapes_image, targets=-1).targets) == len(found)
    box = found[0].box
    given = GivenBox(Region(box.x1, box.y1, box.x2, box.y2), found[0].index)
    first = detector(shapes_image, targets="box:0").maps[0].values
    np.testing.assert_allclose(detector(shapes_image, targets=[given]).maps[0].values, first, rtol=1e-4, atol=1e-6)


def test_class_heads_may_be_named(shapes_image):
    """Their sum is what is found automatically; the coarse one has a quarter of the cells."""
    heads = ["/cls0/Conv", "/cls1/Conv"]
    maps = [
        xai.Explainer(SSD, task=xai.Task.DETECTION, explain_method=xai.Method.DETCLASSPROBABILITYMAP,
                      target_layer=layers, **SETTINGS)(shapes_image, targets=[1]).maps[0]
        for layers in (None, heads, heads[1:])
    ]  # fmt: skip
    np.testing.assert_array_equal(maps[0].values, maps[1].values)
    assert (maps[0].height, maps[2].height) == (12, 6)


def test_a_postprocess_returns_boxes_scores_and_labels(detector, shapes_image):
    def postprocess(outputs):
        boxes, labels = outputs["boxes"][0], outputs["labels"][0]
        return boxes[:, :4], boxes[:, 4], labels

    own = xai.Explainer(SSD, postprocess_fn=postprocess, task=xai.Task.DETECTION, explain_method=xai.Method.RISE,
                        num_masks=200, **SETTINGS)  # fmt: skip
    expected = detector(shapes_image, targets="box:0").maps[0].values
    np.testing.assert_allclose(own(shapes_image, targets="box:0").maps[0].values, expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("returned", [np.zeros((3, 5)), (np.zeros((2, 3)), np.zeros(2), np.zeros(2)),
                                      (np.zeros((2, 4)), np.zeros(3), np.zeros(2)), (None, None, None), None])
def test_a_postprocess_that_returns_the_wrong_thing_is_named(shapes_image, returned):
    explainer = xai.Explainer(SSD, postprocess_fn=lambda _: returned, task=xai.Task.DETECTION,
                              explain_method=xai.Method.RISE)  # fmt: skip
    with pytest.raises(ValueError, match="expected"):
        explainer(shapes_image, targets="box:0")


def test_a_segmented_part_is_explained(shapes_image):
    explainer = xai.Explainer(DATA / "models" / "shapes-unet.xml", task=xai.Task.SEGMENTATION,
                              explain_method=xai.Method.RISE, num_masks=100, **SETTINGS)  # fmt: skip
    explanation = explainer(shapes_image, targets=[PointTarget(48, 48)])
    assert len(explanation.targets) == 1
    assert explanation.shape == (96, 96, 3)


def test_a_named_method_is_never_replaced(shapes_image):
    """Integrated Gradients need scores of the same box in all inferences, and this detector sorts its boxes."""
    with pytest.raises(xai.UnsupportedError, match="Integrated Gradients"):
        xai.Explainer(SSD, explain_method=xai.Method.INTEGRATEDGRADIENTS, **SETTINGS)


def test_nothing_found_is_said_with_the_best_below(detector, shapes_image, caplog):
    explanation = detector(shapes_image, targets="top:1", min_score=1.0)
    nothing = explanation.nothing_found
    assert explanation.best_predictions == []
    assert nothing.threshold == 1
    best = detector(shapes_image, targets="top:1").best_predictions[0]
    assert (nothing.best.index, nothing.best.score) == (best.index, best.score)
    assert "nothing was found" in caplog.text
    with pytest.raises(ValueError, match="min_score"):
        detector(shapes_image, targets="top:1", min_score=2)


def test_as_many_predictions_as_are_asked_for(detector, shapes_image):
    assert len(detector(shapes_image, targets="top:1", predictions=1).best_predictions) == 1
    assert len(detector(shapes_image, targets="top:1", predictions=100, min_score=0.01).best_predictions) > 2
