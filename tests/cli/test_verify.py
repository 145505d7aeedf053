# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""`vinoscope explain --verify`: how far a map can be trusted."""

import json

import pytest
from conftest import SHAPES_FLAGS, SOURCE, document
from jsonschema import Draft202012Validator

SCHEMA = json.loads((SOURCE / "docs/reference/explain.schema.json").read_text(encoding="utf-8"))
MODEL = SOURCE / "tests/data/models/shapes-cnn-single.xml"
PICTURES = SOURCE / "tests/data/shapes"
FLAGS = [*SHAPES_FLAGS, "--precision", "f32"]


@pytest.fixture
def verified(vinoscope):
    def run(*arguments, code=0):
        result = document(vinoscope("explain", MODEL, *arguments, *FLAGS, "--json", code=code))
        Draft202012Validator(SCHEMA).validate(result)
        return [one["verdict"] for image in result["images"] for one in image["explanations"]]

    return run


def test_a_budget_is_kept(verified):
    for budget in (30, 50, 200):
        (verdict,) = verified(PICTURES / "000.png", "--verify", budget)
        assert 0 < verdict["inferences"] <= budget
        assert verdict["reasons"]


def test_a_budget_is_kept_by_methods_of_many_inferences(verified):
    for method in ("rise", "integrated-gradients"):
        (verdict,) = verified(PICTURES / "000.png", "--verify", 50, "--method", method)
        assert verdict["inferences"] <= 50


def test_the_default_budget_needs_no_number(verified):
    (verdict,) = verified("--verify", PICTURES / "000.png")
    assert 100 < verdict["inferences"] <= 200
    assert verdict["figures"]["margin_random"] > 0


def test_the_same_seed_gives_the_same_verdict(verified):
    assert verified(PICTURES / "000.png", "--verify") == verified(PICTURES / "000.png", "--verify")


def test_each_target_has_its_verdict(verified):
    assert len(verified(PICTURES / "000.png", "--verify", "40", "--targets", "top:2")) == 2


def test_a_map_that_is_the_same_for_all_classes_is_not_trusted(verified):
    verdicts = verified(PICTURES, "--verify", "--method", "activation-map")
    assert all(verdict["status"] != "trusted" for verdict in verdicts)


def test_the_verdict_is_printed(vinoscope):
    done = vinoscope("explain", MODEL, PICTURES / "000.png", *FLAGS, "--verify", "40")
    assert any(status in done.stdout for status in ("trusted", "unproven", "refuted"))


def test_a_bad_budget_is_named(error):
    assert "--verify" in error("explain", MODEL, PICTURES / "000.png", "--verify", "3", code=2)
