# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Explainers in several processes."""

import multiprocessing

import numpy as np
import pytest
import vinoscope as xai
from conftest import DATA, in_child

MODEL = DATA / "models" / "shapes-cnn.xml"
IMAGE = DATA / "shapes" / "100.png"


def explain(explainer=None):
    return (explainer or xai.Explainer(MODEL, precision="f32"))(IMAGE, targets=3).maps[0].values


def test_a_spawned_process_explains_alike():
    np.testing.assert_array_equal(in_child("spawn", explain), explain())


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork")
def test_a_forked_process_is_refused_where_it_would_wait_for_ever():
    explain()
    with pytest.raises(xai.DeviceError, match="spawn"):
        in_child("fork", explain)
