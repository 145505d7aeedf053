# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What is asked, and how it is answered."""

from enum import Enum

from vinoscope import _core


class Task(Enum):
    """What a model does."""

    AUTO = "auto"
    CLASSIFICATION = "classification"
    DETECTION = "detection"
    SEGMENTATION = "segmentation"
    REGRESSION = "regression"


def method_name(name: str) -> str:
    """Name of a method in `Method`, e.g. RECIPROCAM for "recipro-cam"."""
    return name.upper().replace("-", "")


Method = Enum("Method", {method_name(method.name): method.name for method in _core.list_methods()}, module=__name__)
Method.__doc__ = """An explanation method; its value is the name that `vinoscope methods` prints."""
