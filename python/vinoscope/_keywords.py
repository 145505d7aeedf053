# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Keyword arguments that go to the options of the C++ library. The options themselves say which ones there are."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

import numpy as np

from vinoscope import _core
from vinoscope._arrays import height_and_width
from vinoscope._logging import logger

Function = TypeVar("Function", bound=Callable[..., Any])

_ALIASES = {"preset": "budget"}
_ENUMS = {"color": _core.ColorOrder, "layout": _core.TensorLayout, "resize": _core.ResizeMode}
_OPTIONS = {option.name: option for option in _core.list_options() if option.of in ("BlackBoxOptions", "AttributionOptions")}
WITHOUT_EFFECT = {  # parameters of OpenVINO's explainable AI toolkit: values that say nothing else, and what happens
    "num_anchors": ((None,), "how many anchors a cell has is read from the graph"),
    "divisors": ((None,), "the windows of AISE are set by kernel_widths"),
    "locally_biased": ((False, None), "AISE searches by solver_epsilon alone"),
    "scale_output": ((True, None), "resize=False and colormap=False with embed_scaling=False give raw values"),
    "use_gaussian": ((True,), "ViT-ReciproCAM masks tokens by a Gaussian"),
    "cls_token": ((True,), "ViT-ReciproCAM keeps the class token"),
    "final_norm": ((True,), "the block of ViT-ReciproCAM is found, or named by target_layer"),
    "k": ((1,), "the block of ViT-ReciproCAM is found, or named by target_layer"),
}
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
        """Returns the values of `over` that are set, else those of this object."""
        return Keywords(
            {**self.setup, **over.setup},
            {**self.preprocess, **over.preprocess},
            {**self.black_box, **over.black_box},
            {**self.attribution, **over.attribution},
        )


def input_size_of(values: Mapping[str, Any]) -> tuple[int, int] | None:
    """Height and width of the model's input, given as `input_size` or as `input_height` and `input_width`."""
    sides = values.get("input_height"), values.get("input_width")
    return height_and_width("input_size", values.get("input_size", sides if all(sides) else None))


def sort_keywords(values: Mapping[str, Any], *functions: Callable[..., Any]) -> Keywords:
    """Raises TypeError for a name that no option has.

    Parameters
    ----------
    functions
        Those with parameters that may be meant.
    """
    sorted_values = Keywords()
    for given, value in values.items():
        name = _ALIASES.get(given, given)
        if name in WITHOUT_EFFECT:
            warn_without_effect(name, value)
        elif name == "input_size":
            height, width = height_and_width(name, value) or (0, 0)
            sorted_values.setup.update(input_height=height, input_width=width)
        elif name == "preprocess" and isinstance(value, str):
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
            raise unexpected(given, _known(), *functions)
    return sorted_values


def document_options(function: Function) -> Function:
    """Lists the options of methods where the docstring of `function` has {options}."""
    lines = [
        f"`{option.name}` : {option.help}: {option.values} (default: {option.default}; {', '.join(option.readers)})"
        for option in _OPTIONS.values()
    ]
    if function.__doc__ is not None:  # as under -OO
        function.__doc__ = function.__doc__.replace("{options}", "\n            ".join(lines))
    return function


def input_values(values: Mapping[str, Any]) -> dict[str, _core.Tensor]:
    """Numbers, nested lists and arrays by the names of inputs, as the C++ library takes them."""
    return {name: _core.Tensor(np.asarray(value), integers=True) for name, value in values.items()}


def warn_without_effect(name: str, value: Any) -> None:
    """Says that a parameter of `WITHOUT_EFFECT` changes nothing, unless its value is what happens anyway."""
    usual, instead = WITHOUT_EFFECT[name]
    if not any(value is one for one in usual):
        logger.warning("%s=%s changes nothing: %s.", name, value, instead)


def unexpected(given: str, known: Iterable[str], *functions: Callable[..., Any]) -> TypeError:
    """An error that names the nearest of `known` and of the parameters of `functions`, but never the name that was given."""
    parameters = {name: function for function in functions for name in _parameters_of(function)}
    if given in parameters:
        where = "constructor" if parameters[given].__name__ == "__init__" else "call"
        return TypeError(f"unexpected keyword argument {given!r}: it is a parameter of the {where}")
    if _OWN.get(given, given) not in ("", given):
        return TypeError(f"unexpected keyword argument {given!r}; did you mean {_OWN[given]}?")
    near = _core.did_you_mean(given, sorted({*known, *parameters}))
    return TypeError(f"unexpected keyword argument {given!r}{near}")


def has_own_parameter(name: str) -> bool:
    """Whether an option is set by a parameter of another name, or by none."""
    return name in _OWN


def _parameters_of(function: Callable[..., Any]) -> list[str]:
    own = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return [name for name, parameter in inspect.signature(function).parameters.items() if parameter.kind is own and name != "self"]


def _known() -> list[str]:
    options = (_core.BlackBoxOptions, _core.AttributionOptions, _core.Preprocess, _core.ExplainerOptions)
    names = {name for option in options for name in settable(option)}
    return sorted(names - _OWN.keys() | _ALIASES.keys() | WITHOUT_EFFECT.keys())


def settable(options: type) -> list[str]:
    """Names of the members of a struct of options."""
    return [name for name in vars(options) if _has(options, name)]


def _has(options: type, name: str) -> bool:
    return isinstance(vars(options).get(name), property)


def _plain(name: str, value: Any) -> Any:
    if name == "budget":
        return str(value.value if isinstance(value, Enum) else value).lower()
    zero_is_default = name in _OPTIONS and _OPTIONS[name].zero_is_default
    if zero_is_default and value is not None and not isinstance(value, bool) and value == 0:
        raise _core.UsageError(f"expected {_OPTIONS[name].values} for {name}, or None for the default, found {value}")
    return 0 if value is None else value


def _per_channel(name: str, value: Any) -> Any:
    if name in _ENUMS and isinstance(value, str):
        known = list(_ENUMS[name].__members__)
        if value not in known:
            raise _core.UsageError(f"expected {', '.join(known)} for {name}, found {value!r}{_core.did_you_mean(value, known)}")
        return _ENUMS[name][value]
    return [value] if isinstance(value, (int, float)) else value
