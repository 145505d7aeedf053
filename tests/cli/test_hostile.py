# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Hostile days: no crash, no hang, nothing damaged without a word."""

import json
import os
import pty
import resource
import shutil
import signal
import struct
import subprocess
import sys
import time
import zlib

import numpy as np
import pytest
from conftest import CAT, CLASSIFIER, PROGRAM, SHAPE, SHAPES, SHAPES_FLAGS, document, files_in, noise
from PIL import Image

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")

USAGE, INPUT, ELSE = 2, 3, 1


def run(folder, environment, *arguments, **options):
    return subprocess.run([PROGRAM, *map(str, arguments)], cwd=folder, env=environment, timeout=100, check=False,
                          **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options})


def images(folder, count):
    names = [f"{number}.png" for number in range(count)]
    for name in names:
        noise(9, 9).save(folder / name)
    return names


# Standard streams

@pytest.mark.parametrize("stream", ["closed", "/dev/full", "nobody reads"])
def test_a_folder_run_goes_on_without_standard_error(tmp_path, environment, stream):
    names = images(tmp_path, 4)
    (tmp_path / "1.png").write_bytes(b"no image")
    if stream == "closed":
        error, command = None, ["sh", "-c", '"$@" 2>&-', "sh"]
    elif stream == "/dev/full":
        error, command = open("/dev/full", "w"), []
    else:
        read, write = os.pipe()
        os.close(read)
        error, command = os.fdopen(write, "w"), []
    done = subprocess.run([*command, PROGRAM, "explain", str(SHAPES), *names, "--targets", "0", "--verbose"],
                          cwd=tmp_path, env=environment, stderr=error, stdout=subprocess.PIPE, check=False)
    assert done.returncode == INPUT
    assert files_in(tmp_path / "vinoscope_out") == {f"{name}/target_0.jpg" for name in "023"}


