# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Bad input: one line that says what was expected and found, and the exit code of its kind."""

import os
import subprocess

import numpy as np
import pytest
from conftest import CAT, CLASSIFIER, PROGRAM, SHAPE, SHAPES, SHAPES_FLAGS, files_in, SOURCE
from PIL import Image

USAGE, INPUT, UNSUPPORTED, ELSE = 2, 3, 4, 1


@pytest.mark.parametrize("arguments, parts", [
    ([], ["expected a command", "explain", "insert", "methods", "doctor"]),
    (["explian"], ["'explian'", "did you mean explain?"]),
    (["--versoin"], ["'--versoin'", "did you mean --version?"]),
    (["explain"], ["expected MODEL", "vinoscope explain --help"]),
    (["explain", "m.xml"], ["IMAGE", "vinoscope explain --help"]),
    (["explain", "m.xml", "a.png", "--tagets", "1"], ["'--tagets'", "--targets"]),
    (["explain", "m.xml", "a.png", "--colourmap=jet"], ["'--colourmap'", "--colormap"]),
    (["explain", "m.xml", "a.png", "-z"], ["'-z'"]),
    (["explain", "m.xml", "a.png", "--mean"], ["--mean"]),
    (["explain", "m.xml", "a.png", "--output", "--json"], ["--output", "--json"]),
    (["explain", "m.xml", "a.png", "--json=no"], ["--json"]),
    (["explain", "m.xml", "a.png", "--output", ""], ["--output"]),
    (["explain", "m.xml", "a.png", "--task", "clasification"], ["--task", "did you mean classification?"]),
    (["explain", "m.xml", "a.png", "--method", "reciprocam"], ["--method", "did you mean recipro-cam"]),
    (["explain", "m.xml", "a.png", "--color", "gbr"], ["--color", "rgb, bgr", "'gbr'"]),
    (["explain", "m.xml", "a.png", "--layout", "nchv"], ["--layout", "did you mean nchw"]),
    (["explain", "m.xml", "a.png", "--resize", "leterbox"], ["--resize", "did you mean letterbox?"]),
    (["explain", "m.xml", "a.png", "--preset", "imagnet"], ["did you mean imagenet"]),
    (["explain", "m.xml", "a.png", "--precision", "f64"], ["--precision", "'f64'", "bf16"]),
    (["explain", "m.xml", "a.png", "--colormap", "yet"], ["yet", "did you mean jet"]),
    (["explain", "m.xml", "a.png", "--format", "jpeg"], ["jpeg", "jpg", "npy"]),
    (["explain", "m.xml", "a.png", "--mean", "1,x"], ["--mean", "'x'"]),
    (["explain", "m.xml", "a.png", "--scale", "nan"], ["--scale", "'nan'"]),
    (["explain", "m.xml", "a.png", "--seed", "-1"], ["--seed", "'-1'"]),
    (["explain", "m.xml", "a.png", "--input-size", "224x"], ["--input-size"]),
    (["explain", "m.xml", "a.png", "--input-size", "0x9"], ["--input-size", "0x9"]),
    (["explain", "m.xml", "a.png", "--overlay-weight", "1.5"], ["--overlay-weight", "0 to 1", "1.5"]),
    (["explain", "m.xml", "a.png", "--targets", ","], ["target"]),
    (["explain", "m.xml", "a.png", "--targets", "top:0"], ["top:0"]),
    (["explain", "m.xml", "a.png", "--overlay", "--no-overlay"], ["--overlay", "--no-overlay"]),
    (["explain", "m.xml", "a.png", "--overlay", "--no-resize"], ["--overlay", "--no-resize"]),
    (["explain", "m.xml", "a.png", "--quiet", "--verbose"], ["--quiet", "--verbose"]),
    (["explain", "m.xml", "a.png", "--steps", "0"], ["--steps", "1 to", "0"]),
    (["explain", "m.xml", "a.png", "--noise", "-1"], ["--noise", "above 0", "-1"]),
    (["explain", "m.xml", "a.png", "--rule", "simpson"], ["--rule", "'simpson'", "midpoint"]),
    (["explain", "m.xml", "a.png", "--num-masks", "0"], ["--num-masks", "1 to 1000000", "found 0"]),
    (["explain", "m.xml", "a.png", "--time-budget", "-3"], ["--time-budget", "200ms", "'-3'"]),
    (["explain", "m.xml", "a.png", "--time-budget=-3s"], ["--time-budget", "above 0", "-3s"]),
    (["explain", "m.xml", "a.png", "--budget", "fast"], ["--budget", "speed, balance, quality", "'fast'"]),
    (["explain", "m.xml", "a.png", "--estimator", "centered"], ["--estimator", "did you mean centred?"]),
    (["explain", "m.xml", "a.png", "--baseline", "red"], ["--baseline", "blur", "'red'"]),
    (["explain", "m.xml", "a.png", "--prob", "1"], ["--prob", "between 0 and 1", "found 1"]),
    (["explain", "m.xml", "a.png", "--num-cells", "0"], ["--num-cells", "1 to 256", "found 0"]),
    (["explain", "m.xml", "a.png", "--min-score", "3"], ["--min-score", "0 to 1", "found 3"]),
    (["explain", "m.xml", "a.png", "--box", "5,5,9,9"], ["x1,y1,x2,y2:LABEL", "5,5,9,9"]),
    (["explain", "m.xml", "a.png", "--box", "5,5,1,1:star"], ["x1 < x2", "5,5,1,1"]),
    (["explain", "m.xml", "a.png", "--decoder", "yollo"], ["--decoder", "did you mean yolo?"]),
    (["explain", "m.xml", "a.png", "--output-size", "0x9"], ["--output-size", "0x9"]),
    (["explain", "m.xml", "a.png", "--output-size", "9", "--no-resize"], ["--output-size", "--no-resize"]),
    (["insert", "m.xml"], ["-o OUT.xml"]),
    (["insert", "m.xml", "-o", "out.xml", "--target", "tabby"], ["--target", "'tabby'"]),
    (["insert", "m.xml", "-o", "out.xml", "--method", "integrated-gradients"], ["--method", "grad-cam"]),
    (["insert", "m.xml", "-o", "out.onnx"], [".xml", "'out.onnx'"]),
    (["methods", "extra"], ["'extra'"]),
    (["doctor"], ["MODEL"]),
])
def test_usage(error, arguments, parts):
    message = error(*arguments, code=USAGE)
    for part in parts:
        assert part in message


