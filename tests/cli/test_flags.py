# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The flags of `explain`: their names are a contract."""

import numpy as np
import openvino as ov
import pytest
from conftest import CAT, CLASSES, CLASSIFIER, LABELS, SHAPE, SHAPES, SHAPES_FLAGS, document, files_in
from PIL import Image

FLAGS = ["--task", "--method", "--targets", "--labels", "--mean", "--scale", "--color", "--layout", "--resize", "--preset",
         "--target-layer", "--device", "--precision", "--output", "--format", "--overlay", "--no-overlay",
         "--overlay-weight", "--colormap", "--no-resize", "--seed", "--budget", "--num-masks", "--time-budget",
         "--prefix", "--postfix", "--confidence", "--output-size", "--decoder", "--estimator", "--num-cells", "--prob", "--window", "--stride", "--baseline", "--json", "--quiet", "--verbose", "--help"]


@pytest.mark.parametrize("flag", FLAGS)
def test_help_names_the_flag(vinoscope, flag):
    assert flag in vinoscope("explain", "--help").stdout.replace(",", " ").split()


@pytest.mark.parametrize("command", ["explain", "insert", "methods", "doctor"])
def test_help_of_every_command_ends_with_examples(vinoscope, command):
    done = vinoscope(command, "--help")
    assert done.stderr == ""
    examples = done.stdout.rstrip().split("Examples:\n")[1].splitlines()
    assert 2 <= len(examples) <= 4
    assert all(line.startswith(f"  vinoscope {command}") for line in examples)
    assert command in vinoscope("--help").stdout


def test_version(vinoscope):
    first, second = vinoscope("--version").stdout.splitlines()
    assert first.split()[0] == "vinoscope" and first.split()[1][0].isdigit()
    assert second.startswith("OpenVINO 20")


def test_without_flags_the_best_class_is_drawn(vinoscope, tmp_path):
    done = vinoscope("explain", CLASSIFIER, CAT)
    assert files_in(tmp_path) == {"vinoscope_out/target_Egyptian_Mau.jpg"}
    assert Image.open(tmp_path / "vinoscope_out/target_Egyptian_Mau.jpg").size == Image.open(CAT).size
    lines = done.stdout.splitlines()
    assert len(lines) == 1 + 5 + 1
    assert lines[1].split()[:2] == ["285", "Egyptian_Mau"]
    assert lines[-1].strip() == "vinoscope_out/target_Egyptian_Mau.jpg"
    assert done.stderr == ""


@pytest.mark.parametrize("arguments, indices", [
    (["--targets", "3"], [3]),
    (["--targets", "4,1"], [4, 1]),
    (["--targets", "4", "--targets", "1,0"], [4, 1, 0]),
    (["--targets", "all"], list(range(CLASSES))),
    (["--targets=2"], [2]),
])
def test_targets_are_explained_in_the_asked_order(explain_shapes, arguments, indices):
    image, = document(explain_shapes(SHAPE, "--json", *arguments))["images"]
    assert [explanation["target"] for explanation in image["explanations"]] == indices


def test_top_targets_are_the_predictions(explain_shapes):
    image, = document(explain_shapes(SHAPE, "--json", "--targets", "top:3"))["images"]
    assert [item["target"] for item in image["explanations"]] == [item["index"] for item in image["predictions"][:3]]


def test_label_is_a_target(vinoscope):
    image, = document(vinoscope("explain", CLASSIFIER, CAT, "--json", "--targets", "lynx"))["images"]
    assert [(item["target"], item["label"]) for item in image["explanations"]] == [(287, "lynx")]


def test_labels_file_wins_and_names_the_files(explain_shapes, tmp_path):
    names = ["circle", "square", "triangle", "star", "cross", "ring"]
    (tmp_path / "names.txt").write_text("\n".join(names) + "\n")
    image, = document(explain_shapes(SHAPE, "--json", "--labels", "names.txt", "--targets", "star,0"))["images"]
    assert [item["label"] for item in image["explanations"]] == ["star", "circle"]
    assert files_in(tmp_path / "vinoscope_out") == {"target_star.jpg", "target_circle.jpg"}
    assert all(item["label"] == names[item["index"]] for item in image["predictions"])


@pytest.mark.parametrize("arguments", [["--format", "jpg,png,npy"],
                                       ["--format", "jpg", "--format", "png", "--format", "npy,npy"]])
def test_formats(explain_shapes, tmp_path, arguments):
    explain_shapes(SHAPE, "--targets", "0", "--output", "a/b", *arguments)
    assert files_in(tmp_path) == {f"a/b/target_0.{extension}" for extension in ("jpg", "png", "npy")}
    assert Image.open(tmp_path / "a/b/target_0.jpg").format == "JPEG"
    assert Image.open(tmp_path / "a/b/target_0.png").format == "PNG"


