# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""How the score follows the strongest pixels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vinoscope import _core
from vinoscope.explainer import inputs
from vinoscope.explainer.explanation import Explanation
from vinoscope.metrics.base import BaseMetric, Result, as_map, mean_of_maps, number


def AUC(arr: np.ndarray) -> float:
    """Area under the curve of values at equal distances from 0 to 1, by the trapezoidal rule."""
    heights = np.asarray(arr, float)
    return float((heights[1:] + heights[:-1]).sum() / 2 / (len(heights) - 1))


class InsertionDeletionAUC(BaseMetric):
    """Areas under the curves of the score while the strongest pixels appear, and while they disappear (Petsiuk et al.,
    arXiv:1806.07421).

    The parameters are those of `BaseMetric`. Hidden pixels are black unless `baseline` says otherwise.
    """

    def __call__(
        self,
        saliency_map: np.ndarray | _core.SaliencyMap,
        class_idx: int | None,
        input_image: inputs.Data,
        steps: int = 30,
    ) -> Result:
        """Judges one map.

        Parameters
        ----------
        saliency_map : numpy.ndarray
            [height, width] of any size; it is enlarged to the model's input.
        class_idx : int, optional
            The explained class; None for the best of the image.
        input_image : numpy.ndarray, str or pathlib.Path
            [height, width, 3] of uint8 in RGB, or an image file.
        steps : int
            The pixels change in so many equal portions, each of at least one pixel.

        Returns
        -------
        dict
            "insertion" (higher is better) and "deletion" (lower is better).
        """
        return {name: area for name, area in self._areas(saliency_map, class_idx, input_image, steps).items() if name != "delta"}

    def evaluate(
        self, explanations: Sequence[Explanation], input_images: Sequence[inputs.Data], steps: int = 30
    ) -> Result:
        """Means over all maps of all explanations; one image for each explanation.

        Returns
        -------
        dict
            "insertion", "deletion" and "delta", their difference.
        """
        return mean_of_maps(lambda raw, target, image: self._areas(raw, target, image, steps), explanations, input_images)

    def _areas(
        self, saliency_map: np.ndarray | _core.SaliencyMap, class_idx: int | None, input_image: inputs.Data, steps: int
    ) -> Result:
        if not isinstance(steps, (int, np.integer)) or steps < 1:
            raise _core.UsageError(f"expected at least 1 step, found {steps!r}")
        image = self._image(input_image)
        target = self._class(class_idx, image)
        areas = self._evaluator().insertion_deletion(as_map(saliency_map), image, target, steps)
        return {"insertion": number(areas.insertion), "deletion": number(areas.deletion), "delta": number(areas.delta)}