@pytest.mark.parametrize("flag, value", [("--mean", "1,2"), ("--scale", "0")])
def test_preprocessing_that_does_not_fit_the_model(error, flag, value):
    assert flag.strip("-") in error("explain", SHAPES, SHAPE, flag, value, code=USAGE)


@pytest.mark.parametrize("model, arguments, code, parts", [
    ("cnn", ["--method", "occlusion", "--until-stable"], USAGE, ["occlusion", "until_stable", "rise"]),
    ("cnn", ["--method", "rise", "--num-cells", "97"], USAGE, ["num_cells", "96", "97"]),
    ("cnn", ["--method", "occlusion", "--window", "3", "--stride", "9"], USAGE, ["window 3", "stride 9"]),
    ("cnn", ["--input-size", "96x64"], USAGE, ["width 96", "found 64"]),
    ("cnn", ["--target-layer", "zzz"], INPUT, ["\"zzz\"", "vinoscope doctor"]),
    ("cnn", ["--prefix", "a" * 101], USAGE, ["prefix", "100", "101"]),
    ("cnn", ["--versus", "17"], INPUT, ["class 17", "0 to 5"]),
    ("cnn", ["--versus", "1", "--targets", "1"], INPUT, ["class 1", "another class"]),
    ("unet", ["--versus", "1", "--targets", "1"], INPUT, ["class 1", "another class"]),
    ("cnn", ["--versus", "zebra"], INPUT, ["zebra", "labels"]),
    ("cnn", ["--box", "5,5,20,20:1"], INPUT, ["box", "classification"]),
    ("cnn", ["--region", "1,2"], INPUT, ["region", "classification"]),
    ("ssd", ["--versus", "1"], INPUT, ["contrast", "detection"]),
    ("ssd", ["--targets", "box:99"], INPUT, ["99", "0.25"]),
    ("unet", ["--region", "missing.png"], INPUT, ["missing.png"]),
    ("unet", ["--region", "500,500"], INPUT, ["500,500", "96x96"]),
    ("cnn", ["--decoder", "yolo"], UNSUPPORTED, ["yolo", "[1,6]", "[1,4+C,N]"]),
    ("ssd", ["--postprocess", "detr"], UNSUPPORTED, ["detr", "pred_boxes"]),
])
def test_questions_and_options_that_do_not_fit_the_model(error, model, arguments, code, parts):
    message = error("explain", SHAPES.with_name(f"shapes-{model}.xml"), SHAPE, *SHAPES_FLAGS, *arguments, code=code)
    assert all(part in message for part in parts)


