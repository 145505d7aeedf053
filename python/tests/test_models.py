# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Every kind of model that may be handed over."""

from pathlib import Path

import numpy as np
import openvino as ov
import pytest
import vinoscope as xai
from conftest import DATA
from vinoscope import _core

IR = DATA / "models" / "shapes-cnn.xml"
ONNX = DATA / "models" / "shapes-cnn.onnx"
KINDS = {
    "path": lambda: IR,
    "text": lambda: str(IR),
    "object": lambda: ov.Core().read_model(IR),
    "bytes of an IR": lambda: (IR.read_bytes(), IR.with_suffix(".bin").read_bytes()),
    "onnx": lambda: ONNX,
    "bytes of an onnx": ONNX.read_bytes,
}


@pytest.mark.parametrize("kind", KINDS)
def test_all_kinds_give_one_map(shapes_explainer, shapes_image, kind):
    explainer = xai.Explainer(KINDS[kind](), mean=128, scale=64, precision="f32")
    expected = shapes_explainer(shapes_image, targets=3).maps[0].values
    np.testing.assert_allclose(explainer(shapes_image, targets=3).maps[0].values, expected, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("name", ["tiny-tensorflow.pb", "tiny-savedmodel", "tiny.tflite", "tiny-paddle.pdmodel"])
@pytest.mark.parametrize("method", [xai.Method.RECIPROCAM, xai.Method.RISE])
def test_files_of_every_framework_are_read(name, method):
    explainer = xai.Explainer(DATA / "models" / name, explain_method=method, mean=128, scale=64)
    image = np.random.default_rng(0).integers(0, 256, (30, 20, 3), np.uint8)
    explanation = explainer(image, targets=[4, 2])
    assert explanation.targets == [4, 2]
    assert explanation.shape == (30, 20, 3)
    assert [raw.status for raw in explanation.maps] == [_core.MapStatus.ok] * 2


def test_a_model_whose_object_cannot_be_shared_is_written_and_read(monkeypatch, shapes_image, shapes_explainer):
    monkeypatch.setattr(_core, "shares", lambda _: False)
    explainer = xai.Explainer(ov.Core().read_model(IR), mean=128, scale=64, precision="f32")
    assert Path(explainer.provenance.model).suffix == ".xml"
    expected = shapes_explainer(shapes_image, targets=3).maps[0].values
    np.testing.assert_allclose(explainer(shapes_image, targets=3).maps[0].values, expected, rtol=1e-3, atol=1e-4)


def test_a_torch_module_is_converted(shapes_image):
    torch = pytest.importorskip("torch")
    network = torch.nn.Sequential(
        torch.nn.Conv2d(3, 8, 3, stride=8), torch.nn.ReLU(), torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(),
        torch.nn.Linear(8, 4)
    )
    for size in ({"input_height": 96, "input_width": 96}, {"input_size": (96, 96)}):
        assert xai.Explainer(network, **size)(shapes_image, targets=2).targets == [2]
        assert any(method.works for method in xai.doctor(network, **size).methods)


@pytest.mark.parametrize("wrong", [None, 3, [], object(), ("a", "b", "c")])
def test_other_objects_are_refused(wrong):
    with pytest.raises(TypeError, match="expected a model"):
        xai.Explainer(wrong)


@pytest.mark.parametrize("function", [xai.Explainer, xai.insert_xai, xai.doctor])
def test_a_missing_file_is_not_found(function):
    with pytest.raises(FileNotFoundError, match="nowhere.xml"):
        function("nowhere.xml")


@pytest.mark.parametrize("content", [b"", b"no model", b"\x00" * 100])
def test_bytes_that_are_no_model_are_refused(content):
    with pytest.raises(ValueError, match="cannot read a model"):
        xai.Explainer(content)


def test_a_broken_file_is_refused(tmp_path):
    file = tmp_path / "broken.onnx"
    file.write_bytes(b"no model")
    with pytest.raises(ValueError, match="broken.onnx"):
        xai.Explainer(file)


def test_doctor_knows_the_model(shapes_model):
    for model in (IR, shapes_model):
        diagnosis = xai.doctor(model)
        assert diagnosis.task == "classification"
        assert [fit.method for fit in diagnosis.methods] == [method.name for method in xai.list_methods()]
        assert sum(layer.chosen for layer in diagnosis.spatial_layers) == 1
        assert diagnosis.inputs[0].shape == "[1,3,96,96]"


def test_a_model_in_memory_is_diagnosed_like_its_file():
    of_file, of_model = xai.doctor(IR), xai.doctor(ov.Core().read_model(IR))
    assert of_model.format == "ov::Model" and of_model.next.startswith("vinoscope explain MODEL IMAGE")
    assert (of_model.task, of_model.decoder, of_model.trust) == (of_file.task, of_file.decoder, of_file.trust)
    assert of_model.methods == of_file.methods
