# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Images a second of `vinoscope run` beside those of OpenVINO's benchmark_app, in turns on the same machine.

Usage: throughput.py PROGRAM MODEL IMAGE [--images 1500] [--rounds 3] [--precision f32] [--method auto]

The image is copied so often. Three rates are compared with that of the plain model in benchmark_app (throughput mode, one image a batch):
the same program for the model with an inserted map (what computing the map costs), the run, and the run of a small BMP file of the
size of the input (what decoding and resizing the image cost).
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import openvino as ov
from PIL import Image


def benchmark_app(model, precision, seconds):
    program = Path(sys.executable).parent / "benchmark_app"
    done = subprocess.run([program, "-m", model, "-d", "CPU", "-hint", "throughput", "-t", str(seconds), "-b", "1",
                           "-infer_precision", precision], capture_output=True, text=True, check=False)
    found = re.search(r"Throughput:\s+([\d.]+) FPS", done.stdout)
    if not found:
        sys.exit(f"benchmark_app gave no rate:\n{done.stdout}\n{done.stderr}")
    return float(found[1])


def rate_of_run(arguments, source, folder):
    output = folder / "run"
    shutil.rmtree(output, ignore_errors=True)
    done = subprocess.run([arguments.program, "run", arguments.model, source, "-o", output, "--precision", arguments.precision,
                           "--method", arguments.method], capture_output=True, text=True, check=True)
    return float(re.search(r"([\d.]+) images/s", done.stdout)[1])


def copies(image, folder, count):
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:06}{image.suffix}").symlink_to(image.resolve())
    return folder


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("model")
    parser.add_argument("image", type=Path)
    parser.add_argument("--images", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--precision", default="f32")
    parser.add_argument("--method", default="auto")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        explained = folder / "explained.xml"
        insert = [] if arguments.method == "auto" else ["--method", arguments.method]
        subprocess.run([arguments.program, "insert", arguments.model, "-o", explained, "-q", *insert], check=True)
        shape = ov.Core().read_model(arguments.model).input(0).get_partial_shape()
        size = [shape[i].get_length() if shape[i].is_static else 224 for i in (3, 2)]
        small = folder / "small.bmp"
        Image.fromarray(np.asarray(Image.open(arguments.image).convert("RGB").resize(size))).save(small)
        given = copies(arguments.image, folder / "given", arguments.images)
        bitmaps = copies(small, folder / "bitmaps", arguments.images)
        rates = {"plain": [], "inserted": [], "run": [], "run of bitmaps": []}
        for _ in range(arguments.rounds):
            rates["plain"].append(benchmark_app(arguments.model, arguments.precision, 5))
            rates["inserted"].append(benchmark_app(explained, arguments.precision, 5))
            rates["run"].append(rate_of_run(arguments, given, folder))
            rates["run of bitmaps"].append(rate_of_run(arguments, bitmaps, folder))
    plain = statistics.median(rates["plain"])
    inserted = statistics.median(rates["inserted"])
    print(f"{'':16} {'images/s':>9} {'of plain':>9} {'of inserted':>12}")
    for name, found in rates.items():
        rate = statistics.median(found)
        print(f"{name:16} {rate:9.1f} {rate / plain:9.2f} {rate / inserted:12.2f}")


if __name__ == "__main__":
    main()
