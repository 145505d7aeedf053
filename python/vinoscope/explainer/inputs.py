# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What a user hands over as an image, as the C++ library takes it."""

from __future__ import annotations

import os
from typing import Any, Union

import numpy as np

from vinoscope import _core

Data = Union[np.ndarray, str, "os.PathLike[str]"]


def read(data: Data) -> Any:
    """The pixels of an image file; anything else as it is."""
    if isinstance(data, (str, os.PathLike)):
        if not os.path.exists(data):
            raise FileNotFoundError(2, "no such image file", os.fspath(data))
        return _core.read_image(data)
    return data


def is_prepared(data: Any) -> bool:
    """Whether this is a model's input: an array with a batch in front."""
    return isinstance(data, np.ndarray) and data.ndim == 4


def is_image(data: Any) -> bool:
    """Whether this is a picture of 8 bits."""
    return isinstance(data, np.ndarray) and data.dtype == np.uint8 and data.ndim in (2, 3)


def picture_of(prepared: Any) -> _core.Image:
    """What a model's input [1, height, width, 3] or [1, 3, height, width] looks like: uint8 as it is, other values
    scaled by their minimum and maximum. Empty for anything else."""
    pixels = np.asarray(prepared)
    if pixels.ndim != 4 or pixels.size == 0 or pixels.dtype.kind not in "fiub":
        return _core.Image()
    pixels = np.moveaxis(pixels[0], 0, -1) if pixels.shape[-1] not in (1, 3) else pixels[0]
    if pixels.shape[-1] not in (1, 3):
        pixels = pixels.mean(axis=-1)
    return _core.Image(pixels if pixels.dtype == np.uint8 else _bytes(pixels))


def _bytes(values: np.ndarray) -> np.ndarray:
    values = np.nan_to_num(values.astype(np.float32))
    low, high = values.min(), values.max()
    return ((values - low) * (255 / max(high - low, np.float32(1e-12)))).astype(np.uint8)
