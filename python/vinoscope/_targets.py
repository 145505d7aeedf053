# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of targets to the requests of the C++ library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Union, get_args

import numpy as np

from vinoscope import _core

Place = Union[
    _core.PredictedBox,
    _core.GivenBox,
    _core.PointTarget,
    _core.MaskTarget,
    _core.ContrastTarget,
    _core.CharacterTarget,
    _core.KeypointTarget,
    _core.HighestTarget,
]
Target = Union[int, str, np.integer, Place]
Targets = Union[Target, Iterable[Target], np.ndarray]
Request = Union[int, str, _core.TopTargets, _core.AllTargets, Place]

LabelNames = Union[Sequence[str], Mapping[int, str], np.ndarray]

_FORM = re.compile(r"\d+|top:\d+|all|highest|char:\d+|(label|box|keypoint):.+")
_PLACES = get_args(Place)
_MOST_CLASSES = 1_000_000


def label_list(names: LabelNames | None) -> list[str] | None:
    """Names by class index.

    Parameters
    ----------
    names : list, tuple or array of str, or dict of class index and str, optional
        Classes that a dict leaves out have no name, nor have those beyond the end of a list.

    Raises
    ------
    TypeError
        For anything else.
    ValueError
        For a dict with a class index of a million or more.
    """
    if names is None:
        return None
    if isinstance(names, (str, bytes)) or not isinstance(names, Iterable):
        raise TypeError(f"expected label_names as a list of texts, found {names!r}")
    if isinstance(names, Mapping):
        keys = [int(key) for key in names if isinstance(key, (int, np.integer)) and key >= 0]
        if len(keys) != len(names):
            raise TypeError("expected label_names as a list of texts, or a dict of texts by class index")
        if max(keys, default=0) >= _MOST_CLASSES:
            raise ValueError(f"expected class indices below {_MOST_CLASSES} in label_names, found {max(keys)}")
        names = [names.get(index, "") for index in range(max(keys, default=-1) + 1)]
    labels = list(names)
    for label in labels:
        if not isinstance(label, str):
            raise TypeError(f"expected label_names as texts, found {label!r}")
    return [str(label) for label in labels]


def requests(targets: Targets | None, labels: Sequence[str]) -> list[Request]:
    """Target requests in the order of `targets`.

    Parameters
    ----------
    targets : int, str, or a list, tuple, set or integer array (NumPy, PyTorch) of them
        Class indices; names of `labels`; "top:3", "box:0", "all" or a comma-separated list; objects of
        `vinoscope.targets`; -1 and None are all classes.
    labels : sequence of str
        A text that is one of them is that name, whatever else it may look like.

    Raises
    ------
    BadTargetError
        When there is none.
    TypeError
        For anything else.
    """
    if targets is None:
        return [_core.AllTargets()]
    if isinstance(targets, str):
        return [targets] if targets in labels else _core.parse_targets(targets)
    if hasattr(targets, "__array__") and not isinstance(targets, np.generic):
        targets = np.asarray(targets)
    if not isinstance(targets, Iterable) or isinstance(targets, (bytes, bytearray, memoryview)):
        return [_request(targets, labels)]
    asked = [_request(target, labels) for target in _items(targets)]
    if not asked:
        raise _core.BadTargetError("expected at least one target, found none; -1 stands for all classes")
    return asked


def classes(name: str, labels: Sequence[str]) -> list[int]:
    """Every class that bears a name; BadTargetError with the nearest names when there is none."""
    return _core.resolve_targets([name], [0.0] * len(labels), labels)


def _items(targets: Iterable[Any]) -> Iterable[Any]:
    if isinstance(targets, np.ndarray):
        if targets.dtype.kind not in "iuU":
            raise TypeError(f"expected targets as integers or texts, found an array of {targets.dtype}")
        return targets.ravel().tolist()
    return targets


def _index(number: int) -> int:
    if not 0 <= number < 2**31:
        raise _core.BadTargetError(f"expected a class index from 0 on, or -1 for all classes, found {number}")
    return number


def _request(target: Any, labels: Sequence[str]) -> Request:
    if isinstance(target, _PLACES):
        return target
    if isinstance(target, str):
        return _core.parse_targets(target)[0] if target not in labels and _FORM.fullmatch(target) else target
    if isinstance(target, (int, np.integer)) and not isinstance(target, bool):
        return _core.AllTargets() if target == -1 else _index(int(target))
    raise TypeError(f"expected a target as class index or label name, found {target!r}; -1 stands for all classes")