def test_raw_map_is_what_the_statistics_say(explain_shapes, tmp_path):
    image, = document(explain_shapes(SHAPE, "--json", "--format", "npy", "--targets", "all"))["images"]
    for item in image["explanations"]:
        raw = np.load(tmp_path / item["files"]["npy"])
        assert raw.dtype == np.float32
        assert raw.shape == (item["height"], item["width"])
        assert item["min"] == pytest.approx(raw.min(), rel=1e-6)
        assert item["max"] == pytest.approx(raw.max(), rel=1e-6)
        assert item["mean"] == pytest.approx(raw.mean(dtype=np.float64), rel=1e-6, abs=1e-9)
        assert item["argmax"] == list(np.unravel_index(raw.argmax(), raw.shape))


def png(run, folder, *arguments):
    run(SHAPE, "--targets", "0", "--format", "png", "--output", folder, *arguments)


def test_overlay_weight_blends_image_and_map(explain_shapes, tmp_path):
    pictures = {}
    for weight in ("0", "0.25", "1"):
        png(explain_shapes, weight, "--overlay", "--overlay-weight", weight)
        pictures[weight] = np.asarray(Image.open(tmp_path / weight / "target_0.png"), dtype=float)
    image = np.asarray(Image.open(SHAPE).convert("RGB"), dtype=float)
    assert np.array_equal(pictures["1"], image)
    blend = 0.25 * image + 0.75 * pictures["0"]
    assert np.abs(pictures["0.25"] - blend).max() <= 1.01  # each picture is rounded to whole numbers


def test_no_overlay_draws_the_map_alone(explain_shapes, tmp_path):
    png(explain_shapes, "map", "--no-overlay")
    png(explain_shapes, "weightless", "--overlay-weight", "0")
    alone = np.asarray(Image.open(tmp_path / "map/target_0.png"), dtype=int)
    weightless = np.asarray(Image.open(tmp_path / "weightless/target_0.png"), dtype=int)
    assert np.abs(alone - weightless).max() <= 1


def test_no_resize_keeps_the_size_of_the_map(explain_shapes, tmp_path):
    image, = document(explain_shapes(SHAPE, "--json", "--no-resize", "--format", "png", "--targets", "0"))["images"]
    item, = image["explanations"]
    assert Image.open(tmp_path / item["files"]["png"]).size == (item["width"], item["height"])


def test_grey_colormap_has_no_colour_and_jet_has(explain_shapes, tmp_path):
    for colormap in ("gray", "none", "jet", "turbo", "viridis"):
        png(explain_shapes, colormap, "--no-overlay", "--colormap", colormap)
        picture = np.asarray(Image.open(tmp_path / colormap / "target_0.png").convert("RGB"), dtype=int)
        coloured = np.ptp(picture, axis=2).max() > 50
        assert coloured == (colormap not in ("gray", "none")), colormap


def test_map_of_the_whole_image(explain_shapes, tmp_path):
    result = document(explain_shapes(SHAPE, "--json", "--method", "activation-map"))
    item, = result["images"][0]["explanations"]
    assert (item["target"], item["label"]) == (None, "per_image_map")
    assert files_in(tmp_path) == {"vinoscope_out/per_image_map.jpg"}
    assert result["provenance"]["method"] == "activation-map"


def scores(run, *arguments):
    image, = document(run(*arguments, "--json", "--precision", "f32"))["images"]
    return {item["index"]: item["score"] for item in image["predictions"]}


def test_preset_and_flags_are_the_preprocessing(vinoscope):
    arguments = ["explain", SHAPES, SHAPE]
    asked = scores(vinoscope, *arguments, "--mean", "123.675,116.28,103.53", "--scale", "58.395 57.12 57.375")
    assert scores(vinoscope, *arguments, "--preset", "imagenet") == pytest.approx(asked, rel=1e-4)
    assert scores(vinoscope, *arguments, "--preset", "imagenet", "--mean", "0") != pytest.approx(asked, rel=1e-2)


def test_channel_order(explain_shapes, tmp_path):
    picture = np.asarray(Image.open(SHAPE).convert("RGB"))
    Image.fromarray(picture[:, :, ::-1].copy()).save(tmp_path / "swapped.png")
    # The channels are turned in another place of the graph, which rounds differently.
    assert scores(explain_shapes, "swapped.png", "--color", "bgr") == pytest.approx(scores(explain_shapes, SHAPE), rel=1e-4)
    assert scores(explain_shapes, "swapped.png") != pytest.approx(scores(explain_shapes, SHAPE), rel=1e-2)


