# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""`vinoscope run` over data sets: what it writes, and that a run which was ended goes on."""

import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tarfile
import time

import jsonschema
import numpy as np
import pytest
from conftest import PROGRAM, SHAPES, SHAPES_FLAGS, SOURCE, files_in
from PIL import Image

FLAGS = ["--precision", "f32", *SHAPES_FLAGS]
PICTURES = sorted((SOURCE / "tests/data/shapes").glob("*.png"))
SCHEMAS = SOURCE / "docs/reference"


def lines_of(run):
    return [json.loads(line) for line in (run / "index.jsonl").read_text(encoding="utf-8").splitlines()]


def arrays_of(run):
    """Every array of the archives, by the name of its member, as Python's own tarfile and NumPy read them."""
    arrays = {}
    for archive in sorted(run.glob("maps-*.tar")):
        with tarfile.open(archive) as tar:
            for member in tar:
                assert member.name not in arrays
                arrays[member.name] = np.load(io.BytesIO(tar.extractfile(member).read()))
    return arrays


def maps_of(run):
    arrays = arrays_of(run)
    return {(line["image"], number): arrays[one["member"]][one["index"]]
            for line in lines_of(run) for number, one in enumerate(line["maps"])}


def contents(run):
    """The bytes of all result files; run.json tells how long it took."""
    return {name: (run / name).read_bytes() for name in files_in(run) if name != "run.json"}


def copies(folder, count):
    """Pictures of shapes, each of which differs from the others."""
    folder.mkdir()
    for number in range(count):
        pixels = np.asarray(Image.open(PICTURES[number % len(PICTURES)]).convert("RGB")).copy()
        pixels[0, :8] = number % 251
        Image.fromarray(pixels).save(folder / f"{number:04}.png")
    return folder


@pytest.fixture
def run_shapes(vinoscope):
    def run(source, output, *arguments, code=0):
        return vinoscope("run", SHAPES, source, "-o", output, *arguments, *FLAGS, code=code)

    return run


def test_maps_are_those_of_explain(tmp_path, run_shapes, explain_shapes):
    folder = copies(tmp_path / "images", 5)
    done = run_shapes(folder, "run", "--targets", "top:2,5")
    assert done.stdout.startswith("5 of 5 images explained")
    explained = json.loads(explain_shapes(folder, "--targets", "top:2,5", "--format", "npy", "--json", "--precision",
                                          "f32").stdout)["images"]
    lines = lines_of(tmp_path / "run")
    maps = maps_of(tmp_path / "run")
    assert [line["image"] for line in lines] == [image["image"] for image in explained]
    for line, image in zip(lines, explained):
        assert line["status"] == "done" and line["reason"] is None
        assert [one["index"] for one in line["predictions"]] == [one["index"] for one in image["predictions"]]
        np.testing.assert_allclose([one["score"] for one in line["predictions"]],
                                   [one["score"] for one in image["predictions"]], rtol=1e-5, atol=1e-7)
        assert [one["target"] for one in line["maps"]] == [one["target"] for one in image["explanations"]]
        for number, one in enumerate(image["explanations"]):
            expected = np.load(tmp_path / one["files"]["npy"])
            np.testing.assert_allclose(maps[line["image"], number], expected, rtol=1e-5, atol=1e-6)


def test_offsets_lead_to_the_values(tmp_path, run_shapes):
    run_shapes(copies(tmp_path / "images", 3), "run", "--targets", "all")
    maps = maps_of(tmp_path / "run")
    for line in lines_of(tmp_path / "run"):
        for number, one in enumerate(line["maps"]):
            count = one["height"] * one["width"]
            values = np.fromfile(tmp_path / "run" / one["file"], "<f4", count, offset=one["offset"])
            np.testing.assert_array_equal(values.reshape(one["height"], one["width"]), maps[line["image"], number])


def test_documents_fit_their_schema(tmp_path, run_shapes):
    folder = copies(tmp_path / "images", 2)
    (folder / "bad.png").write_bytes(b"no picture")
    run_shapes(folder, "run", code=3)
    for name, document in [("run-json", json.loads((tmp_path / "run/run.json").read_text(encoding="utf-8"))),
                           *(("run-index", line) for line in lines_of(tmp_path / "run"))]:
        schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
        jsonschema.validate(document, schema, jsonschema.Draft202012Validator)


