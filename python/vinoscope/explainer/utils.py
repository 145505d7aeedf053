# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Helper functions: the input of a model from an image, scores from its outputs, targets as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Union

import numpy as np

from vinoscope import _core
from vinoscope._arrays import height_and_width, resized
from vinoscope._choice import Choice
from vinoscope._targets import Targets, classes, requests
from vinoscope.common.utils import sigmoid, softmax

__all__ = [
    "ActivationType",
    "convert_targets_to_numpy",
    "explains_all",
    "get_postprocess_fn",
    "get_preprocess_fn",
    "get_score",
    "get_target_indices",
    "postprocess_fn",
    "preprocess_fn",
    "sigmoid",
    "softmax",
]

Channels = Union[float, Sequence[float], np.ndarray]


class ActivationType(Choice):
    """What makes a probability of a logit."""

    NONE = "none"
    SIGMOID = "sigmoid"
    SOFTMAX = "softmax"


def preprocess_fn(
    x: np.ndarray,
    change_channel_order: bool = False,
    input_size: tuple[int, int] | None = None,
    mean: Channels = 0.0,
    std: Channels = 1.0,
    hwc_to_chw: bool = False,
    expand_zero_dim: bool = True,
) -> np.ndarray:
    """A model's input from an image; `get_preprocess_fn` makes one with fixed settings.

    Parameters
    ----------
    x : numpy.ndarray
        [height, width] or [height, width, channels], of any numbers.
    change_channel_order : bool
        Reverses the channels, e.g. of images that OpenCV has read.
    input_size : (int, int), optional
        Width and height of the model's input; the image is resized bilinearly.
    mean, std : float or one for each channel
        The input is (x - mean) / std, in the order of the channels after the swap.
    hwc_to_chw : bool
        Puts the channels first.
    expand_zero_dim : bool
        Puts a batch of one in front.

    Returns
    -------
    numpy.ndarray
        float32, or the type of `x` where neither mean nor std changes anything.
    """
    values = np.asarray(x)
    if values.ndim not in (2, 3) or values.dtype.kind not in "fiub":
        raise _core.BadImageError(
            f"expected an image [height, width] or [height, width, channels], found an array of {values.dtype} {values.shape}"
        )
    for name, channels in (("mean", mean), ("std", std)):
        if np.size(channels) != 1 and np.shape(channels) != values.shape[-1:]:
            raise _core.UsageError(f"expected {name} as a number or one for each of {values.shape[-1]} channels, found {channels}")
    if input_size is not None:
        width, height = input_size
        values = _resized(values, height, width)
    if change_channel_order:
        values = values[..., ::-1]
    if np.any(np.asarray(mean) != 0) or np.any(np.asarray(std) != 1):
        values = ((values.astype(np.float32) - mean) / std).astype(np.float32)
    if hwc_to_chw:
        values = np.moveaxis(values, -1, 0)
    return values[None] if expand_zero_dim else values


def get_preprocess_fn(
    change_channel_order: bool = False,
    input_size: tuple[int, int] | None = None,
    mean: Channels = 0.0,
    std: Channels = 1.0,
    hwc_to_chw: bool = False,
    expand_zero_dim: bool = True,
) -> partial[np.ndarray]:
    """Makes a `preprocess_fn` for `Explainer`, with the parameters of `preprocess_fn` here.

    Raises
    ------
    UsageError
        When a std is zero or a size below one.
    """
    if np.any(np.asarray(std) == 0):
        raise _core.UsageError(f"expected std without zeros, found {std}")
    height_and_width("input_size", input_size, "(width, height)")
    return partial(
        preprocess_fn,
        change_channel_order=change_channel_order,
        input_size=input_size,
        mean=mean,
        std=std,
        hwc_to_chw=hwc_to_chw,
        expand_zero_dim=expand_zero_dim,
    )


def postprocess_fn(
    x: Mapping[Any, np.ndarray], logit_name: int | str = "logits", activation: ActivationType = ActivationType.NONE
) -> np.ndarray:
    """The scores among the outputs of a model; `get_postprocess_fn` makes one with fixed settings.

    Parameters
    ----------
    x : mapping
        Outputs by number, name or output object.
    logit_name : int or str
        Which output; the first when there is none of that name.
    activation : ActivationType
        What makes probabilities of them.
    """
    try:
        scores = x[logit_name]
    except KeyError:
        scores = next(iter(x.values()))
    return _activated(scores, activation)


def get_postprocess_fn(
    logit_name: int | str = "logits", activation: ActivationType = ActivationType.NONE
) -> partial[np.ndarray]:
    """Makes a `postprocess_fn` for `Explainer`, with the parameters of `postprocess_fn` here."""
    return partial(postprocess_fn, logit_name=logit_name, activation=activation)


def _resized(image: np.ndarray, height: int, width: int) -> np.ndarray:
    if image.dtype == np.uint8 and image.ndim == 3 and image.shape[2] == 3:
        return _core.resize_image(_core.Image(image), width, height)
    return resized(image, height, width)


def _activated(scores: np.ndarray, activation: ActivationType) -> np.ndarray:
    activate = {ActivationType.SIGMOID: sigmoid, ActivationType.SOFTMAX: softmax}.get(ActivationType(activation), np.asarray)
    return activate(scores)


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
    return float(_activated(scores, activation).ravel()[index])


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
    """Whether all classes are requested: -1 or None."""
    return any(isinstance(request, _core.AllTargets) for request in requests(targets, []))


def get_target_indices(targets: Targets, label_names: Sequence[str] | None = None) -> list[int]:
    """Class indices in the requested order.

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
