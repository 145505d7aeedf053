# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""insert_xai: a model that explains itself in plain OpenVINO."""

import numpy as np
import openvino as ov
import pytest
import vinoscope as xai
from conftest import MODEL

LAYER = "/_swish_1/Clip"


def test_log_lines_are_those_of_the_seed(model, log):
    inserted = xai.insert_xai(
        model,
        task=xai.Task.CLASSIFICATION,
        explain_method=xai.Method.RECIPROCAM,
        target_layer=LAYER,
        embed_scaling=True,
    )
    assert isinstance(inserted, ov.Model)
    assert log() == [
        f"Target insertion layer {LAYER} is provided.",
        "Using ReciproCAM method (for CNNs).",
        "Insertion of the XAI branch into the model was successful.",
    ]


def test_the_given_model_is_left_alone_and_outputs_stay(model, cat):
    before = [output.get_names() for output in model.outputs]
    inserted = xai.insert_xai(model)
    assert [output.get_names() for output in model.outputs] == before
    assert [output.get_names() for output in inserted.outputs] == [*before, {"saliency_map"}]
    exact = {"INFERENCE_PRECISION_HINT": "f32"}
    image = np.random.default_rng(0).normal(size=(1, 3, 224, 224)).astype(np.float32)
    core = ov.Core()
    plain = core.compile_model(model, "CPU", exact)(image)[0]
    np.testing.assert_allclose(core.compile_model(inserted, "CPU", exact)(image)[0], plain, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("scaled", "kind"), [(True, ov.Type.u8), (False, ov.Type.f32)])
def test_the_output_is_scaled_or_raw(model, scaled, kind):
    output = xai.insert_xai(model, embed_scaling=scaled).output("saliency_map")
    assert output.element_type == kind
    assert list(output.shape) == [1, 1000, 7, 7]


def test_a_saved_model_gives_the_same_maps(model, tmp_path):
    inserted = xai.insert_xai(model)
    ov.save_model(inserted, tmp_path / "explained.xml")
    image = np.random.default_rng(0).normal(size=(1, 3, 224, 224)).astype(np.float32)
    core = ov.Core()
    expected = core.compile_model(inserted, "CPU")(image)["saliency_map"]
    found = core.compile_model(tmp_path / "explained.xml", "CPU")(image)["saliency_map"]
    assert np.abs(found.astype(int) - expected).max() <= 3  # saved weights are f16; expected ones f16 already


def test_rt_info_and_name_are_kept(model):
    inserted = xai.insert_xai(model)
    assert inserted.get_friendly_name() == model.get_friendly_name()
    assert set(model.rt_info) <= set(inserted.rt_info)


def test_a_path_will_do():
    assert len(xai.insert_xai(MODEL).outputs) == 2


def test_insertion_into_the_file_of_an_explained_model_returns_it(model, tmp_path):
    ov.save_model(xai.insert_xai(model), tmp_path / "explained.xml")
    again = xai.insert_xai(tmp_path / "explained.xml")
    assert [output.any_name for output in again.outputs] == ["logits", "saliency_map"]


def test_a_black_box_method_cannot_be_inserted(model):
    with pytest.raises(NotImplementedError, match="RISE"):
        xai.insert_xai(model, explain_method=xai.Method.RISE)


def test_an_unknown_layer_suggests_near_ones(model):
    with pytest.raises(ValueError, match=LAYER):
        xai.insert_xai(model, target_layer="/_swish_1/Clop")
