# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""examples/notebooks run from top to bottom, and what they print is what is stored in them."""

import shutil

import pytest
from conftest import ASSETS, SOURCE

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
NOTEBOOKS = sorted((SOURCE / "examples" / "notebooks").glob("*.ipynb"))


def printed(notebook):
    return [
        output["text"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stdout" and "0." not in output["text"]
    ]


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_notebook_runs(file, tmp_path):
    """Scores are left out of the comparison: processors differ in their precision."""
    (tmp_path / "assets").symlink_to(ASSETS, target_is_directory=True)
    folder = tmp_path / "examples" / "notebooks"
    folder.mkdir(parents=True)
    shutil.copy(file, folder)
    stored = nbformat.read(file, as_version=4)
    notebook = nbformat.read(folder / file.name, as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    assert printed(notebook) == printed(stored)
    assert any("image/png" in output.get("data", {}) or "<img " in output.get("data", {}).get("text/html", "")
               for cell in stored.cells for output in cell.get("outputs", []))  # fmt: skip


def test_there_are_three():
    assert [file.name for file in NOTEBOOKS] == ["1_basic.ipynb", "2_deep_dive.ipynb", "3_map_interpretation.ipynb"]
