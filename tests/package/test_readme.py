# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Every snippet of README.md runs."""

import os
import re
import sys

import pytest
from conftest import BUILD, SOURCE, run

README = (SOURCE / "README.md").read_text(encoding="utf-8")

LANGUAGES = ("console", "sh", "cmake", "cpp", "python")


def snippets(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_every_snippet_is_of_a_tested_language():
    assert set(re.findall(r"^```(\w+)$", README, re.MULTILINE)) == set(LANGUAGES)
    assert len(re.findall(r"^```", README, re.MULTILINE)) == 2 * sum(
        len(snippets(language)) for language in LANGUAGES)


@pytest.mark.parametrize("line", "".join(snippets("console")).splitlines())
def test_console_lines_are_commands_of_the_dev_script(line):
    command = re.match(r"\$ \./dev (\w+)", line).group(1)
    assert re.search(rf"^  {command} ", run(SOURCE / "dev", "help"), re.MULTILINE)


@pytest.mark.parametrize("snippet", snippets("sh"))
def test_shell_snippets_run(snippet, folder_with_assets):
    environment = dict(os.environ, PATH=f"{BUILD / 'bin'}{os.pathsep}{os.environ['PATH']}")
    run("bash", "-euxo", "pipefail", "-c", snippet, cwd=folder_with_assets, env=environment)


def test_cpp_snippet_builds_with_the_cmake_snippet_and_runs(build_consumer, folder_with_assets):
    (cmake,), (cpp,) = snippets("cmake"), snippets("cpp")
    project = folder_with_assets / "app"
    project.mkdir()
    (project / "CMakeLists.txt").write_text(f"cmake_minimum_required(VERSION 3.25)\nproject(app CXX)\n{cmake}")
    (project / "main.cpp").write_text(cpp)
    run(build_consumer(project) / "app", cwd=folder_with_assets)
    assert list((folder_with_assets / "out").glob("target_*.jpg"))


@pytest.mark.skipif(not (BUILD / "python").exists(), reason="built without the Python package")
@pytest.mark.parametrize("snippet", snippets("python"))
def test_python_snippets_run(snippet, folder_with_assets):
    run(sys.executable, "-c", snippet, cwd=folder_with_assets, env=dict(os.environ, PYTHONPATH=str(BUILD / "python")))
    assert len(list((folder_with_assets / "out").glob("target_*.jpg"))) == 3
