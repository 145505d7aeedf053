# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What the front page and the user guide of OpenVINO's explainable AI toolkit 1.1 show, in our words, with one word changed."""

import numpy as np
import openvino as ov
import pytest
import vinoscope as xai
from conftest import CAT, LABELS, MODEL, first_output, prepare
from vinoscope.explainer import ExplainMode
from vinoscope.explainer.utils import ActivationType, get_postprocess_fn, get_preprocess_fn
from vinoscope.metrics import ADCC, InsertionDeletionAUC, PointingGame

PLAIN = {"precision": "f32"}


@pytest.fixture(scope="module")
def batch(cat):
    """The input of the model as an array with a batch dimension, which nothing prepares further."""
    return prepare(cat)


def test_the_first_example(model, batch, tmp_path):
    explanation = xai.Explainer(model=model, task=xai.Task.CLASSIFICATION)(data=batch, targets=CAT, overlay=True)
    assert isinstance(explanation, xai.Explanation)
    assert list(explanation.saliency_map) == [CAT]
    assert explanation.saliency_map[CAT].shape == (224, 224, 3) and explanation.saliency_map[CAT].dtype == np.uint8
    explanation.save(dir_path=str(tmp_path / "output"))
    assert [path.name for path in (tmp_path / "output").iterdir()] == [f"target_{CAT}.jpg"]


def test_maps_beside_a_running_pipeline(model, batch, tmp_path):
    run = ov.compile_model(model, "CPU")
    explainer = xai.Explainer(model=str(MODEL), task=xai.Task.CLASSIFICATION)
    for i, image in enumerate([batch, batch[..., ::-1].copy()]):
        labels = [int(run(image)[0].argmax())]
        explanation = explainer(data=image, targets=labels)
        assert list(explanation.saliency_map) == labels
        explanation.save(dir_path=tmp_path, prefix=str(i))
    assert len(list(tmp_path.iterdir())) == 2


def test_the_automatic_mode_by_indices_and_names(model, cat):
    explainer = xai.Explainer(model, task=xai.Task.CLASSIFICATION, preprocess_fn=prepare, **PLAIN)
    by_index = explainer(cat, targets=[CAT, 281], label_names=LABELS)
    by_name = explainer(cat, targets=[LABELS[CAT], LABELS[281]], label_names=LABELS)
    assert list(by_index.saliency_map) == list(by_name.saliency_map) == [CAT, 281]
    for target in (CAT, 281):
        assert np.array_equal(by_index.saliency_map[target], by_name.saliency_map[target])
        assert by_index.saliency_map[target].shape == cat.shape  # in colour


def test_the_white_box_mode_with_its_settings(model, cat):
    layer = xai.doctor(model).spatial_layers[0].name
    explainer = xai.Explainer(
        model,
        task=xai.Task.CLASSIFICATION,
        preprocess_fn=prepare,
        explain_mode=ExplainMode.WHITEBOX,
        explain_method=xai.Method.RECIPROCAM,
        target_layer=layer,
        embed_scaling=True,
        **PLAIN,
    )
    explanation = explainer(
        cat,
        targets=[CAT],
        label_names=LABELS,
        output_size=(50, 60),
        scaling=False,
        resize=True,
        colormap=True,
        overlay=True,
        original_input_image=cat,
        overlay_weight=0.5,
    )
    assert explanation.saliency_map[CAT].shape == (50, 60, 3)
    map_of_layer = xai.Explainer(model, preprocess_fn=prepare, target_layer=layer, **PLAIN)(cat, targets=[CAT], scaling=True)
    assert np.ptp(map_of_layer.saliency_map[CAT]) == 255


def test_the_black_box_mode_with_its_settings(model, cat):
    explainer = xai.Explainer(
        model,
        task=xai.Task.CLASSIFICATION,
        preprocess_fn=prepare,
        postprocess_fn=get_postprocess_fn(activation=ActivationType.SOFTMAX),
        explain_mode=ExplainMode.BLACKBOX,
        explain_method=xai.Method.RISE,
    )
    explanation = explainer(cat, targets=[CAT], num_masks=40, num_cells=7, prob=0.5, seed=3, overlay=True)
    assert explanation.saliency_map[CAT].shape == cat.shape
    assert explanation.provenance.inferences >= 40


