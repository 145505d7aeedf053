# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The user's `postprocess_fn`: what it is given, and what it may return."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Union

import numpy as np
import openvino as ov

from vinoscope import _core
from vinoscope.common.parameters import Task

Key = Union[int, str, ov.Output, ov.ConstOutput]
PostprocessFunction = Callable[["ModelOutputs"], Any]


class ModelOutputs(Mapping[Key, np.ndarray]):
    """The outputs of one inference, by number, by name or by output object, as `openvino.utils.OVDict` has them."""

    def __init__(self, outputs: Sequence[tuple[str, np.ndarray]]) -> None:
        self._outputs = outputs

    def __getitem__(self, key: Key) -> np.ndarray:
        if isinstance(key, (int, np.integer)):
            return self._outputs[int(key)][1]
        names = {key} if isinstance(key, str) else key.get_names()
        for name, value in self._outputs:
            if name in names:
                return value
        raise KeyError(f"{', '.join(names)}: the model's outputs are {', '.join(name for name, _ in self._outputs)}")

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._outputs)

    def __len__(self) -> int:
        return len(self._outputs)

    def to_tuple(self) -> tuple[np.ndarray, ...]:
        """The outputs in the order of the model."""
        return tuple(value for _, value in self._outputs)


def answer_function(function: PostprocessFunction | None, task: Task) -> Callable[[Any], _core.Answer] | None:
    """`function`, as the C++ library calls it."""
    if function is None:
        return None
    if not callable(function):
        raise TypeError(f"expected postprocess_fn to be callable, found {type(function).__name__}")
    return lambda outputs: to_answer(function(ModelOutputs(outputs)), task)


def to_answer(returned: Any, task: Task) -> _core.Answer:
    """What a `postprocess_fn` returned, as the C++ library takes it; UsageError when it has another form."""
    if task is Task.DETECTION or (isinstance(returned, (tuple, list)) and len(returned) == 3):
        return _boxes(returned)
    values = _numbers(returned)
    if task is Task.SEGMENTATION or (task is not Task.CLASSIFICATION and values.ndim > 2):
        return _core.class_map_answer(values[0] if values.ndim == 4 else values)
    if values.size == 0 or values.size != values.shape[-1]:
        raise _wrong("scores [classes] or [1, classes]", returned)
    return _core.scores_answer(values.ravel())


def _boxes(returned: Any) -> _core.Answer:
    if not isinstance(returned, (tuple, list)) or len(returned) != 3:
        raise _wrong("(boxes [N, 4], scores [N], labels [N])", returned)
    boxes, scores, labels = (_numbers(part) for part in returned)
    return _core.boxes_answer(boxes.reshape(-1, 4) if boxes.size == 0 else boxes[0] if boxes.ndim == 3 else boxes,
                              scores.ravel(), labels.ravel())


def _numbers(value: Any) -> np.ndarray:
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise _wrong("an array of numbers", value) from error
    if array.dtype.kind not in "fiub" or array.ndim == 0:
        raise _wrong("an array of numbers", value)
    return array


def _wrong(expected: str, found: Any) -> Exception:
    shape = f" of shape {np.shape(found)}" if isinstance(found, np.ndarray) else ""
    return _core.UsageError(f"expected postprocess_fn to return {expected}, found {type(found).__name__}{shape}")
