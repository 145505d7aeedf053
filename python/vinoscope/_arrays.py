# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Layouts, values and sizes of NumPy arrays that are images or maps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from vinoscope import _core


def flag(name: str, value: Any) -> bool:
    """Returns the value of the parameter `name`; UsageError for anything that is no truth value."""
    if isinstance(value, (bool, np.bool_)) or (isinstance(value, (int, np.integer)) and value in (0, 1)):
        return bool(value)
    raise _core.UsageError(f"expected {name} as True or False, found {value!r}")


def height_and_width(
    name: str, size: Sequence[int] | None, order: str = "(height, width)"
) -> tuple[int, int] | None:
    """Returns the value of the parameter `name`; UsageError for anything but two whole numbers above zero, or None."""
    if size is None:
        return None
    sides = list(size) if isinstance(size, (tuple, list, np.ndarray)) and len(size) == 2 else [0]
    if not all(isinstance(side, (int, np.integer)) and 0 < side < 2**16 for side in sides):
        raise _core.UsageError(f"expected {name} as {order} above 0, found {size!r}")
    return int(sides[0]), int(sides[1])


def channels_last(pixels: np.ndarray) -> np.ndarray:
    """An image [height, width, channels].

    Parameters
    ----------
    pixels : numpy.ndarray
        [height, width], [height, width, channels] or [channels, height, width] of 1, 3 or 4 channels, also with a batch of
        one in front. Where the first and the last axis could both be channels, the last one is.

    Raises
    ------
    ValueError
        For any other shape.
    """
    if pixels.ndim == 4 and pixels.shape[0] == 1:
        pixels = pixels[0]
    if pixels.ndim == 2:
        return pixels[..., None]
    if pixels.ndim == 3 and pixels.shape[2] in (1, 3, 4):
        return pixels
    if pixels.ndim == 3 and pixels.shape[0] in (1, 3, 4):
        return np.moveaxis(pixels, 0, -1)
    raise ValueError(
        f"expected an image [height, width, channels] or [channels, height, width], found an array of shape {pixels.shape}"
    )


def to_bytes(values: np.ndarray) -> np.ndarray:
    """What a picture of these values shows, as uint8.

    Bytes stay. Floating-point values within 0..1 are times 255, those within 0..255 are rounded. Anything else, e.g. what is
    normalised for a model, is stretched from its minimum to its maximum.
    """
    if values.dtype == np.uint8:
        return values
    known = np.nan_to_num(values.astype(np.float32), posinf=0, neginf=0)
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    if low < 0 or high > 255:
        known = (known - low) * (255 / max(high - low, 1e-12))
    elif high <= 1 and values.dtype.kind == "f":
        known = known * 255
    return np.rint(known).astype(np.uint8)


def resized(values: np.ndarray, height: int, width: int) -> np.ndarray:
    """An array [height, width] or [height, width, channels] at another size: bilinear, with pixel centres at half positions
    and edges repeated, as OpenCV's INTER_LINEAR. The type stays; whole numbers are rounded."""
    rows = _interpolated(values.astype(np.result_type(values, np.float32)), height)
    found = np.moveaxis(_interpolated(np.moveaxis(rows, 1, 0), width), 0, 1)
    return np.rint(found).astype(values.dtype) if values.dtype.kind in "iu" else found.astype(values.dtype)


def _interpolated(values: np.ndarray, size: int) -> np.ndarray:
    """Along the first axis."""
    places = np.clip((np.arange(size) + 0.5) * (len(values) / size) - 0.5, 0, len(values) - 1)
    first = places.astype(int)
    second = np.minimum(first + 1, len(values) - 1)
    weight = (places - first).astype(values.dtype).reshape(-1, *[1] * (values.ndim - 1))
    return values[first] * (1 - weight) + values[second] * weight
