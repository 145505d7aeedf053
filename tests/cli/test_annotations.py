# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The forms of `--annotations`: the same objects give the same numbers, whatever they are written in."""

import csv
import json

import numpy as np
import pytest
from conftest import SHAPES_FLAGS, SOURCE, document
from PIL import Image

MODEL = SOURCE / "tests/data/models/shapes-cnn-single.xml"
PICTURES = SOURCE / "tests/data/shapes"
NAMES = ["circle", "square", "triangle", "star", "cross", "ring"]
ROWS = list(csv.DictReader((PICTURES / "single.csv").open(encoding="utf-8")))
ROWS = [row for row in ROWS if (PICTURES / row["file"]).exists()][:4]
IMAGES = [PICTURES / row["file"] for row in ROWS]
SIZE = 96


def box(row):
    return [int(row[side]) for side in ("x1", "y1", "x2", "y2")]


@pytest.fixture
def judged(vinoscope):
    """The values of the bell for the annotated class of each image, by metric."""

    def run(annotations, *arguments):
        (labels := annotations.parent / "labels.txt").write_text("\n".join(NAMES) + "\n", encoding="utf-8")
        result = document(vinoscope("evaluate", MODEL, *IMAGES, *SHAPES_FLAGS, "--labels", labels, "--methods", "gaussian",
                                    "--metrics", "iou,energy-pointing-game,roc-auc", "--annotations", annotations, "--json",
                                    *arguments))
        (bell,) = [method for method in result["methods"] if method["method"] == "gaussian"]
        return {(item["image"][-7:], name): value for item in bell["maps"] for name, value in item["values"].items()}

    return run


@pytest.fixture
def expected(judged, tmp_path):
    images = [{"file": row["file"], "objects": [{"class": int(row["label"]), "box": box(row)}]} for row in ROWS]
    (tmp_path / "own.json").write_text(json.dumps({"images": images}), encoding="utf-8")
    values = judged(tmp_path / "own.json")
    assert len(values) == 12 and None not in values.values()
    return values


def packed(counts):
    """The text of COCO's runs, from the description in its mask API."""
    text = ""
    for i, count in enumerate(counts):
        value = count - (counts[i - 2] if i > 2 else 0)
        more = True
        while more:
            group, value = value & 0x1F, value >> 5
            more = value != -1 if group & 0x10 else value != 0
            text += chr(48 + (group | 0x20 if more else group))
    return text


def mask_of(row):
    x1, y1, x2, y2 = box(row)
    mask = np.zeros((SIZE, SIZE), np.uint8)
    mask[y1:y2, x1:x2] = 1
    return mask


def simple_runs(mask):
    counts, last = [0], 0
    for value in mask.T.ravel():
        if value != last:
            counts.append(0)
        last = value
        counts[-1] += 1
    return counts


def coco(segmentation):
    return {
        "images": [{"id": i, "file_name": row["file"]} for i, row in enumerate(ROWS)],
        "categories": [{"id": 10 + i, "name": name} for i, name in enumerate(NAMES)],
        "annotations": [
            {"image_id": i, "category_id": 10 + int(row["label"]), "bbox": [0, 0, 1, 1], "segmentation": segmentation(row)}
            for i, row in enumerate(ROWS)
        ],
    }


def polygon(row):
    x1, y1, x2, y2 = box(row)
    return [[x1, y1, x2, y1, x2, y2, x1, y2]]


@pytest.mark.parametrize(
    "segmentation",
    [
        polygon,
        lambda row: {"size": [SIZE, SIZE], "counts": simple_runs(mask_of(row))},
        lambda row: {"size": [SIZE, SIZE], "counts": packed(simple_runs(mask_of(row)))},
    ],
    ids=["polygons", "runs", "packed runs"],
)
def test_coco(judged, expected, tmp_path, segmentation):
    (tmp_path / "coco.json").write_text(json.dumps(coco(segmentation)), encoding="utf-8")
    assert judged(tmp_path / "coco.json") == pytest.approx(expected)


def test_pascal_voc(judged, expected, tmp_path):
    (tmp_path / "voc").mkdir()
    for row in ROWS:
        x1, y1, x2, y2 = box(row)
        text = (f"<annotation>\n <filename>{row['file']}</filename>\n <object><name>{NAMES[int(row['label'])]}</name>"
                f"<bndbox><xmin>{x1 + 1}</xmin><ymin>{y1 + 1}</ymin><xmax>{x2}</xmax><ymax>{y2}</ymax></bndbox></object>\n"
                "</annotation>\n")
        (tmp_path / "voc" / row["file"]).with_suffix(".xml").write_text(text, encoding="utf-8")
    assert judged(tmp_path / "voc") == pytest.approx(expected)