@pytest.mark.parametrize("arguments", [["methods"], ["explain", SHAPES, SHAPE, "--json", *SHAPES_FLAGS]], ids=lambda a: a[0])
def test_closed_standard_output_is_an_error_and_no_file_takes_its_place(tmp_path, environment, arguments):
    done = subprocess.run(["sh", "-c", '"$@" >&-', "sh", PROGRAM, *map(str, arguments)], cwd=tmp_path, env=environment,
                          stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == ELSE
    assert done.stderr.startswith("vinoscope: error: cannot write to standard output")


NAME = "a\x1b[31m\x1b]0;title\x07\u202e.png"


def on_a_terminal(folder, environment, *arguments):
    """What the program writes to a terminal, standard output and standard error together."""
    parent, child = pty.openpty()
    process = subprocess.Popen([PROGRAM, *map(str, arguments)], cwd=folder, env={**environment, "TERM": "xterm"},
                               stdout=child, stderr=child)
    os.close(child)
    text = b""
    while True:
        try:
            part = os.read(parent, 4096)
        except OSError:  # the end
            break
        if not part:
            break
        text += part
    process.wait()
    os.close(parent)
    return text.decode()


def test_names_do_not_control_the_terminal(tmp_path, environment):
    noise().save(tmp_path / NAME, format="png")
    (tmp_path / ("gone" + NAME)).write_bytes(b"no image")
    labels = "\n".join(["\x1b[2Jfirst"] + ["x"] * 5)
    (tmp_path / "labels.txt").write_text(labels)
    text = on_a_terminal(tmp_path, environment, "explain", SHAPES, NAME, "gone" + NAME, "--labels", "labels.txt")
    assert "a\\x1b[31m" in text
    assert not any(raw in text for raw in ("\x1b]0;", "\x1b[31m\x1b", "\x07", "\u202e", "\x1b[2J"))


def test_two_dashes_end_the_flags(tmp_path, environment):
    noise().save(tmp_path / "--odd.png")
    done = run(tmp_path, environment, "explain", *SHAPES_FLAGS, "--targets", "0", "--", SHAPES, "--odd.png")
    assert done.returncode == 0, done.stderr
    assert files_in(tmp_path / "vinoscope_out") == {"target_0.jpg"}


def test_long_messages_lose_their_middle(vinoscope):
    done = vinoscope("explain", SHAPES, SHAPE, "--targets", "x" * 100_000, code=INPUT)
    assert len(done.stderr) < 3000
    assert done.stderr.startswith("vinoscope: error: ") and "more bytes" in done.stderr


def png_with_a_complaint(path):
    """A whole PNG of which libpng writes a warning to standard error."""
    noise().save(path)
    data = path.read_bytes()
    bad = b"tEXt" + b"\0" * 3
    chunk = struct.pack(">I", 3) + bad + struct.pack(">I", zlib.crc32(bad) ^ 1)
    path.write_bytes(data[:33] + chunk + data[33:])


@pytest.mark.parametrize("verbose", [False, True])
def test_lines_of_libraries_show_with_verbose_only(tmp_path, environment, verbose):
    png_with_a_complaint(tmp_path / "odd.png")
    (tmp_path / "bad.onnx").write_bytes(b"\x08\x07" + b"\xff" * 300)
    flags = ["--verbose"] if verbose else []
    done = run(tmp_path, environment, "explain", SHAPES, "odd.png", *flags)
    assert done.returncode == 0
    assert (b"libpng" in done.stderr) == verbose
    done = run(tmp_path, environment, "explain", "bad.onnx", "odd.png", *flags)
    assert done.returncode == INPUT
    assert (len(done.stderr.splitlines()) > 1) == verbose
    assert done.stderr.splitlines()[-1].startswith(b"vinoscope: error: cannot read model bad.onnx")


# No end

@pytest.mark.parametrize("role", ["image", "labels", "model", "weights", "annotations", "list"])
@pytest.mark.parametrize("kind", ["pipe", "/dev/zero"])
def test_what_never_ends_is_refused(tmp_path, environment, role, kind):
    name = {"model": "odd.xml", "weights": "odd.bin"}.get(role, "odd")
    if kind == "pipe":
        os.mkfifo(tmp_path / name)
    else:
        os.symlink(kind, tmp_path / name)
    if role == "weights":
        shutil.copy(SHAPES, tmp_path / "odd.xml")
    arguments = {
        "image": ["explain", SHAPES, name],
        "labels": ["explain", SHAPES, SHAPE, "--labels", name],
        "model": ["explain", name, SHAPE],
        "weights": ["explain", "odd.xml", SHAPE],
        "annotations": ["evaluate", SHAPES, SHAPE, "--annotations", name, "--metrics", "iou"],
        "list": ["explain", SHAPES, "--images-from", name],
    }[role]
    done = run(tmp_path, environment, *arguments, text=True)
    assert done.returncode == INPUT, done.stderr
    assert name in done.stderr


def test_a_large_file_is_refused_before_it_is_read(tmp_path, environment):
    with open(tmp_path / "large.png", "wb") as file:
        file.truncate(3 << 30)
    done = run(tmp_path, environment, "explain", SHAPES, "large.png", text=True,
               preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (2 << 30, 2 << 30)))
    assert done.returncode == INPUT
    assert "3221225472" in done.stderr


@pytest.mark.parametrize("arguments, name", [(["explain", SHAPES, "--images-from"], "list.txt"), (["run", SHAPES, "-o", "r"], "list.txt"),
                                             (["evaluate", SHAPES, SHAPE, "--annotations"], "boxes.json"),
                                             (["evaluate", SHAPES, SHAPE, "--annotations"], "boxes.csv"),
                                             (["evaluate", SHAPES, SHAPE, "--annotations"], "boxes.xml"), (["doctor"], "model.pb")])
def test_files_without_a_line_break_or_an_end_are_refused(tmp_path, environment, arguments, name):
    with open(tmp_path / name, "wb") as file:
        file.truncate(8 << 30)
    done = run(tmp_path, environment, *arguments, name, text=True,
               preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (2 << 30, 2 << 30)))
    assert done.returncode == INPUT, done.stderr
    assert ("65536 bytes" if name == "list.txt" else "8589934592") in done.stderr


def test_a_list_of_images_is_text(tmp_path, environment):
    (tmp_path / "list.txt").write_bytes(b"a.png\n\0\0\n")
    done = run(tmp_path, environment, "explain", SHAPES, "--images-from", "list.txt", text=True)
    assert done.returncode == INPUT and "zero byte in line 2" in done.stderr


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, '{"images": [{"file": "a", "objects": [{"box": '
                                  + "[" * 100_000 + "]" * 100_000 + "}]}]}"], ids=["arrays", "objects", "box"])
def test_deeply_nested_annotations(error, tmp_path, text):
    (tmp_path / "deep.json").write_text(text)
    assert "deep.json" in error("evaluate", SHAPES, SHAPE, "--annotations", "deep.json", "--metrics", "iou", code=INPUT)


