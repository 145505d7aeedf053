# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Verdicts, comparisons and pages from Python; tests/cli and tests/evaluate have their numbers."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import vinoscope as xai
from conftest import SOURCE

MODEL = SOURCE / "tests/data/models/shapes-cnn-single.xml"
PICTURES = sorted((SOURCE / "tests/data/shapes").glob("00[0-3].png"))
LOOK = {"mean": [128], "scale": [64], "precision": "f32"}


@pytest.fixture(scope="module")
def explainer():
    return xai.Explainer(MODEL, explain_method=xai.Method.RECIPROCAM, **LOOK)


def test_verify_gives_a_verdict_for_each_map(explainer):
    explanation = explainer(PICTURES[0], targets=["top:2"])
    verdicts = xai.verify(explainer, explanation, budget=60)
    assert len(verdicts) == 2
    for verdict in verdicts:
        assert verdict.status in ("trusted", "unproven", "refuted")
        assert verdict.reasons
        assert verdict.inferences <= 60
        assert all(np.isfinite(value) for value in verdict.figures.values())


def test_verify_refuses_functions_that_the_verifier_does_not_have(explainer):
    prepared = xai.Explainer(MODEL, preprocess_fn=lambda image: image)
    with pytest.raises(xai.UnsupportedError, match="preprocess_fn"):
        xai.verify(prepared, explainer(PICTURES[0], targets=0))


def test_a_model_agrees_with_itself(explainer):
    comparison = xai.compare(explainer, explainer, PICTURES)
    assert comparison.flips == 0
    assert comparison.rank_correlation.lowest == pytest.approx(1, abs=1e-6)
    assert comparison.check("rank-correlation>=0.99,flips<=0") == []
    assert comparison.check("rank-correlation>1.1")[0].images


def test_methods_differ_and_the_worst_comes_first(explainer):
    other = xai.Explainer(MODEL, explain_method=xai.Method.ACTIVATIONMAP, **LOOK)
    values = [image.rank_correlation.value for image in xai.compare(explainer, other, PICTURES).images]
    assert values == sorted(values) and values[0] < 1


def test_reports_of_explanations_and_comparisons(explainer, tmp_path):
    explanations = [explainer(picture, targets="top:1") for picture in PICTURES]
    verdicts = [xai.verify(explainer, each, budget=40) for each in explanations]
    names = [picture.name for picture in PICTURES]
    page = xai.report(explanations, tmp_path / "run/page.html", names, verdicts)
    assert all(name in page.read_text(encoding="utf-8") for name in names)
    run = json.loads((tmp_path / "run/run.json").read_text(encoding="utf-8"))
    assert [image["maps"][0]["verdict"]["status"] for image in run["images"]] == [each[0].status for each in verdicts]
    xai.report(xai.compare(explainer, explainer, PICTURES), tmp_path / "compare.html")
    assert (tmp_path / "maps.csv").read_text(encoding="utf-8").count("\n") == 1 + 2 * len(PICTURES)


def test_names_must_fit(explainer, tmp_path):
    with pytest.raises(xai.UsageError, match="expected 1 names"):
        xai.report(explainer(PICTURES[0]), tmp_path / "page.html", names=["a", "b"])


def test_exports(explainer, tmp_path, monkeypatch):
    xai.report(explainer(PICTURES[0], targets="top:1"), tmp_path / "page.html")
    (written,) = xai.export(tmp_path, "coco", tmp_path / "coco.json")
    assert len(json.loads(written.read_text(encoding="utf-8"))["annotations"]) == 1
    monkeypatch.setitem(sys.modules, "pyarrow.json", None)
    with pytest.raises(xai.UnsupportedError, match="pip install pyarrow"):
        xai.export(tmp_path, "parquet", tmp_path / "maps.parquet")
