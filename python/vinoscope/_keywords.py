# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Keyword arguments that go to the options of the C++ library. The options themselves say which ones there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np

from vinoscope import _core

_ALIASES = {"preset": "budget"}
_ENUMS = {"color": _core.ColorOrder, "layout": _core.TensorLayout, "resize": _core.ResizeMode}
_COUNTS = {"num_masks", "num_cells", "prob", "window", "stride"}  # the C++ library takes 0 for the default
_OWN = {  # options that have a parameter of their own, and its name
    "task": "task",
    "method": "explain_method",
    "target_layer": "target_layer",
    "device": "device_name",
    "preprocess_fn": "preprocess_fn",
    "postprocess": "postprocess_fn",
    "attribution": "",
    "black_box": "",
    "tensor_input": "",
}


@dataclass
class Keywords:
    """Values by the options that they belong to."""

    setup: dict[str, Any] = field(default_factory=dict)
    preprocess: dict[str, Any] = field(default_factory=dict)
    black_box: dict[str, Any] = field(default_factory=dict)
    attribution: dict[str, Any] = field(default_factory=dict)

    def merged(self, over: Keywords) -> Keywords:
        """`over` where it says something."""
        return Keywords(
            {**self.setup, **over.setup},
            {**self.preprocess, **over.preprocess},
            {**self.black_box, **over.black_box},
            {**self.attribution, **over.attribution},
        )


def sort_keywords(values: Mapping[str, Any]) -> Keywords:
    """Raises TypeError for a name that no option has."""
    sorted_values = Keywords()
    for given, value in values.items():
        name = _ALIASES.get(given, given)
        if name == "preprocess" and isinstance(value, str):
            sorted_values.setup[name] = _core.preprocess_preset(value)
        elif _has(_core.BlackBoxOptions, name):
            sorted_values.black_box[name] = _plain(name, value)
        elif _has(_core.AttributionOptions, name):
            sorted_values.attribution[name] = value
        elif _has(_core.Preprocess, name):
            sorted_values.preprocess[name] = _per_channel(name, value)
        elif _has(_core.ExplainerOptions, name) and name not in _OWN:
            sorted_values.setup[name] = input_values(value) if name == "inputs" else value
        else:
            near = _core.did_you_mean(_OWN.get(given) or given, _known())
            raise TypeError(f"unexpected keyword argument {given!r}{near}")
    return sorted_values


def input_values(values: Mapping[str, Any]) -> dict[str, _core.Tensor]:
    """Numbers, nested lists and arrays by the names of inputs, as the C++ library takes them."""
    return {name: _core.Tensor(np.asarray(value), integers=True) for name, value in values.items()}


def _known() -> list[str]:
    options = (_core.BlackBoxOptions, _core.AttributionOptions, _core.Preprocess, _core.ExplainerOptions)
    names = {name for option in options for name in vars(option) if _has(option, name)}
    return sorted(names - _OWN.keys() | _ALIASES.keys() | set(filter(None, _OWN.values())))


def _has(options: type, name: str) -> bool:
    return isinstance(vars(options).get(name), property)


def _plain(name: str, value: Any) -> Any:
    if name == "budget":
        return str(value.value if isinstance(value, Enum) else value).lower()
    if name in _COUNTS and value is not None and not isinstance(value, bool) and value == 0:
        raise _core.UsageError(f"expected {name} above 0, or None for the default, found {value}")
    return 0 if value is None else value


def _per_channel(name: str, value: Any) -> Any:
    if name in _ENUMS:
        return _ENUMS[name][value] if isinstance(value, str) else value
    return [value] if isinstance(value, (int, float)) else value
