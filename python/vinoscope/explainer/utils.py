# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Functions around a model: its input from a picture, its scores from the outputs, targets as arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, Union

import numpy as np

from vinoscope import _core
from vinoscope._targets import Targets, classes, requests

__all__ = [
    "ActivationType",
    "convert_targets_to_numpy",
    "explains_all",
    "get_postprocess_fn",
    "get_preprocess_fn",
    "get_score",
    "get_target_indices",
    "sigmoid",
    "softmax",
]

Channels = Union[float, Sequence[float], np.ndarray]


class ActivationType(Enum):
    """What makes a probability of a logit."""

    NONE = "none"
    SIGMOID = "sigmoid"
    SOFTMAX = "softmax"


def get_preprocess_fn(
    change_channel_order: bool = False,
    input_size: tuple[int, int] | None = None,
    mean: Channels = 0.0,
    std: Channels = 1.0,
    hwc_to_chw: bool = False,
    expand_zero_dimension: bool = True,
) -> Callable[[np.ndarray], np.ndarray]:
    """Makes a `preprocess_fn` for `Explainer`.

    Parameters
    ----------
    change_channel_order : bool
        Swaps red and blue, e.g. for images that OpenCV has read.
    input_size : (int, int), optional
        Width and height of the model's input; the image is resized bilinearly.
    mean, std : float or one for each channel
        The input is (x - mean) / std with x in 0..255, in the order of the channels after the swap.
    hwc_to_chw : bool
        Puts the channels first.
    expand_zero_dimension : bool
        Puts a batch of one in front.

    Returns
    -------
    callable
        Takes uint8 [height, width, 3]; gives float32, or uint8 where neither mean nor std changes anything.

    Raises
    ------
    UsageError
        When a std is zero or a size below one.
    """
    if np.any(np.asarray(std) == 0):
        raise _core.UsageError(f"expected std without zeros, found {std}")
    if input_size is not None and (len(input_size) != 2 or min(input_size) < 1):
        raise _core.UsageError(f"expected input_size as (width, height), found {input_size}")
    changes = bool(np.any(np.asarray(mean) != 0) or np.any(np.asarray(std) != 1))

    def preprocess(image: np.ndarray) -> np.ndarray:
        values = np.asarray(image)
        if input_size is not None:
            values = _core.resize_image(_core.Image(values), *input_size)
        if change_channel_order:
            values = values[..., ::-1]
        if changes:
            values = ((values.astype(np.float32) - mean) / std).astype(np.float32)
        if hwc_to_chw:
            values = np.moveaxis(values, -1, 0)
        return values[None] if expand_zero_dimension else values

    return preprocess


def get_postprocess_fn(logit_name: int | str = "logits") -> Callable[[Mapping[Any, np.ndarray]], np.ndarray]:
    """Makes a `postprocess_fn` for `Explainer` that picks the output with the scores, by name or number."""
    return lambda outputs: outputs[logit_name]


def get_score(x: np.ndarray, index: int, activation: ActivationType = ActivationType.NONE) -> float:
    """The score of one class out of [classes] or [1, classes].

    Raises
    ------
    UsageError
        For an array of another shape.
    BadTargetError
        When there is no such class.
    """
    scores = np.asarray(x)
    if scores.size == 0 or scores.size != scores.shape[-1]:
        raise _core.UsageError(f"expected scores [classes] or [1, classes], found an array of shape {scores.shape}")
    if not 0 <= index < scores.size:
        raise _core.BadTargetError(f"expected a class of 0..{scores.size - 1}, found {index}")
    activate = {ActivationType.SIGMOID: sigmoid, ActivationType.SOFTMAX: softmax}.get(activation, np.asarray)
    return float(activate(scores).ravel()[index])


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-x)), without overflow."""
    values = np.asarray(x, np.result_type(x, np.float32))
    small = np.exp(-np.abs(values))
    return np.where(values < 0, small, 1.0) / (1 + small)


def softmax(x: np.ndarray) -> np.ndarray:
    """Probabilities along the last axis."""
    values = np.asarray(x, np.result_type(x, np.float32))
    powers = np.exp(values - values.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def convert_targets_to_numpy(targets: Targets) -> np.ndarray:
    """Targets as an array [targets].

    Raises
    ------
    ValueError
        When they have more than one axis.
    """
    array = np.atleast_1d(np.asarray(targets))
    if array.ndim != 1:
        raise _core.UsageError(f"expected targets along one axis, found an array of shape {array.shape}")
    return array


def explains_all(targets: Targets | None) -> bool:
    """Whether all classes are asked for: -1 or None."""
    return any(isinstance(request, _core.AllTargets) for request in requests(targets, []))


def get_target_indices(targets: Targets, label_names: Sequence[str] | None = None) -> list[int]:
    """Class indices in the asked order.

    Raises
    ------
    BadTargetError
        For a name that is none of the labels, with the nearest, and for anything that is no class.
    """
    labels = list(label_names or [])
    indices: list[int] = []
    for request in requests(targets, labels):
        if isinstance(request, str):
            indices += classes(request, labels)
        elif isinstance(request, int):
            indices.append(request)
        else:
            raise _core.BadTargetError(f"expected class indices and label names, found {targets!r}")
    return indices
