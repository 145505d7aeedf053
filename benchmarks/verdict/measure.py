# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""How often verdicts trust exact masks, and fakes, on data whose truth is known by construction.

    PYTHONPATH=build/release/python python benchmarks/verdict/measure.py [--images 25] [--seed 0] [--fixtures DIR] [--budget 200]

Planted data, each with a model that is made here in seconds:

linear    P1 LIN of XAI-TRIS (arXiv:2306.12816): a T or an L at its fixed place in almost white noise; logistic regression
rigid     P1 RIGID: a T or an L at any place and turn in correlated noise; matched filters, maximum over places
mark      P6: a translucent mark at any place decides; the coloured blob in the middle does not
grid      P2 DiFull (arXiv:2205.10435): four tiles with a shape each, the head of a class sees its own tile alone
shapes    pictures with one shape (fixtures) and a network that was trained on such

For each image the exact mask is tested, and six fakes: a random map, a bell in the centre, Sobel and Laplace filters, the
exact mask of another class (where there is none, the method's map of another class) and the map that the method gives for
the model with random weights. Prints the share that is trusted, by data and kind, and the reasons against exact masks.
"""

from __future__ import annotations

import argparse
import collections
import csv
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openvino as ov
from openvino import opset13 as op
from PIL import Image

from vinoscope import _core

SOURCE = Path(__file__).resolve().parents[2]
SIZE = 64
T = np.array([[1, 0], [1, 1], [1, 0]], np.float32)
L = np.array([[1, 0], [1, 0], [1, 1]], np.float32)


@dataclass
class Case:
    """An image, the class that is explained, where its evidence is, and where that of another class is."""

    image: np.ndarray
    target: int
    mask: np.ndarray
    other_class: int
    other_mask: np.ndarray | None = None


@dataclass
class Data:
    name: str
    model: ov.Model
    cases: list[Case]
    mean: float
    scale: float


def smooth(values: np.ndarray, sigma: float) -> np.ndarray:
    """Gaussian filter with wrapped edges, by the Fourier transform."""
    rows = np.fft.fftfreq(values.shape[0])[:, None]
    columns = np.fft.fftfreq(values.shape[1])[None]
    kernel = np.exp(-2 * (np.pi * sigma) ** 2 * (rows**2 + columns**2))
    return np.real(np.fft.ifft2(np.fft.fft2(values) * kernel)).astype(np.float32)


def noise(random: np.random.Generator, sigma: float = 3) -> np.ndarray:
    field = smooth(random.normal(size=(SIZE, SIZE)), sigma)
    return field / field.std()


def pixels(values: np.ndarray) -> np.ndarray:
    """Grey uint8 RGB of values around 0; 1 is 40 levels."""
    return np.repeat(np.clip(128 + 40 * values, 0, 255).astype(np.uint8)[..., None], 3, 2)


def placed(pattern: np.ndarray, row: int, column: int, times: int) -> np.ndarray:
    field = np.zeros((SIZE, SIZE), np.float32)
    large = np.kron(pattern, np.ones((times, times), np.float32))
    field[row : row + large.shape[0], column : column + large.shape[1]] = large
    return field


def logistic(features: np.ndarray, labels: np.ndarray, steps: int = 400, decay: float = 1e-2) -> tuple[np.ndarray, float]:
    """Weights and bias of a regularised logistic regression, by gradient descent on standardised features."""
    centre, spread = features.mean(0), features.std(0) + 1e-6
    inputs = (features - centre) / spread
    weights, bias = np.zeros(inputs.shape[1]), 0.0
    for _ in range(steps):
        error = 1 / (1 + np.exp(-(inputs @ weights + bias))) - labels
        weights -= 0.5 * (inputs.T @ error / len(labels) + decay * weights)
        bias -= 0.5 * error.mean()
    return weights / spread, bias - float(np.sum(weights * centre / spread))


def grey(image: ov.Output) -> ov.Node:
    return op.reduce_mean(image, np.int64([1]), keep_dims=True)


def two_classes(score: ov.Output) -> ov.Node:
    """Logits [1, 2] of a score [1, 1]."""
    return op.concat([op.negative(score), score], 1)


def network(make) -> ov.Model:
    image = op.parameter([1, 3, SIZE, SIZE], np.float32, name="image")
    return ov.Model([make(image)], [image], "planted")


def linear(count: int, seed: int) -> Data:
    random = np.random.default_rng([1, seed])
    patterns = [placed(T, 8, 8, 8), placed(L, 32, 40, 8)]

    def draw(label: int) -> np.ndarray:
        return pixels(1.2 * patterns[label] + noise(random, 1))

    labels = np.arange(2000) % 2
    union = np.maximum(*patterns)
    seen = union.ravel() > 0  # the model sees nothing else, so that the mask is exact
    features = np.stack([draw(label)[..., 0].ravel()[seen] for label in labels]).astype(np.float32) / 40
    weights, bias = logistic(features, labels, decay=1.0)
    weights, bias = 4 * weights, 4 * (bias + float(weights.sum()) * 128 / 40)
    kernel = np.zeros(SIZE * SIZE, np.float32)
    kernel[seen] = weights
    kernel = kernel.reshape(1, 1, SIZE, SIZE)

    def make(image: ov.Output) -> ov.Node:
        found = op.convolution(grey(image), kernel, [1, 1], [0, 0], [0, 0], [1, 1])
        return two_classes(op.reshape(op.add(found, np.float32(bias)), np.int64([1, 1]), False))

    cases = [Case(draw(i % 2), i % 2, union, 1 - i % 2) for i in range(count)]
    return Data("linear", network(make), cases, 128, 40)


def filters(patterns: list[np.ndarray]) -> np.ndarray:
    """Matched filters [N, 1, 17, 17], free of the mean."""
    stack = []
    for pattern in patterns:
        field = np.zeros((33, 33), np.float32)
        top, left = (33 - pattern.shape[0]) // 2, (33 - pattern.shape[1]) // 2
        field[top : top + pattern.shape[0], left : left + pattern.shape[1]] = pattern
        inside = field > 0
        field[~inside] = -field.sum() / (~inside).sum()
        stack.append(field / np.abs(field).sum())
    return np.stack(stack)[:, None]


def rigid(count: int, seed: int) -> Data:
    random = np.random.default_rng([2, seed])
    turned = [[np.kron(np.rot90(p, k), np.ones((6, 6), np.float32)) for k in range(4)] for p in (T, L)]

    def draw(label: int) -> tuple[np.ndarray, np.ndarray]:
        pattern = turned[label][random.integers(4)]
        row, column = random.integers(4, SIZE - 24, 2)
        field = placed(pattern, row, column, 1)
        return pixels(2.0 * field + 0.6 * noise(random)), field

    kernels = filters(turned[0] + turned[1])

    def make(image: ov.Output) -> ov.Node:
        found = op.relu(op.convolution(grey(image), kernels, [1, 1], [16, 16], [16, 16], [1, 1]))
        best = op.reduce_max(op.reshape(found, np.int64([1, 2, -1]), False), np.int64([2]), keep_dims=False)
        return op.multiply(best, np.float32(8))

    cases = []
    for i in range(count):
        image, mask = draw(i % 2)
        cases.append(Case(image, i % 2, mask, 1 - i % 2))
    return Data("rigid", network(make), cases, 128, 40)


def mark(count: int, seed: int) -> Data:
    random = np.random.default_rng([3, seed])
    stripes = (np.add.outer(np.arange(14), np.arange(14)) // 2 % 2).astype(np.float32)
    kernel = np.zeros((1, 1, 15, 15), np.float32)
    kernel[0, 0, :14, :14] = (stripes - stripes.mean()) / np.abs(stripes - stripes.mean()).sum()

    def draw() -> tuple[np.ndarray, np.ndarray]:
        blob = np.exp(-0.5 * (((np.arange(SIZE) - 32)[:, None] / 9) ** 2 + ((np.arange(SIZE) - 32)[None] / 9) ** 2))
        # The fine noise keeps edge filters from finding the mark.
        image = pixels(0.7 * noise(random) + 0.6 * random.normal(size=(SIZE, SIZE))).astype(np.float32)
        image += 90 * blob[..., None] * random.uniform(-1, 1, 3)
        row, column = random.choice([2, 46]), random.integers(2, 48)
        patch = image[row : row + 14, column : column + 14]
        image[row : row + 14, column : column + 14] = patch + 55 * (stripes[..., None] - 0.5)
        mask = np.zeros((SIZE, SIZE), np.float32)
        mask[row : row + 14, column : column + 14] = 1
        return np.clip(image, 0, 255).astype(np.uint8), mask

    def make(image: ov.Output) -> ov.Node:
        found = op.relu(op.convolution(grey(image), kernel, [1, 1], [7, 7], [7, 7], [1, 1]))
        best = op.reduce_max(op.reshape(found, np.int64([1, 1, -1]), False), np.int64([2]), keep_dims=False)
        return two_classes(op.multiply(op.subtract(best, np.float32(0.3)), np.float32(6)))

    cases = []
    for _ in range(count):
        image, mask = draw()
        cases.append(Case(image, 1, mask, 0))
    return Data("mark", network(make), cases, 128, 40)


def single_shapes(folder: Path) -> Iterator[tuple[np.ndarray, int, np.ndarray]]:
    """Image, class and mask of each picture with one shape."""
    described = json.loads((folder / "annotations.json").read_text(encoding="utf-8"))
    for entry in described["images"]:
        if entry["single"]:
            image = np.asarray(Image.open(folder / "images" / entry["file"]).convert("RGB"))
            mask = np.asarray(Image.open(folder / "instance_masks" / entry["file"]).convert("L"))
            yield image, entry["labels"][0], (mask > 0).astype(np.float32)


def chosen_shapes(count: int, seed: int, fixtures: Path) -> list[tuple[np.ndarray, int, np.ndarray]]:
    all_shapes = list(single_shapes(fixtures / "shapes"))
    return [all_shapes[i] for i in np.random.default_rng([5, seed]).permutation(len(all_shapes))[:count]]


def shapes(count: int, seed: int, fixtures: Path) -> Data:
    model = ov.Core().read_model(fixtures / "models/shapes-cnn-single/shapes-cnn-single.xml")
    cases = [
        Case(image, label, mask, (label + 1) % 6)
        for image, label, mask in chosen_shapes(count, seed, fixtures)
    ]
    return Data("shapes", model, cases, 128, 64)


def grid(count: int, seed: int, fixtures: Path) -> Data:
    inner = ov.Core().read_model(fixtures / "models/shapes-cnn-single/shapes-cnn-single.onnx")
    inner.reshape([4, 3, 96, 96])
    image = op.parameter([1, 3, 192, 192], np.float32, name="image")
    split = op.reshape(image, np.int64([3, 2, 96, 2, 96]), False)
    tiles = op.reshape(op.transpose(split, np.int64([1, 3, 0, 2, 4])), np.int64([4, 3, 96, 96]), False)
    inner_input = inner.get_parameters()[0]
    for user in list(inner_input.output(0).get_target_inputs()):
        user.replace_source_output(tiles.output(0))
    logits = inner.get_results()[0].input_value(0)
    model = ov.Model([op.reshape(logits, np.int64([1, 24]), False)], [image], "grid")
    tiles_of_shapes = list(single_shapes(fixtures / "shapes"))
    random = np.random.default_rng([4, seed])
    cases = []
    for _ in range(count):
        chosen = [tiles_of_shapes[i] for i in random.choice(len(tiles_of_shapes), 4, replace=False)]
        picture = np.zeros((192, 192, 3), np.uint8)
        masks = np.zeros((4, 192, 192), np.float32)
        for cell, (tile, _, mask) in enumerate(chosen):
            rows, columns = slice(96 * (cell // 2), 96 * (cell // 2) + 96), slice(96 * (cell % 2), 96 * (cell % 2) + 96)
            picture[rows, columns] = tile
            masks[cell, rows, columns] = mask
        # The cells of the first and of the last tile, as the paper has it.
        cell, other = (0, 3) if random.integers(2) else (3, 0)
        cases.append(
            Case(picture, 6 * cell + chosen[cell][1], masks[cell], 6 * other + chosen[other][1], masks[other])
        )
    return Data("grid", model, cases, 128, 64)


def edges(image: np.ndarray, kind: str) -> np.ndarray:
    """The filters of the verifier, written again."""
    luma = np.pad(image.astype(np.float64) @ [0.299, 0.587, 0.114], 1, mode="edge")
    at = {(r, c): luma[1 + r : luma.shape[0] - 1 + r, 1 + c : luma.shape[1] - 1 + c] for r in (-1, 0, 1) for c in (-1, 0, 1)}
    if kind == "laplace":
        return np.abs(at[-1, 0] + at[1, 0] + at[0, -1] + at[0, 1] - 4 * at[0, 0])
    across = at[-1, 1] + 2 * at[0, 1] + at[1, 1] - at[-1, -1] - 2 * at[0, -1] - at[1, -1]
    down = at[1, -1] + 2 * at[1, 0] + at[1, 1] - at[-1, -1] - 2 * at[-1, 0] - at[-1, 1]
    return np.hypot(across, down)


def bell(height: int, width: int) -> np.ndarray:
    rows = ((np.arange(height) + 0.5) / height - 0.5)[:, None] / 0.25
    columns = ((np.arange(width) + 0.5) / width - 0.5)[None] / 0.25
    return np.exp(-0.5 * (rows**2 + columns**2))


def tested_maps(case: Case, explainer: _core.Explainer, random_explainer: _core.Explainer, seed: int) -> dict[str, np.ndarray]:
    height, width = case.image.shape[:2]
    image = _core.Image(case.image)

    def explained(by: _core.Explainer, target: int) -> np.ndarray:
        return np.array(by.explain(image, _core.ExplainOptions(targets=[target])).maps[0].values)

    maps = {
        "exact mask": case.mask,
        "random": np.random.default_rng(seed).random((height, width)),
        "bell": bell(height, width),
        "sobel": edges(case.image, "sobel"),
        "laplace": edges(case.image, "laplace"),
        "other class": explained(explainer, case.other_class) if case.other_mask is None else case.other_mask,
        "randomised model": explained(random_explainer, case.target),
        "method": explained(explainer, case.target),
    }
    return maps


def measure(data: Data, verifier_options: _core.VerifierOptions, method: str) -> tuple[dict[str, collections.Counter], collections.Counter]:
    options = _core.ExplainerOptions(
        method=method, precision="f32", preprocess=_core.Preprocess(mean=[data.mean], scale=[data.scale])
    )
    explainer = _core.Explainer(data.model, options)
    shuffled = data.model.clone()
    _core.shuffle_weights(shuffled, 77)
    random_explainer = _core.Explainer(shuffled, options)
    verifier = _core.Verifier(data.model, options, verifier_options)
    found: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    reasons: collections.Counter = collections.Counter()
    rows = []
    for seed, case in enumerate(data.cases):
        image = _core.Image(case.image)
        # The model must be right: nothing is known of the evidence of a wrong answer.
        answer = explainer.explain(image, _core.ExplainOptions(targets=[case.target]))
        if answer.predictions[0].index != case.target and data.name != "grid":
            continue
        for kind, values in tested_maps(case, explainer, random_explainer, seed).items():
            verdict = verifier.verify(
                _core.SaliencyMap(values.astype(np.float32), case.target), image, case.target, explainer
            )
            found[kind][verdict.status] += 1
            rows.append({"data": data.name, "image": seed, "kind": kind, "status": verdict.status, **verdict.figures})
            if kind == "exact mask" and verdict.status != "trusted":
                reasons[verdict.reasons[0].split(":")[0]] += 1
    measure.rows += rows
    return found, reasons


measure.rows = []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=25)
    parser.add_argument("--seed", type=int, default=0, help="of the planted data; the bounds of verdicts were chosen with 0")
    parser.add_argument("--budget", type=int, default=200)
    parser.add_argument("--confidence", type=float, default=_core.VerifierOptions().confidence)
    parser.add_argument("--method", default="auto")
    parser.add_argument("--fixtures", type=Path, default=os.environ.get("VINOSCOPE_FIXTURES"))
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--csv", type=Path)
    arguments = parser.parse_args()
    makers = {"linear": linear, "rigid": rigid, "mark": mark}
    if arguments.fixtures:
        fixtures = Path(arguments.fixtures)
        makers["grid"] = lambda count, seed: grid(count, seed, fixtures)
        makers["shapes"] = lambda count, seed: shapes(count, seed, fixtures)
    verifier_options = _core.VerifierOptions(budget=arguments.budget, confidence=arguments.confidence)
    totals: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for name, make in makers.items():
        if arguments.only and name not in arguments.only:
            continue
        found, reasons = measure(make(arguments.images, arguments.seed), verifier_options, arguments.method)
        for kind, counts in found.items():
            total = sum(counts.values())
            totals["method" if kind == "method" else "exact masks" if kind == "exact mask" else "fakes"] += counts
            print(f"{name:8} {kind:18} trusted {counts['trusted']:3} unproven {counts['unproven']:3} "
                  f"refuted {counts['refuted']:3} of {total}", flush=True)
        for reason, count in reasons.most_common(5):
            print(f"{name:8} against exact masks: {count} x {reason}", flush=True)
    for kind, counts in totals.items():
        print(f"{kind}: {counts['trusted']} of {sum(counts.values())} trusted, {counts['refuted']} refuted", flush=True)
    if arguments.csv:
        names = list(dict.fromkeys(name for row in measure.rows for name in row))
        with arguments.csv.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names)
            writer.writeheader()
            writer.writerows(measure.rows)


if __name__ == "__main__":
    main()