@pytest.mark.parametrize("precision", ["bf16", "f16"])
def test_gradients_of_a_quantised_model_in_half_precision(error, precision):
    message = error("explain", SOURCE / "assets/models/efficientnet-lite0-int8.xml", CAT, "--method", "saliency",
                    "--precision", precision, code=UNSUPPORTED)
    assert "f32" in message and precision in message


def broken_models(folder):
    lonely = folder / "lonely.xml"
    lonely.write_bytes(SHAPES.read_bytes())
    (folder / "text.onnx").write_text("this is no model\n")
    (folder / "empty.xml").write_bytes(b"")
    (folder / "cut.xml").write_bytes(SHAPES.read_bytes()[:2000])
    (folder / "cut.bin").write_bytes(SHAPES.with_suffix(".bin").read_bytes())
    (folder / "notes.txt").write_text("hello\n")
    (folder / "empty_folder").mkdir()


@pytest.mark.parametrize("command", [["explain", SHAPE], ["doctor"], ["insert", "-o", "out.xml"]], ids=lambda c: c[0])
@pytest.mark.parametrize("name", ["gone.xml", "lonely.xml", "text.onnx", "empty.xml", "cut.xml", "notes.txt",
                                  "empty_folder"])
def test_bad_model(error, tmp_path, command, name):
    broken_models(tmp_path)
    before = files_in(tmp_path)
    message = error(command[0], name, *command[1:], code=INPUT)
    assert name in message
    if name == "lonely.xml":
        assert ".bin" in message
    assert files_in(tmp_path) == before


def bad_images(folder):
    (folder / "empty.png").write_bytes(b"")
    (folder / "cut.png").write_bytes(CAT.read_bytes()[:5000])
    (folder / "cut.jpg").write_bytes((CAT.parent / "coffee.jpg").read_bytes()[:3000])
    (folder / "text.jpg").write_text("this is no picture\n")
    (folder / "hollow").mkdir()


@pytest.mark.parametrize("name", ["gone.png", "*.gif", "hollow", "empty.png", "cut.png", "cut.jpg", "text.jpg"])
def test_bad_image(error, tmp_path, name):
    bad_images(tmp_path)
    assert name in error("explain", SHAPES, name, code=INPUT)
    assert not (tmp_path / "vinoscope_out").exists()


@pytest.mark.parametrize("target, parts", [("6", ["6"]), ("-1", ["-1"]), ("4000000000", ["4000000000"])])
def test_target_out_of_range(error, target, parts):
    message = error("explain", SHAPES, SHAPE, "--targets", target, code=INPUT)
    assert all(part in message for part in parts)


def test_unknown_label_names_the_nearest(error):
    message = error("explain", CLASSIFIER, CAT, "--targets", "Egiptian_Mau", code=INPUT)
    assert "Egiptian_Mau" in message and "did you mean Egyptian_Mau" in message


def test_label_of_a_model_without_labels(error):
    assert "circle" in error("explain", SHAPES, SHAPE, "--targets", "circle", code=INPUT)


