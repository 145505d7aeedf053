# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The installed library, and projects built against it."""

import os
import subprocess
from pathlib import Path

import pytest

SOURCE = Path(os.environ["VINOSCOPE_SOURCE"])
BUILD = Path(os.environ["VINOSCOPE_BUILD"])


def run(*command, **options):
    """Runs a command and returns what it printed; a failure shows all of its output."""
    done = subprocess.run([str(part) for part in command], text=True, capture_output=True, check=False, **options)
    assert done.returncode == 0, f"{command} exited with {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    """Folder with the installed library."""
    prefix = tmp_path_factory.mktemp("installed")
    run("cmake", "--install", BUILD, "--prefix", prefix)
    return prefix


@pytest.fixture(scope="session")
def build_consumer(package, tmp_path_factory):
    """A function that builds a project against the installed library and returns the folder of its programs."""

    def build(source):
        binary = tmp_path_factory.mktemp("consumer")
        run("cmake", "-S", source, "-B", binary, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={package}",
            "-DCMAKE_BUILD_TYPE=Release")
        run("cmake", "--build", binary)
        return binary

    return build


@pytest.fixture
def folder_with_assets(tmp_path):
    """An empty folder in which `assets/` is what it is in the sources."""
    (tmp_path / "assets").symlink_to(SOURCE / "assets", target_is_directory=True)
    return tmp_path
