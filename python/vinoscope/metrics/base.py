# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What all metrics have in common."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from vinoscope import _core, _models
from vinoscope._keywords import sort_keywords
from vinoscope._postprocess import PostprocessFunction, answer_function
from vinoscope._processes import refuse_forked
from vinoscope.common.parameters import Task
from vinoscope.explainer import inputs
from vinoscope.explainer.explainer import Explainer, PreprocessFunction
from vinoscope.explainer.explanation import Explanation
from vinoscope.explainer.raw import raw_maps

Result = dict[str, float]
Box = tuple[float, float, float, float]


def as_map(values: np.ndarray | _core.SaliencyMap) -> _core.SaliencyMap:
    """A map [height, width] of any numbers."""
    return values if isinstance(values, _core.SaliencyMap) else _core.SaliencyMap(np.asarray(values))


def ground_truth(boxes: Iterable[Box], width: int, height: int) -> _core.GroundTruth:
    """Boxes (x, y, width, height) in an image of this size."""
    return _core.GroundTruth(width=width, height=height, boxes=[_region(box) for box in boxes])


def map_again(explainer: Explainer, class_idx: int) -> Callable[[np.ndarray], _core.SaliencyMap]:
    """Explains other images as the judged map was made."""
    return lambda image: explainer(image, targets=class_idx).maps[0]


def number(value: _core.MetricValue) -> float:
    """NaN where there is no value."""
    return math.nan if value.value is None else value.value


def mean(results: Iterable[Result]) -> Result:
    """Mean of each entry, those without a value left out; NaN when there is none."""
    rows = list(results)
    if not rows:
        raise _core.UsageError("expected at least one map to judge, found none")
    return {name: _mean([row[name] for row in rows]) for name in rows[0]}


def pairs(explanations: Sequence[Explanation], others: Sequence[Any]) -> list[tuple[Explanation, Any]]:
    """Explanations with what belongs to each."""
    if len(explanations) != len(others):
        raise _core.UsageError(f"expected one entry for each of {len(explanations)} explanations, found {len(others)}")
    return list(zip(explanations, others))


def mean_of_maps(
    judge: Callable[[_core.SaliencyMap, int | None, Any], Result],
    explanations: Sequence[Explanation],
    images: Sequence[Any],
) -> Result:
    """Means over all maps of all explanations; one image for each explanation."""
    return mean(
        judge(raw, _best(explanation) if raw.target is None else raw.target, image)
        for explanation, image in pairs(explanations, images)
        for raw in raw_maps(explanation).values()
    )


class ModelMetric:
    """A metric that asks the model.

    Parameters
    ----------
    model : openvino.Model, str, pathlib.Path, bytes, (bytes, bytes) or torch.nn.Module
        The explained model.
    preprocess_fn, postprocess_fn : callable, optional
        As `vinoscope.Explainer` takes them.
    device_name : str, default "CPU"
        Any device of OpenVINO.
    **kwargs
        As `vinoscope.Explainer`, and `baseline`: what hidden pixels show, "zero", "black", "mean" or "blur". Of
        `Evaluator` also `steps`, `tolerance`, `threshold`, `subsets`, `noisy_images`, `noise` and `seed`.
    """

    _baseline = "black"  # the toolkit's

    def __init__(
        self,
        model: _models.Model,
        preprocess_fn: PreprocessFunction | None = None,
        postprocess_fn: PostprocessFunction | None = None,
        device_name: str = "CPU",
        **kwargs: Any,
    ) -> None:
        self._model = _models.load(model)
        self._callbacks = (preprocess_fn, answer_function(postprocess_fn, Task.AUTO))
        self._device = device_name
        own = {name: kwargs.pop(name) for name in list(kwargs) if hasattr(_core.MetricOptions, name)}
        self._own = {"baseline": self._baseline, **own}
        self._keywords = sort_keywords(kwargs)
        self._made: _core.Evaluator | None = None

    def _evaluator(self) -> _core.Evaluator:
        refuse_forked()
        if self._made is None:
            preprocess = _core.Preprocess(**self._keywords.preprocess)
            setup = {"preprocess": preprocess, **self._keywords.setup, "device": self._device}
            judged = _core.EvaluatorOptions(
                model=_core.ExplainerOptions(**setup), metrics=_core.MetricOptions(**self._own)
            )
            with _models.for_core(self._model) as model:
                self._made = _core.Evaluator(model, judged, *self._callbacks)
        return self._made

    def _class(self, class_idx: int | None, image: _core.Image) -> int:
        if class_idx is not None:
            return class_idx
        return self._evaluator().targets(image, [_core.TopTargets(1)])[0]


def image_of(data: inputs.Data) -> _core.Image:
    """An image [height, width, 3] of uint8, or an image file."""
    return inputs.picture(data)


def _region(box: Box) -> _core.Region:
    try:
        x, y, width, height = (float(side) for side in box)
    except (TypeError, ValueError) as error:
        raise _core.UsageError(f"expected boxes (x, y, width, height), found {box!r}") from error
    return _core.Region(x, y, x + width, y + height)


def _best(explanation: Explanation) -> int | None:
    """What the model said at first, as far as the explanation tells."""
    return explanation.predictions[0].index if explanation.predictions else None


def _mean(values: list[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan
