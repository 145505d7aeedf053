# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What is printed about answers: nothing found, kinds of numbers, maps that say nothing, and every flag is read."""

import json
import re
import shutil
import subprocess

import numpy as np
import pytest
from conftest import PROGRAM, SHAPE, SHAPES, SHAPES_FLAGS, SOURCE, document, files_in
from PIL import Image

MODELS = SOURCE / "tests/data/models"
DETECTOR = MODELS / "shapes-ssd.xml"


def test_nothing_found_is_said(vinoscope, tmp_path):
    found = document(vinoscope("explain", DETECTOR, SHAPE, *SHAPES_FLAGS, "--json"))["images"][0]
    assert "nothing_found" not in found
    flags = ["explain", DETECTOR, SHAPE, *SHAPES_FLAGS, "--min-score", "1", "-o", "out"]
    nothing = document(vinoscope(*flags, "--json"))["images"][0]
    assert nothing["predictions"] == nothing["explanations"] == []
    assert nothing["nothing_found"]["threshold"] == 1
    assert nothing["nothing_found"]["best"] == found["predictions"][0]
    assert "nothing was found" in nothing["notes"][0]
    text = vinoscope(*flags).stdout
    assert f"nothing found with a score of at least 1; the best below it: class {found['predictions'][0]['index']}" in text
    quiet = vinoscope(*flags, "--quiet")
    assert quiet.stdout == ""
    assert "nothing was found" in quiet.stderr  # no file is written without a word
    assert files_in(tmp_path / "out") == set()


def test_a_map_without_a_picture_is_said_with_quiet(vinoscope, tmp_path):
    grey = tmp_path / "grey.png"
    Image.new("RGB", (96, 96), (128, 128, 128)).save(grey)
    done = vinoscope("explain", SHAPES, grey, "--mean", "128", "--scale", "64", "--method", "rise", "--num-masks", "40", "-q")
    assert "flat" in done.stderr
    assert done.stdout == ""


def test_numbers_are_of_one_kind_for_all_images(explain_shapes):
    """Logits that happen to lie in 0..1 are no percentages."""
    raw = explain_shapes(SHAPE, "--score", "raw", "--task", "regression").stdout
    assert "%" not in raw
    assert "%" in explain_shapes(SHAPE).stdout
    predictions = document(explain_shapes(SHAPE, "--json", "--predictions", "2"))["images"][0]["predictions"]
    assert len(predictions) == 2


def test_verbose_tells_how_many_masks_a_time_budget_allowed(explain_shapes):
    done = explain_shapes(SHAPE, "--method", "rise", "--time-budget", "300ms", "--json", "--verbose")
    inferences = document(done)["provenance"]["inferences"]
    assert re.search(rf"rise took {inferences} inferences in \d+\.\d+ s \(the time budget is 0\.3 s\)", done.stderr)


def test_signs_and_colour_bars_of_pictures(explain_shapes, tmp_path):
    def picture(*flags):
        explain_shapes(SHAPE, "--method", "input-x-gradient", "--format", "png", "--no-overlay", "-o", tmp_path, *flags)
        return np.asarray(Image.open(next(tmp_path.glob("*.png")))).astype(int)

    both = picture()
    np.testing.assert_array_equal(both, picture("--sign", "both"))
    red, blue = (both[..., 0] > both[..., 2]).sum(), (both[..., 2] > both[..., 0]).sum()
    assert red > 100 and blue > 100
    assert (picture("--sign", "positive", "--colormap", "gray") != picture("--sign", "negative", "--colormap", "gray")).any()
    with_bar = picture("--color-bar")
    assert with_bar.shape[0] == 96 and with_bar.shape[1] > 96
    np.testing.assert_array_equal(with_bar[:, :96], both)


