# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Tasks and methods."""

from __future__ import annotations

from enum import Enum

from vinoscope import _core
from vinoscope._choice import Choice


class Task(Choice):
    """The task of a model."""

    AUTO = "auto"
    CLASSIFICATION = "classification"
    DETECTION = "detection"
    SEGMENTATION = "segmentation"
    REGRESSION = "regression"
    EMBEDDING = "embedding"
    RECOGNITION = "recognition"
    KEYPOINTS = "keypoints"


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(" ", "")


class _MethodByAnyName(Choice):
    """An explanation method; its value is the name of OpenVINO's explainable AI toolkit."""

    @classmethod
    def _missing_(cls, value: object) -> Enum | None:
        plain = _plain(value) if isinstance(value, str) else value
        return next((method for method in cls if method.value == plain), None) or super()._missing_(value)

    @property
    def method_name(self) -> str:
        """The name that `list_methods()` and `vinoscope methods` give, e.g. "recipro-cam"."""
        return _NAMES[self.value]


_NAMES = {_plain(info.name): info.name for info in _core.list_methods()}
Method = _MethodByAnyName("Method", {name.upper(): name for name in _NAMES}, module=__name__)
Method.__doc__ = _MethodByAnyName.__doc__

WhiteBoxXAIMethods = {Method(info.name) for info in _core.list_methods() if info.insertable}
BlackBoxXAIMethods = {Method(info.name) for info in _core.list_methods() if info.family == "black-box"}
DetectionXAIMethods = {Method.DETCLASSPROBABILITYMAP}
ClassificationXAIMethods = (WhiteBoxXAIMethods | BlackBoxXAIMethods) - DetectionXAIMethods
