# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Pictures of maps, also of those that your own pipeline computed."""

from __future__ import annotations

import numpy as np

from vinoscope import _core
from vinoscope.explainer import inputs
from vinoscope.explainer.explanation import Explanation
from vinoscope.explainer.pictures import Pictures, View
from vinoscope.explainer.raw import raw_maps


class Visualizer:
    """Scales, resizes, colours and overlays the maps of an explanation."""

    def __call__(
        self,
        explanation: Explanation,
        original_input_image: inputs.Data | None = None,
        output_size: tuple[int, int] | None = None,
        scaling: bool = False,
        resize: bool = True,
        colormap: bool | str = True,
        overlay: bool = False,
        overlay_weight: float = 0.5,
        overlay_prediction: bool | None = None,
    ) -> Explanation:
        """Changes what `explanation.saliency_map` shows, and returns the explanation.

        The parameters are those of `Explainer.__call__`. An image or an `output_size` is needed to resize or overlay.

        Raises
        ------
        BadImageError
            When there is no image and one is needed.
        UsageError
            When a map is already in colours.
        """
        image = None if original_input_image is None else inputs.picture(original_input_image)
        shown = explanation.saliency_map
        maps = shown.maps if isinstance(shown, Pictures) else raw_maps(explanation)
        if image is None and isinstance(shown, Pictures):
            image = shown.view.image
        view = View(
            image=image,
            output_size=output_size,
            scaling=scaling,
            resize=resize,
            colormap=colormap,
            overlay=overlay,
            overlay_weight=overlay_weight,
            overlay_prediction=overlay_prediction,
        )
        explanation.saliency_map = Pictures({key: maps[key] for key in shown if key in maps}, view)
        return explanation

    visualize = __call__