def test_a_long_label_is_drawn_in_time(explain_shapes, tmp_path):
    (tmp_path / "labels.txt").write_text("\n".join(["x" * 1_000_000] * 6))
    start = time.monotonic()
    explain_shapes(SHAPE, "--labels", "labels.txt", "--targets", "all", "--overlay-prediction")
    assert time.monotonic() - start < 60


LONG = {
    "path integral": ["explain", "--method", "integrated-gradients", "--steps", "500000"],
    "regression": ["explain", "--method", "rise", "--estimator", "regression", "--num-cells", "40", "--num-masks", "20000"],
    "masks": ["explain", "--method", "rise", "--num-masks", "1000000"],
    "metric": ["evaluate", "--methods", "gaussian", "--metrics", "mufidelity", "--subsets", "100000"],
}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command, flags", [(flags[0], flags[1:]) for flags in LONG.values()], ids=LONG)
def test_signals_end_what_takes_long(tmp_path, environment, command, flags, number):
    process = subprocess.Popen([PROGRAM, command, SHAPES, SHAPE, *flags], cwd=tmp_path, env=environment,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(3)
    assert process.poll() is None
    process.send_signal(number)
    start = time.monotonic()
    output, message = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert output == ""
    assert message.splitlines()[-1].startswith("vinoscope: stopped")
    assert time.monotonic() - start < 30  # a second, on a machine that has nothing else to do


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_a_model_is_written_leaves_no_half_file(tmp_path, environment, number):
    """However the command is ended, its temporary files go; 20 moments of the last part of the run."""
    start = time.monotonic()
    assert run(tmp_path, environment, "insert", CLASSIFIER, "-o", "out.xml").returncode == 0
    takes = time.monotonic() - start
    whole = [(tmp_path / name).read_bytes() for name in ("out.xml", "out.bin")]
    for moment in range(20):
        process = subprocess.Popen([PROGRAM, "insert", CLASSIFIER, "-o", "out.xml"], cwd=tmp_path, env=environment,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(takes * (0.5 + moment / 40))
        process.send_signal(number)
        process.communicate(timeout=60)
        assert process.returncode in (0, 128 + number, -number)  # the last: nothing is left to remove
        assert files_in(tmp_path) <= {"out.xml", "out.bin"}
        if (tmp_path / "out.xml").exists():  # the second of the two that appears
            assert [(tmp_path / name).read_bytes() for name in ("out.xml", "out.bin")] == whole


def test_a_regression_that_needs_too_much_memory_is_refused_at_once(error):
    message = error("explain", CLASSIFIER, CAT, "--method", "rise", "--estimator", "regression", "--num-cells", "224",
                    "--num-masks", "100000", code=USAGE)
    assert "GiB" in message and "num_cells" in message


@pytest.mark.parametrize("value", ["1e10s", "1e20s", "1e35s"])
def test_a_time_budget_beyond_all_clocks_is_refused(error, value):
    assert "time_budget" in error("explain", SHAPES, SHAPE, "--method", "rise", "--time-budget", value, code=USAGE)


# The cache

def cached_files(cache):
    return list((cache / "vinoscope").glob("*.compiled"))


def test_a_damaged_cache_changes_no_map(explain_shapes, tmp_path):
    def values():
        explain_shapes(SHAPE, "--targets", "all", "--format", "npy", "--cache", "cache")
        return {path.name: path.read_bytes() for path in (tmp_path / "vinoscope_out").iterdir()}

    expected = values()
    file, = (tmp_path / "cache").iterdir()
    whole = file.read_bytes()
    for at in range(0, len(whole), len(whole) // 12):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << at % 8
        file.write_bytes(damaged)
        assert values() == expected, at
        assert file.read_bytes() == whole, at


def test_methods_share_the_weights_of_a_model(vinoscope, tmp_path):
    for method in ("recipro-cam", "activation-map", "rise"):
        vinoscope("explain", CLASSIFIER, CAT, "--method", method, "--num-masks", "2", "--cache", "cache")
    size = sum(file.stat().st_size for file in (tmp_path / "cache").iterdir())
    assert len(files_in(tmp_path / "cache")) == 3
    assert size < CLASSIFIER.with_suffix(".bin").stat().st_size / 2


def test_the_cache_is_shown_and_cleared(vinoscope, explain_shapes, tmp_path):
    explain_shapes(SHAPE, "--cache", "cache")
    (tmp_path / "cache" / "mine.txt").write_text("mine")
    shown = json.loads(vinoscope("cache", "--cache", "cache", "--json").stdout)
    assert shown["models"] == 1 and shown["bytes"] > 1000
    assert "1 in" in vinoscope("cache", "--cache", "cache", "--clear").stdout
    assert files_in(tmp_path / "cache") == {"mine.txt"}
    assert json.loads(vinoscope("cache", "--cache", "cache", "--json").stdout)["models"] == 0


# Numbers

@pytest.mark.parametrize("arguments, found", [(["compare", SHAPES, SHAPES, SHAPE, "--gate", "flips<=1e-400"], '"1e-400"'),
                                              (["compare", SHAPES, SHAPES, SHAPE, "--gate", "flips<=0x1%"], '"0x1"'),
                                              (["explain", SHAPES, SHAPE, "--mean", "1,,3"], "mean"),
                                              (["explain", SHAPES, SHAPE, "--mean", "1,2,3,"], "mean"),
                                              (["explain", SHAPES, SHAPE, "--method", "aise", "--kernel-widths", ",0.1"], "kernel_widths")])
def test_numbers_that_are_none(error, arguments, found):
    message = error(*arguments, code=USAGE)
    assert "expected" in message and found in message


# Two writers

def test_concurrent_insertions_leave_a_whole_pair(tmp_path, environment):
    targets = ["0", "1", "2", "3"]
    alone = set()
    for target in targets:
        done = run(tmp_path, environment, "insert", SHAPES, "-o", f"{target}.xml", "--method", "grad-cam", "--target", target)
        assert done.returncode == 0, done.stderr
        alone.add(((tmp_path / f"{target}.xml").read_bytes(), (tmp_path / f"{target}.bin").read_bytes()))
    for _ in range(5):
        both = [subprocess.Popen([PROGRAM, "insert", SHAPES, "-o", "out.xml", "--method", "grad-cam", "--target", target],
                                 cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                for target in targets]
        for process in both:
            _, message = process.communicate(timeout=100)
            assert process.returncode == 0, message
        assert ((tmp_path / "out.xml").read_bytes(), (tmp_path / "out.bin").read_bytes()) in alone
    assert not [name for name in files_in(tmp_path) if name.endswith(".tmp")]


def test_two_runs_into_one_folder(tmp_path, environment):
    names = images(tmp_path, 6)
    both = [subprocess.Popen([PROGRAM, "explain", SHAPES, *names, "--targets", "all", "--quiet"], cwd=tmp_path,
                             env=environment, stderr=subprocess.PIPE) for _ in range(2)]
    for process in both:
        _, message = process.communicate(timeout=100)
        assert process.returncode == 0, message
    written = files_in(tmp_path / "vinoscope_out")
    assert len(written) == 36
    for name in written:
        Image.open(tmp_path / "vinoscope_out" / name).load()


@pytest.mark.parametrize("arguments, name", [(["explain", SHAPES, SHAPE, "--format", "npy"], "target_"),
                                             (["insert", SHAPES, "-o", "out.xml"], "out.bin")], ids=["explain", "insert"])
def test_a_limit_of_file_sizes_is_an_error(tmp_path, environment, arguments, name):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    before = files_in(tmp_path)
    done = run(tmp_path, environment, *arguments, text=True, preexec_fn=limit)
    assert done.returncode == ELSE
    assert name in done.stderr and "File too large" in done.stderr
    assert files_in(tmp_path) == before


@pytest.mark.parametrize("arguments", [["explain", SHAPES, SHAPE, "--output"], ["run", SHAPES, SHAPE, "--output"],
                                       ["insert", SHAPES, "-o"], ["doctor"], ["report"], ["merge", "-o", "merged"],
                                       ["evaluate", SHAPES, SHAPE, "--metrics", "iou", "--annotations"]],
                         ids=lambda arguments: arguments[0])
@pytest.mark.parametrize("path", ["b" * 300, "a/" * 2500 + "x", "loop", "loop/x", "file/x"], ids=lambda path: path[:8])
def test_paths_that_the_system_rejects(tmp_path, environment, arguments, path):
    os.symlink("loop", tmp_path / "loop")
    (tmp_path / "file").write_text("x")
    done = run(tmp_path, environment, *arguments, path, text=True)
    assert done.returncode in (ELSE, USAGE, INPUT), done.stderr
    assert done.stderr.startswith("vinoscope: error: ") and "filesystem error" not in done.stderr


# Folders of runs that were damaged

@pytest.fixture(scope="module")
def whole_run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    (folder / "in").mkdir()
    images(folder / "in", 3)
    subprocess.run([PROGRAM, "run", SHAPES, "in", "-o", "r", *SHAPES_FLAGS], cwd=folder, check=True)
    return folder / "r"


def replaced(file, change):
    text = file.read_text()
    assert change[0] in text
    file.write_text(text.replace(*change))


DAMAGES = {
    "run.json is a pipe": lambda run: (run / "run.json").unlink() or os.mkfifo(run / "run.json"),
    "index is a pipe": lambda run: (run / "index.jsonl").unlink() or os.mkfifo(run / "index.jsonl"),
    "index never ends": lambda run: (run / "index.jsonl").unlink() or os.symlink("/dev/zero", run / "index.jsonl"),
    "archive is a pipe": lambda run: (run / "maps-00000.tar").unlink() or os.mkfifo(run / "maps-00000.tar"),
    "archive is cut": lambda run: os.truncate(run / "maps-00000.tar", 600),
    "huge map": lambda run: replaced(run / "index.jsonl", ('"height":', '"height":4611686018427387904,"h":')),
    "negative map": lambda run: replaced(run / "index.jsonl", ('"height":', '"height":-10,"h":')),
    "huge offset": lambda run: replaced(run / "index.jsonl", ('"offset":', '"offset":18446744073709551615,"o":')),
    "other archive": lambda run: replaced(run / "index.jsonl", ('"file":"maps-', '"file":"../../maps-')),
    "request is a number": lambda run: replaced(run / "run.json", ('"request":', '"request":3,"r":')),
    "total is a text": lambda run: replaced(run / "run.json", ('"total":', '"total":"x","t":')),
    "lines of other types": lambda run: (run / "index.jsonl").write_text('{"image": 3, "status": [], "maps": {}}\n' * 3),
}


@pytest.mark.parametrize("arguments", [["report", "r", "-o", "page.html"], ["export", "r", "--to", "coco", "-o", "out.json"],
                                       ["merge", "r", "-o", "merged"],
                                       ["run", SHAPES, "in", "-o", "r", *SHAPES_FLAGS]], ids=lambda a: a[0])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_run_is_continued_or_an_error(tmp_path, environment, whole_run, arguments, damage):
    (tmp_path / "in").mkdir()
    images(tmp_path / "in", 3)
    shutil.copytree(whole_run, tmp_path / "r")
    DAMAGES[damage](tmp_path / "r")
    done = run(tmp_path, environment, *arguments, text=True)
    assert done.returncode in (0, ELSE, USAGE, INPUT), done.stderr
    assert not any(word in done.stderr for word in ("std::", "vector::", "basic_string", "json.exception", "bad_alloc", "stoul"))
    if arguments[0] == "run" and done.returncode == 0:
        assert json.loads((tmp_path / "r" / "run.json").read_text())["status"] == "complete"


@pytest.mark.parametrize("arguments", [["report", "r", "-o", "page.html"], ["export", "r", "--to", "coco", "-o", "out.json"]],
                         ids=lambda a: a[0])
@pytest.mark.parametrize("damage", ["zeros", "one bit"])
def test_damaged_values_of_a_run_are_noticed(error, tmp_path, whole_run, arguments, damage):
    shutil.copytree(whole_run, tmp_path / "r")
    line = json.loads((tmp_path / "r/index.jsonl").read_text().splitlines()[-1])
    with open(tmp_path / "r/maps-00000.tar", "r+b") as archive:
        archive.seek(line["maps"][0]["offset"])
        begin = archive.read(8)
        archive.seek(line["maps"][0]["offset"])
        archive.write(bytes(8) if damage == "zeros" else bytes([begin[0] ^ 1]))
    assert "damaged" in error(*arguments, code=INPUT)


# Overwriting

def test_an_image_is_not_replaced_by_its_picture(error, tmp_path):
    shutil.copy(SHAPE, tmp_path / "target_0.png")
    before = (tmp_path / "target_0.png").read_bytes()
    message = error("explain", SHAPES, "target_0.png", "--targets", "0", "--format", "png", "--output", ".", code=USAGE)
    assert "target_0.png" in message
    assert (tmp_path / "target_0.png").read_bytes() == before


def test_replaced_files_are_said_and_can_be_refused(explain_shapes):
    explain_shapes(SHAPE, "--targets", "0,1")
    assert "2 files of earlier runs were replaced" in explain_shapes(SHAPE, "--targets", "0,1").stderr
    assert "exists" in explain_shapes(SHAPE, "--targets", "0,1", "--no-replace", code=USAGE).stderr


@pytest.mark.parametrize("name", ["run.json", "index.jsonl", "maps-00000.tar"])
def test_an_export_does_not_replace_the_run(error, tmp_path, whole_run, name):
    shutil.copytree(whole_run, tmp_path / "r")
    before = (tmp_path / "r" / name).read_bytes()
    for target in (f"r/{name}", f"r/../r/{name}"):
        assert name in error("export", "r", "--to", "csv", "--output", target, code=USAGE)
    assert (tmp_path / "r" / name).read_bytes() == before


def test_insert_does_not_replace_what_it_reads(error, tmp_path):
    for ending in (".xml", ".bin"):
        shutil.copy(SHAPES.with_suffix(ending), tmp_path / f"m{ending}")
    os.symlink(tmp_path / "m.xml", tmp_path / "link.xml")
    os.link(tmp_path / "m.bin", tmp_path / "other.bin")
    before = {name: (tmp_path / name).read_bytes() for name in files_in(tmp_path)}
    for output in ("m.xml", "./m.xml", "link.xml", "other.xml"):
        assert "overwrite" in error("insert", "m.xml", "-o", output, code=USAGE)
    assert {name: (tmp_path / name).read_bytes() for name in files_in(tmp_path)} == before


# Many images

def test_one_image_that_cannot_be_written_does_not_end_the_others(explain_shapes, tmp_path):
    names = images(tmp_path, 3)
    noise(2, 70_000).save(tmp_path / "1.png")  # too wide for JPEG
    done = explain_shapes(*names, "--targets", "0", code=ELSE)
    assert "1.png" in done.stderr or "70000" in done.stderr
    assert "2 of 3 images" in done.stdout
    assert files_in(tmp_path / "vinoscope_out") == {"0/target_0.jpg", "2/target_0.jpg"}


def test_json_lines_come_as_images_are_done(explain_shapes, tmp_path):
    names = images(tmp_path, 3)
    (tmp_path / "1.png").write_bytes(b"no image")
    done = explain_shapes(*names, "--targets", "0", "--json-lines", code=INPUT)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line.get("image") for line in lines] == [*names, None]
    assert "error" in lines[1] and lines[3]["provenance"]["inferences"] >= 2
    whole = document(explain_shapes(*names, "--targets", "0", "--json", code=INPUT))
    assert lines[:3] == whole["images"]


def test_an_interrupted_run_keeps_its_lines(tmp_path, environment):
    names = images(tmp_path, 200)
    process = subprocess.Popen([PROGRAM, "explain", SHAPES, *names, "--json-lines", "--targets", "all", "--output-size", "900"],
                               cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    lines = [json.loads(line) for line in [first, *rest.splitlines()]]
    assert 0 < len(lines) < 200
    for line in lines:
        assert all((tmp_path / item["files"]["jpg"]).is_file() for item in line["explanations"] if item["status"] == "ok")


def test_folders_in_folders(explain_shapes, tmp_path):
    for name in ("in/a.png", "in/x/b.png", "in/x/y/c.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        noise().save(tmp_path / name)
    for arguments in (["in", "--recursive"], ["in/**"], ["in/**/*.png"]):
        found = document(explain_shapes(*arguments, "--targets", "0", "--json"))["images"]
        assert [image["image"] for image in found] == ["in/a.png", "in/x/b.png", "in/x/y/c.png"]


@pytest.mark.parametrize("source", ["list.txt", "-"])
def test_a_list_of_images(tmp_path, environment, source):
    names = images(tmp_path, 3)
    text = "\r\n".join([names[2], "", names[0]]) + "\n"
    (tmp_path / "list.txt").write_text(text)
    done = run(tmp_path, environment, "explain", SHAPES, "--images-from", source, "--json", text=True, input=text)
    assert done.returncode == 0, done.stderr
    assert [image["image"] for image in json.loads(done.stdout)["images"]] == [names[2], names[0]]
