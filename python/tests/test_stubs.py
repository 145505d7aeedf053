# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The committed type stubs are those of this build."""

import importlib.util

import pytest
from conftest import SOURCE

pytest.importorskip("pybind11_stubgen")
SPECIFICATION = importlib.util.spec_from_file_location("stubs", SOURCE / "python" / "tools" / "stubs.py")
stubs = importlib.util.module_from_spec(SPECIFICATION)
SPECIFICATION.loader.exec_module(stubs)


def committed(name):
    return (SOURCE / "python" / "vinoscope" / name).read_text(encoding="utf-8")


def test_the_stub_of_the_extension_module_is_up_to_date():
    assert committed("_core.pyi") == stubs.core_stub(), "run ./dev stubs"


@pytest.mark.parametrize("name", ["common/parameters.pyi", "methods/__init__.pyi"])
def test_stubs_name_nothing_that_is_gone(name):
    gone = set(committed(name).splitlines()) - set(stubs.STUBS[name]().splitlines())
    assert not gone, "run ./dev stubs"