def test_run_json_tells_what_was_asked(tmp_path, run_shapes):
    run_shapes(copies(tmp_path / "images", 2), "run", "--targets", "top:2", "--seed", "7")
    document = json.loads((tmp_path / "run/run.json").read_text(encoding="utf-8"))
    request = document["request"]
    assert document["status"] == "complete" and document["done"] == 2 and document["failed"] == 0
    assert request["settings"]["--targets"] == "top:2" and request["total"] == 2
    assert request["model"]["seed"] == 7 and len(request["model"]["model_hash"]) == 16
    assert request["model"]["openvino_version"] and request["model"]["precision"] == "f32"


def test_a_complete_run_is_not_done_again(tmp_path, run_shapes):
    folder = copies(tmp_path / "images", 4)
    run_shapes(folder, "run")
    before = contents(tmp_path / "run")
    done = run_shapes(folder, "run")
    assert "4 of 4 images were finished before" in done.stderr
    assert contents(tmp_path / "run") == before


def test_other_settings_are_refused_with_the_difference(tmp_path, run_shapes):
    folder = copies(tmp_path / "images", 3)
    run_shapes(folder, "run", "--targets", "top:1")
    before = contents(tmp_path / "run")
    refused = run_shapes(folder, "run", "--targets", "top:2", code=2)
    assert 'settings.--targets: "top:1" there, "top:2" here' in refused.stderr
    assert contents(tmp_path / "run") == before
    copies(tmp_path / "others", 2)
    assert "images: 3 there, 2 here" in run_shapes("others", "run", "--targets", "top:1", code=2).stderr
    run_shapes(folder, "run", "--targets", "top:2", "--restart")
    assert {len(line["maps"]) for line in lines_of(tmp_path / "run")} == {2}


def test_restart_removes_nothing_but_runs(tmp_path, run_shapes, explain_shapes):
    folder = copies(tmp_path / "images", 1)
    explain_shapes(folder, "--report", "page/index.html")
    before = (tmp_path / "page/run.json").read_bytes()
    run_shapes(folder, "page", "--restart", code=3)
    assert (tmp_path / "page/run.json").read_bytes() == before


def test_unreadable_images_are_reported_and_the_run_goes_on(tmp_path, run_shapes):
    folder = copies(tmp_path / "images", 4)
    (folder / "0001.png").write_bytes(b"no picture")
    done = run_shapes(folder, "run", code=3)
    assert "0001.png" in done.stderr and "3 of 4 images explained, 1 failed" in done.stdout
    lines = lines_of(tmp_path / "run")
    assert [line["status"] for line in lines] == ["done", "failed", "done", "done"]
    assert lines[1]["error"] == "bad_image" and "0001.png" in lines[1]["reason"] and lines[1]["maps"] == []
    assert run_shapes(folder, "run", code=3).stdout.startswith("3 of 4 images explained, 1 failed")


def test_failed_images_can_be_tried_again(tmp_path, run_shapes):
    folder = copies(tmp_path / "images", 3)
    good = (folder / "0001.png").read_bytes()
    (folder / "0001.png").write_bytes(b"no picture")
    run_shapes(folder, "run", code=3)
    (folder / "0001.png").write_bytes(good)
    run_shapes(folder, "run", code=3)
    assert run_shapes(folder, "run", "--retry-failed").stdout.startswith("3 of 3 images explained")
    run_shapes(folder, "fresh")
    assert len(lines_of(tmp_path / "run")) == 3
    resumed, fresh = maps_of(tmp_path / "run"), maps_of(tmp_path / "fresh")
    assert resumed.keys() == fresh.keys()
    assert all(np.array_equal(resumed[key], fresh[key]) for key in fresh)


def test_lists_name_images(tmp_path, run_shapes):
    copies(tmp_path / "images", 3)
    (tmp_path / "list.txt").write_text("images/0002.png\nimages/none.png\nimages/0000.png\n", encoding="utf-8")
    run_shapes("list.txt", "run", code=3)
    assert [(line["image"], line["status"]) for line in lines_of(tmp_path / "run")] == [
        ("images/0002.png", "done"), ("images/none.png", "failed"), ("images/0000.png", "done")]
    run_shapes("images/*2.png", "glob")
    assert [line["image"] for line in lines_of(tmp_path / "glob")] == ["images/0002.png"]
    assert "does not exist" in run_shapes("nowhere", "none", code=3).stderr


