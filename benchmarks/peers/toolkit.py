# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The same calls of vinoscope and of OpenVINO's explainable AI toolkit, in turns in one run.

Usage: PYTHONPATH=build/release/python toolkit.py [--rounds 5]

The model and the photograph are those of assets/; both packages get the same functions, masks and inferences, and the
device's own precision. Printed are medians in milliseconds and how many times as long the toolkit takes.
`pip install --no-deps openvino-xai==1.1.0 scipy tqdm "opencv-python-headless<5"` beside this package, for this alone.
"""

import argparse
import contextlib
import io
import logging
import statistics
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import openvino as ov

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "python" / "tools"))
from toolkit_names import OldNames  # noqa: E402

sys.meta_path.append(OldNames())  # the toolkit imports openvino.runtime
import openvino_xai  # noqa: E402
import openvino_xai.explainer  # noqa: E402
import openvino_xai.metrics  # noqa: E402
import vinoscope  # noqa: E402
import vinoscope.explainer  # noqa: E402
import vinoscope.metrics  # noqa: E402

CAT = 285


def prepare(image):
    resized = cv2.resize(image, (224, 224))
    return ((resized.astype(np.float32) - 127) / 128).transpose(2, 0, 1)[None]


def probabilities(outputs):
    powers = np.exp(outputs[0] - outputs[0].max())
    return powers / powers.sum()


class Package:
    """The calls of one of the two."""

    def __init__(self, package, plain_rise):
        model = ov.Core().read_model(ROOT / "assets" / "models" / "efficientnet-lite0-fp16.xml")
        mode = package.explainer.ExplainMode
        self.image = cv2.imread(str(ROOT / "assets" / "images" / "chelsea.png"))[..., ::-1].copy()

        def explainer(**options):
            return package.Explainer(model, package.Task.CLASSIFICATION, prepare, probabilities, **options)

        self.white_box = explainer(explain_mode=mode.WHITEBOX)
        self.rise = explainer(explain_mode=mode.BLACKBOX, explain_method=package.Method.RISE)
        self.aise = explainer(explain_mode=mode.BLACKBOX, explain_method=package.Method.AISE)
        self.rise_options = {"num_masks": 200, "num_cells": 8, "prob": 0.5, **plain_rise}
        self.areas = package.metrics.InsertionDeletionAUC(model, prepare, probabilities)
        self.adcc = package.metrics.ADCC(model, prepare, probabilities, self.white_box)
        self.map = self.white_box(self.image, targets=CAT, colormap=False).saliency_map[CAT]

    def one_overlay(self):
        return self.white_box(self.image, targets=CAT, overlay=True).saliency_map[CAT]

    def all_classes(self):
        return self.white_box(self.image, targets=-1).saliency_map[CAT]

    def rise_of_equal_masks(self):
        return self.rise(self.image, targets=CAT, **self.rise_options).saliency_map[CAT]

    def aise_of_equal_inferences(self):
        options = {"num_iterations_per_kernel": 50, "kernel_widths": [0.1, 0.175, 0.25]}
        return self.aise(self.image, targets=CAT, **options).saliency_map[CAT]

    def insertion_and_deletion(self):
        return self.areas(self.map, CAT, self.image, 30)

    def adcc_of_one_map(self):
        return self.adcc(self.map, CAT, self.image)


CALLS = ["one_overlay", "all_classes", "rise_of_equal_masks", "aise_of_equal_inferences", "insertion_and_deletion", "adcc_of_one_map"]


def seconds(call):
    with contextlib.redirect_stderr(io.StringIO()):  # bars of progress
        start = time.perf_counter()
        call()
        return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    for name in ("vinoscope", "openvino_xai"):
        logging.getLogger(name).setLevel(logging.ERROR)
    ours, theirs = Package(vinoscope, {"estimator": "plain"}), Package(openvino_xai, {})
    print(f"{'':26}{'vinoscope':>12}{'toolkit':>12}{'ratio':>8}")
    for name in CALLS:
        calls = [getattr(package, name) for package in (ours, theirs)]
        times = [[seconds(call) for call in calls] for _ in range(rounds + 1)][1:]
        mine, other = (statistics.median(column) * 1000 for column in zip(*times))
        print(f"{name.replace('_', ' '):26}{mine:10.1f}ms{other:10.1f}ms{other / mine:8.2f}", flush=True)


if __name__ == "__main__":
    main()