def test_annotations_of_other_images_are_an_error(error, tmp_path):
    (tmp_path / "boxes.json").write_text(json.dumps({"images": [{"file": "other.png", "objects": [{"class": 1, "box": [1, 2, 3, 4]}]}]}))
    message = error("evaluate", SHAPES, SHAPE, *SHAPES_FLAGS, "--annotations", "boxes.json", "-q", code=3)
    assert "--annotations" in message and "other.png" in message


def test_evaluate_reads_the_lowest_score(vinoscope):
    flags = ["evaluate", DETECTOR, SHAPE, *SHAPES_FLAGS, "--methods", "random", "--metrics", "complexity", "--targets", "all",
             "--json", "-q"]
    few, many = (document(vinoscope(*flags, *score))["methods"][0]["maps"] for score in ([], ["--min-score", "0.001"]))
    assert len(few) < len(many)


def test_doctor_takes_the_flags_that_change_its_answer(vinoscope, tmp_path):
    (tmp_path / "labels.txt").write_text("\n".join("abcdef"))
    plain = document(vinoscope("doctor", SHAPES, "--json"))
    told = document(vinoscope("doctor", SHAPES, "--json", "--labels", "labels.txt", "--preset", "unit", "--task", "regression"))
    assert (plain["labels"], told["labels"]) == (0, 6)
    assert plain["preprocess"] != told["preprocess"]
    assert (plain["task"], told["task"]) == ("classification", "regression")
    forced = vinoscope("doctor", SHAPES, "--decoder", "detr").stdout
    assert forced.count("decoder detr does not fit") == 1  # each reason once


@pytest.mark.parametrize("change, told", [
    (lambda text: text.replace('type="ReLU"', 'type="MyOperation"'), "MyOperation"),
    (lambda text: text[: len(text) // 2], "offset"),
])
def test_a_model_that_cannot_be_read_is_told_with_the_reason(error, tmp_path, change, told):
    (tmp_path / "broken.xml").write_text(change(SHAPES.read_text()))
    shutil.copy(SHAPES.with_suffix(".bin"), tmp_path / "broken.bin")
    assert told in error("doctor", "broken.xml", code=3)


# ---- every flag is read

COMMANDS = {
    "explain": [SHAPES, SHAPE],
    "evaluate": [SHAPES, SHAPE, "--methods", "random", "--metrics", "complexity"],
    "doctor": [SHAPES],
    "insert": [SHAPES, "-o", "out.xml"],
}
ANY_TEXT = {"--output", "--prefix", "--postfix", "--cache"}  # names of what is written


def offered(vinoscope, command):
    """The flags of `--help` with a value and without, by their longest names."""
    lines = re.findall(r"^  (-[^\n]+?)(?:\n|  |$)", vinoscope(command, "--help").stdout, re.MULTILINE)
    valued, switches = set(), set()
    for line in lines:
        names = re.findall(r"--[\w-]+", line)
        (valued if re.search(r"--?[\w-]+ [^\s-]", line) else switches).update(names)
    return valued, switches - {"--help"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_flag_refuses_a_value_that_makes_no_sense(vinoscope, environment, tmp_path, command):
    valued, switches = offered(vinoscope, command)
    assert len(valued) + len(switches) > 5
    for flag in sorted(valued - ANY_TEXT):
        done = run_anyhow(environment, tmp_path, command, *COMMANDS[command], f"{flag}=banana?")
        assert done.returncode in ([1] if flag == "--device" else [2, 3]), f"{flag}: {done.stdout}{done.stderr}"
        assert "banana?" in done.stderr or flag in done.stderr, f"{flag}: {done.stderr}"
    for flag in sorted(switches):
        done = run_anyhow(environment, tmp_path, command, *COMMANDS[command], f"{flag}=banana?")
        assert done.returncode == 2 and flag in done.stderr, f"{flag}: {done.stderr}"


def run_anyhow(environment, folder, *arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], cwd=folder, env=environment, capture_output=True, encoding="utf-8",
                          timeout=120, check=False)
