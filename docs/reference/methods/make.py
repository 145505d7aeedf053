# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Writes README.md here and ../options.md from the tables of the library, and draws docs/images/methods/*.jpg:
`PYTHONPATH=build/release/python .venv/bin/python docs/reference/methods/make.py [METHOD...]`, all pictures without a name.
They are of the first of a few models that a method fits."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import PIL.Image
import vinoscope as xai
from vinoscope import _core
from vinoscope.explainer import ExplainMode

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PICTURES = ROOT / "docs" / "images" / "methods"
PHOTOGRAPHS = [ROOT / "assets" / "images" / name for name in ("chelsea.png", "coffee.jpg", "flower.jpg")]
SHAPES = [ROOT / "tests" / "data" / "shapes" / f"{number}.png" for number in ("002", "012", "023")]
MODELS = [
    (ROOT / "assets" / "models" / "efficientnet-lite0-fp16.xml", {}, PHOTOGRAPHS),
    (ROOT / "tests" / "data" / "models" / "shapes-vit.xml", {"mean": 128, "scale": 64}, SHAPES),
    (ROOT / "tests" / "data" / "models" / "shapes-ssd.xml", {"mean": 128, "scale": 64}, SHAPES),
]
HEIGHT = 200
FAMILIES = {
    "white-box": "These methods extend the graph of the model and need one inference.",
    "gradient": "These methods add the gradient of the score to the graph of the deployed model.",
    "black-box": "These methods run the unchanged model on perturbed inputs: any model, many inferences.",
    "hybrid": "These methods run the model on inputs that are derived from the activations of a layer: many inferences.",
}
OPTIONS = {
    "BlackBoxOptions": "Methods that compare the scores of perturbed inputs",
    "AttributionOptions": "Methods that average gradients",
    "MetricOptions": "Metrics",
    "ExplainerOptions": "Models",
    "Preprocess": "Preprocessing",
    "RenderOptions": "Drawing",
    "SaveOptions": "Files",
}


def draw(method: _core.MethodInfo) -> np.ndarray:
    """Three pictures side by side under their maps of the best class."""
    mode = ExplainMode.BLACKBOX if method.family == "black-box" else ExplainMode.WHITEBOX
    for model, preprocess, images in MODELS:
        try:
            explainer = xai.Explainer(
                model, explain_mode=mode, explain_method=xai.Method(method.name), **preprocess
            )
        except xai.UnsupportedError:
            continue
        pictures = [overlay(explainer, image) for image in images]
        gap = np.full((HEIGHT, 8, 3), 255, np.uint8)
        return np.hstack([part for picture in pictures for part in (picture, gap)][:-1])
    raise SystemExit(f"{method.name} fits none of {[model.name for model, _, _ in MODELS]}")


def overlay(explainer: xai.Explainer, image: Path) -> np.ndarray:
    height, width = xai.read_image(image).shape[:2]
    size = (HEIGHT, round(width * HEIGHT / height))
    explanation = explainer(image, targets="top:1", overlay=True, output_size=size, overlay_prediction=False)
    return next(iter(explanation.saliency_map.values()))


def table() -> str:
    """README.md, from the table of methods."""
    lines = [
        "# Methods",
        "",
        "`vinoscope methods` prints this list; `--method NAME` selects one, `auto` chooses automatically. Each page describes what the method shows, when it",
        "misleads, its cost and its source. [Gradients of deployed models](../../explanation/gradients.md) describes how",
        "gradients are added to the graph, [metrics](../metrics.md) how maps are evaluated.",
    ]
    for family, sentence in FAMILIES.items():
        lines += ["", f"## {family.capitalize()}", "", sentence, "", "| method | map | source |", "|---|---|---|"]
        for method in xai.list_methods():
            if method.family == family:
                picture = f'<a href="{method.name}.md"><img src="../../images/methods/{method.name}.jpg" width="380" alt=""></a>'
                lines.append(f"| [{method.title}]({method.name}.md) `{method.name}`<br>{method.summary} | {picture} | {method.source} |")
    return "\n".join(lines) + "\n"


def options() -> str:
    """../options.md, from the tables of options."""
    lines = [
        "# Options",
        "",
        "Each option is a flag of the program, a keyword of `xai.Explainer` and its call, and a member of a struct in C++. In the structs,",
        "0 means a default that is not a number; in the program and in Python, omit the option instead. A method that does not use an",
        "option reports it in a warning. See also the pages of the [methods](methods/README.md) and [metrics](metrics.md). The flag of",
        "an option that is on by default turns it off.",
    ]
    for struct, title in OPTIONS.items():
        rows = [option for option in _core.list_options() if option.of == struct]
        head = ["flag", "name", "description", "values", "default"] + ["used by"] * bool(rows[0].readers)
        lines += ["", f"## {title}", "", f"`{struct}` in C++.", "", f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
        for option in rows:
            flag = f"`{option.flag}`" if option.flag else ""
            cells = [flag, f"`{option.name}`", option.help, option.values, option.default, ", ".join(option.readers)]
            lines.append(f"| {' | '.join(cells[: len(head)])} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    (HERE / "README.md").write_text(table(), encoding="utf-8")
    (HERE.parent / "options.md").write_text(options(), encoding="utf-8")
    for row in xai.list_methods():
        if len(sys.argv) == 1 or row.name in sys.argv[1:]:
            PIL.Image.fromarray(draw(row)).save(PICTURES / f"{row.name}.jpg", quality=85)