def set_of_coco(folder, classes):
    """COCO's layout: `annotations/instances_val.json` and `val/`."""
    copies(folder / "val", len(classes))
    (folder / "annotations").mkdir()
    document = {"images": [{"id": i, "file_name": f"{i:04}.png"} for i in range(len(classes))],
                "categories": [{"id": 10 + i, "name": str(i)} for i in range(6)],
                "annotations": [{"image_id": i, "category_id": 10 + one, "bbox": [2, 2, 20, 20]}
                                for i, one in enumerate(classes)]}
    (folder / "annotations/instances_val.json").write_text(json.dumps(document), encoding="utf-8")
    return folder / "annotations/instances_val.json"


def set_of_yolo(folder, classes):
    copies(folder / "images", len(classes))
    (folder / "labels").mkdir()
    for i, one in enumerate(classes):
        (folder / "labels" / f"{i:04}.txt").write_text(f"{one} 0.5 0.5 0.2 0.2\n", encoding="utf-8")
    return folder


def set_of_voc(folder, classes):
    copies(folder / "JPEGImages", len(classes))
    (folder / "Annotations").mkdir()
    for i, one in enumerate(classes):
        (folder / "Annotations" / f"{i:04}.xml").write_text(
            f"<annotation><filename>{i:04}.png</filename><object><name>shape {one}</name><bndbox><xmin>2</xmin><ymin>2</ymin>"
            "<xmax>20</xmax><ymax>20</ymax></bndbox></object></annotation>", encoding="utf-8")
    return folder


@pytest.mark.parametrize("make", [set_of_coco, set_of_yolo, set_of_voc])
def test_annotated_classes_of_data_sets_are_explained(tmp_path, run_shapes, make):
    (tmp_path / "set").mkdir()
    classes = [3, 0, 5, 1]
    source = make(tmp_path / "set", classes)
    labels = []
    if make is set_of_voc:
        (tmp_path / "labels.txt").write_text("\n".join(f"shape {i}" for i in range(6)), encoding="utf-8")
        labels = ["--labels", "labels.txt"]
    run_shapes(source, "run", "--annotated-targets", *labels)
    assert [[one["target"] for one in line["maps"]] for line in lines_of(tmp_path / "run")] == [[one] for one in classes]


def test_only_chooses_by_the_prediction(tmp_path, run_shapes):
    folder = copies(tmp_path / "images", 12)
    run_shapes(folder, "all")
    scores = sorted(line["predictions"][0]["score"] for line in lines_of(tmp_path / "all"))
    limit = (scores[5] + scores[6]) / 2
    for method in ["auto", "rise"]:
        run_shapes(folder, method, "--only", f"score<{limit}", "--method", method, "--num-masks", "10")
        for line in lines_of(tmp_path / method):
            chosen = line["predictions"][0]["score"] < limit
            assert line["status"] == "done" and bool(line["maps"]) == chosen
            assert (line["reason"] is None) == chosen
        assert sum(bool(line["maps"]) for line in lines_of(tmp_path / method)) == 6
    assert "expected a condition" in run_shapes(folder, "bad", "--only", "score~1", code=2).stderr


def test_only_compares_with_the_annotations(tmp_path, run_shapes):
    (tmp_path / "set").mkdir()
    source = set_of_yolo(tmp_path / "set", [0, 1, 2, 3, 4, 5, 0, 1])
    run_shapes(source, "run", "--only", "wrong")
    lines = lines_of(tmp_path / "run")
    wrong = [line["predictions"][0]["index"] != int((source / "labels" / f"{i:04}.txt").read_text().split()[0])
             for i, line in enumerate(lines)]
    assert [bool(line["maps"]) for line in lines] == wrong
    assert "needs annotations" in run_shapes(source / "images/0000.png", "none", "--only", "wrong", code=2).stderr


def test_pictures_are_written_on_request(tmp_path, run_shapes):
    run_shapes(copies(tmp_path / "images", 2), "run", "--pictures", "jpg,npy")
    folders = sorted((tmp_path / "run/pictures").iterdir())
    assert [folder.name for folder in folders] == ["000000000_0000", "000000001_0001"]
    maps = maps_of(tmp_path / "run")
    for folder, values in zip(folders, maps.values()):
        picture, array = sorted(folder.iterdir())
        Image.open(picture).load()
        np.testing.assert_array_equal(np.load(array), values)


