# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Every public name of OpenVINO's explainable AI toolkit 1.1.0: it is here, or the how-to says what is instead."""

import csv
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
import vinoscope as xai
from conftest import DATA, SOURCE
from vinoscope.explainer import Explainer
from vinoscope.metrics import ADCC, InsertionDeletionAUC, PointingGame

TOOL = SOURCE / "python" / "tools" / "toolkit_names.py"
PAGE = (SOURCE / "docs" / "how-to" / "come-from-openvino-xai.md").read_text(encoding="utf-8")
HAS_TORCH = importlib.util.find_spec("torch") is not None

with Path(__file__).with_name("toolkit_names.csv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))


def is_there(name):
    """Whether a name does not depend on PyTorch, or PyTorch is there."""
    return HAS_TORCH or not name.startswith(("methods.white_box.torch", "utils.torch"))


def tool():
    spec = importlib.util.spec_from_file_location("toolkit_names", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_name_is_in_the_state_that_the_table_says():
    state_of = tool().state_of
    rows = [row for row in ROWS if is_there(row["name"])]
    found = {row["name"]: state_of(row["name"], row["default"]) for row in rows}
    assert found == {row["name"]: row["state"] for row in rows}


def test_what_differs_is_in_the_how_to():
    for row in ROWS:
        if row["state"] not in ("same", "keyword"):
            assert row["words"] and row["words"] in PAGE, row


def test_the_table_holds_all_names_of_the_toolkit(tmp_path):
    """Those of the package itself, where it can be installed."""
    needed = ["openvino-xai==1.1.0", "scipy", "tqdm"]
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", tmp_path, *needed]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("pip cannot install openvino-xai 1.1.0")
    paths = [str(Path(xai.__file__).parents[1]), str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    shown = subprocess.run([sys.executable, TOOL, "table"], env=environment, capture_output=True, text=True, check=True)
    names = dict(line.split("\t")[:2] for line in shown.stdout.splitlines() if is_there(line))
    rows = [row for row in ROWS if is_there(row["name"])]
    assert names == {row["name"]: row["default"] for row in rows}
    compared = subprocess.run([sys.executable, TOOL, "compare"], env=environment, capture_output=True, text=True, check=True)
    different = [line for line in compared.stdout.splitlines() if is_there(line)]
    assert len(different) == sum(row["state"] != "same" for row in rows)


def test_keys_of_results(shapes_model, shapes_image, shapes_explainer):
    explanation = shapes_explainer(shapes_image, targets=3)
    assert list(explanation.saliency_map) == [3]
    options = {"mean": 128, "scale": 64}
    of_image = xai.Explainer(shapes_model, explain_method=xai.Method.ACTIVATIONMAP, **options)(shapes_image)
    assert list(of_image.saliency_map) == ["per_image_map"]
    boxes = [{3: [(0, 0, 96, 96)]}]
    assert set(PointingGame().evaluate([explanation], boxes)) == {"pointing_game"}
    areas = InsertionDeletionAUC(shapes_model, **options)
    assert set(areas.evaluate([explanation], [shapes_image], 5)) == {"insertion", "deletion", "delta"}
    parts = ADCC(DATA / "models" / "shapes-cnn-sigmoid.xml", explainer=shapes_explainer, **options)
    assert set(parts.evaluate([explanation], [shapes_image])) == {"adcc", "coherency", "complexity", "average_drop"}
    assert [output.any_name for output in xai.insert_xai(shapes_model).outputs][-1] == "saliency_map"


def test_attributes_of_objects(shapes_explainer, shapes_image):
    for name in ("model", "task", "preprocess_fn", "postprocess_fn", "target_layer", "embed_scaling", "device_name",
                 "explain_method", "explain_mode", "visualizer", "method"):  # fmt: skip
        assert hasattr(shapes_explainer, name)
    explanation = shapes_explainer(shapes_image, targets=3)
    for name in ("saliency_map", "targets", "task", "label_names", "predictions", "total_num_targets", "layout", "shape"):
        assert hasattr(explanation, name)
    for name in ("model_compiled", "preprocess_fn", "predictions", "model_ori"):
        assert hasattr(shapes_explainer.method, name)
    assert isinstance(shapes_explainer, Explainer)
