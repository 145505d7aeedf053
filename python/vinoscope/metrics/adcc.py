# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What is left of the score when only what a map shows is seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from vinoscope import _core, _models
from vinoscope._postprocess import PostprocessFunction
from vinoscope.explainer import inputs
from vinoscope.explainer.explainer import Explainer, PreprocessFunction
from vinoscope.explainer.explanation import Explanation
from vinoscope.metrics.base import ModelMetric, Result, as_map, image_of, map_again, mean_of_maps, number


class ADCC(ModelMetric):
    """Average drop, coherency and complexity in one number (Poppi et al., arXiv:2104.10252).

    The parameters are those of `ModelMetric`, and `explainer`: the Explainer that made the maps. Hidden pixels are
    black unless `baseline` says otherwise.
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
        image = image_of(input_image)
        target = self._class(class_idx, image)
        judged = self._evaluator().adcc(as_map(saliency_map), image, target, map_again(self._explainer, target))
        return {name: number(getattr(judged, name)) for name in ("adcc", "coherency", "complexity", "average_drop")}

    def evaluate(self, explanations: Sequence[Explanation], source_images: Sequence[inputs.Data]) -> Result:
        """Means over all maps of all explanations; one image for each explanation."""
        return mean_of_maps(self, explanations, source_images)
