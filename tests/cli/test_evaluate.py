# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""`vinoscope evaluate`: methods and reference maps judged on the shapes, whose places and classes are known exactly."""

import csv
import io
import json
import re

import numpy as np
import openvino
import pytest
from conftest import SHAPES_FLAGS, SOURCE, document
from jsonschema import Draft202012Validator
from PIL import Image
from test_black_box import interpolation

SCHEMA = json.loads((SOURCE / "docs/reference/evaluate.schema.json").read_text(encoding="utf-8"))
Draft202012Validator.check_schema(SCHEMA)
MODEL = SOURCE / "tests/data/models/shapes-cnn-single.xml"
PICTURES = SOURCE / "tests/data/shapes"
NAMES = ["circle", "square", "triangle", "star", "cross", "ring"]
ROWS = [row for row in csv.DictReader((PICTURES / "single.csv").open(encoding="utf-8")) if (PICTURES / row["file"]).exists()]
FLAGS = [*SHAPES_FLAGS, "--precision", "f32"]
REFERENCES = ["random", "gaussian", "sobel", "laplace", "image", "other-class", "randomised"]
COMMON_METRICS = "insertion,deletion,insertion-deletion"


def box(row):
    return [int(row[side]) for side in ("x1", "y1", "x2", "y2")]


@pytest.fixture
def evaluate(vinoscope):
    def run(*arguments, code=0, images=(PICTURES,)):
        return vinoscope("evaluate", MODEL, *images, *FLAGS, *arguments, code=code)

    return run


@pytest.fixture
def evaluated(evaluate):
    """The document for some pictures, and its methods by name."""

    def run(*arguments, code=0, images=tuple(PICTURES / row["file"] for row in ROWS[:6])):
        result = document(evaluate("--json", *arguments, code=code, images=images))
        Draft202012Validator(SCHEMA).validate(result)
        return result, {method["method"]: method for method in result["methods"]}

    return run


def mean(method, metric):
    return method["summary"][metric]["mean"]


def test_methods_beat_the_reference_maps(evaluated):
    _, methods = evaluated("--methods", "recipro-cam,rise", "--metrics", COMMON_METRICS, "--steps", 20)
    assert list(methods) == ["recipro-cam", "rise", *REFERENCES]
    for method in ("recipro-cam", "rise"):
        for reference in REFERENCES:
            assert mean(methods[method], "insertion-deletion") > mean(methods[reference], "insertion-deletion") + 0.1


def test_summary_is_that_of_the_values(evaluated):
    result, methods = evaluated("--methods", "recipro-cam", "--targets", "top:2", "--metrics", COMMON_METRICS, "--steps", 5)
    assert [metric["name"] for metric in result["metrics"]] == COMMON_METRICS.split(",")
    for method in methods.values():
        assert len(method["maps"]) == 12
        for name, summary in method["summary"].items():
            values = [item["values"][name] for item in method["maps"]]
            assert summary["mean"] == pytest.approx(np.mean(values), abs=1e-9)
            assert summary["standard_deviation"] == pytest.approx(np.std(values, ddof=1), abs=1e-9)
            assert (summary["count"], summary["missing"]) == (12, 0)
            low, high = summary["interval"]
            assert low < summary["mean"] < high
            # Of the normal approximation; the bootstrap of 12 values is a little narrower.
            assert high - low == pytest.approx(2 * 1.96 * summary["standard_deviation"] / 12**0.5, rel=0.25)
        for item in method["maps"]:
            values = item["values"]
            assert values["insertion-deletion"] == pytest.approx(values["insertion"] - values["deletion"], abs=1e-9)


