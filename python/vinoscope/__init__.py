# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Which pixels made the model say that? Saliency maps for deployed OpenVINO models.

>>> import vinoscope as xai
>>> explainer = xai.Explainer("model.xml")
>>> explanation = explainer("cat.jpg", targets="top:3", overlay=True)
>>> explanation.save("out")
"""

import openvino as _openvino  # loads the library that the extension module needs, wherever it is installed

from vinoscope._core import (
    BadImageError,
    BadModelError,
    BadTargetError,
    CancelledError,
    DeviceError,
    Error,
    FileError,
    UnsupportedError,
    UsageError,
    read_image,
    read_labels,
    write_image,
)
from vinoscope._core import version as _version
from vinoscope.api import doctor, explain, gradient, insert_xai, list_methods
from vinoscope.common.parameters import Method, Task
from vinoscope.evidence import Comparison, compare, export, report, verify
from vinoscope.explainer import Explainer, Explanation
from vinoscope.runs import Run

__version__ = _version()
__all__ = [
    "BadImageError",
    "BadModelError",
    "BadTargetError",
    "CancelledError",
    "Comparison",
    "DeviceError",
    "Error",
    "Explainer",
    "Explanation",
    "FileError",
    "Method",
    "Run",
    "Task",
    "UnsupportedError",
    "UsageError",
    "compare",
    "doctor",
    "explain",
    "export",
    "gradient",
    "insert_xai",
    "list_methods",
    "read_image",
    "read_labels",
    "report",
    "verify",
    "write_image",
]
