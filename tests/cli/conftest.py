# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The program, driven as a user would."""

import json
import os
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

PROGRAM = os.environ["VINOSCOPE_PROGRAM"]
SOURCE = Path(__file__).resolve().parents[2]
CLASSIFIER = SOURCE / "assets/models/efficientnet-lite0-fp16.xml"
LABELS = (SOURCE / "assets/models/imagenet_classes.txt").read_text(encoding="utf-8").splitlines()
CAT = SOURCE / "assets/images/chelsea.png"
SHAPES = SOURCE / "tests/data/models/shapes-cnn.xml"  # small, without labels and preprocessing
SHAPES_FLAGS = ["--mean", "128", "--scale", "64"]
SHAPE = SOURCE / "tests/data/shapes/100.png"
CLASSES = 6  # of SHAPES


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def environment(cache):
    return {**os.environ, "XDG_CACHE_HOME": str(cache), "LC_ALL": "C.UTF-8"}


@pytest.fixture
def vinoscope(tmp_path, environment):
    """Runs the program in an empty folder and checks the exit code."""

    def run(*arguments, code=0):
        done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=tmp_path, env=environment, capture_output=True,
                              encoding="utf-8", timeout=120, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return run


@pytest.fixture
def explain_shapes(vinoscope):
    """`vinoscope explain` of the small model."""

    def run(*arguments, code=0):
        return vinoscope("explain", SHAPES, *arguments, *SHAPES_FLAGS, code=code)

    return run


@pytest.fixture
def error(vinoscope):
    """Runs what must fail, and returns the one line of its message."""

    def run(*arguments, code):
        done = vinoscope(*arguments, code=code)
        assert done.stdout == ""
        match = re.fullmatch(r"vinoscope: error: ([^\n]+)\n", done.stderr)
        assert match, done.stderr
        return match.group(1)

    return run


def document(done):
    """The JSON document that is all of standard output."""
    return json.loads(done.stdout)


def files_in(folder):
    """Names of all files below a folder."""
    return {path.relative_to(folder).as_posix() for path in Path(folder).rglob("*") if path.is_file()}


def noise(height=40, width=60):
    return Image.fromarray(np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8))