def test_insertion_and_deletion_agree_with_a_loop_over_single_inferences(vinoscope, evaluated, tmp_path):
    row, steps = ROWS[0], 9
    _, methods = evaluated("--methods", "recipro-cam", "--metrics", COMMON_METRICS, "--steps", steps, images=[PICTURES / row["file"]])
    vinoscope("explain", MODEL, PICTURES / row["file"], *FLAGS, "--method", "recipro-cam", "--format", "npy", "-o", "map", "-q")
    cells = np.load(next((tmp_path / "map").glob("*.npy"))).astype(float)
    full = interpolation(96, cells.shape[0]) @ cells @ interpolation(96, cells.shape[1]).T
    order = np.argsort(-full.ravel(), kind="stable")
    pixels = (np.asarray(Image.open(PICTURES / row["file"]), dtype=np.float32) - 128) / 64
    model = openvino.Core().compile_model(openvino.Core().read_model(MODEL), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})

    def score(shown):
        logits = model((pixels * shown.reshape(96, 96, 1)).transpose(2, 0, 1)[None])[0][0].astype(float)
        return (np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum())[int(row["label"])]

    curves = {"insertion": [], "deletion": []}
    for step in range(steps + 1):
        first = np.zeros(96 * 96, dtype=np.float32)
        first[order[:round(96 * 96 * step / steps)]] = 1
        curves["insertion"].append(score(first))
        curves["deletion"].append(score(1 - first))
    found = methods["recipro-cam"]["maps"][0]["values"]
    for name, curve in curves.items():
        # Equal pixels may come in another order, and edges of the map hold some.
        assert found[name] == pytest.approx(np.trapezoid(curve, dx=1 / steps), abs=0.01)


def test_tables_show_each_method_and_metric(vinoscope, evaluate):
    lines = evaluate("--methods", "recipro-cam", "--steps", 3, images=[PICTURES / "000.png", PICTURES / "001.png"]).stdout.splitlines()
    for method in ("recipro-cam", "random", "gaussian"):
        assert any(line.startswith(method) for line in lines)
    metrics = [metric["name"] for metric in json.loads(vinoscope("metrics", "--json").stdout)
               if metric["needs"] in ("nothing", "model")]
    titles = " ".join(line for line in lines if line.startswith("Method")).split()
    assert [title for title in titles if title in metrics] == metrics
    assert all(len(line) <= 120 for line in lines)


def test_differences_are_paired(evaluated):
    _, methods = evaluated("--methods", "recipro-cam", "--metrics", "insertion", "--steps", 4)
    own, other = ([item["values"]["insertion"] for item in methods[name]["maps"]] for name in ("recipro-cam", "sobel"))
    found = methods["recipro-cam"]["differences"]["insertion"]["sobel"]
    assert found["mean"] == pytest.approx(np.mean(np.subtract(own, other)))
    assert found["count"] == len(own)
    low, high = found["interval"]
    assert low < found["mean"] < high
    assert methods["sobel"]["differences"]["insertion"]["recipro-cam"]["mean"] == pytest.approx(-found["mean"])


def test_csv_has_the_numbers_of_the_document(evaluate, evaluated):
    arguments = ["--methods", "recipro-cam", "--metrics", "insertion,sparseness", "--steps", 4]
    images = [PICTURES / row["file"] for row in ROWS[:2]]
    rows = list(csv.DictReader(io.StringIO(evaluate(*arguments, "--csv", images=images).stdout)))
    _, methods = evaluated(*arguments, images=images)
    expected = [(name, item["image"], str(item["target"]), metric, value) for name, method in methods.items()
                for item in method["maps"] for metric, value in item["values"].items()]
    assert [(row["method"], row["image"], row["target"], row["metric"], float(row["value"])) for row in rows] == expected
    assert all(row["reason"] == "" for row in rows)


def test_all_metrics_but_those_of_annotations(evaluated):
    result, methods = evaluated("--methods", "recipro-cam", "--metrics", "all", "--steps", 4, "--subsets", 20,
                                "--noisy-images", 2, images=[PICTURES / "000.png"])
    names = [metric["name"] for metric in result["metrics"]]
    assert {"adcc", "max-sensitivity", "mufidelity", "randomisation"} <= set(names) and "iou" not in names
    values = methods["recipro-cam"]["maps"][0]["values"]
    # Its values do not add up to anything.
    assert [name for name, value in values.items() if value is None] == ["completeness"]
    parts = [values["coherency"], 1 - values["complexity"], 1 - values["average-drop"]]
    assert methods["gaussian"]["maps"][0]["values"]["randomisation"] == pytest.approx(1)
    assert values["adcc"] == pytest.approx(3 / sum(1 / part for part in parts))


