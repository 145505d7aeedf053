# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Flags of options and their help are what docs/reference/options.md lists."""

import re

import pytest
from conftest import SHAPE, SHAPES, SOURCE


def rows():
    """Title of the section, and the cells of each row that has a flag."""
    title = ""
    for line in (SOURCE / "docs/reference/options.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            title = line[3:]
        elif line.startswith("| `--"):
            cells = [cell.strip(" `") for cell in line.strip("|").split(" | ")]
            yield title, cells + [""] * (6 - len(cells))  # the options that no method reads have no such column


ROWS = list(rows())
COMMAND = {"Metrics": "evaluate"}


@pytest.mark.parametrize("title, cells", ROWS, ids=[cells[0] for _, cells in ROWS])
def test_the_help_of_a_flag_is_its_declaration(vinoscope, title, cells):
    flag, _, help_text, values, default, readers = cells
    shown = " ".join(vinoscope(COMMAND.get(title, "explain"), "--help").stdout.split())
    if values == "on or off":
        assert re.search(rf"{flag} ([A-Z].*)?" if default == "on" else rf"{flag} {re.escape(help_text)}", shown)
        return
    readers = f"; {re.escape(readers)}" if readers else ""
    assert re.search(rf"{flag} (\S+ )?{re.escape(help_text)} \(default: {re.escape(default)}{readers}\)", shown)


def test_every_flag_of_these_groups_is_in_the_table(vinoscope):
    text = vinoscope("explain", "--help").stdout
    for group in "Black-box methods", "Gradient methods":
        flags = re.findall(r"^  (--[\w-]+)", text.split(f"{group}:\n")[1].split("\n\n")[0], re.MULTILINE)
        assert flags and set(flags) <= {cells[0] for _, cells in ROWS}


ANY_VALUE = ["--until-stable", "--mean", "--scale", "--prefix", "--postfix"]
WITH_VALUES = [(title, cells) for title, cells in ROWS if cells[0] not in ANY_VALUE and cells[3] != "on or off"]


@pytest.mark.parametrize("title, cells", WITH_VALUES, ids=[cells[0] for _, cells in WITH_VALUES])
def test_a_value_out_of_range_is_refused_with_the_sentence_of_the_library(vinoscope, title, cells):
    flag, name, _, values, _, _ = cells
    value = "-1s" if flag == "--time-budget" else "-1"
    done = vinoscope(COMMAND.get(title, "explain"), SHAPES, SHAPE, f"{flag}={value}", code=2)
    assert f"{flag}: expected {values} for {name}, found" in done.stderr