def test_functions_that_prepare_and_read(model, cat):
    prepared = get_preprocess_fn(change_channel_order=False, input_size=(224, 224), mean=127, std=128, hwc_to_chw=True)
    explainer = xai.Explainer(model, xai.Task.CLASSIFICATION, prepared, get_postprocess_fn(), **PLAIN)
    assert prepared(cat).shape == (1, 3, 224, 224)
    assert CAT in explainer(cat, targets=[CAT]).saliency_map


def test_a_model_with_the_map_runs_in_plain_openvino(model, batch):
    model_with_map = xai.insert_xai(
        model,
        task=xai.Task.CLASSIFICATION,
        explain_method=xai.Method.RECIPROCAM,
        embed_scaling=False,
    )
    outputs = ov.compile_model(model_with_map, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(batch)
    plain = ov.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(batch)
    assert outputs[0] == pytest.approx(plain[0], abs=1e-4)
    maps = outputs["saliency_map"]
    assert maps.shape[:2] == (1, 1000) and maps.ndim == 4
    explained = xai.Explainer(
        model, explain_method=xai.Method.RECIPROCAM, explain_mode=ExplainMode.WHITEBOX, embed_scaling=False, **PLAIN
    )(batch, targets=[CAT], resize=False, scaling=False, colormap=False)
    assert explained.saliency_map[CAT] == pytest.approx(maps[0, CAT], abs=1e-4)


def test_metrics_of_explanations(model, cat):
    explainer = xai.Explainer(model, task=xai.Task.CLASSIFICATION, preprocess_fn=prepare, postprocess_fn=first_output)
    explanation = explainer(cat, targets=[CAT], label_names=LABELS, colormap=False)
    whole = [(0, 0, cat.shape[1], cat.shape[0])]
    pointing_game = PointingGame()
    assert pointing_game(saliency_map=explanation.saliency_map[CAT], image_gt_bboxes=whole) == {"pointing_game": 1.0}
    found = pointing_game.evaluate(explanations=[explanation], gt_bboxes=[{LABELS[CAT]: whole}])
    assert found == {"pointing_game": 1.0}
    areas = InsertionDeletionAUC(model, prepare, get_postprocess_fn(activation=ActivationType.SOFTMAX))
    of_map = areas(saliency_map=explanation.saliency_map[CAT], class_idx=CAT, input_image=cat, steps=10)
    of_all = areas.evaluate(explanations=[explanation], input_images=[cat], steps=10)
    assert set(of_map) == {"insertion", "deletion"}
    assert of_all["delta"] == pytest.approx(of_all["insertion"] - of_all["deletion"])
    assert of_all["delta"] > 0
    adcc = ADCC(model, prepare, get_postprocess_fn(activation=ActivationType.SOFTMAX), explainer)
    judged = adcc(saliency_map=explanation.saliency_map[CAT], class_idx=CAT, input_image=cat)
    assert set(judged) == {"adcc", "coherency", "complexity", "average_drop"} and 0 < judged["adcc"] < 1
    assert adcc.evaluate(explanations=[explanation], input_images=[cat]) == pytest.approx(judged, abs=0.05)


def test_plots_and_files_of_an_explanation(model, cat, tmp_path):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    explainer = xai.Explainer(model, xai.Task.CLASSIFICATION, prepare, first_output)
    explanation = explainer(cat, targets=[CAT, 281], label_names=LABELS, overlay=True)
    figure = explanation.plot(targets=[CAT], backend="matplotlib")
    assert len([axes for axes in figure.axes if axes.images]) == 1
    pyplot.close(figure)
    explanation.save(tmp_path, prefix="image_", postfix="_conf_", confidence_scores={CAT: 0.92, 281: 0.05})
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(f"image_{LABELS[target]}_conf_{score}.jpg" for target, score in ((CAT, "0.92"), (281, "0.05")))
