# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Any of the metrics at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import numpy as np

from vinoscope import _core, _models
from vinoscope._postprocess import PostprocessFunction
from vinoscope.explainer import inputs
from vinoscope.explainer.explainer import Explainer, PreprocessFunction
from vinoscope.explainer.explanation import Explanation
from vinoscope.metrics.base import (
    Box,
    BaseMetric,
    Result,
    as_map,
    ground_truth,
    map_again,
    mean_of_maps,
    number,
)


class Evaluator(BaseMetric):
    """Judges maps by any metrics of `list_metrics()`, as `vinoscope evaluate` does.

    The parameters are those of `BaseMetric`, and `metrics`: names of `list_metrics()`; `explainer`: the Explainer that
    made the maps, for metrics that need one.

    Examples
    --------
    >>> judge = Evaluator("model.xml", ["insertion-deletion", "road"])
    >>> judge.evaluate([explainer("cat.jpg")], ["cat.jpg"])
    {'insertion-deletion': 0.41, 'road': 0.32}
    """

    _usual: ClassVar[dict[str, Any]] = {}

    def __init__(
        self,
        model: _models.Model,
        metrics: Sequence[str],
        preprocess_fn: PreprocessFunction | None = None,
        postprocess_fn: PostprocessFunction | None = None,
        explainer: Explainer | None = None,
        device_name: str = "CPU",
        **kwargs: Any,
    ) -> None:
        super().__init__(model, preprocess_fn, postprocess_fn, device_name, **kwargs)
        self.metrics = [_core.metric_info(name).name for name in metrics]
        self._explainer = explainer

    def __call__(
        self,
        saliency_map: np.ndarray | _core.SaliencyMap,
        class_idx: int | None,
        input_image: inputs.Data,
        image_gt_bboxes: Iterable[Box] | None = None,
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
        image_gt_bboxes : list of (x, y, width, height), optional
            Where the class is in the image, for metrics that need an annotation.

        Returns
        -------
        dict
            A number for each metric, NaN where it makes no sense.
        """
        image = self._image(input_image)
        truth = None if image_gt_bboxes is None else ground_truth(image_gt_bboxes, image.width, image.height)
        target = self._class(class_idx, image)
        again = None if self._explainer is None else map_again(self._explainer, target)
        values = self._evaluator().evaluate(self.metrics, as_map(saliency_map), image, target, truth, again)
        return {name: number(value) for name, value in zip(self.metrics, values)}

    def evaluate(self, explanations: Sequence[Explanation], input_images: Sequence[inputs.Data]) -> Result:
        """Means over all maps of all explanations; one image for each explanation."""
        return mean_of_maps(self, explanations, input_images)
