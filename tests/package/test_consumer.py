# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""A program that hands models, cores and frames of its own to the installed library; and what the library exports."""

import re
import shutil
import subprocess

import pytest
from conftest import SOURCE, run


@pytest.fixture(scope="module")
def printed(build_consumer, tmp_path_factory):
    folder = build_consumer(SOURCE / "tests" / "package" / "consumer")
    model = SOURCE / "assets" / "models" / "efficientnet-lite0-fp16.xml"
    return run(folder / "consumer", model, SOURCE / "assets" / "images" / "chelsea.png").splitlines()


def test_a_model_in_memory_is_diagnosed(printed):
    assert "task classification, trusted yes, format ov::Model" in printed


def test_a_core_and_properties_of_the_caller_explain(printed):
    assert "method recipro-cam" in printed


def test_a_padded_bgr_frame_has_the_map_of_the_image(printed):
    assert "same map yes" in printed


def test_a_drawn_map_survives_a_png_in_memory(printed):
    assert "same pixels yes" in printed


def test_methods_are_counted_by_their_family(printed):
    assert "black-box methods 3" in printed


def test_an_error_of_the_library_is_caught_by_its_type(printed):
    assert "caught bad_image" in printed


def library(package):
    return next(package.glob("lib*/**/libvinoscope.so"), None)


def test_a_shared_library_exports_the_public_interface_only(package):
    shared = library(package)
    if shared is None or shutil.which("nm") is None:  # a static build
        assert list(package.glob("lib*/**/libvinoscope.a"))
        return
    symbols = subprocess.run(["nm", "-DC", "--defined-only", shared], capture_output=True, text=True, check=True).stdout
    names = set(re.findall(r"\b(?:vinoscope::)([A-Za-z_]\w*)", symbols))
    declared = [*(SOURCE / "include").rglob("*.hpp"), *(SOURCE / "internal").rglob("*.hpp")]
    headers = "".join(file.read_text() for file in declared)
    assert {name for name in names if not re.search(rf"\b{name}\b", headers)} == set()
    assert "vinoscope::Explainer::explain(" in symbols