@pytest.mark.parametrize("count", [1, 2, 7])
def test_shards_are_the_whole(tmp_path, run_shapes, vinoscope, count):
    folder = copies(tmp_path / "images", 11)
    (folder / "0004.png").write_bytes(b"no picture")
    run_shapes(folder, "whole", "--targets", "top:2", code=3)
    parts = [f"part-{i}" for i in range(count)]
    for i, part in enumerate(parts):
        run_shapes(folder, part, "--targets", "top:2", "--shard", f"{i}/{count}", code=3 if 4 % count == i else 0)
    if count > 1:
        assert "missing" in vinoscope("merge", *parts[2:] or parts[:1], "-o", "merged", code=2).stderr or count == 2
        assert "once" in vinoscope("merge", *parts, parts[0], "-o", "merged", code=2).stderr
        assert not (tmp_path / "merged").exists()
        vinoscope("merge", *reversed(parts), "-o", "merged")
        assert contents(tmp_path / "merged") == contents(tmp_path / "whole")
        whole, merged = (json.loads((tmp_path / run / "run.json").read_text()) for run in ("whole", "merged"))
        assert whole["request"] == merged["request"]
    else:
        assert contents(tmp_path / parts[0]) == contents(tmp_path / "whole")


def test_shards_of_other_runs_or_unfinished_ones_are_refused(tmp_path, run_shapes, vinoscope):
    folder = copies(tmp_path / "images", 6)
    run_shapes(folder, "a", "--shard", "0/2")
    run_shapes(folder, "b", "--shard", "1/2", "--targets", "top:2")
    refused = vinoscope("merge", "a", "b", "-o", "merged", code=2).stderr
    assert '--targets: nothing there, "top:2" here' in refused
    for text in ["2/2", "1", "-1/2", "0/0", "a/b", "/8"]:
        assert "--shard" in run_shapes(folder, "c", "--shard", text, code=2).stderr


def test_two_processes_do_not_write_to_one_run(tmp_path, environment, run_shapes):
    folder = copies(tmp_path / "images", 400)
    process = subprocess.Popen([PROGRAM, "run", SHAPES, folder, "-o", "run", *FLAGS], cwd=tmp_path, env=environment,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while process.poll() is None and not (tmp_path / "run/index.jsonl").exists():
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGSTOP)
    try:
        assert "another process" in run_shapes(folder, "run", code=2).stderr
    finally:
        os.kill(process.pid, signal.SIGCONT)
        process.communicate(timeout=60)
    assert len(lines_of(tmp_path / "run")) == 400