def test_labels_file_of_the_wrong_length(error, tmp_path):
    (tmp_path / "names.txt").write_text("circle\nsquare\n")
    message = error("explain", SHAPES, SHAPE, "--labels", "names.txt", code=USAGE)
    assert "expected 6" in message and "found 2" in message


@pytest.mark.parametrize("content", [None, b"", b"\n\n"])
def test_labels_file_that_holds_none(error, tmp_path, content):
    if content is not None:
        (tmp_path / "names.txt").write_bytes(content)
    assert "names.txt" in error("explain", SHAPES, SHAPE, "--labels", "names.txt", code=INPUT)


def test_unknown_layer_names_the_nearest(error):
    message = error("explain", CLASSIFIER, CAT, "--target-layer", "/_swish_1/Clap", code=INPUT)
    assert "/_swish_1/Clap" in message and "did you mean /_swish_1/Clip" in message


def test_unknown_output_and_device(error):
    assert "logitz" in error("explain", CLASSIFIER, CAT, "--output-name", "logitz", code=INPUT)
    assert "TOASTER" in error("explain", CLASSIFIER, CAT, "--device", "TOASTER", code=ELSE)


def test_model_that_classifies_nothing(error):
    message = error("explain", SHAPES.with_name("shapes-ssd.xml"), SHAPE, "--task", "classification", code=UNSUPPORTED)
    assert "looks like detection" in message
    error("explain", SHAPES.with_name("shapes-ssd.xml"), SHAPE, "--method", "recipro-cam", code=UNSUPPORTED)


def test_output_folder_that_is_a_file(error, tmp_path):
    (tmp_path / "taken").write_text("mine")
    assert "taken" in error("explain", SHAPES, SHAPE, "--output", "taken", code=ELSE)
    assert (tmp_path / "taken").read_text() == "mine"


def test_insert_into_a_folder_that_cannot_be_made(error, tmp_path):
    (tmp_path / "taken").write_text("mine")
    assert "taken" in error("insert", SHAPES, "-o", "taken/out.xml", code=ELSE)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [["methods"], ["explain", SHAPES, SHAPE, "--json", *SHAPES_FLAGS]], ids=lambda a: a[0])
def test_full_standard_output_is_an_error(arguments, tmp_path, environment):
    with open("/dev/full", "w") as full:
        done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=tmp_path, env=environment, stdout=full,
                              stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == ELSE
    assert done.stderr.startswith("vinoscope: error: cannot write to standard output")


def test_closed_standard_output_is_quiet(tmp_path, environment):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([PROGRAM, "methods"], cwd=tmp_path, env=environment, stdout=write, stderr=subprocess.PIPE,
                          text=True, check=False)
    os.close(write)
    assert done.returncode != 0
    assert done.stderr == ""


@pytest.mark.parametrize("asked", [True, False])
def test_cache_that_cannot_be_written(tmp_path, environment, asked):
    (tmp_path / "taken").write_text("mine")
    environment["XDG_CACHE_HOME"] = str(tmp_path / "taken")
    flags = ["--cache", "taken"] if asked else []
    done = subprocess.run([PROGRAM, "explain", SHAPES, SHAPE, *flags], cwd=tmp_path, env=environment, text=True,
                          capture_output=True, check=False)
    assert done.returncode == (ELSE if asked else 0)
    assert ("--cache" in done.stderr) == asked


def test_bad_images_do_not_stop_the_others(vinoscope, tmp_path):
    bad_images(tmp_path)
    Image.fromarray(np.zeros((9, 9, 3), np.uint8)).save(tmp_path / "black.png")
    done = vinoscope("explain", SHAPES, "empty.png", SHAPE, "gone.png", "text.jpg", "black.png", code=INPUT)
    errors = [line for line in done.stderr.splitlines() if line.startswith("vinoscope: error: ")]
    assert [name in line for name, line in zip(["empty.png", "gone.png", "text.jpg"], errors)] == [True] * 3
    assert len(errors) == 3
    assert "2 of 5 images" in done.stdout
    assert list((tmp_path / "vinoscope_out" / SHAPE.stem).glob("target_*.jpg"))
