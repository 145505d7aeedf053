# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Maps before they are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from vinoscope import _core
from vinoscope.explainer.pictures import PER_IMAGE_MAP, Key

if TYPE_CHECKING:
    from vinoscope.explainer.explanation import Explanation


def raw_maps(explanation: Explanation) -> Mapping[Any, _core.SaliencyMap]:
    """What the method computed, by target; arrays of your own as they are.

    Raises
    ------
    UsageError
        When an array of your own is no map [height, width].
    """
    if explanation.computed:
        return explanation.computed
    return {target: _own_map(explanation, target, values) for target, values in explanation.saliency_map.items()}


def _own_map(explanation: Explanation, target: Key, values: np.ndarray) -> _core.SaliencyMap:
    if np.ndim(values) != 2:
        raise _core.UsageError(f"expected maps [height, width], found one of shape {np.shape(values)}")
    if isinstance(target, int):
        return _core.SaliencyMap(values, target, explanation.name_of(target))
    made = _core.SaliencyMap(values)
    made.name = "" if target == PER_IMAGE_MAP else target
    return made
