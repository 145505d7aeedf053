# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What `vinoscope insert` and `vinoscope.gradient` make of each model of a folder, as a table and as CSV.

Usage: PYTHONPATH=build/release/python measure.py PROGRAM FOLDER [--csv FILE] [--method NAME] [--only NAME,...] [--runs 15]

Beside FOLDER/x.xml may lie x.npz with an `image` for the input, and what the training framework computes: `maps` [k,h,w]
of the classes `classes` [k], or their `grid` (h, w) alone; `gradient`, of the image's shape, of the score of class
`target`. All models run in plain OpenVINO in f32.
"""

import argparse
import csv
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import openvino as ov
import vinoscope

COLUMNS = ["name", "method", "how", "layer", "grid", "place", "correlation", "finite", "flat", "unchanged", "time", "extra_mb",
           "gradient", "gradient_correlation", "error"]


def compiled(model):
    return ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"})


def picture(model, reference):
    """The image of the reference, or noise."""
    if "image" in reference:
        return reference["image"]
    shape = [d.get_length() for d in ov.Core().read_model(str(model)).input(0).partial_shape]
    return np.random.default_rng(0).standard_normal(shape).astype(np.float32)


def peak_megabytes(model, reference_file):
    """Of a process of its own that compiles the model and runs it twice."""
    done = subprocess.run([sys.executable, __file__, "--peak", str(model), str(reference_file)], stdout=subprocess.PIPE,
                          check=True)
    return float(done.stdout)


def print_peak(model, reference_file):
    model = compiled(model)
    image = picture(sys.argv[2], load(reference_file))
    for _ in range(2):
        model(image)
    peak = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    print(int(peak[1]) / 1024)


def load(reference_file):
    return dict(np.load(reference_file)) if Path(reference_file).exists() else {}


def inserted(program, model, folder, method):
    """The model with maps, and what the program says that it chose."""
    explained = Path(folder) / "explained.xml"
    done = subprocess.run([program, "insert", str(model), "-o", str(explained), "--method", method], capture_output=True,
                          text=True, check=False)
    if done.returncode:
        return None, {"error": done.stderr.strip()}
    layer = re.search(r'target layer "(.*)" \(.*\), (\d+)x(\d+) cells', done.stdout)
    chosen = re.search(r"method (\S+) \((.*)\)", done.stdout)
    return explained, {"layer": layer[1], "grid": f"{layer[2]}x{layer[3]}", "method": chosen[1], "how": chosen[2]}


def time_ratio(raw, explained, image, runs):
    """Median time of the explained model by that of the raw one, in turns."""
    seconds = {raw: [], explained: []}
    for model in (raw, explained):
        model(image)
    started = time.perf_counter()
    while len(seconds[raw]) < runs and (len(seconds[raw]) < 3 or time.perf_counter() - started < 20):
        for model, taken in seconds.items():
            start = time.perf_counter()
            model(image)
            taken.append(time.perf_counter() - start)
    return statistics.median(seconds[explained]) / statistics.median(seconds[raw])


def agreement(maps, reference):
    """Whether the grid is the expected one, and the mean correlation with the expected maps."""
    grid = reference["maps"].shape[1:] if "maps" in reference else reference.get("grid")
    if grid is None:
        return {}
    place = "ok" if tuple(grid) == maps.shape[-2:] else "wrong: expected {}x{}".format(*grid)
    if "maps" not in reference or place != "ok" or maps.ndim != 4:
        return {"place": place}
    pairs = zip(maps[0][reference["classes"]], reference["maps"])
    return {"place": place, "correlation": round(float(np.mean([np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in pairs])), 4)}


def map_columns(model, arguments):
    reference_file = model.with_suffix(".npz")
    reference = load(reference_file)
    with tempfile.TemporaryDirectory() as folder:
        explained, row = inserted(arguments.program, model, folder, arguments.method)
        if explained is None:
            return row
        image = picture(model, reference)
        raw, with_maps = compiled(model), compiled(explained)
        before, after = raw(image)[0], with_maps(image)
        maps = after["saliency_map"]
        spread = np.ptp(maps, axis=(-2, -1)) / np.maximum(np.abs(maps).max(axis=(-2, -1)), 1e-30)
        row |= agreement(maps, reference)
        row |= {"finite": bool(np.isfinite(maps).all()), "flat": round(float((spread < 1e-6).mean()), 3),
                "unchanged": bool(np.allclose(before, after[0], rtol=1e-4, atol=1e-4 * np.abs(before).max())),
                "time": round(time_ratio(raw, with_maps, image, arguments.runs), 2)}
        del raw, with_maps
        row["extra_mb"] = round(peak_megabytes(explained, reference_file) - peak_megabytes(model, reference_file))
    return row


def state_of(gradient):
    if not np.isfinite(gradient).all():
        return "not finite"
    return "ok" if gradient.any() else "zero"


def gradient_columns(model):
    """The state of the gradient down to the pixels, and its correlation with that of the training framework."""
    reference = load(model.with_suffix(".npz"))
    try:
        differentiated = vinoscope.gradient(model, int(reference["target"]) if "target" in reference else None)
    except vinoscope.Error as error:
        return {"gradient": str(error)}
    found = compiled(differentiated)(picture(model, reference))["gradient"]
    row = {"gradient": state_of(found)}
    if row["gradient"] == "ok" and "gradient" in reference:
        row["gradient_correlation"] = round(float(np.corrcoef(found.ravel(), reference["gradient"].ravel())[0, 1]), 5)
    return row


def gradient_summary(rows):
    agreeing = sorted(row["gradient_correlation"] for row in rows if "gradient_correlation" in row)
    text = f"{len(rows)} models: {sum(row['gradient'] == 'ok' for row in rows)} with a finite gradient"
    return text + (f", correlation {statistics.median(agreeing)} in the middle, {agreeing[0]} at least" if agreeing else "")


def summary(rows):
    done = [row for row in rows if not row.get("error")]
    placed = [row for row in done if row.get("place") == "ok" and row["finite"] and row["flat"] < 0.5]
    agreeing = [row for row in placed if row.get("correlation", 1) > 0.99]
    times = sorted(row["time"] for row in done)
    return (f"{len(rows)} models: {len(done)} with a map, {len(placed)} in the expected place, {len(agreeing)} of those agree; "
            f"time x {statistics.median(times):.2f} in the middle, {times[-1]:.2f} at most; "
            f"at most {max(row['extra_mb'] for row in done)} MB more" if done else f"{len(rows)} models, no map")


def main():
    if sys.argv[1:2] == ["--peak"]:
        return print_peak(*sys.argv[2:4])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--csv", type=Path)
    parser.add_argument("--method", default="auto")
    parser.add_argument("--only", default="")
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    wanted = set(filter(None, arguments.only.split(",")))
    rows = []
    for model in sorted(arguments.folder.glob("*.xml")):
        if wanted and model.stem not in wanted:
            continue
        rows.append({"name": model.stem} | map_columns(model, arguments) | gradient_columns(model))
        print(json.dumps(rows[-1]), flush=True)
    print(summary(rows))
    print(gradient_summary(rows))
    if arguments.csv:
        with arguments.csv.open("w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