def test_yolo(judged, expected, tmp_path):
    (tmp_path / "yolo").mkdir()
    for row in ROWS:
        x1, y1, x2, y2 = np.array(box(row)) / SIZE
        line = f"{row['label']} {(x1 + x2) / 2} {(y1 + y2) / 2} {x2 - x1} {y2 - y1}\n"
        (tmp_path / "yolo" / row["file"]).with_suffix(".txt").write_text(line, encoding="utf-8")
    (tmp_path / "yolo/classes.txt").write_text("\n".join(NAMES), encoding="utf-8")
    assert judged(tmp_path / "yolo") == pytest.approx(expected, abs=1e-4)


def test_masks(judged, expected, tmp_path):
    (tmp_path / "masks").mkdir()
    for row in ROWS:
        Image.fromarray(255 * mask_of(row)).save(tmp_path / "masks" / row["file"])
    assert judged(tmp_path / "masks") == pytest.approx(expected)


@pytest.mark.parametrize("suffix", ["", ".0"])  # as tables write a whole number beside a missing one
def test_csv_of_class_indices(judged, expected, tmp_path, suffix):
    lines = ["file,class,x1,y1,x2,y2"] + [",".join([row["file"], row["label"] + suffix, *map(str, box(row))]) for row in ROWS]
    (tmp_path / "boxes.csv").write_text("\n".join(lines), encoding="utf-8")
    assert judged(tmp_path / "boxes.csv") == expected


