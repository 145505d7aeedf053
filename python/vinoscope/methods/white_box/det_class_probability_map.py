# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The class heads of a detector as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vinoscope import _models
from vinoscope.explainer.explainer import PreprocessFunction
from vinoscope.explainer.mode import info_of
from vinoscope.methods.white_box.base import WhiteBoxMethod


class DetClassProbabilityMap(WhiteBoxMethod):
    """The class heads of a detector as they are.

    Parameters
    ----------
    num_anchors : list of int, optional
        Not needed: how many anchors a cell has is read from the graph.
    saliency_map_size : (int, int), optional
        Height and width of the maps, instead of those of the finest head.

    The others are those of `WhiteBoxMethod`.
    """

    info = info_of("det-class-probability-map")

    def __init__(
        self,
        model: _models.Model,
        preprocess_fn: PreprocessFunction | None = None,
        target_layer: Sequence[str] | None = None,
        embed_scaling: bool = True,
        device_name: str = "CPU",
        num_anchors: Sequence[int] | None = None,
        saliency_map_size: Sequence[int] | None = None,
        prepare_model: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            model,
            preprocess_fn,
            target_layer,
            embed_scaling,
            device_name,
            prepare_model,
            num_anchors=num_anchors,
            saliency_map_size=saliency_map_size,
            **kwargs,
        )
