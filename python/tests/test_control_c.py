# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C ends what takes long.

Each in a process of its own: after OpenVINO cores that were made and dropped in turns, as other tests do it, OpenVINO's
CPU plug-in leaves signals a stack that is gone."""

import os
import signal
import threading

import numpy as np
import pytest
import vinoscope as xai
from conftest import DATA, in_child
from vinoscope import _core

MODEL = DATA / "models" / "shapes-cnn.xml"
IMAGE = DATA / "shapes" / "100.png"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends a signal to itself")


def press():
    os.kill(os.getpid(), signal.SIGINT)


def interrupted_explanation():
    """How many times progress was told before Ctrl-C ended 100,000 inferences."""
    asked = []

    def interrupt_after_a_while(done, count):
        asked.append(done)
        if len(asked) == 3:
            press()

    explainer = xai.Explainer(MODEL, mean=128, scale=64, explain_method=xai.Method.RISE)
    with pytest.raises(KeyboardInterrupt):
        explainer(IMAGE, 1, num_masks=100_000, progress=interrupt_after_a_while)
    return len(asked)


def interrupted_metric():
    """The share of the inferences of insertion and deletion that were made before Ctrl-C."""
    steps = 96 * 96
    evaluator = _core.Evaluator(MODEL, _core.EvaluatorOptions(metrics=_core.MetricOptions(steps=steps)))
    values = np.arange(96.0 * 96).reshape(96, 96)
    threading.Timer(0.3, press).start()
    with pytest.raises(KeyboardInterrupt):
        evaluator.insertion_deletion(_core.SaliencyMap(values), _core.Image(xai.read_image(IMAGE)), 3)
    return evaluator.inferences / (2 * steps)


def test_control_c_ends_an_explanation():
    assert in_child("spawn", interrupted_explanation) < 100


def test_control_c_ends_a_metric():
    assert in_child("spawn", interrupted_metric) < 1
