# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""examples/cpp, built as a user would against the installed library."""

import os
import re
from pathlib import Path

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


@pytest.mark.parametrize("method", ["rise", "occlusion"])
@pytest.mark.skipif("VINOSCOPE_FIXTURES" not in os.environ, reason="needs the large test data: a TFLite face detector")
def test_explain_face_points_at_the_face(method, examples, folder_with_assets):
    """The box was measured once with OpenVINO alone: (180, 82, 273, 175), score 0.920."""
    fixtures = Path(os.environ["VINOSCOPE_FIXTURES"])
    model = fixtures / "models" / "mediapipe" / "face_detection_short_range.tflite"
    image = fixtures / "images" / "astronaut.jpg"
    printed = run(examples / "explain_face", model, image, method, f"faces-{method}", cwd=folder_with_assets)
    face, point = (list(map(float, line.split()[1:])) for line in printed.splitlines())
    assert face == pytest.approx([0.920, 180, 82, 273, 175], rel=0.02)
    assert 180 < point[0] < 273 and 82 < point[1] < 175
    assert len(list((folder_with_assets / f"faces-{method}").iterdir())) == 1


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
