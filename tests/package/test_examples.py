# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""examples/cpp, built as a user would against the installed library."""

import re

import pytest
from conftest import SOURCE, run

MODEL = "assets/models/efficientnet-lite0-fp16.xml"


@pytest.fixture(scope="module")
def examples(build_consumer):
    return build_consumer(SOURCE / "examples" / "cpp")


def test_explain_image_names_the_cat_and_writes_three_pictures(examples, folder_with_assets):
    printed = run(examples / "explain_image", MODEL, "assets/images/chelsea.png", "out", cwd=folder_with_assets)
    assert "Egyptian Mau" in printed.replace("_", " ")
    pictures = sorted((folder_with_assets / "out").iterdir())
    assert len(pictures) == 3
    assert all(picture.read_bytes().startswith(b"\xff\xd8\xff") for picture in pictures)  # JPEG


def test_insert_branch_writes_a_model_with_a_map_of_every_class(examples, folder_with_assets):
    printed = run(examples / "insert_branch", MODEL, "explained.xml", cwd=folder_with_assets)
    assert "saliency_map [1,1000,7,7]" in printed
    assert (folder_with_assets / "explained.bin").stat().st_size > 1_000_000


def test_judge_maps_prefers_the_map_to_the_bell(examples, folder_with_assets):
    printed = run(examples / "judge_maps", MODEL, "assets/images/camera.jpg", cwd=folder_with_assets)
    map_line, bell_line = printed.splitlines()
    deltas = [float(insertion) - float(deletion) for insertion, deletion in
              (re.findall(r"(?:insertion|deletion) ([0-9.e-]+)", line) for line in (map_line, bell_line))]
    assert map_line.startswith("tripod") and bell_line.startswith("bell")
    assert deltas[0] > deltas[1] + 0.05


def test_the_installed_program_runs_without_the_build_tree(package):
    assert "vinoscope" in run(package / "bin" / "vinoscope", "--version")
