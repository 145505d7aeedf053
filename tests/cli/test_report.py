# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Pages of `--report` and `vinoscope report`, and `vinoscope export`: their content; tests/browser drives the pages."""

import base64
import csv
import io
import json
import re
import shutil
from html.parser import HTMLParser

import numpy as np
import pytest
from conftest import SHAPES_FLAGS, SOURCE, document
from PIL import Image

MODEL = SOURCE / "tests/data/models/shapes-cnn-single.xml"
PICTURES = SOURCE / "tests/data/shapes"
IMAGES = [PICTURES / "000.png", PICTURES / "001.png", PICTURES / "002.png"]
FLAGS = [*SHAPES_FLAGS, "--precision", "f32"]
NAMES = ["circle", "square", "triangle", "star", "cross", "ring"]


class Page(HTMLParser):
    """The tags of a page, the text of its scripts and what they load."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.loaded, self.scripts, self._script = [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        self.loaded += [attributes[name] for name in ("src", "srcset", "data") if attributes.get(name)]
        self.loaded += [attributes["href"]] if tag in ("link", "image", "use") and "href" in attributes else []
        self._script = attributes if tag == "script" else None

    def handle_data(self, data):
        if self._script is not None:
            self.scripts.append((self._script, data))

    def data(self):
        return json.loads(next(text for attributes, text in self.scripts if attributes.get("id") == "data"))


@pytest.fixture
def run_folder(vinoscope, tmp_path):
    vinoscope("explain", MODEL, *IMAGES, *FLAGS, "--targets", "top:2", "--report", "run/index.html", "--quiet")
    return tmp_path / "run"


def page_of(file):
    return Page(file.read_text(encoding="utf-8"))


def test_explain_writes_a_page_that_loads_nothing(run_folder):
    assert sorted(file.name for file in run_folder.iterdir()) == ["index.html", "manifest.json", "maps.csv", "run.json"]
    page = page_of(run_folder / "index.html")
    assert page.loaded and all(source.startswith("data:") for source in page.loaded)
    policy = next(a["content"] for tag, a in page.tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    assert not any(tag in ("link", "iframe", "object", "embed") for tag, _ in page.tags)
    assert "http://" not in re.sub(r"http://www\.w3\.org/2000/svg", "", (run_folder / "index.html").read_text("utf-8"))


def test_the_page_holds_the_maps(run_folder, vinoscope, tmp_path):
    vinoscope("explain", MODEL, IMAGES[0], *FLAGS, "--format", "npy", "--output", "raw", "--targets", "top:2", "--quiet")
    raw = [np.load(file) for file in (tmp_path / "raw").glob("*.npy")]
    image = page_of(run_folder / "index.html").data()["images"][0]
    assert len(image["maps"]) == 2
    for shown in image["maps"]:
        tile = np.frombuffer(base64.b64decode(shown["tile"]), np.uint8).reshape(shown["height"], shown["width"])
        values = shown["low"] + tile / 255 * (shown["high"] - shown["low"])
        step = (shown["high"] - shown["low"]) / 255
        assert any(each.shape == values.shape and np.abs(each - values).max() <= 0.51 * step for each in raw)


def test_the_manifest_says_what_was_run(run_folder, vinoscope):
    manifest = json.loads((run_folder / "manifest.json").read_text(encoding="utf-8"))
    (model,) = manifest["models"]
    told = document(vinoscope("explain", MODEL, IMAGES[0], *FLAGS, "--json"))["provenance"]
    for key in ("model", "model_hash", "device", "precision", "method", "seed", "version", "openvino_version"):
        assert model[key] == told[key], key
    assert "--targets top:2" in manifest["parameters"]["command_line"]


def test_the_csv_has_a_line_for_each_map(run_folder):
    rows = list(csv.DictReader((run_folder / "maps.csv").open(encoding="utf-8")))
    assert len(rows) == 6
    assert {row["status"] for row in rows} == {"ok"}
    assert all(float(row["low"]) < float(row["mean"]) < float(row["high"]) for row in rows)


def test_report_writes_the_same_page_again(run_folder, vinoscope, tmp_path):
    vinoscope("report", run_folder, "-o", "again/page.html")
    assert (tmp_path / "again/page.html").read_bytes() == (run_folder / "index.html").read_bytes()
    assert (tmp_path / "again/manifest.json").read_bytes() == (run_folder / "manifest.json").read_bytes()


HOSTILE = [
    "<script>document.title='owned'<_script>.png",
    "a\"onerror=\"document.title='owned'.png",
    "{{#images}}&lt;b&gt;.png",
    "</script><img src=x>.png".replace("/", "_"),
    "=HYPERLINK(1).png",
    "-->.png",
    "\u202egnp.exe.png",
]


def test_hostile_names_and_labels_stay_text(vinoscope, tmp_path):
    (tmp_path / "images").mkdir()
    for name in HOSTILE:
        shutil.copy(IMAGES[0], tmp_path / "images" / name)
    labels = ["</script><script>document.title='owned'</script>", "<img src=x onerror=alert(1)>", "'\"&{{version}}", "d", "<!--", "f"]
    (tmp_path / "labels.txt").write_text("\n".join(labels) + "\n", encoding="utf-8")
    vinoscope("explain", MODEL, "images", *FLAGS, "--labels", "labels.txt", "--targets", "top:3", "--report", "page.html", "--quiet")
    page = page_of(tmp_path / "page.html")
    assert sum(tag == "script" for tag, _ in page.tags) == 2
    assert {attributes.get("src", "data:")[:5] for tag, attributes in page.tags if tag == "img"} == {"data:"}
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert sorted(image["name"] for image in page.data()["images"]) == sorted(HOSTILE)
    rows = list(csv.DictReader((tmp_path / "maps.csv").open(encoding="utf-8")))
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in (row["image"], row["label"]))


def test_evaluate_writes_metrics_and_curves(vinoscope, tmp_path):
    vinoscope("evaluate", MODEL, *IMAGES, *FLAGS, "--methods", "recipro-cam", "--metrics", "insertion,deletion", "--steps", 8,
              "--report", "page.html", "--quiet")
    data = page_of(tmp_path / "page.html").data()
    assert data["series"][0] == "recipro-cam" and "random" in data["series"]
    for image in data["images"]:
        for shown in image["maps"]:
            curve = shown["insertion_curve"]
            assert len(curve) == 9
            area = np.mean((np.array(curve[1:]) + curve[:-1]) / 2)
            assert shown["metrics"]["insertion"] == pytest.approx(area, abs=0.02)


def test_evaluate_finds_the_wrong_answers(vinoscope, tmp_path):
    objects = [{"class": 5, "box": [3, 54, 34, 86]}]  # the picture shows class 4
    (tmp_path / "boxes.json").write_text(json.dumps({"images": [{"file": "000.png", "objects": objects}]}), encoding="utf-8")
    vinoscope("evaluate", MODEL, IMAGES[0], *FLAGS, "--methods", "activation-map", "--metrics", "sparseness", "--annotations",
              "boxes.json", "--report", "page.html", "--quiet")
    (image,) = page_of(tmp_path / "page.html").data()["images"]
    assert "false" in image["tags"]


def test_compare_writes_both_maps_and_flips(vinoscope, tmp_path):
    vinoscope("compare", MODEL, MODEL, *IMAGES, *FLAGS, "--method", "recipro-cam", "--method-b", "activation-map", "--report",
              "page.html", "--quiet")
    data = page_of(tmp_path / "page.html").data()
    assert data["series"] == ["A", "B"]
    for image in data["images"]:
        assert {shown["series"] for shown in image["maps"]} == {"A", "B"}
        assert image["flip"] is False


def test_images_that_cannot_be_read_are_in_the_page(vinoscope, tmp_path):
    (tmp_path / "broken.png").write_bytes(b"no image")
    vinoscope("explain", MODEL, "broken.png", IMAGES[0], *FLAGS, "--report", "page.html", code=3)
    images = page_of(tmp_path / "page.html").data()["images"]
    assert "failed" in images[0]["tags"] and images[0]["error"]


def test_names_of_pages_and_runs_are_checked(error, tmp_path):
    assert ".html" in error("explain", MODEL, IMAGES[0], "--report", "page.pdf", code=2)
    (tmp_path / "empty").mkdir()
    assert "run.json" in error("report", "empty", "-o", "page.html", code=1)
    (tmp_path / "empty/run.json").write_text("{}", encoding="utf-8")
    assert "run" in error("report", "empty", "-o", "page.html", code=3)
    assert "coco" in error("export", "empty", "--to", "coca", code=2)


def decode(segmentation):
    """Runs of a COCO mask, from the description of its text format in pycocotools."""
    height, width = segmentation["size"]
    counts, position = [], 0
    text = segmentation["counts"].encode()
    while position < len(text):
        value, shift, more = 0, 0, True
        while more:
            group = text[position] - 48
            value |= (group & 0x1F) << shift
            more = bool(group & 0x20)
            position += 1
            shift += 5
            if not more and group & 0x10:
                value |= -1 << shift
        counts.append(value + counts[-2] if len(counts) > 2 else value)
    flat = np.repeat(np.arange(len(counts)) % 2, counts)
    return flat.reshape(width, height).T.astype(bool)


def test_coco_has_the_strongest_region(run_folder, vinoscope):
    vinoscope("export", run_folder, "--to", "coco")
    exported = json.loads((run_folder / "coco.json").read_text(encoding="utf-8"))
    assert len(exported["images"]) == 3 and len(exported["annotations"]) == 6
    for annotation in exported["annotations"]:
        mask = decode(annotation["segmentation"])
        assert mask.shape == (96, 96) and mask.sum() == annotation["area"]
        rows, columns = np.where(mask)
        x, y, width, height = annotation["bbox"]
        assert (x, y, x + width, y + height) == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    # The best class of the first picture: the region lies on the cross at 3,54..34,86.
    mask = decode(exported["annotations"][0]["segmentation"])
    assert mask[54:86, 3:34].sum() > 0.6 * mask.sum()


def test_json_lines_have_the_values(run_folder, vinoscope, tmp_path):
    vinoscope("export", run_folder, "--to", "jsonl", "-o", "maps.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "maps.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 6
    assert all(len(line["values"]) == line["height"] * line["width"] for line in lines)


def test_metrics_are_one_flat_object(vinoscope, tmp_path):
    vinoscope("evaluate", MODEL, *IMAGES, *FLAGS, "--methods", "recipro-cam", "--metrics", "sparseness", "--report", "run/page.html", "--quiet")
    vinoscope("export", "run", "--to", "metrics")
    metrics = json.loads((tmp_path / "run/metrics.json").read_text(encoding="utf-8"))
    assert metrics["images"] == 3
    assert all(isinstance(value, (int, float)) for value in metrics.values())
    rows = csv.DictReader((tmp_path / "run/maps.csv").open(encoding="utf-8"))
    values = [float(row["sparseness"]) for row in rows if row["series"] == "recipro-cam"]
    assert metrics["recipro-cam.sparseness"] == pytest.approx(np.mean(values))


def test_label_studio_gets_boxes_in_percent(run_folder, vinoscope):
    vinoscope("export", run_folder, "--to", "label-studio")
    tasks = json.loads((run_folder / "label_studio.json").read_text(encoding="utf-8"))
    assert len(tasks) == 3
    for task in tasks:
        for result in task["predictions"][0]["result"]:
            value = result["value"]
            assert 0 <= value["x"] < value["x"] + value["width"] <= 100


def test_fiftyone_gets_heat_maps(run_folder, vinoscope):
    vinoscope("export", run_folder, "--to", "fiftyone")
    samples = json.loads((run_folder / "fiftyone/samples.json").read_text(encoding="utf-8"))["samples"]
    assert len(samples) == 3
    for sample in samples:
        fields = [value for name, value in sample.items() if name.startswith("heatmap_")]
        assert len(fields) == 2
        for heatmap in fields:
            with Image.open(io.BytesIO(open(heatmap["map_path"], "rb").read())) as picture:
                assert np.asarray(picture).max() == heatmap["range"][1]
