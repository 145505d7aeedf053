# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""`vinoscope compare`: two models, methods or precisions over the same images, and gates on the result."""

import json

import numpy as np
import openvino as ov
import pytest
from conftest import CLASSIFIER, SHAPES_FLAGS, SOURCE, document
from jsonschema import Draft202012Validator
from PIL import Image

SCHEMA = json.loads((SOURCE / "docs/reference/compare.schema.json").read_text(encoding="utf-8"))
Draft202012Validator.check_schema(SCHEMA)
MODEL = SOURCE / "tests/data/models/shapes-cnn-single.xml"
PICTURES = SOURCE / "tests/data/shapes"
FLAGS = [*SHAPES_FLAGS, "--precision", "f32"]


@pytest.fixture
def compared(vinoscope):
    def run(*arguments, a=MODEL, b=MODEL, images=(PICTURES,), code=0):
        result = document(vinoscope("compare", a, b, *images, *FLAGS, "--json", *arguments, code=code))
        Draft202012Validator(SCHEMA).validate(result)
        return result

    return run


@pytest.fixture(scope="session")
def broken_model(tmp_path_factory):
    """The model with the classes of its head in another order: other answers, and maps of other classes."""
    model = ov.Core().read_model(MODEL)
    heads = [node for node in model.get_ordered_ops() if node.get_type_name() == "MatMul"]
    weights = heads[-1].input_value(1)
    dense = ov.opset13.gather(weights, np.int64([1, 2, 3, 4, 5, 0]), np.int64(0 if weights.shape[0] == 6 else 1))
    heads[-1].input(1).replace_source_output(dense.output(0))
    file = tmp_path_factory.mktemp("models") / "broken.xml"
    ov.save_model(model, file)
    return file


def test_a_model_agrees_with_itself(compared):
    result = compared("--gate", "rank-correlation>=0.999,lowest-top-overlap>=1,flips<=0")
    assert len(result["images"]) == 15
    for image in result["images"]:
        assert image["rank_correlation"] == pytest.approx(1, abs=1e-6)
        assert image["top_overlap"] == 1
        assert image["flip"] is False
    assert result["summary"]["flips"] == 0
    assert result["summary"]["rank_correlation"]["mean"] == pytest.approx(1, abs=1e-6)
    assert result["gate"] == {
        "expression": "rank-correlation>=0.999,lowest-top-overlap>=1,flips<=0",
        "passed": True,
        "failures": [],
    }


def test_a_model_with_other_answers_does_not_pass(compared, broken_model):
    result = compared("--gate", "rank-correlation>=0.9,flips<=1%", b=broken_model, code=5)
    assert result["gate"]["passed"] is False
    assert result["summary"]["flips"] == 15
    flips = next(failure for failure in result["gate"]["failures"] if "flips" in failure["reason"])
    assert len(flips["images"]) == 15
    for image in result["images"]:
        assert image["a"]["index"] != image["b"]["index"]


def test_the_worst_image_comes_first(compared):
    result = compared("--method", "recipro-cam", "--method-b", "rise", "--num-masks", 400)
    values = [image["rank_correlation"] for image in result["images"]]
    assert values == sorted(values)
    assert values[0] == result["summary"]["rank_correlation"]["lowest"]
    assert np.mean(values) == pytest.approx(result["summary"]["rank_correlation"]["mean"])
    low, high = result["summary"]["rank_correlation"]["interval"]
    assert low < np.mean(values) < high


def test_the_rank_correlation_is_that_of_the_saved_maps(compared, vinoscope, tmp_path):
    picture = PICTURES / "000.png"
    result = compared("--method", "recipro-cam", "--method-b", "activation-map", images=(picture,))
    maps = []
    for method in ("recipro-cam", "activation-map"):
        vinoscope("explain", MODEL, picture, *FLAGS, "--method", method, "--format", "npy", "--output", method)
        maps.append(np.load(next((tmp_path / method).glob("*.npy"))).ravel())
    ranks = [np.argsort(np.argsort(values)) for values in maps]
    assert result["images"][0]["rank_correlation"] == pytest.approx(np.corrcoef(*ranks)[0, 1], abs=1e-4)


def test_mass_is_that_of_evaluate(compared, vinoscope, tmp_path):
    boxes = {"images": [{"file": "000.png", "objects": [{"class": 4, "box": [3, 54, 34, 86]}]}]}
    (tmp_path / "boxes.json").write_text(json.dumps(boxes), encoding="utf-8")
    images = (PICTURES / "000.png", PICTURES / "001.png")
    result = compared("--method", "recipro-cam", "--annotations", "boxes.json", images=images)
    masses = {image["image"][-7:]: image["mass_a"] for image in result["images"]}
    judged = document(vinoscope("evaluate", MODEL, images[0], *FLAGS, "--methods", "recipro-cam", "--metrics",
                                "energy-pointing-game", "--annotations", "boxes.json", "--json"))
    expected = judged["methods"][0]["maps"][0]["values"]["energy-pointing-game"]
    assert masses["000.png"] == pytest.approx(expected)
    assert masses["001.png"] is None
    assert result["summary"]["mass_a"]["count"] == 1


def test_models_with_other_classes_are_refused(error, tmp_path):
    (tmp_path / "names.txt").write_text("a\nb\nc\nd\ne\nf\n", encoding="utf-8")
    message = error("compare", CLASSIFIER, MODEL, PICTURES / "000.png", code=3)
    assert "class" in message


def test_bad_input_is_named(error, vinoscope, compared, tmp_path):
    (tmp_path / "empty").mkdir()
    vinoscope("compare", MODEL, MODEL, "empty", *FLAGS, code=3)
    assert "rank-corelation" in error("compare", MODEL, MODEL, PICTURES, "--gate", "rank-corelation>=1", code=2)
    assert "--top" in error("compare", MODEL, MODEL, PICTURES, "--top", "0", code=2)
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    result = compared(images=(PICTURES / "000.png", tmp_path / "broken.png"), code=3)
    assert [bad["image"] for bad in result["bad_images"]] == [str(tmp_path / "broken.png")]
    assert len(result["images"]) == 1


def test_the_gate_is_printed_with_its_images(vinoscope, broken_model, tmp_path):
    Image.open(PICTURES / "000.png").save(tmp_path / "one.png")
    done = vinoscope("compare", MODEL, broken_model, "one.png", *FLAGS, "--gate", "flips<=0", code=5)
    assert "not passed" in done.stdout
    assert "one.png" in done.stderr
