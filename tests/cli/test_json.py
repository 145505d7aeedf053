# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""`explain --json`: one document, as its schema says."""

import json

import numpy as np
import pytest
from conftest import CAT, CLASSIFIER, SHAPE, SHAPES, SOURCE, document
from jsonschema import Draft202012Validator

SCHEMA = json.loads((SOURCE / "docs/reference/explain.schema.json").read_text(encoding="utf-8"))
Draft202012Validator.check_schema(SCHEMA)


def valid_document(done):
    result = document(done)
    Draft202012Validator(SCHEMA).validate(result)
    return result


@pytest.mark.parametrize("arguments", [
    [],
    ["--targets", "top:3", "--format", "jpg,png,npy,png16,json"],
    ["--method", "activation-map"],
    ["--quiet"],
])
def test_document_fits_the_schema(vinoscope, arguments):
    done = vinoscope("explain", CLASSIFIER, CAT, "--json", *arguments)
    image, = valid_document(done)["images"]
    assert (image["width"], image["height"]) == (451, 300)
    assert len(image["predictions"]) == 5 and image["explanations"]
    assert done.stderr == ""


def test_document_of_a_model_without_labels(explain_shapes):
    image, = valid_document(explain_shapes(SHAPE, "--json"))["images"]
    assert {item["label"] for item in image["predictions"] + image["explanations"]} == {None}


def test_document_with_bad_images(vinoscope, tmp_path):
    (tmp_path / "broken.png").write_bytes(b"no picture")
    done = vinoscope("explain", CLASSIFIER, "broken.png", CAT, "gone.png", "--json", code=3)
    images = valid_document(done)["images"]
    assert [item["image"] for item in images] == ["broken.png", str(CAT), "gone.png"]
    assert ["error" in item for item in images] == [True, False, True]
    assert len(done.stderr.splitlines()) == 2


def test_scores_and_provenance(vinoscope):
    result = valid_document(vinoscope("explain", CLASSIFIER, CAT, CAT.parent / "coffee.jpg", "--json", "--precision", "f32",
                                      "--seed", "5"))
    logits = np.load(SOURCE / "tests/data/reference/efficientnet-lite0_chelsea_logits.npy").ravel().astype(float)
    softmax = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
    for item in result["images"][0]["predictions"]:
        # The reference resized the photograph with another bilinear filter: the last per cent of a score differs.
        assert item["score"] == pytest.approx(softmax[item["index"]], rel=0.05, abs=2e-4)
    provenance = result["provenance"]
    assert provenance["model"].endswith(CLASSIFIER.name)
    assert (provenance["precision"], provenance["seed"], provenance["device"]) == ("f32", 5, "CPU")
    assert provenance["inferences"] >= 2


def test_hash_tells_models_apart(vinoscope):
    hashes = {valid_document(vinoscope("explain", model, SHAPE, "--json"))["provenance"]["model_hash"]
              for model in (SHAPES, SHAPES.with_name("shapes-cnn-sigmoid.xml"))}
    assert len(hashes) == 2


def test_stages_are_part_of_the_total(explain_shapes):
    seconds = valid_document(explain_shapes(SHAPE, "--json"))["seconds"]
    stages = [seconds[name] for name in ("read_model", "compile", "decode", "infer", "explain")]
    assert min(stages) > 0
    assert sum(stages) <= seconds["total"]
    assert seconds["render"] > 0 and seconds["write"] > 0


def test_lines_fit_the_schema(explain_shapes, tmp_path):
    (tmp_path / "broken.png").write_bytes(b"no image")
    done = explain_shapes(SHAPE, tmp_path / "broken.png", "--targets", "top:2", "--json-lines", code=3)
    line = Draft202012Validator({**SCHEMA, "$ref": "#/$defs/line", "type": "object", "required": [], "properties": {},
                                 "additionalProperties": True})
    lines = [json.loads(text) for text in done.stdout.splitlines()]
    assert len(lines) == 3
    for item in lines:
        line.validate(item)
    assert not line.is_valid({"image": 1})