def test_csv(judged, expected, tmp_path):
    lines = ["file,name,xmin,ymin,xmax,ymax"] + [",".join([row["file"], NAMES[int(row["label"])], *map(str, box(row))]) for row in ROWS]
    (tmp_path / "boxes.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert judged(tmp_path / "boxes.csv") == pytest.approx(expected)


def bad(tmp_path):
    (tmp_path / "small").mkdir()
    Image.fromarray(255 * mask_of(ROWS[0])).resize((50, 50)).save(tmp_path / "small" / ROWS[0]["file"])
    return {
        "masks of another size": (tmp_path / "small", "96x96"),
        "an empty folder": (tmp_path / "nothing", "folder"),
        "a line with too few fields": (tmp_path / "short.csv", "fields"),
        "a CSV file without boxes": (tmp_path / "other.csv", "x1"),
        "a polygon of two corners": (tmp_path / "polygon.json", "polygon"),
        "too many pixels": (tmp_path / "runs.json", "found more"),
        "too few pixels": (tmp_path / "fewer.json", "found 3 fewer"),
        "runs beyond 64 bits": (tmp_path / "long.json", "run lengths"),
        "shares above 1": (tmp_path / "yolo", "relative to the image size"),
        "no Pascal VOC": (tmp_path / "page.xml", "Pascal VOC"),
    }


@pytest.mark.parametrize("case", ["masks of another size", "an empty folder", "a line with too few fields", "a CSV file without boxes",
                                  "a polygon of two corners", "too many pixels", "too few pixels", "runs beyond 64 bits", "shares above 1", "no Pascal VOC"])
def test_bad_annotations_are_named(error, tmp_path, case):
    (tmp_path / "nothing").mkdir()
    (tmp_path / "yolo").mkdir()
    (tmp_path / "yolo/000.txt").write_text("1 20 30 4 5\n", encoding="utf-8")
    (tmp_path / "short.csv").write_text("file,class,x1,y1,x2,y2\n000.png,1,2\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text("file,class\n000.png,1\n", encoding="utf-8")
    (tmp_path / "polygon.json").write_text(json.dumps(coco(lambda row: [[1, 2, 3, 4]])), encoding="utf-8")
    (tmp_path / "runs.json").write_text(json.dumps(coco(lambda row: {"size": [2, 2], "counts": [1, 9]})), encoding="utf-8")
    (tmp_path / "fewer.json").write_text(json.dumps(coco(lambda row: {"size": [2, 2], "counts": [1]})), encoding="utf-8")
    (tmp_path / "long.json").write_text(json.dumps(coco(lambda row: {"size": [2, 2], "counts": [1, 2**63 - 1]})), encoding="utf-8")
    (tmp_path / "page.xml").write_text("<html></html>", encoding="utf-8")
    file, reason = bad(tmp_path)[case]
    message = error("evaluate", MODEL, IMAGES[0], *SHAPES_FLAGS, "--methods", "gaussian", "--metrics", "iou", "--annotations", file,
                    "--quiet", code=3)
    assert reason in message


def coco_with(**changes):
    document = coco(lambda row: [])
    for annotation in document["annotations"]:
        annotation.update(changes)
    return document


def coco_of_images(**changes):
    document = coco(lambda row: [])
    for image in document["images"]:
        image.update(changes)
    return document


def coco_of_ids(key, name):
    """The first two of `key` have one id."""
    document = coco(lambda row: [])
    document[key][1] |= {"id": document[key][0]["id"], name: "another"}
    return document


def own(**changes):
    objects = [{"class": 1, "box": [1, 2, 30, 40]} | changes]
    return {"images": [{"file": row["file"], "objects": objects} for row in ROWS]}


INFINITE = float("inf")
BAD_NUMBERS = {
    "COCO box of 1e30": (coco_with(bbox=[1, 2, 1e30, 5]), "coordinate"),
    "COCO box at 1e30": (coco_with(bbox=[1e30, 2, 1e30, 5]), "coordinate"),
    "COCO box of 1e300": (coco_with(bbox=[1, 2, 1e300, 5]), "coordinate"),
    "COCO box of infinity": (coco_with(bbox=[1, 2, INFINITE, 5]), "JSON"),
    "COCO box of NaN": (coco_with(bbox=[1, 2, float("nan"), 5]), "JSON"),
    "COCO box of negative width": (coco_with(bbox=[30, 2, -10, 5]), "negative size"),
    "COCO box of negative width beside a polygon": (coco_with(bbox=[30, 2, -10, 5], segmentation=[[1, 2, 9, 2, 9, 9]]), "negative size"),
    "COCO box without an area": (coco_with(bbox=[30, 2, 0, 5]), "x1 < x2"),
    "COCO box of three numbers": (coco_with(bbox=[1, 2, 3]), "4 numbers"),
    "COCO box of five numbers": (coco_with(bbox=[1, 2, 3, 4, 5]), "4 numbers"),
    "COCO box of truth values": (coco_with(bbox=[False, False, True, True]), "numbers"),
    "COCO box outside of the image": (coco_with(bbox=[500, 500, 10, 10]), "outside"),
    "COCO polygon of 1e30": (coco_with(segmentation=[[1, 2, 1e30, 2, 9, 9]]), "coordinate"),
    "COCO category of 1e30": (coco_with(category_id=1e30), "whole number"),
    "COCO category of 1.5": (coco_with(category_id=1.5), "whole number"),
    "COCO category that is not listed": (coco_with(category_id=999), "category_id"),
    "COCO images of one id": (coco_of_ids("images", "file_name"), "different ids"),
    "COCO categories of one id": (coco_of_ids("categories", "name"), "different ids"),
    "COCO image that is not listed": (coco_with(image_id=-7), "image_id"),
    "COCO image of 1e30": (coco_with(image_id=1e30), "whole number"),
    "COCO image of negative width": (coco_of_images(width=-5), "size in pixels"),
    "COCO image of 1e30": (coco_of_images(height=1e30), "whole number"),
    "COCO mask of a size of 1e30": (coco_with(segmentation={"size": [1e30, 96], "counts": [1]}), "whole number"),
    "COCO mask of a size beyond 32 bits": (coco_with(segmentation={"size": [2**32 + 96, 96], "counts": [96 * 96]}), "size in pixels"),
    "COCO mask of a negative size": (coco_with(segmentation={"size": [-96, 96], "counts": [1]}), "size in pixels"),
    "COCO mask of runs of 1e30": (coco_with(segmentation={"size": [96, 96], "counts": [1e30]}), "whole number"),
    "COCO mask of half a pixel": (coco_with(segmentation={"size": [96, 96], "counts": [0.5, 9215.5]}), "whole number"),
    "own box of 1e30": (own(box=[1, 2, 1e30, 4]), "coordinate"),
    "own class of 1e30": (own(**{"class": 1e30}), "whole number"),
    "own class of 1.5": (own(**{"class": 1.5}), "whole number"),
    "own class of true": (own(**{"class": True}), "whole number"),
    "own class below 0": (own(**{"class": -1}), "index of a class"),
    "own class beyond 64 bits": (own(**{"class": 2**64 - 1}), "whole number"),
    "CSV box of 1e30": ("file,class,x1,y1,x2,y2\n000.png,1,1,2,1e30,4\n", "coordinate"),
    "CSV box of NaN": ("file,class,x1,y1,x2,y2\n000.png,1,1,2,nan,4\n", "number"),
    "CSV class beyond 64 bits": ("file,class,x1,y1,x2,y2\n000.png,99999999999999999999,1,2,30,4\n", "index of a class"),
    "CSV of two columns of one name": ("file,class,x1,x1,y1,x2,y2\n000.png,1,1,2,2,30,4\n", "2 columns named x1"),
    "CSV class below 0": ("file,class,x1,y1,x2,y2\n000.png,-1,1,2,30,4\n", "index of a class"),
    "VOC box of 1e30": ("<annotation><filename>000.png</filename><object><name>star</name><bndbox><xmin>1</xmin><ymin>1</ymin>"
                        "<xmax>1e30</xmax><ymax>9</ymax></bndbox></object></annotation>", "coordinate"),
    "VOC box of negative size": ("<annotation><filename>000.png</filename><object><name>star</name><bndbox><xmin>20</xmin><ymin>1</ymin>"
                                 "<xmax>2</xmax><ymax>9</ymax></bndbox></object></annotation>", "x1 < x2"),
    "VOC box of infinity": ("<annotation><filename>000.png</filename><object><name>star</name><bndbox><xmin>1</xmin><ymin>1</ymin>"
                            "<xmax>inf</xmax><ymax>9</ymax></bndbox></object></annotation>", "number"),
    "YOLO box of negative size": ("1 0.5 0.5 -0.2 0.2\n", "from 0 to 1"),
    "YOLO box of NaN": ("1 0.5 0.5 nan 0.2\n", "number"),
    "YOLO class below 0": ("-1 0.5 0.5 0.2 0.2\n", "index of a class"),
}


@pytest.mark.parametrize("case", BAD_NUMBERS)
def test_numbers_out_of_range_are_one_line(error, tmp_path, case):
    content, reason = BAD_NUMBERS[case]
    (tmp_path / "yolo").mkdir()
    name = {"CSV": "a.csv", "VOC": "a.xml", "YOLO": f"yolo/{ROWS[0]['file'][:-4]}.txt"}.get(case.split()[0], "a.json")
    text = content.replace("000.png", ROWS[0]["file"]) if isinstance(content, str) else json.dumps(content)
    (tmp_path / name).write_text(text, encoding="utf-8")
    file = tmp_path / ("yolo" if name.startswith("yolo") else name)
    message = error("evaluate", MODEL, IMAGES[0], *SHAPES_FLAGS, "--methods", "gaussian", "--metrics", "iou", "--annotations", file,
                    "--quiet", code=3)
    assert reason in message


def test_a_long_list_of_annotations_is_read_in_time(judged, expected, tmp_path):
    """A time that grows with the square of the number of values would be minutes."""
    text = json.dumps(coco(lambda row: []) | {"licenses": []})
    for annotation, row in zip(annotations := json.loads(text)["annotations"], ROWS):
        x1, y1, x2, y2 = box(row)
        annotation["bbox"] = [x1, y1, x2 - x1, y2 - y1]
    text = json.dumps(json.loads(text) | {"annotations": annotations})
    (tmp_path / "long.json").write_text(text.replace('"licenses": []', '"licenses": [' + "{}," * 1_500_000 + "{}]"), encoding="utf-8")
    assert judged(tmp_path / "long.json") == expected


def test_masks_take_the_memory_of_their_runs(error, tmp_path):
    # As pixels, these two hundred masks would take 840 GB.
    document = coco(lambda row: {"size": [65536, 65536], "counts": [65536**2]})
    document["annotations"] *= 200
    (tmp_path / "large.json").write_text(json.dumps(document), encoding="utf-8")
    message = error("evaluate", MODEL, IMAGES[0], *SHAPES_FLAGS, "--methods", "gaussian", "--metrics", "iou", "--annotations",
                    tmp_path / "large.json", "--quiet", code=3)
    assert "expected a mask of 96x96 pixels" in message and "found 65536x65536" in message
