# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What all metrics have in common."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import Any, ClassVar

import numpy as np
import openvino as ov
from openvino.utils.data_helpers.wrappers import OVDict

from vinoscope import _core, _models
from vinoscope._keywords import input_size_of, sort_keywords
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
    if isinstance(values, _core.SaliencyMap):
        return values
    array = np.asarray(values)
    if array.ndim != 2 or array.dtype.kind not in "fiub":
        raise _core.UsageError(f"expected a map [height, width] of numbers, found an array of {array.dtype} {array.shape}")
    return _core.SaliencyMap(array)


def ground_truth(boxes: Iterable[Box], width: int, height: int) -> _core.GroundTruth:
    """Boxes (x, y, width, height) in an image of this size."""
    return _core.GroundTruth(width=width, height=height, boxes=[_region(box) for box in boxes])


def map_again(explainer: Explainer, class_idx: int) -> Callable[[np.ndarray], _core.SaliencyMap]:
    """Explains other images as the judged map was made."""
    return lambda image: explainer.undrawn(image, class_idx).maps[0]


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
    for entries in (explanations, others):
        if not isinstance(entries, Sequence):
            raise TypeError(f"expected a list with one entry for each explanation, found {type(entries).__name__}")
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


class BaseMetric:
    """A metric that runs the model.

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

    _usual: ClassVar[dict[str, Any]] = {"baseline": "black"}  # as OpenVINO's explainable AI toolkit

    def __init__(
        self,
        model: _models.Model,
        preprocess_fn: PreprocessFunction | None = None,
        postprocess_fn: PostprocessFunction | None = None,
        device_name: str = "CPU",
        **kwargs: Any,
    ) -> None:
        self._model = _models.load(model, input_size_of(kwargs))
        self.preprocess_fn = preprocess_fn
        self.postprocess_fn = postprocess_fn
        self._device = device_name
        own = {name: kwargs.pop(name) for name in list(kwargs) if hasattr(_core.MetricOptions, name)}
        chosen = {**self._usual, **own}
        self._own = {"hide_in_image": bool(self._usual) and chosen["baseline"] == "black", **chosen}
        self._keywords = sort_keywords(kwargs)
        self._made: _core.Evaluator | None = None
        self._form = "uint8"

    @cached_property
    def model_compiled(self) -> ov.CompiledModel:
        """The model, compiled for `model_predict`."""
        return self._compile("LATENCY")

    def model_predict(self, input: Any) -> np.ndarray:
        """Returns the result of `postprocess_fn` for one image, or the first output, without the batch dimension.

        Parameters
        ----------
        input : numpy.ndarray
            What `preprocess_fn` takes; the model's input [1, ...] without one.
        """
        return self._scores(self.model_compiled(input if self.preprocess_fn is None else self.preprocess_fn(input)))

    def _compile(self, performance: str) -> ov.CompiledModel:
        model = self._model if isinstance(self._model, ov.Model) else _models.load_object(self._model)
        precision = self._keywords.setup.get("precision")
        properties = {"PERFORMANCE_HINT": performance}
        if precision not in (None, "auto"):
            properties["INFERENCE_PRECISION_HINT"] = precision
        return ov.Core().compile_model(model, self._device, properties)

    def _scores(self, outputs: OVDict) -> np.ndarray:
        scores = np.asarray(outputs[0] if self.postprocess_fn is None else self.postprocess_fn(outputs))
        return scores[0] if scores.ndim > 1 and len(scores) == 1 else scores

    def _image(self, data: inputs.Data) -> _core.Image:
        """An image of the C++ library. `preprocess_fn` is called with what it shows in the form of `data`."""
        pixels = inputs.to_array(inputs.read(data))
        if self.preprocess_fn is None or not isinstance(pixels, np.ndarray) or pixels.dtype == np.uint8:
            form = "uint8"
        elif pixels.min() < 0 or pixels.max() > 255:
            raise _core.BadImageError("expected an image of values in 0..1 or 0..255, which preprocess_fn prepares, found "
                                      f"values from {pixels.min():.4g} to {pixels.max():.4g}")  # fmt: skip
        else:
            form = f"{pixels.dtype}/255" if pixels.max() <= 1 and pixels.dtype.kind == "f" else str(pixels.dtype)
        self._form = form
        return inputs.picture_of(pixels)

    def _prepare(self, preprocess: PreprocessFunction, image: np.ndarray) -> np.ndarray:
        dtype, _, divisor = self._form.partition("/")
        shown = image.astype(dtype, copy=False)
        return preprocess(shown / shown.dtype.type(divisor) if divisor else shown)

    def _evaluator(self) -> _core.Evaluator:
        refuse_forked()
        if self._made is None:
            preprocess = _core.Preprocess(**self._keywords.preprocess)
            setup = {"preprocess": preprocess, **self._keywords.setup, "device": self._device}
            judged = _core.EvaluatorOptions(
                model=_core.ExplainerOptions(**setup), metrics=_core.MetricOptions(**self._own)
            )
            with _models.for_core(self._model) as model:
                self._made = _core.Evaluator(
                    model,
                    judged,
                    None if self.preprocess_fn is None else partial(self._prepare, self.preprocess_fn),
                    answer_function(self.postprocess_fn, Task.AUTO),
                )
        return self._made

    def _class(self, class_idx: int | None, image: _core.Image | None = None) -> int:
        """The class, or the best one of the image."""
        if class_idx is not None or image is None:
            if not isinstance(class_idx, (int, np.integer)):
                raise TypeError(f"expected class_idx as a class index or None, found {class_idx!r}")
            if class_idx < 0:
                raise _core.BadTargetError(f"expected class_idx from 0 on, or None for the best class, found {class_idx}")
            return int(class_idx)
        return self._evaluator().targets(image, [_core.TopTargets(1)])[0]


def _region(box: Box) -> _core.Region:
    try:
        x, y, width, height = (float(side) for side in box)
    except (TypeError, ValueError) as error:
        raise _core.UsageError(f"expected boxes (x, y, width, height), found {box!r}") from error
    return _core.Region(x, y, x + width, y + height)


def _best(explanation: Explanation) -> int | None:
    """The prediction for the original image, if the explanation contains it."""
    return explanation.best_predictions[0].index if explanation.best_predictions else None


def _mean(values: list[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan
