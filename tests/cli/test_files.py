# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Images in, files out."""

import json

import numpy as np
import pytest
from conftest import CAT, CLASSES, SHAPE, SOURCE, document, files_in, noise
from jsonschema import Draft202012Validator
from PIL import Image


def test_several_images_get_a_folder_each(explain_shapes, tmp_path):
    for name in ("photos/a.png", "photos/b.jpg", "more/c.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        noise().save(tmp_path / name)
    explain_shapes("photos", "more/*.png", "--targets", "2", "--output", "out")
    assert files_in(tmp_path / "out") == {"a/target_2.jpg", "b/target_2.jpg", "c/target_2.jpg"}


def test_images_of_one_name_do_not_share_a_folder(explain_shapes, tmp_path):
    names = ["a/cat.png", "b/cat.png", "a/cat.jpg", "a/dog.png", "a/dog.jpg", "b/CAT.png"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        noise().save(tmp_path / name)
    result = document(explain_shapes(*names, "--targets", "2", "--json"))
    files = [image["explanations"][0]["files"]["jpg"] for image in result["images"]]
    assert [image["image"] for image in result["images"]] == names
    assert len({name.lower() for name in files}) == len(names)
    assert files[2:5] == [f"vinoscope_out/{name}/target_2.jpg" for name in ("cat.jpg", "dog.png", "dog.jpg")]
    assert all((tmp_path / name).is_file() for name in files)


def test_image_given_twice_is_explained_once(explain_shapes):
    result = document(explain_shapes(SHAPE, SHAPE.parent, SHAPE.parent / "*.png", "--json"))
    names = [image["image"] for image in result["images"]]
    assert names[0] == str(SHAPE)
    assert len(names) == len(set(names)) == len(list(SHAPE.parent.glob("*.png")))


def test_dots_in_image_names_stay_inside_the_output_folder(explain_shapes, tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("...png", "..png", "a..png"):
        noise().save(tmp_path / "in" / name, format="png")
    before = files_in(tmp_path)
    explain_shapes("in/...png", "in/..png", "in/a..png", "--targets", "1", "--output", "out/deep")
    new = files_in(tmp_path) - before
    assert len(new) == 3
    assert all(name.startswith("out/deep/") and name.count("/") == 3 for name in new)


LABELS = ["a/b", "../../up", 'say "hi"', "x" * 300, "Katze \u732b \U0001f431", ""]


def test_any_label_becomes_a_safe_file_name(explain_shapes, tmp_path):
    (tmp_path / "names.txt").write_text("\n".join(LABELS[:5] + ["last"]), encoding="utf-8")
    before = files_in(tmp_path)
    image, = document(explain_shapes(SHAPE, "--labels", "names.txt", "--targets", "all", "--json"))["images"]
    new = files_in(tmp_path) - before
    assert len(new) == CLASSES
    assert all(name.startswith("vinoscope_out/target_") and name.count("/") == 1 for name in new)
    assert [item["label"] for item in image["explanations"]] == LABELS[:5] + ["last"]
    assert "vinoscope_out/target_Katze \u732b \U0001f431.jpg" in new


def test_classes_of_one_name_keep_a_file_each(explain_shapes, tmp_path):
    (tmp_path / "names.txt").write_text("same\n" * CLASSES)
    explain_shapes(SHAPE, "--labels", "names.txt", "--targets", "all")
    assert len(files_in(tmp_path / "vinoscope_out")) == CLASSES


def test_existing_files_are_replaced(explain_shapes, tmp_path):
    target = tmp_path / "out/target_0.png"
    target.parent.mkdir()
    target.write_text("old")
    (tmp_path / "out/mine.txt").write_text("mine")
    explain_shapes(SHAPE, "--targets", "0", "--format", "png", "--output", "out")
    assert Image.open(target).format == "PNG"
    assert files_in(tmp_path / "out") == {"target_0.png", "mine.txt"}


def save_kinds(folder):
    """One picture in every form, by name."""
    rgb = np.asarray(Image.open(SHAPE).convert("RGB"))
    picture = Image.fromarray(rgb)
    picture.save(folder / "plain.png")
    picture.save(folder / "plain.bmp")
    picture.save(folder / "plain.tiff")
    picture.save(folder / "plain.webp", lossless=True)
    picture.convert("RGBA").save(folder / "alpha.png")
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    picture.rotate(90, expand=True).save(folder / "turned.jpg", exif=exif, quality=100, subsampling=0)
    picture.save(folder / "upright.jpg", quality=100, subsampling=0)
    grey = np.asarray(picture.convert("L"))
    Image.fromarray(grey).save(folder / "grey.png")
    Image.fromarray(np.repeat(grey[:, :, None], 3, axis=2)).save(folder / "grey_as_rgb.png")
    Image.fromarray(grey.astype(np.uint16) * 257).save(folder / "grey16.png")


@pytest.mark.parametrize("name, same", [
    ("plain.bmp", "plain.png"), ("plain.tiff", "plain.png"), ("plain.webp", "plain.png"), ("alpha.png", "plain.png"),
    ("grey.png", "grey_as_rgb.png"), ("grey16.png", "grey_as_rgb.png"), ("turned.jpg", "upright.jpg"),
])
def test_kinds_of_image(explain_shapes, tmp_path, name, same):
    save_kinds(tmp_path)
    first, second = document(explain_shapes(name, same, "--json", "--targets", "all"))["images"]
    assert (first["width"], first["height"]) == (second["width"], second["height"])
    # A turned JPEG has other rounding; all others are the same pixels.
    tolerance = 0.05 if name == "turned.jpg" else 1e-6
    for one, other in zip(first["explanations"], second["explanations"]):
        assert one["max"] == pytest.approx(other["max"], rel=tolerance, abs=tolerance)


@pytest.mark.parametrize("width, height", [(1, 1), (20000, 10), (10, 20000)])
def test_extreme_sizes(explain_shapes, tmp_path, width, height):
    noise(height, width).save(tmp_path / "extreme.png")
    image, = document(explain_shapes("extreme.png", "--json", "--targets", "0", "--format", "jpg,npy"))["images"]
    assert (image["width"], image["height"]) == (width, height)
    item, = image["explanations"]
    assert item["status"] in ("ok", "flat")
    if item["status"] == "ok":
        assert Image.open(tmp_path / item["files"]["jpg"]).size == (width, height)


def test_raw_map_is_of_native_size(explain_shapes, tmp_path):
    explain_shapes(CAT, "--targets", "0", "--format", "npy")
    assert np.load(tmp_path / "vinoscope_out/target_0.npy").size < 1000


def test_raw_maps_say_the_same_in_every_format(explain_shapes, tmp_path):
    explain_shapes(SHAPE, "--targets", "2", "--method", "rise", "--num-masks", "50", "--format", "npy,png16,json,stderr")
    assert files_in(tmp_path / "vinoscope_out") == {"target_2.npy", "target_2_16bit.png", "target_2.json", "target_2_stderr.npy"}
    values = np.load(tmp_path / "vinoscope_out/target_2.npy")
    told = json.loads((tmp_path / "vinoscope_out/target_2.json").read_text(encoding="utf-8"))
    Draft202012Validator(json.loads((SOURCE / "docs/reference/map.schema.json").read_text(encoding="utf-8"))).validate(told)
    assert (told["target"], told["status"], told["height"], told["width"]) == (2, "ok", *values.shape)
    assert 0 <= told["score"] <= 1
    assert np.array_equal(np.float32(told["values"]), values)
    assert np.array_equal(np.float32(told["standard_error"]), np.load(tmp_path / "vinoscope_out/target_2_stderr.npy"))
    gray = np.asarray(Image.open(tmp_path / "vinoscope_out/target_2_16bit.png"), dtype=float)
    assert np.allclose(values.min() + gray / 65535 * np.ptp(values), values, atol=np.ptp(values) / 65535)


def test_standard_errors_that_there_are_not_are_missed(explain_shapes):
    done = explain_shapes(SHAPE, "--method", "recipro-cam", "--format", "npy,stderr")
    assert "recipro-cam does not provide a standard error" in done.stderr


def test_names_hold_what_is_asked_for(explain_shapes, tmp_path):
    asked = ["--prefix", "run_", "--postfix", "_p", "--confidence", "--output-size", "40x60", "--json"]
    image, = document(explain_shapes(SHAPE, "--targets", "top:2", *asked))["images"]
    names = [f"run_target_{best['index']}_p{best['score']:.2f}.jpg" for best in image["predictions"][:2]]
    assert files_in(tmp_path / "vinoscope_out") == set(names)
    assert Image.open(tmp_path / "vinoscope_out" / names[0]).size == (60, 40)
