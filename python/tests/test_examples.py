# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""examples/python, as a user runs them."""

import subprocess
import sys

import pytest
from conftest import ASSETS, MODEL, SOURCE


def run(name, *arguments):
    script = SOURCE / "examples" / "python" / name
    return subprocess.run([sys.executable, script, *map(str, arguments)], capture_output=True, text=True, check=False)


def test_explain_image_names_the_cat_and_writes_three_pictures(tmp_path):
    done = run("explain_image.py", MODEL, ASSETS / "images" / "chelsea.png", tmp_path)
    assert "Egyptian Mau" in done.stdout.replace("_", " "), done.stderr
    assert len(list(tmp_path.glob("target_*.jpg"))) == 3


def test_insert_branch_writes_a_model_with_a_map_of_every_class(tmp_path):
    done = run("insert_branch.py", MODEL, tmp_path / "explained.xml")
    assert "saliency_map (1, 1000, 7, 7)" in done.stdout, done.stderr


def test_judge_maps_prints_a_number_for_each_method():
    done = run("judge_maps.py", MODEL, ASSETS / "images" / "coffee.jpg")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["RECIPROCAM", "RISE", "OCCLUSION"], done.stderr


@pytest.mark.parametrize("name", ["explain_image.py", "insert_branch.py", "judge_maps.py"])
def test_errors_are_one_line(name, tmp_path):
    arguments = ["nowhere.xml", *[str(tmp_path)] * {"explain_image.py": 2}.get(name, 1)]
    done = run(name, *arguments)
    assert done.returncode == 1
    assert "nowhere.xml" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
