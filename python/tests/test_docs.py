# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What the documents show and link to is there."""

import re
import runpy

import numpy as np
import openvino as ov
import openvino.opset13 as op
import pytest
from conftest import SOURCE

DOCUMENTS = sorted([*SOURCE.glob("*.md"), *(SOURCE / "docs").rglob("*.md"), *(SOURCE / "assets").glob("*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_what_a_document_links_to_exists(document):
    text = document.read_text(encoding="utf-8")
    links = re.findall(r'\]\(([^)\s#]+)|(?:src|href)="([^"#]+)', re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    local = [link for pair in links for link in pair if link and ":" not in link]
    assert [link for link in local if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("page, function", [("methods/README.md", "table"), ("options.md", "options")])
def test_tables_of_the_reference_are_those_of_the_library(page, function):
    reference = SOURCE / "docs" / "reference"
    made = runpy.run_path(str(reference / "methods" / "make.py"))[function]()
    assert (reference / page).read_text(encoding="utf-8") == made, "run docs/reference/methods/make.py"


HOW_TO = SOURCE / "docs" / "how-to" / "explain-a-score-of-your-own.md"


def embedding_model(rng):
    """image [1, 3, 32, 32] -> embedding [1, 64] of length 1, and the weights of its convolution and its dense layer."""
    image = op.parameter([1, 3, 32, 32], ov.Type.f32, name="image")
    kernel = (rng.standard_normal((8, 3, 4, 4)) * 0.2).astype(np.float32)
    dense = rng.standard_normal((8, 64)).astype(np.float32)
    map_ = op.relu(op.convolution(image, op.constant(kernel), [4, 4], [0, 0], [0, 0], [1, 1]))
    embedding = op.matmul(op.reduce_mean(map_, op.constant([2, 3]), False), op.constant(dense), False, False)
    embedding = op.normalize_l2(embedding, op.constant([1]), 1e-12, "add")
    embedding.output(0).get_tensor().set_names({"embedding"})
    return ov.Model([embedding], [image], "face"), kernel, dense


def test_a_score_of_your_own_in_the_graph_is_explained_exactly(tmp_path):
    """As the how-to says, against the score of each cell alone."""
    rng = np.random.default_rng(1)
    model, kernel, dense = embedding_model(rng)
    ov.save_model(model, tmp_path / "face.xml", compress_to_fp16=False)
    image = rng.standard_normal((1, 3, 32, 32)).astype(np.float32)
    reference = rng.standard_normal(64).astype(np.float32)
    reference /= np.linalg.norm(reference)
    code = re.search(r"```python\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL).group(1)
    names = {"face_model": tmp_path / "face.xml", "image": image, "reference": reference}
    exec(compile(code, str(HOW_TO), "exec"), names)
    patches = image[0].reshape(3, 8, 4, 8, 4)
    features = np.maximum(np.einsum("kcyx,ciyjx->kij", kernel, patches), 0) / 64
    alone = np.einsum("kij,kn->ijn", features, dense)
    alone /= np.linalg.norm(alone, axis=-1, keepdims=True) + 1e-12
    explanation = names["explanation"]
    assert explanation.provenance.method == "recipro-cam"
    np.testing.assert_allclose(explanation.maps[0].values, alone @ reference, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("row", re.findall(r"^\| ([^|`]+) \| `(op\..*)` \|$", HOW_TO.read_text(encoding="utf-8"), re.MULTILINE),
                         ids=lambda row: row[0])
def test_scores_of_the_how_to_have_one_value(row):
    model, *_ = embedding_model(np.random.default_rng(1))
    reference = np.ones(64, np.float32) / 8
    names = {"op": op, "reference": reference, "x": model.output(0).get_node().input_value(0)}
    assert list(eval(row[1], names).output(0).get_partial_shape().to_shape()) == [1, 1]
