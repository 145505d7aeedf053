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
    `Evaluator` judges with other baselines. An array with values in 0..1 shows as much of each pixel as it says, any other
    map is scaled to 0..1 first.
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
        given = inputs.to_array(inputs.read(input_image))
        if not isinstance(given, np.ndarray):
            raise _core.BadImageError(f"expected an image as an array, found {type(given).__name__}")
        pixels = channels_last(given)
        target = self._class(class_idx, self._image(pixels)) if class_idx is None else self._class(class_idx)
        values = _at_size(saliency_map, pixels)
        is_share = isinstance(saliency_map, np.ndarray) and values.min() >= 0 and values.max() <= 1
        shown = values if is_share else scaling(values, cast_to_uint8=False, max_value=1)
        masked = pixels * shown[..., None]
        self._request.start_async(self.preprocess_fn(pixels))  # while the masked image is explained
        again = self._explainer.undrawn(masked, target).maps[0]
        self._request.wait()
        before = self._scores(self._request.results)
        parts = {
            "coherency": _coherency(values, again, pixels),
            "complexity": self.complexity(shown),
            "average_drop": _drop(before, self._score_left(masked, target, before, again), target),
        }
        good = [parts["coherency"], 1 - parts["complexity"], 1 - parts["average_drop"]]
        return {"adcc": _harmonic_mean(good) if np.ptp(values) > 0 else math.nan, **parts}

    @cached_property
    def _request(self) -> ov.InferRequest:
        return self._compile("THROUGHPUT").create_infer_request()

    def _score_left(
        self, masked_image: np.ndarray, class_idx: int, before: np.ndarray, explained: _core.SaliencyMap
    ) -> float:
        """The score of the masked image, which the inference that explained it gives where it runs the same functions."""
        same = self._explainer.scores_like(
            self._model, self.preprocess_fn, self.postprocess_fn, self._device, self._keywords
        )
        if same and explained.score is not None and _are_shares(before) and 0 <= explained.score <= 1:
            return float(explained.score)
        return _probability(self.model_predict(masked_image), class_idx)

    def average_drop(self, masked_image: np.ndarray, class_idx: int, model_output: np.ndarray) -> float:
        """How much of a score is lost, 0..1, lower is better; NaN when there was none.

        Parameters
        ----------
        masked_image : numpy.ndarray
            The image times the map, as `preprocess_fn` takes it.
        model_output : numpy.ndarray
            [classes], what `model_predict` gave for the image.
        """
        return _drop(model_output, _probability(self.model_predict(masked_image), class_idx), class_idx)

    def coherency(self, saliency_map: np.ndarray, masked_image: np.ndarray, class_idx: int, image: np.ndarray) -> float:
        """How alike a map and that of the image times the map are, 0..1, higher is better: (1 + Pearson's correlation) / 2;
        NaN when one of them is flat."""
        return _coherency(saliency_map, self._explainer.undrawn(masked_image, class_idx).maps[0], image)

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


def _coherency(
    saliency_map: np.ndarray | _core.SaliencyMap, again: np.ndarray | _core.SaliencyMap, image: np.ndarray
) -> float:
    a, b = (_at_size(values, image) for values in (saliency_map, again))
    return math.nan if np.ptp(a) == 0 or np.ptp(b) == 0 else (1 + _correlation(a, b)) / 2


def _are_shares(scores: np.ndarray) -> bool:
    return bool(scores.min() >= 0 and scores.max() <= 1)


def _probability(scores: np.ndarray, class_idx: int) -> float:
    return float((scores if _are_shares(scores) else softmax(scores))[class_idx])


def _drop(before: np.ndarray, left: float, class_idx: int) -> float:
    score = _probability(before, class_idx)
    return max(0.0, score - left) / score if score > 0 else math.nan


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    x, y = (values.ravel() - values.mean(dtype=float) for values in (a, b))
    return float((x * y).sum() / math.sqrt((x * x).sum() * (y * y).sum()))


def _harmonic_mean(values: Sequence[float]) -> float:
    return 0.0 if any(value <= 0 for value in values) else len(values) / sum(1 / value for value in values)
