# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What is left of the score when only what a map shows is seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import openvino as ov

from vinoscope import _core, _models
from vinoscope._arrays import channels_last, resized
from vinoscope._postprocess import PostprocessFunction
from vinoscope.common.utils import infer_size_from_image, scaling, softmax
from vinoscope.explainer import inputs
from vinoscope.explainer.explainer import Explainer, PreprocessFunction
from vinoscope.explainer.explanation import Explanation
from vinoscope.metrics.base import BaseMetric, Result, as_map, map_again, mean_of_maps, number


class ADCC(BaseMetric):
    """Average drop, coherency and complexity in one number (Poppi et al., arXiv:2104.10252).

    The parameters are those of `BaseMetric`, and `explainer`: the Explainer that made the maps. What a map hides is black;
    `Evaluator` judges with other baselines. A map with values in 0..1 shows as much of each pixel as it says, any other is
    scaled to 0..1 first.
    """

    def __init__(
        self,
        model: _models.Model,
        preprocess_fn: PreprocessFunction | None = None,
        postprocess_fn: PostprocessFunction | None = None,
        explainer: Explainer | None = None,
        device_name: str = "CPU",
        **kwargs: Any,
    ) -> None:
        super().__init__(model, preprocess_fn, postprocess_fn, device_name, **kwargs)
        if self._own["baseline"] != "black":
            raise _core.UsageError('expected baseline "black"; vinoscope.metrics.Evaluator judges with others')
        if explainer is not None and not isinstance(explainer, Explainer):
            raise TypeError(f"expected explainer as an Explainer, found {type(explainer).__name__}")
        self._explainer = explainer or Explainer(model, preprocess_fn=preprocess_fn, postprocess_fn=postprocess_fn)

    def __call__(
        self, saliency_map: np.ndarray | _core.SaliencyMap, class_idx: int | None, input_image: inputs.Data
    ) -> Result:
        """Judges one map.

        Parameters
        ----------
        saliency_map : numpy.ndarray
            [height, width] of any size.
        class_idx : int, optional
            The explained class; None for the best of the image.
        input_image : numpy.ndarray, str or pathlib.Path
            [height, width, 3] of uint8 in RGB, or an image file.

        Returns
        -------
        dict
            "adcc" and "coherency" (higher is better), "complexity" and "average_drop" (lower is better); NaN where a
            number makes no sense.
        """
        if self.preprocess_fn is None:
            image = self._image(input_image)
            target = self._class(class_idx, image)
            judged = self._evaluator().adcc(as_map(saliency_map), image, target, map_again(self._explainer, target))
            return {name: number(getattr(judged, name)) for name in ("adcc", "coherency", "complexity", "average_drop")}
        pixels = channels_last(inputs.to_array(inputs.read(input_image)))
        target = self._class(class_idx, self._image(pixels))
        values = _at_size(saliency_map, pixels)
        shown = values if values.min() >= 0 and values.max() <= 1 else scaling(values, cast_to_uint8=False, max_value=1)
        masked = pixels * shown[..., None]
        for request, image in zip(self._requests, (pixels, masked)):  # while the map of the masked image is computed
            request.start_async(self.preprocess_fn(image))
        coherency = self.coherency(values, masked, target, pixels)
        for request in self._requests:
            request.wait()
        before, after = (self._scores(request.results) for request in self._requests)
        parts = {"coherency": coherency, "complexity": self.complexity(shown), "average_drop": _drop(before, after, target)}
        good = [parts["coherency"], 1 - parts["complexity"], 1 - parts["average_drop"]]
        return {"adcc": _harmonic_mean(good) if np.ptp(values) > 0 else math.nan, **parts}

    @cached_property
    def _requests(self) -> tuple[ov.InferRequest, ov.InferRequest]:
        compiled = self._compile("THROUGHPUT")
        return compiled.create_infer_request(), compiled.create_infer_request()

    def average_drop(self, masked_image: np.ndarray, class_idx: int, model_output: np.ndarray) -> float:
        """How much of a score is lost, 0..1, lower is better; NaN when there was none.

        Parameters
        ----------
        masked_image : numpy.ndarray
            The image times the map, as `preprocess_fn` takes it.
        model_output : numpy.ndarray
            [classes], what `model_predict` gave for the image.
        """
        return _drop(model_output, self.model_predict(masked_image), class_idx)

    def coherency(self, saliency_map: np.ndarray, masked_image: np.ndarray, class_idx: int, image: np.ndarray) -> float:
        """How alike a map and that of the image times the map are, 0..1, higher is better: (1 + Pearson's correlation) / 2;
        NaN when one of them is flat."""
        again = _at_size(self._explainer(masked_image, targets=class_idx).maps[0], image)
        values = _at_size(saliency_map, image)
        if np.ptp(values) == 0 or np.ptp(again) == 0:
            return math.nan
        return (1 + _correlation(values, again)) / 2

    @staticmethod
    def complexity(saliency_map: np.ndarray) -> float:
        """Mean of a map in 0..1, lower is better."""
        return float(np.mean(saliency_map))

    def evaluate(self, explanations: Sequence[Explanation], input_images: Sequence[inputs.Data]) -> Result:
        """Means over all maps of all explanations; one image for each explanation."""
        return mean_of_maps(self, explanations, input_images)


def _at_size(saliency_map: np.ndarray | _core.SaliencyMap, image: np.ndarray) -> np.ndarray:
    values = as_map(saliency_map).values
    height, width = infer_size_from_image(image)
    return values if values.shape == (height, width) else resized(values, height, width)


def _probabilities(scores: np.ndarray) -> np.ndarray:
    return scores if scores.min() >= 0 and scores.max() <= 1 else softmax(scores)


def _drop(before: np.ndarray, after: np.ndarray, class_idx: int) -> float:
    score, left = (float(_probabilities(scores)[class_idx]) for scores in (before, after))
    return max(0.0, score - left) / score if score > 0 else math.nan


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    x, y = (values - values.mean() for values in (a.astype(float), b.astype(float)))
    return float((x * y).sum() / math.sqrt((x * x).sum() * (y * y).sum()))


def _harmonic_mean(values: Sequence[float]) -> float:
    return 0.0 if any(value <= 0 for value in values) else len(values) / sum(1 / value for value in values)
