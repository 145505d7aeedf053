# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Whether the strongest point lies on the object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Union

import numpy as np

from vinoscope import _core
from vinoscope._logging import logger
from vinoscope.explainer.explanation import Explanation
from vinoscope.explainer.pictures import PER_IMAGE_MAP, Key
from vinoscope.explainer.raw import raw_maps
from vinoscope.metrics.base import Box, Result, as_map, ground_truth, mean, number, pairs

Boxes = Mapping[Union[int, str], Sequence[Box]]


class PointingGame:
    """The pointing game (Zhang et al., arXiv:1608.00507): the share of the strongest points that lie on the object.

    A map with one strongest point scores 1 or 0, a flat map the share of the image that the object takes. A box reaches from
    the centre of the pixel (x, y) to that of (x + width, y + height), both included; one without width and height is a point.
    """

    def __call__(self, saliency_map: np.ndarray, image_gt_bboxes: Iterable[Box], tolerance: float = 0) -> Result:
        """Judges one map.

        Parameters
        ----------
        saliency_map : numpy.ndarray
            [height, width], at the size of the image that the boxes belong to.
        image_gt_bboxes : list of (x, y, width, height)
            Where the object is; a point inside of any of them is inside. Without any, the result is 0.
        tolerance : float
            In pixels; 15 in the paper.

        Returns
        -------
        dict
            "pointing_game": 0..1, higher is better.

        Raises
        ------
        UsageError
            For a box without four numbers, or with a width or height below zero.
        """
        judged = as_map(saliency_map)
        return self._judge(judged, image_gt_bboxes, judged.width, judged.height, tolerance)

    def evaluate(
        self, explanations: Sequence[Explanation], gt_bboxes: Sequence[Boxes], tolerance: float = 0, **kwargs: Any
    ) -> Result:
        """Mean over all maps whose target is annotated; those of others are left out, with a word in the log.

        Parameters
        ----------
        explanations : list of Explanation
            One for each image.
        gt_bboxes : list of dict
            For each image, the boxes (x, y, width, height) of each class, by index or label.

        Returns
        -------
        dict
            "pointing_game": 0..1, higher is better; 0 when no target is annotated.

        Raises
        ------
        UsageError
            If the lists have different lengths, or if boxes are given by labels and the explanation has no labels.
        """
        if kwargs:
            raise TypeError(f"unexpected keyword argument {next(iter(kwargs))!r}")
        results = []
        for explanation, annotated in pairs(explanations, gt_bboxes):
            if not isinstance(annotated, Mapping):
                raise TypeError(f"expected gt_bboxes as a dict of boxes by class for each image, found {type(annotated).__name__}")
            _check_names(explanation, annotated)
            for target, raw in raw_maps(explanation).items():
                name = explanation.name_of(target)
                boxes = self._boxes(annotated, target, name)
                if boxes:
                    results.append(self._judge(raw, boxes, *_size(explanation, raw), tolerance))
                else:
                    logger.info(
                        "No ground-truth bbox for %s saliency map. Skip pointing game evaluation for this saliency map.", name
                    )
        return mean(results) if results else {"pointing_game": 0.0}

    @staticmethod
    def _boxes(annotated: Boxes, target: Key, name: str) -> list[Box]:
        if target == PER_IMAGE_MAP:  # of no class: on any object
            return [box for boxes in annotated.values() for box in boxes]
        return list(annotated.get(target, annotated.get(name, [])))

    @staticmethod
    def _judge(judged: _core.SaliencyMap, boxes: Iterable[Box], width: int, height: int, tolerance: float) -> Result:
        truth = ground_truth(boxes, width, height)
        if not truth.boxes:
            return {"pointing_game": 0.0}
        truth.boxes = [_between_centres(box) for box in truth.boxes]
        return {"pointing_game": number(_core.pointing_game(judged, truth, tolerance))}


def _check_names(explanation: Explanation, annotated: Boxes) -> None:
    numbered = all(explanation.name_of(target) == str(target) for target in explanation.targets if target != PER_IMAGE_MAP)
    if numbered and PER_IMAGE_MAP not in explanation.targets and any(isinstance(key, str) for key in annotated):
        raise _core.UsageError(
            f"expected label_names in the explanation, as its boxes are given by labels ({', '.join(map(str, annotated))}); "
            "pass label_names to the explainer, or give the boxes by class index"
        )


def _between_centres(box: _core.Region) -> _core.Region:
    """In coordinates whose pixels have their centres at halves; the C++ library leaves right and lower edges out."""
    right, lower = (np.nextafter(np.float32(edge + 0.5), np.float32(np.inf)) for edge in (box.x2, box.y2))
    return _core.Region(box.x1 + 0.5, box.y1 + 0.5, right, lower)


def _size(explanation: Explanation, raw: _core.SaliencyMap) -> tuple[int, int]:
    image = explanation.image
    return (raw.width, raw.height) if image is None else (image.shape[1], image.shape[0])