def own_format():
    return {"images": [{"file": row["file"], "objects": [{"class": int(row["label"]), "box": box(row)}]} for row in ROWS]}


def by_file():
    return {row["file"]: {"boxes": {"shape": box(row), "else": [0, 0, 1, 1]}, "main": "shape",
                          "imagenet_ids_of_main": [int(row["label"])]} for row in ROWS}


def coco():
    boxes = [(number, row, box(row)) for number, row in enumerate(ROWS)]
    return {"images": [{"id": number, "file_name": row["file"]} for number, row, _ in boxes],
            "categories": [{"id": 10 + 5 * index, "name": name} for index, name in enumerate(NAMES)],
            "annotations": [{"image_id": number, "category_id": 10 + 5 * int(row["label"]),
                             "bbox": [x1, y1, x2 - x1, y2 - y1]} for number, row, (x1, y1, x2, y2) in boxes]}


@pytest.mark.parametrize("annotations", [own_format, by_file, coco])
@pytest.mark.parametrize("labelled", [False, True])
def test_annotations_of_each_format(evaluated, tmp_path, annotations, labelled):
    (tmp_path / "boxes.json").write_text(json.dumps(annotations()), encoding="utf-8")
    (tmp_path / "names.txt").write_text("\n".join(NAMES), encoding="utf-8")
    flags = ["--labels", tmp_path / "names.txt"] if labelled else []
    _, methods = evaluated("--methods", "recipro-cam", "--annotations", "boxes.json", "--metrics",
                           "pointing-game,energy-pointing-game,iou", "--annotated-targets", *flags,
                           images=[PICTURES / row["file"] for row in ROWS])
    assert [item["target"] for item in methods["random"]["maps"]] == [int(row["label"]) for row in ROWS]
    assert mean(methods["recipro-cam"], "pointing-game") > 0.9
    # Chance is the share of the picture that the boxes take.
    share = np.mean([(x2 - x1) * (y2 - y1) / 96 ** 2 for x1, y1, x2, y2 in map(box, ROWS)])
    assert mean(methods["random"], "energy-pointing-game") == pytest.approx(share, rel=0.1)
    assert mean(methods["recipro-cam"], "iou") > mean(methods["random"], "iou") + 0.1


def test_names_of_categories_win_over_their_order(evaluated, tmp_path):
    annotations = coco()
    annotations["categories"].reverse()
    (tmp_path / "boxes.json").write_text(json.dumps(annotations), encoding="utf-8")
    (tmp_path / "names.txt").write_text("\n".join(NAMES), encoding="utf-8")
    _, methods = evaluated("--methods", "recipro-cam", "--annotations", "boxes.json", "--labels", "names.txt",
                           "--annotated-targets", "--metrics", "pointing-game")
    assert [item["target"] for item in methods["random"]["maps"]] == [int(row["label"]) for row in ROWS[:6]]
    assert methods["random"]["maps"][0]["label"] == "cross"


def test_a_target_without_annotation_has_a_reason(evaluated, tmp_path):
    others = [{"file": row["file"], "objects": [{"class": (int(row["label"]) + 1) % len(NAMES), "box": box(row)}]} for row in ROWS]
    (tmp_path / "boxes.json").write_text(json.dumps({"images": others}), encoding="utf-8")
    _, methods = evaluated("--methods", "recipro-cam", "--annotations", "boxes.json", "--metrics", "iou,sparseness")
    assert methods["recipro-cam"]["summary"]["iou"] == {"mean": None, "standard_deviation": None, "count": 0, "missing": 6}
    assert "not annotated" in methods["recipro-cam"]["maps"][0]["reasons"]["iou"]
    assert methods["recipro-cam"]["maps"][0]["values"]["sparseness"] > 0


