# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The choice of the method: white-box or black-box."""

from __future__ import annotations

from functools import cache

from vinoscope import _core
from vinoscope._choice import Choice
from vinoscope._logging import logger
from vinoscope.common.parameters import Method


class ExplainMode(Choice):
    """Whether a model is explained by white-box or black-box methods."""

    WHITEBOX = "whitebox"  # the graph gets an output for the maps: one inference
    BLACKBOX = "blackbox"  # perturbed inputs: many inferences, any model
    AUTO = "auto"  # from inside where the graph allows it


_FIT = {
    "recipro-cam": " (for CNNs)",
    "activation-map": " (for CNNs)",
    "vit-recipro-cam": " (for vision transformers)",
    "det-class-probability-map": " (for detection models)",
}


@cache
def info_of(name: str) -> _core.MethodInfo:
    """The row of the table of methods."""
    return next(method for method in _core.list_methods() if method.name == name)


def is_black_box(name: str) -> bool:
    """Whether a method is a black-box method."""
    return info_of(name).family == "black-box"


def asks_often(name: str) -> bool:
    """Whether a method takes many inferences."""
    return not info_of(name).insertable


def method_name(mode: ExplainMode, method: Method | None) -> str:
    """Name of the method, or of the family among which the C++ library chooses: "auto", "white-box" or "black-box".

    Raises
    ------
    UsageError
        When the method is of the other kind.
    """
    if method is None:
        return {ExplainMode.AUTO: "auto", ExplainMode.WHITEBOX: "white-box", ExplainMode.BLACKBOX: "black-box"}[mode]
    name: str = method.method_name
    if mode is not ExplainMode.AUTO and is_black_box(name) != (mode is ExplainMode.BLACKBOX):
        raise _core.UsageError(f"{info_of(name).title} is a {info_of(name).family} method, found explain_mode {mode.name}")
    return name


def log_search(target_layer: str) -> None:
    """Says where the maps are taken from."""
    if target_layer:
        logger.info("Target insertion layer %s is provided.", target_layer)
    else:
        logger.info("Target insertion layer is not provided - trying to find it in auto mode.")


def log_method(name: str) -> None:
    """Says which method answers."""
    title = info_of(name).title.replace("ViT-", "ViT")  # as OpenVINO's explainable AI toolkit writes it
    logger.info("Using %s method%s.", title, _FIT.get(name, ""))


def log_mode(name: str) -> None:
    """Says from where the model is explained."""
    logger.info("Explaining the model in %s mode.", "black-box" if is_black_box(name) else "white-box")
