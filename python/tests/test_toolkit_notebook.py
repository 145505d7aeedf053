# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The "Deep Dive" notebook of OpenVINO's explainable AI toolkit with the package renamed: shapes, targets, files and log lines."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ASSETS, CAT

pytest.importorskip("cv2")

IDENTITY = (
    "INFO:vinoscope:Assigning preprocess_fn to identity function assumes that input images were already preprocessed by "
    "user before passing it to the model. Please define preprocessing function OR preprocess images beforehand."
)
SEARCH = "INFO:vinoscope:Target insertion layer is not provided - trying to find it in auto mode."
RECIPRO_CAM = "INFO:vinoscope:Using ReciproCAM method (for CNNs)."
WHITE_BOX = "INFO:vinoscope:Explaining the model in white-box mode."
FOUND = [SEARCH, RECIPRO_CAM, WHITE_BOX]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("artifacts")
    script = Path(__file__).with_name("toolkit_notebook.py")
    done = subprocess.run([sys.executable, script, ASSETS, folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    cells = {shown.pop("cell"): shown for shown in map(json.loads, done.stdout.splitlines())}
    return folder, cells, done.stderr.splitlines()


def test_log_lines(run):
    assert run[2] == [
        *FOUND, IDENTITY,  # automatic mode, of an array that is the model's input
        *FOUND,  # own functions
        *FOUND, IDENTITY,  # pictures
        *FOUND,  # white box
        "INFO:vinoscope:Target insertion layer /_swish_1/Clip is provided.", RECIPRO_CAM,
        "INFO:vinoscope:Insertion of the XAI branch into the model was successful.",
        *FOUND,  # label names
        SEARCH, "INFO:vinoscope:Using ActivationMap method (for CNNs).", WHITE_BOX,
    ]  # fmt: skip


def test_targets_and_shapes(run):
    cells = run[1]
    assert cells["auto"] == {"targets": [CAT], "shape": [224, 224, 3], "map": [224, 224, 3]}
    assert cells["all"] == {"targets": list(range(1000)), "shape": [224, 224, 3]}
    assert cells["functions"] == {"targets": [CAT], "shape": [300, 451, 3]}
    assert cells["overlay"] == {"shape": [300, 451, 3]}
    assert cells["colormap"] == {"shape": [224, 224, 3]}
    assert cells["grayscale"] == {"shape": [7, 7], "dtype": "uint8"}
    assert cells["insert"] == {"outputs": ["logits", "saliency_map"]}
    assert cells["activation"] == {"shape": [300, 451, 3]}


def test_files(run):
    folder, cells, _ = run
    for name in ("explain_auto", "overlay", "colormap", "grayscale"):
        assert [file.name for file in (folder / name).iterdir()] == [f"target_{CAT}.jpg"]
    assert cells["labels"]["files"] == ["target_flat-coated_retriever.jpg", "target_microwave_oven.jpg"]
    assert cells["saved"]["shape"] == [224, 224, 3]
    assert cells["saved"]["difference"] < 5  # what JPEG loses
