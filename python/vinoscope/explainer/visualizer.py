# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Drawing of maps, including those computed by other pipelines."""

from __future__ import annotations

import numpy as np

from vinoscope import _core
from vinoscope._arrays import height_and_width, resized
from vinoscope.explainer import inputs
from vinoscope.explainer.explanation import Explanation
from vinoscope.explainer.pictures import Pictures, View, colour_table
from vinoscope.explainer.raw import raw_maps


def resize(saliency_map: np.ndarray, output_size: tuple[int, int]) -> np.ndarray:
    """Maps [height, width] or [maps, height, width] at another size (height, width), bilinearly."""
    maps = np.asarray(saliency_map)
    if maps.ndim not in (2, 3) or maps.size == 0:
        raise _core.UsageError(f"expected maps [height, width] or [maps, height, width], found an array of shape {maps.shape}")
    height, width = height_and_width("output_size", output_size) or maps.shape[-2:]
    return resized(maps, height, width) if maps.ndim == 2 else np.moveaxis(
        resized(np.moveaxis(maps, 0, -1), height, width), -1, 0
    )  # fmt: skip


def colormap(saliency_map: np.ndarray, colormap_type: int | str = 2) -> np.ndarray:
    """Maps [..., height, width] of uint8 in colours, [..., height, width, 3] in RGB.

    Parameters
    ----------
    colormap_type : str or int
        A name of `vinoscope.explainer.Visualizer`; or a number of OpenCV's `applyColorMap`, 2 being "jet".
    """
    maps = np.asarray(saliency_map)
    if maps.dtype != np.uint8:
        raise _core.UsageError(f"expected maps of uint8, found {maps.dtype}; vinoscope.common.scaling makes them")
    if isinstance(colormap_type, str):
        table = colour_table(colormap_type)
    elif colormap_type in _OPENCV_NUMBERS:
        table = colour_table(_OPENCV_NUMBERS[colormap_type])
    else:
        import cv2

        table = cv2.applyColorMap(np.arange(256, dtype=np.uint8)[None], colormap_type)[0, :, ::-1]
    return table[maps]


def overlay(
    saliency_map: np.ndarray, input_image: np.ndarray, overlay_weight: float = 0.5, cast_to_uint8: bool = True
) -> np.ndarray:
    """`overlay_weight` of the image and the rest of the map, value by value; the arrays have shapes that NumPy broadcasts.

    Parameters
    ----------
    cast_to_uint8 : bool
        Rounds down to uint8; otherwise the result is floating-point.
    """
    image, maps = np.asarray(input_image), np.asarray(saliency_map)
    if not isinstance(overlay_weight, (int, float, np.number)) or not 0 <= overlay_weight <= 1:
        raise _core.UsageError(f"expected overlay_weight from 0 to 1, found {overlay_weight!r}")
    try:
        np.broadcast_shapes(image.shape, maps.shape)
    except ValueError:
        raise _core.UsageError(f"expected a map and an image of one size, found {maps.shape} and {image.shape}") from None
    blended = image * float(overlay_weight) + maps * (1 - float(overlay_weight))
    return blended.astype(np.uint8) if cast_to_uint8 else blended


_OPENCV_NUMBERS = {2: "jet", 16: "viridis", 20: "turbo"}


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
        overlay_prediction: bool = True,
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
        if not isinstance(explanation, Explanation):
            raise TypeError(f"expected an Explanation, found {type(explanation).__name__}")
        image = None if original_input_image is None else inputs.picture_of(original_input_image)
        shown = explanation.saliency_map
        if not (isinstance(shown, Pictures) or scaling or resize or colormap or overlay):
            return explanation  # arrays of the caller's own stay as they are
        maps = shown.maps if isinstance(shown, Pictures) else raw_maps(explanation)
        before = shown.view if isinstance(shown, Pictures) else View()
        view = View(
            image=image or before.image,
            native_size=before.native_size,
            output_size=output_size,
            scaling=scaling,
            resize=resize,
            colormap=colormap,
            overlay=overlay,
            overlay_weight=overlay_weight,
            overlay_prediction=overlay_prediction,
        )
        if view.image is None and (overlay or (resize and output_size is None)):
            needed = "original_input_image to overlay" if overlay else "original_input_image or an output_size to resize"
            raise _core.BadImageError(f"expected an {needed}, found none")
        explanation.saliency_map = Pictures({key: maps[key] for key in shown if key in maps}, view)
        return explanation

    visualize = __call__
