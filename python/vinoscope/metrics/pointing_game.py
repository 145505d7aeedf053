# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Whether the strongest point lies on the object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Union

import numpy as np

from vinoscope import _core
from vinoscope.explainer.explanation import Explanation
from vinoscope.explainer.raw import raw_maps
from vinoscope.metrics.base import Box, Result, as_map, ground_truth, mean, number, pairs

Boxes = Mapping[Union[int, str], Sequence[Box]]


class PointingGame:
    """The pointing game (Zhang et al., arXiv:1608.00507): the share of the strongest points that lie on the object.

    A map with one strongest point scores 1 or 0, a flat map the share of the image that the object takes.
    """

    def __call__(self, saliency_map: np.ndarray, image_gt_bboxes: Iterable[Box], tolerance: float = 0) -> Result:
        """Judges one map.

        Parameters
        ----------
        saliency_map : numpy.ndarray
            [height, width], at the size of the image that the boxes belong to.
        image_gt_bboxes : list of (x, y, width, height)
            Where the object is; a point inside of any of them is inside.
        tolerance : float
            In pixels; 15 in the paper.

        Returns
        -------
        dict
            "pointing_game": 0..1, higher is better.

        Raises
        ------
        UsageError
            Without boxes, and for one without four numbers, a width and a height.
        """
        judged = as_map(saliency_map)
        return self._judge(judged, image_gt_bboxes, judged.width, judged.height, tolerance)

    def evaluate(self, explanations: Sequence[Explanation], gt_bboxes: Sequence[Boxes], tolerance: float = 0) -> Result:
        """Mean over all maps whose target is annotated.

        Parameters
        ----------
        explanations : list of Explanation
            One for each image.
        gt_bboxes : list of dict
            For each image, the boxes (x, y, width, height) of each class, by index or label.

        Returns
        -------
        dict
            "pointing_game": 0..1, higher is better.
        """
        return mean(
            self._judge(raw, boxes, *_size(explanation, raw), tolerance)
            for explanation, annotated in pairs(explanations, gt_bboxes)
            for target, raw in raw_maps(explanation).items()
            if (boxes := annotated.get(target, annotated.get(explanation.name_of(target))))
        )

    @staticmethod
    def _judge(judged: _core.SaliencyMap, boxes: Iterable[Box], width: int, height: int, tolerance: float) -> Result:
        return {"pointing_game": number(_core.pointing_game(judged, ground_truth(boxes, width, height), tolerance))}


def _size(explanation: Explanation, raw: _core.SaliencyMap) -> tuple[int, int]:
    image = explanation.image
    return (raw.width, raw.height) if image is None else (image.shape[1], image.shape[0])
