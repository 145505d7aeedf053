# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Functions on arrays of maps, images and scores, and what all parts share."""

from __future__ import annotations

from typing import Any

import numpy as np
import openvino as ov

from vinoscope import _core
from vinoscope._logging import logger
from vinoscope._models import is_torch_module

__all__ = [
    "SALIENCY_MAP_OUTPUT_NAME",
    "IdentityPreprocessFN",
    "format_to_bhwc",
    "get_min_max",
    "has_xai",
    "infer_size_from_image",
    "is_bhwc_layout",
    "logger",
    "scaling",
    "sigmoid",
    "softmax",
]

SALIENCY_MAP_OUTPUT_NAME = "saliency_map"
"""Name of the output that `insert_xai` adds."""


class IdentityPreprocessFN:
    """A `preprocess_fn` that gives back what it is given."""

    def __call__(self, x: Any) -> Any:
        return x


def has_xai(model: Any) -> bool:
    """Whether a model (openvino.Model, openvino.CompiledModel or torch.nn.Module) has the output of `insert_xai`."""
    if is_torch_module(model):
        return getattr(model, "has_xai", False) is True
    if not isinstance(model, (ov.Model, ov.CompiledModel)):
        raise TypeError(f"expected an openvino.Model or a torch.nn.Module, found {type(model).__name__}")
    return any(SALIENCY_MAP_OUTPUT_NAME in output.get_names() for output in model.outputs)


def scaling(saliency_map: np.ndarray, cast_to_uint8: bool = True, max_value: int = 255) -> np.ndarray:
    """Maps [..., height, width], each scaled from its minimum and maximum to 0..`max_value`; a flat one becomes 0.

    Parameters
    ----------
    cast_to_uint8 : bool
        Rounds down to uint8; otherwise the result is float32.
    """
    values = np.asarray(saliency_map, np.float32)
    if values.ndim < 2 or values.size == 0:
        raise _core.UsageError(f"expected maps [..., height, width], found an array of shape {values.shape}")
    low = values.min(axis=(-2, -1), keepdims=True)
    extent = values.max(axis=(-2, -1), keepdims=True) - low
    scaled = (values - low) / np.where(extent > 0, extent, 1) * max_value
    return scaled.astype(np.uint8) if cast_to_uint8 else scaled


def get_min_max(saliency_map: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Minima and maxima along the last axis."""
    values = np.asarray(saliency_map)
    return values.min(axis=-1), values.max(axis=-1)


def is_bhwc_layout(image: np.ndarray) -> bool:
    """Whether an image [batch, ., ., .] has its channels last: whether its last axis is shorter than the two before."""
    if np.ndim(image) != 4:
        raise ValueError(f"expected an image with four axes, found an array of shape {np.shape(image)}")
    return np.shape(image)[3] < min(np.shape(image)[1:3])


def format_to_bhwc(image: np.ndarray) -> np.ndarray:
    """An image with its channels first or last, with or without a batch, as [batch, height, width, channels]."""
    pixels = np.asarray(image)
    pixels = pixels[None] if pixels.ndim == 3 else pixels
    return pixels if is_bhwc_layout(pixels) else np.moveaxis(pixels, 1, -1)


def infer_size_from_image(image: np.ndarray) -> tuple[int, int]:
    """Height and width of an image [height, width], or with channels and batch."""
    height, width = np.shape(image) if np.ndim(image) == 2 else format_to_bhwc(image).shape[1:3]
    return height, width


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-x)), without overflow."""
    values = np.asarray(x, np.result_type(x, np.float32))
    small = np.exp(-np.abs(values))
    return np.where(values < 0, small, 1.0) / (1 + small)


def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Probabilities along an axis."""
    values = np.asarray(x, np.result_type(x, np.float32))
    powers = np.exp(values - values.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)
