# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The package as a whole: names, errors, what importing it costs."""

import importlib
import json
import subprocess
import sys

import numpy as np
import pytest
import vinoscope as xai


@pytest.mark.parametrize(
    "name",
    [
        "explainer.ExplainMode",
        "explainer.Explainer",
        "explainer.explanation.Explanation",
        "explainer.visualizer.Visualizer",
        "common.parameters.Method",
        "common.parameters.Task",
        "explainer.utils.get_preprocess_fn",
        "metrics.ADCC",
        "metrics.InsertionDeletionAUC",
        "metrics.PointingGame",
        "methods.AISE",
        "methods.AISEClassification",
        "methods.AISEDetection",
        "methods.DetClassProbabilityMap",
        "methods.Preset",
        "methods.RISE",
        "methods.ReciproCAM",
        "methods.ViTReciproCAM",
        "methods.ActivationMap",
    ],
)
def test_names_of_the_seed_are_there(name):
    module, _, attribute = name.rpartition(".")
    assert hasattr(importlib.import_module(f"vinoscope.{module}"), attribute)


def test_the_enumeration_of_methods_is_the_table():
    assert {method.method_name for method in xai.Method} == {method.name for method in xai.list_methods()}
    assert xai.Method.RECIPROCAM.value == "reciprocam"  # as in the toolkit
    assert xai.Method("reciprocam") is xai.Method("recipro-cam") is xai.Method.RECIPROCAM
    toolkit = {"RECIPROCAM", "VITRECIPROCAM", "ACTIVATIONMAP", "DETCLASSPROBABILITYMAP", "RISE", "AISE"}
    assert toolkit <= set(xai.Method.__members__)


@pytest.mark.parametrize(
    ("error", "also"),
    [
        (xai.UsageError, ValueError),
        (xai.BadModelError, ValueError),
        (xai.BadImageError, ValueError),
        (xai.BadTargetError, ValueError),
        (xai.UnsupportedError, NotImplementedError),
        (xai.DeviceError, RuntimeError),
        (xai.FileError, OSError),
        (xai.CancelledError, RuntimeError),
    ],
)
def test_errors_are_also_the_built_in_ones(error, also):
    assert issubclass(error, xai.Error)
    assert issubclass(error, also)


def test_importing_loads_nothing_heavy():
    """Beside OpenVINO and NumPy: plots, tables, progress bars and frameworks come when they are asked for."""
    code = "import openvino, sys, json; before = set(sys.modules); import vinoscope; print(json.dumps(sorted(set(sys.modules) - before)))"
    loaded = json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)
    assert not {"matplotlib", "cv2", "torch", "tqdm", "IPython", "pandas", "scipy"} & set(loaded)
    assert len(loaded) < 60


def test_the_log_is_left_to_programs_that_set_one_up():
    code = "import logging; logging.basicConfig(format='mine %(message)s', level='INFO')\n"
    code += "import vinoscope; logging.getLogger('vinoscope').info('hello')"
    plain = "import vinoscope, logging; logging.getLogger('vinoscope').info('hello')"
    printed = [subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stderr
               for program in (code, plain)]
    assert printed == ["mine hello\n", "INFO:vinoscope:hello\n"]


@pytest.mark.parametrize("extension", ["png", "bmp", "tiff", "jpg", "webp"])
def test_pictures_are_written_and_read_without_words(cat, tmp_path, extension, capfd):
    file = tmp_path / f"picture.{extension}"
    xai.write_image(file, cat)
    read = xai.read_image(str(file))
    difference = np.abs(read.astype(int) - cat).mean()
    assert difference < (3 if extension in ("jpg", "webp") else 1e-9)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("wrong", [None, np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8), "picture"])
def test_what_is_no_picture_is_not_written(wrong, tmp_path):
    with pytest.raises(ValueError, match="expected an image"):
        xai.write_image(tmp_path / "picture.png", wrong)