def start(tmp_path, environment, *arguments):
    return subprocess.Popen([PROGRAM, "run", SHAPES, *map(str, arguments), *FLAGS], cwd=tmp_path, env=environment,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


KILLS = int(os.environ.get("VINOSCOPE_KILLS", "10"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_a_run_that_is_killed_goes_on(tmp_path, environment, run_shapes):
    """VINOSCOPE_KILLS=100 ends it at more moments."""
    seed = int(os.environ.get("VINOSCOPE_RANDOM_SEED", "1"))
    chance = random.Random(seed)
    folder = copies(tmp_path / "images", max(200, 12 * KILLS))
    (folder / "0007.png").write_bytes(b"no picture")
    arguments = [folder, "-o", "run", "--pictures", "png"]
    run_shapes(folder, "whole", "--pictures", "png", code=3)
    seen = 0
    for _ in range(KILLS):
        process = start(tmp_path, environment, *arguments)
        # From the moment on when some more images are finished: a fixed time would end all runs while the model is read.
        wanted = seen + chance.randint(0, 12)
        while process.poll() is None and count_lines(tmp_path / "run") < wanted:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.01)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        assert count_lines(tmp_path / "run") >= seen, f"results were lost (seed {seed})"
        seen = count_lines(tmp_path / "run")
    run_shapes(*arguments[:1], "run", "--pictures", "png", code=3)
    assert contents(tmp_path / "run") == contents(tmp_path / "whole"), f"seed {seed}"
    names = [line["image"] for line in lines_of(tmp_path / "run")]
    assert len(names) == len(set(names)) == max(200, 12 * KILLS)


def count_lines(run):
    index = run / "index.jsonl"
    return index.read_bytes().count(b"\n") if index.exists() else 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_stop_in_good_order(tmp_path, environment, run_shapes, number, code):
    folder = copies(tmp_path / "images", 300)
    run_shapes(folder, "whole")
    process = start(tmp_path, environment, folder, "-o", "run")
    while process.poll() is None and count_lines(tmp_path / "run") < 5:
        time.sleep(0.001)
    process.send_signal(number)
    message = process.communicate(timeout=60)[1]
    assert process.returncode == code, message
    assert "stopped on request" in message and len(message.splitlines()) == 1
    assert json.loads((tmp_path / "run/run.json").read_text())["status"] == "stopped"
    assert len(lines_of(tmp_path / "run")) < 300
    run_shapes(folder, "run")
    assert contents(tmp_path / "run") == contents(tmp_path / "whole")


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits")
def test_a_full_disk_stops_the_run_and_loses_nothing(tmp_path, environment, run_shapes):
    """A limit of the size of files takes the place of a disk that is full."""
    folder = copies(tmp_path / "images", 60)
    run_shapes(folder, "whole", "--targets", "all")
    limit = (tmp_path / "whole/maps-00000.tar").stat().st_size // 2 + 100
    full = subprocess.run([PROGRAM, "run", SHAPES, folder, "-o", "run", "--targets", "all", "--cache", "none", *FLAGS],
                          cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert full.returncode == 1
    assert "cannot write" in full.stderr and "maps-00000.tar" in full.stderr
    assert 0 < len(lines_of(tmp_path / "run")) < 60
    assert json.loads((tmp_path / "run/run.json").read_text())["status"] == "failed"
    run_shapes(folder, "run", "--targets", "all")
    assert contents(tmp_path / "run") == contents(tmp_path / "whole")


def test_lost_maps_are_computed_again(tmp_path, run_shapes):
    """As after a power failure: the index is on the disk, the end of the archive is not."""
    folder = copies(tmp_path / "images", 8)
    run_shapes(folder, "run")
    whole = contents(tmp_path / "run")
    archive = tmp_path / "run/maps-00000.tar"
    os.truncate(archive, archive.stat().st_size // 2)
    with (tmp_path / "run/index.jsonl").open("ab") as index:
        index.write(b'{"image": "half a li')
    run_shapes(folder, "run")
    assert contents(tmp_path / "run") == whole


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_does_not_grow_with_the_images(tmp_path, environment):
    def peak(count):
        folder = copies(tmp_path / f"images-{count}", count)
        code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
                "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
        done = subprocess.run([sys.executable, "-c", code, PROGRAM, "run", str(SHAPES), str(folder), "-o", f"run-{count}",
                               "--targets", "all", *FLAGS], cwd=tmp_path, env=environment, capture_output=True, text=True,
                              timeout=300, check=True)
        return int(done.stdout) * 1024

    few, many = peak(100), peak(2000)
    results = sum(path.stat().st_size for path in (tmp_path / "run-2000").iterdir())
    # The names of the images are all that is kept of them: less than 2 KB each, and far less than the results.
    assert many - few < 1900 * 2048, (few, many)
    assert results > 2 * 1900 * 2048


def test_runs_are_reported_and_exported(tmp_path, run_shapes, vinoscope):
    folder = copies(tmp_path / "images", 3)
    run_shapes(folder, "run", "--targets", "top:2")
    vinoscope("report", "run", "-o", "page/index.html")
    page = (tmp_path / "page/index.html").read_text(encoding="utf-8")
    assert all(f"{i:04}.png" in page for i in range(3))
    vinoscope("export", "run", "--to", "jsonl", "-o", "maps.jsonl")
    exported = [json.loads(line) for line in (tmp_path / "maps.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(one["image"], one["target"]) for one in exported] == [
        (line["image"], one["target"]) for line in lines_of(tmp_path / "run") for one in line["maps"]]
    refused = vinoscope("report", "run", "-o", "run/index.html", code=2).stderr
    assert "outside of RUN" in refused and json.loads((tmp_path / "run/run.json").read_text())["status"] == "complete"
