# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C stops between two files."""

import os
import signal
import subprocess
import sys
import time

import pytest
from conftest import CAT, CLASSIFIER, PROGRAM, files_in
from PIL import Image

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


def start(folder, environment, *arguments):
    return subprocess.Popen([PROGRAM, "explain", CLASSIFIER, *map(str, arguments)], cwd=folder, env=environment,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_a_file(process, folder):
    while process.poll() is None and not (folder.exists() and files_in(folder)):
        time.sleep(0.005)
    assert process.poll() is None, process.communicate()


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signal_leaves_only_whole_files(tmp_path, environment, number, code):
    Image.open(CAT).resize((1800, 1200)).save(tmp_path / "large.png")
    process = start(tmp_path, environment, "large.png", "--targets", "all", "--format", "png", "--output", "out")
    wait_for_a_file(process, tmp_path / "out")
    process.send_signal(number)
    output, message = process.communicate(timeout=60)
    assert process.returncode == code, message
    assert output == ""
    assert message.startswith("vinoscope: stopped") and len(message.splitlines()) == 1
    names = files_in(tmp_path / "out")
    assert 0 < len(names) < 1000
    for name in names:
        assert name.endswith(".png")
        Image.open(tmp_path / "out" / name).load()


def test_signal_stops_between_images(tmp_path, environment):
    for number in range(40):
        os.symlink(CAT, tmp_path / f"{number}.png")
    process = start(tmp_path, environment, *(f"{number}.png" for number in range(40)), "--json", "--targets", "top:20")
    wait_for_a_file(process, tmp_path / "vinoscope_out")
    process.send_signal(signal.SIGINT)
    output, message = process.communicate(timeout=60)
    assert process.returncode == 130, message
    assert output == ""
    assert len(list((tmp_path / "vinoscope_out").iterdir())) < 40
