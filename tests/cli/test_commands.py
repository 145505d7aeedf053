# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""insert, methods and doctor."""

import json
import shlex

import numpy as np
import openvino as ov
import pytest
from conftest import CAT, CLASSES, CLASSIFIER, SHAPE, SHAPES, SOURCE, files_in
from PIL import Image


def test_methods_table_and_json_list_the_same(vinoscope):
    methods = json.loads(vinoscope("methods", "--json").stdout)
    names = [method["name"] for method in methods]
    assert {"recipro-cam", "vit-recipro-cam", "activation-map"} <= set(names)
    keys = {"name", "title", "family", "answers", "summary", "source", "insertable"}
    assert all(set(method) == keys for method in methods)
    rows = vinoscope("methods").stdout.splitlines()
    assert [row.split()[0] for row in rows[1:] if row[0] != " "] == names
    assert "|".join(["auto", *names]) in vinoscope("explain", "--help").stdout


def test_every_method_that_the_doctor_recommends_explains(explain_shapes, vinoscope):
    fits = json.loads(vinoscope("doctor", SHAPES, "--json").stdout)["methods"]
    assert [fit["method"] for fit in fits] == [row["name"] for row in json.loads(vinoscope("methods", "--json").stdout)]
    for fit in fits:
        explain_shapes(SHAPE, "--method", fit["method"], "--output", fit["method"], code=0 if fit["works"] else 4)
    assert sum(fit["works"] for fit in fits) >= 2


@pytest.mark.parametrize("flags, kind", [([], np.float32), (["--embed-scaling"], np.uint8)])
def test_inserted_model_runs_in_plain_openvino(vinoscope, tmp_path, flags, kind):
    done = vinoscope("insert", SHAPES, "-o", "explained.xml", *flags)
    assert files_in(tmp_path) == {"explained.xml", "explained.bin"}
    assert "saliency_map" in done.stdout and f"{CLASSES}," in done.stdout
    compiled = ov.Core().compile_model(tmp_path / "explained.xml", "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    original = ov.Core().compile_model(SHAPES, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    values = np.random.default_rng(1).normal(size=tuple(original.input(0).shape)).astype(np.float32)
    answer = compiled(values)
    assert np.abs(answer[0] - original(values)[0]).max() < 1e-5
    maps = answer["saliency_map"]
    assert maps.dtype == kind and maps.shape[:2] == (1, CLASSES) and maps.ndim == 4
    if kind is np.uint8:
        assert maps.min() == 0 and maps.max() == 255


def test_insert_fixes_the_input_size_that_a_model_leaves_open(vinoscope, tmp_path):
    model = ov.Core().read_model(SHAPES)
    model.reshape([1, 3, -1, -1])
    ov.save_model(model, tmp_path / "open.xml")
    for flags, grid in (([], (28, 28)), (["--input-size", "96x160"], (12, 20))):
        vinoscope("insert", "open.xml", "-o", "explained.xml", *flags)
        inserted = ov.Core().read_model(tmp_path / "explained.xml")
        assert tuple(inserted.output("saliency_map").shape) == (1, CLASSES, *grid)


@pytest.mark.parametrize("target", ["3", "input"])
def test_inserted_model_explains_the_asked_class(explain_shapes, vinoscope, tmp_path, target):
    vinoscope("insert", SHAPES, "-o", "explained.xml", "--method", "hires-cam", "--target", target)
    picture = (np.asarray(Image.open(SHAPE), np.float32).transpose(2, 0, 1)[None] - 128) / 64
    compiled = ov.Core().compile_model(tmp_path / "explained.xml", "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    found = compiled([picture] + ([np.array([3])] if target == "input" else []))["saliency_map"][0]
    explain_shapes(SHAPE, "--method", "hires-cam", "--targets", "3", "--precision", "f32", "--format", "npy")
    expected = np.load(tmp_path / "vinoscope_out" / "target_3.npy")
    assert np.abs(found - expected).max() < 1e-4 * np.abs(expected).max()


def test_integrated_gradients_tell_their_gap(explain_shapes):
    def gap(steps):
        done = explain_shapes(SHAPE, "--method", "integrated-gradients", "--steps", steps, "--precision", "f32", "--json")
        image = json.loads(done.stdout)["images"][0]
        return image["explanations"][0]["completeness_gap"], image.get("notes", [])

    few, many = gap(2), gap(100)
    assert few[0] > 0.05 and any("--steps" in note or "more steps" in note for note in few[1])
    assert many[0] < 0.01 and not many[1]


def test_gradients_of_a_quantised_model_need_no_flag(vinoscope, tmp_path):
    def grad_cam(model):
        vinoscope("explain", SOURCE / f"assets/models/{model}.xml", CAT, "--method", "grad-cam",
                  "--targets", "285", "--format", "npy", "--output", model)
        (file,) = (tmp_path / model).glob("*.npy")
        return np.load(file).ravel()

    quantised, original = grad_cam("efficientnet-lite0-int8"), grad_cam("efficientnet-lite0-fp16")
    assert np.corrcoef(quantised, original)[0, 1] > 0.9


def test_insert_says_the_command_to_run_next_and_it_runs(vinoscope):
    done = vinoscope("insert", SHAPES, "-o", "with space.xml", "--method", "activation-map")
    program, *command = shlex.split(done.stdout.splitlines()[-1].removeprefix("Next: "))
    assert program == "vinoscope"
    vinoscope(*command)


def test_insert_quietly(vinoscope):
    assert vinoscope("insert", SHAPES, "-o", "explained.xml", "--quiet").stdout == ""


def test_insert_twice_is_refused(error, vinoscope):
    vinoscope("insert", SHAPES, "-o", "explained.xml")
    assert "saliency_map" in error("insert", "explained.xml", "-o", "again.xml", code=4)


def test_doctor_text_and_json_agree(vinoscope):
    diagnosis = json.loads(vinoscope("doctor", CLASSIFIER, "--json").stdout)
    assert diagnosis["task"] == "classification" and diagnosis["labels"] == 1000
    assert [layer["chosen"] for layer in diagnosis["spatial_layers"]].count(True) == 1
    text = vinoscope("doctor", CLASSIFIER).stdout
    for port in diagnosis["inputs"] + diagnosis["outputs"]:
        assert port["name"] in text and port["shape"] in text and port["role"] in text
    assert any(method["works"] for method in diagnosis["methods"])
    for method in diagnosis["methods"]:
        assert method["method"] in text
    for title in ("Inputs", "Outputs", "Preprocessing", "Spatial layers", "Methods"):
        assert f"\n{title}" in text
    assert text.splitlines()[-1] == f"Next: {diagnosis['next']}"
    assert diagnosis["next"].startswith("vinoscope explain ")