def test_a_method_that_does_not_fit_is_left_out(evaluate):
    done = evaluate("--methods", "vit-recipro-cam,activation-map", "--metrics", "sparseness", images=[PICTURES / "000.png"])
    assert "vit-recipro-cam is skipped" in done.stderr and "activation-map" in done.stdout
    done = evaluate("--methods", "vit-recipro-cam", "--metrics", "sparseness", images=[PICTURES / "000.png"], code=4)
    assert "gaussian" in done.stdout


def test_bad_images_are_reported_and_the_others_judged(evaluated, tmp_path):
    (tmp_path / "broken.png").write_bytes(b"no picture")
    result, methods = evaluated("--methods", "recipro-cam", "--metrics", "entropy", code=3,
                                images=["broken.png", PICTURES / "000.png", "gone.png"])
    assert [item["image"] for item in result["bad_images"]] == ["broken.png", "gone.png"]
    assert len(methods["recipro-cam"]["maps"]) == 1


def test_same_seed_same_numbers(evaluated):
    def values(*arguments):
        _, methods = evaluated("--methods", "recipro-cam", "--metrics", "mufidelity,deletion", "--subsets", 20, "--steps", 5,
                               *arguments, images=[PICTURES / "000.png"])
        return [item["values"] for method in methods.values() for item in method["maps"]]

    assert values() == values()
    assert values() != values("--seed", 1)
    assert values("--baseline", "blur") != values()


@pytest.mark.parametrize("arguments, code, message", [
    (["--methods", "recipro"], 2, r"--methods: .*did you mean recipro-cam"),
    (["--metrics", "insert"], 2, r"--metrics: .*did you mean insertion"),
    (["--metrics", "iou"], 2, r"iou needs --annotations"),
    (["--annotated-targets"], 2, r"needs --annotations"),
    (["--json", "--csv"], 2, r"only one of --json and --csv"),
    (["--quiet", "--verbose"], 2, r"only one of --quiet and --verbose"),
    (["--steps", "0"], 2, r"--steps: .*from 1 to"),
    (["--subsets", "1"], 2, r"--subsets: .*from 2 to"),
    (["--noise", "2"], 2, r"--noise: .*from 0 to 1"),
    (["--threshold=-1"], 2, r"--threshold: .*from 0 to 1"),
    (["--baseline", "white"], 2, r"--baseline: expected zero, black, mean, blur"),
    (["--targets", "9"], 3, r"9"),
    (["--targets", "box:0"], 4, r"expected classes as targets"),
    (["--annotations", "gone.json"], 3, r"--annotations: cannot read gone.json"),
])
def test_errors(error, arguments, code, message):
    assert re.search(message, error("evaluate", MODEL, PICTURES / "000.png", *FLAGS, *arguments, code=code))


@pytest.mark.parametrize("text", [
    "no json", "[]", "3", '{"images": 5}', '{"images": [{"file": "a.png"}]}', '{"a.png": {"boxes": {"x": [1, 2, 3]}}}',
    '{"a.png": {"boxes": {"x": [5, 2, 3, 9]}}}', '{"images": [], "annotations": [{"image_id": 1}]}',
    '{"images": [], "categories": [], "annotations": [{"image_id": 1, "category_id": 4, "bbox": [0, 0, 5, 5]}]}',
])
def test_bad_annotations(error, tmp_path, text):
    (tmp_path / "bad.json").write_text(text, encoding="utf-8")
    message = error("evaluate", MODEL, PICTURES / "000.png", *FLAGS, "--annotations", "bad.json", code=3)
    assert "--annotations: expected JSON annotations" in message and "bad.json" in message


def test_metrics_table_and_json_list_the_same(vinoscope):
    metrics = json.loads(vinoscope("metrics", "--json").stdout)
    assert all(set(metric) == {"name", "title", "needs", "range", "better", "summary", "source"} for metric in metrics)
    rows = vinoscope("metrics").stdout.splitlines()
    assert [row.split()[0] for row in rows[1:] if not row.startswith(" ")] == [metric["name"] for metric in metrics]
