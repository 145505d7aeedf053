# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of images supplied by users for the C++ library."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Union

import numpy as np
import openvino as ov

from vinoscope import _core
from vinoscope._arrays import channels_last, to_bytes

if TYPE_CHECKING:
    import PIL.Image
    import torch

Data = Union[np.ndarray, str, "os.PathLike[str]", "PIL.Image.Image", "torch.Tensor", ov.Tensor, Sequence[Any]]


def read(data: Data) -> Any:
    """The pixels of an image file; anything else as it is."""
    if isinstance(data, (str, os.PathLike)):
        if not os.path.exists(data):
            raise FileNotFoundError(2, "no such image file", os.fspath(data))
        return _core.read_image(data)
    return data


def to_array(data: Any) -> Any:
    """Images of PIL, tensors and nested lists as arrays; anything else as it is."""
    if isinstance(data, np.ndarray):
        return data
    if isinstance(data, ov.Tensor):
        return data.data
    if _is_pil_image(data):
        return _pixels_of(data)
    if isinstance(data, (list, tuple, memoryview)) or hasattr(data, "__array__"):
        try:
            return np.asarray(data)
        except ValueError as error:
            raise _core.BadImageError(f"expected an image or a model's input, found {type(data).__name__}: {error}") from error
    return data


def picture(data: Data) -> _core.Image:
    """An image file, or an image [height, width, 3] of uint8, also with a batch of one in front.

    Raises
    ------
    FileNotFoundError, BadImageError
        For anything else.
    """
    pixels = to_array(read(data))
    try:
        return _core.Image(pixels[0] if is_image_in_batch(pixels) else pixels)
    except _core.BadImageError as error:
        hint = "; what is prepared for the model has a batch in front, [1, ...]" if isinstance(pixels, np.ndarray) else ""
        raise _core.BadImageError(f"{error}{hint}") from None


def picture_of(data: Any) -> _core.Image:
    """What an image file or an array shows, to draw over or to judge maps with: [height, width, 3] or [3, height, width], also
    of one channel, with alpha or with a batch of one in front, with the values that `vinoscope._arrays.to_bytes` describes.

    Raises
    ------
    FileNotFoundError, BadImageError
        For anything else.
    """
    pixels = to_array(read(data))
    if not isinstance(pixels, np.ndarray) or pixels.dtype.kind not in "fiub" or pixels.size == 0:
        return _core.Image(pixels)
    try:
        shown = channels_last(pixels)[..., :3]
        whole = pixels.dtype in (np.uint8, np.uint16, bool)  # of files
        return _core.Image(np.ascontiguousarray(shown if whole else to_bytes(shown)))
    except ValueError as error:
        raise _core.BadImageError(str(error)) from None


def shown_by(data: Any) -> _core.Image | None:
    """The same, or None for an array that is not an image, such as an input with another number of channels."""
    try:
        return picture_of(data)
    except (_core.BadImageError, FileNotFoundError):
        return None


def reference(data: Any, preprocess_fn: Callable[[Any], Any] | None) -> _core.Tensor | _core.Image:
    """What embeddings are compared with: vectors [D] or [K, D], also in a .npy file, a prepared input, or an image, which
    `preprocess_fn` prepares where there is one.

    Raises
    ------
    FileNotFoundError, BadImageError
        For anything else.
    """
    if isinstance(data, (str, os.PathLike)) and os.fspath(data).endswith(".npy"):
        data = np.load(data, allow_pickle=False)
    given = to_array(data)
    if isinstance(given, np.ndarray):
        is_table = given.ndim in (1, 2) and given.dtype.kind in "fi"
        if is_table or (preprocess_fn is None and is_prepared(given) and not is_image_in_batch(given)):
            return _core.Tensor(given)
    return picture(data) if preprocess_fn is None else _core.Tensor(to_array(preprocess_fn(read(data))))


def is_prepared(data: Any) -> bool:
    """Whether this is a model's input: an array of 4 or 5 dimensions, with a batch in front, or floats of fewer that are not
    those of an image [height, width, 3]."""
    if not isinstance(data, np.ndarray):
        return False
    return data.ndim in (4, 5) or (data.dtype.kind == "f" and (data.ndim in (1, 2) or (data.ndim == 3 and data.shape[2] != 3)))


def is_image_in_batch(data: Any) -> bool:
    """Whether this is an 8-bit image with a batch axis of size 1."""
    return is_prepared(data) and data.ndim == 4 and data.dtype == np.uint8 and data.shape[0] == 1 and data.shape[3] == 3


def _is_pil_image(data: Any) -> bool:
    module = sys.modules.get("PIL.Image")
    return module is not None and isinstance(data, module.Image)


def _pixels_of(image: PIL.Image.Image) -> np.ndarray:
    """Converts as if the file were read: rotated according to EXIF, without alpha, the upper 8 of 16 bits."""
    from PIL import ImageOps

    try:
        upright = ImageOps.exif_transpose(image)
        if upright.mode.startswith("I"):  # 16 bits, "I" with room for more
            words = _words(np.asarray(upright))
            if upright.mode == "I" and 0 < words.max(initial=0) <= np.iinfo(np.uint8).max:
                raise ValueError(f"values up to {words.max()} have 8 or 16 bits; convert it to mode L or I;16")
            return words
        if upright.mode == "F":
            raise ValueError("floats have no agreed range; convert it to mode L")
        with_alpha = {"La": "LA", "PA": "RGBA", "RGBa": "RGBA"}.get(upright.mode)  # PIL makes RGB of these in two steps
        return np.asarray((upright.convert(with_alpha) if with_alpha else upright).convert("RGB"))
    except (ValueError, OSError) as error:
        raise _core.BadImageError(f"expected an image, found one of PIL of mode {image.mode}: {error}") from error


def _words(values: np.ndarray) -> np.ndarray:
    if values.size and (values.min() < 0 or values.max() > np.iinfo(np.uint16).max):
        raise ValueError(f"expected values of 16 bits, found {values.min()} to {values.max()}")
    return values.astype(np.uint16)