@pytest.mark.parametrize("size, shape", [([], (224, 224)), (["--input-size", "96x160"], (96, 160)),
                                         (["--input-size", "64"], (64, 64))])
def test_input_size_of_a_model_that_leaves_it_open(vinoscope, tmp_path, size, shape):
    model = ov.Core().read_model(SHAPES)
    model.reshape([1, 3, -1, -1])
    ov.save_model(model, tmp_path / "open.xml")
    image, = document(vinoscope("explain", "open.xml", SHAPE, "--json", *SHAPES_FLAGS, *size))["images"]
    item, = image["explanations"]
    assert (8 * item["height"], 8 * item["width"]) == shape  # the model halves its input three times


def test_quiet_prints_nothing_and_verbose_tells_the_choices(explain_shapes):
    quiet = explain_shapes(SHAPE, "--quiet")
    assert (quiet.stdout, quiet.stderr) == ("", "")
    verbose = explain_shapes(SHAPE, "--verbose")
    assert verbose.stdout == explain_shapes(SHAPE).stdout
    assert "target layer" in verbose.stderr.lower() and "Seconds:" in verbose.stderr


def test_second_run_writes_the_same_bytes(vinoscope, tmp_path):
    for folder in ("first", "second"):
        vinoscope("explain", CLASSIFIER, CAT, "--targets", "top:3", "--format", "jpg,png,npy", "--output", folder)
    names = files_in(tmp_path / "first")
    assert len(names) == 9 and names == files_in(tmp_path / "second")
    for name in names:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes(), name


def test_cache_flag(explain_shapes, tmp_path, cache):
    explain_shapes(SHAPE, "--cache", "models")
    assert files_in(tmp_path / "models")
    before = files_in(cache)
    explain_shapes(SHAPE, "--cache", "none", "--precision", "f32", "--seed", "7")
    assert files_in(cache) == before


def test_labels_of_the_embedded_model_are_those_of_its_file(vinoscope):
    image, = document(vinoscope("explain", CLASSIFIER, CAT, "--json"))["images"]
    for item in image["predictions"]:
        assert item["label"] == LABELS[item["index"]].strip().replace(" ", "_")


@pytest.mark.parametrize("flags, inferences", [
    (["--num-masks", "30"], 31),
    (["--budget", "speed"], 251),
    (["--num-masks", "30", "--time-budget", "1000s", "--estimator", "plain", "--num-cells", "3", "--prob", "0.25"], 31),
    (["--num-masks", "30", "--estimator", "regression"], 31),
    (["--num-masks", "30", "--baseline", "blur"], 31),
])
def test_rise(explain_shapes, flags, inferences):
    result = document(explain_shapes(SHAPE, "--json", "--method", "rise", *flags))
    assert result["provenance"]["method"] == "rise"
    assert result["provenance"]["inferences"] == inferences
    assert result["images"][0]["explanations"][0]["status"] == "ok"


def test_seed_decides_the_map(explain_shapes, tmp_path):
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        explain_shapes(SHAPE, "--method", "rise", "--num-masks", "30", "--precision", "f32", "--targets", "0", "--format",
                       "npy", "--seed", seed, "--output", name)
    maps = [np.load(tmp_path / name / "target_0.npy") for name in "abc"]
    assert np.array_equal(maps[0], maps[1]) and not np.array_equal(maps[0], maps[2])


def test_occlusion(explain_shapes):
    flags = ["--method", "occlusion", "--window", "24", "--stride", "12"]
    result = document(explain_shapes(SHAPE, "--json", *flags))
    assert result["provenance"]["inferences"] == 1 + 7 * 7  # a picture of 96 x 96
    item, = result["images"][0]["explanations"]
    assert (item["height"], item["width"]) == (96, 96)


@pytest.mark.parametrize("flag, value", [("--num-masks", "0"), ("--num-masks", "many"), ("--prob", "1"), ("--prob", "-1"),
                                         ("--time-budget", "5"), ("--time-budget", "0s"), ("--time-budget", "ms"),
                                         ("--estimator", "best"), ("--budget", "huge"), ("--baseline", "red"),
                                         ("--window", "0"), ("--stride", "x"), ("--num-cells", "0")])
def test_wrong_values_of_black_box_flags_are_usage_errors(vinoscope, flag, value):
    done = vinoscope("explain", SHAPES, SHAPE, "--method", "rise", f"{flag}={value}", code=2)
    assert flag in done.stderr


def test_unknown_normalisation_is_a_warning(vinoscope, explain_shapes):
    assert "specifies no normalisation" in vinoscope("explain", SHAPES, SHAPE).stderr
    assert vinoscope("explain", SHAPES, SHAPE, "--quiet").stderr == ""
    assert explain_shapes(SHAPE).stderr == ""
