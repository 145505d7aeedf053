# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What the documents show and link to is there."""

import re
import runpy

import pytest
from conftest import SOURCE

DOCUMENTS = sorted([*SOURCE.glob("*.md"), *(SOURCE / "docs").rglob("*.md"), *(SOURCE / "assets").glob("*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_what_a_document_links_to_exists(document):
    text = document.read_text(encoding="utf-8")
    links = re.findall(r'\]\(([^)\s#]+)|(?:src|href)="([^"#]+)', re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    local = [link for pair in links for link in pair if link and ":" not in link]
    assert [link for link in local if not (document.parent / link).exists()] == []


def test_the_table_of_methods_is_that_of_the_library():
    made = runpy.run_path(str(SOURCE / "docs" / "reference" / "methods" / "make.py"))["table"]()
    written = SOURCE / "docs" / "reference" / "methods" / "README.md"
    assert written.read_text(encoding="utf-8") == made, "run docs/reference/methods/make.py"
