# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The metrics that Quantus has as well, evaluated by both for the same maps, images and masks.

Usage: PYTHONPATH=build/release/python python benchmarks/peers/quantus_metrics.py [--maps 50]

Prints the largest difference of each metric and fails if rounding does not explain one. The maps are random values of the size of the
model's input, scaled to 0..1 as the definitions of the metrics say; the objects are boxes. Needs `pip install quantus openvino`.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import openvino as ov
import quantus
from quantus.helpers.model.model_interface import ModelInterface
from vinoscope import metrics

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "tests" / "data" / "models" / "shapes-cnn-single.xml"
SIDE, CHANNELS, STEPS = 96, 3, 36

PLAIN = {"abs": False, "normalise": False, "disable_warnings": True, "display_progressbar": False}
FLIPPING = {"features_in_step": CHANNELS * SIDE * SIDE // STEPS, "perturb_baseline": 0.0}

# The name here, the metric there, what it is given, and the largest difference by rounding: it adds float32 values.
SAME = {
    "sparseness": (quantus.Sparseness(**PLAIN), "x", 1e-5),
    "entropy": (quantus.Complexity(**PLAIN), "x", 1e-5),
    "relevance-mass": (quantus.RelevanceMassAccuracy(**PLAIN), "s", 1e-6),
    "relevance-rank": (quantus.RelevanceRankAccuracy(**PLAIN), "s", 1e-9),
    "top-k-intersection": (quantus.TopKIntersection(k=1000, **PLAIN), "s", 1e-9),
    "roc-auc": (quantus.AUC(**PLAIN), "s", 1e-9),
    "pointing-game": (quantus.PointingGame(weighted=False, **PLAIN), "s", 1e-9),
    "deletion": (quantus.PixelFlipping(**FLIPPING, **PLAIN), "model", 1e-5),
}


class Probabilities(ModelInterface):
    """The model as Quantus calls it: pixels [N,3,96,96] of 0..255 to probabilities [N,classes]."""

    def __init__(self):
        super().__init__(None)
        model = ov.Core().compile_model(MODEL, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        self.infer = model.create_infer_request().infer

    def predict(self, x, **_):
        logits = np.concatenate([self.infer([(image[None] - 128) / 64])[0] for image in x])
        values = np.exp(logits - logits.max(axis=1, keepdims=True))
        return values / values.sum(axis=1, keepdims=True)

    def shape_input(self, x, shape, channel_first=None, batched=False):
        return x.reshape(shape).astype(np.float32)

    def get_model(self):
        return self

    def _unused(self, *_, **__):
        raise NotImplementedError("none of the metrics above calls this")

    state_dict = get_hidden_representations = random_layer_generator_length = _unused
    get_softmax_arg_model = get_random_layer_generator = add_mean_shift_to_first_layer = _unused


Probabilities.__abstractmethods__ = frozenset()


def value_of(name, model, image, target, values, inside):
    """The value of one map in Quantus, in the unit of the metric here."""
    metric, needs, _ = SAME[name]
    x = image.transpose(2, 0, 1)[None].astype(np.float32)
    if needs == "model":
        every_channel = np.repeat(values[None, None], CHANNELS, axis=1)
        scores = metric.evaluate_batch(model=model, x_batch=x, y_batch=np.array([target]), a_batch=every_channel)[0]
        return np.trapezoid([model.predict(x)[0, target], *scores]) / STEPS
    given = {"x_batch": x} if needs == "x" else {"s_batch": inside[None, None]}
    value = float(metric.evaluate_batch(a_batch=values[None, None].copy(), **given)[0])
    return value / np.log(values.size) if name == "entropy" else value  # in nats there


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--maps", type=int, default=50)
    count = parser.parse_args().maps
    random = np.random.default_rng(0)
    evaluator = metrics.Evaluator(
        MODEL, list(SAME), mean=128, scale=64, precision="f32", steps=STEPS, baseline="black"
    )
    model = Probabilities()
    differences = dict.fromkeys(SAME, 0.0)
    for _ in range(count):
        values = random.random((SIDE, SIDE)).astype(np.float32) ** random.uniform(0.5, 8)
        values = (values - values.min()) / (values.max() - values.min())
        left, top = random.integers(0, SIDE // 2, 2)
        width, height = random.integers(8, SIDE // 2, 2)
        inside = np.zeros((SIDE, SIDE), bool)
        inside[top : top + height, left : left + width] = True
        image = random.integers(0, 256, (SIDE, SIDE, CHANNELS)).astype(np.uint8)
        target = int(model.predict(image.transpose(2, 0, 1)[None].astype(np.float32)).argmax())
        found = evaluator(values, target, image, [(left, top, width, height)])
        for name in SAME:
            difference = abs(found[name] - value_of(name, model, image, target, values, inside))
            differences[name] = max(differences[name], difference)
    agree = {name: difference <= SAME[name][2] for name, difference in differences.items()}
    for name, difference in differences.items():
        print(f"{name:20} largest difference {difference:.2e} {'agrees' if agree[name] else 'DIFFERS'}")
    return 0 if all(agree.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
