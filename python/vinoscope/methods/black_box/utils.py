# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Checks of what a `postprocess_fn` returns."""

from __future__ import annotations

from typing import Any

import numpy as np

from vinoscope._postprocess import to_answer
from vinoscope.common.parameters import Task


def check_classification_output(x: Any) -> None:
    """Raises UsageError unless these are scores [classes] or [1, classes]."""
    to_answer(x, Task.CLASSIFICATION)


def check_detection_output(x: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    """Raises UsageError unless these are boxes [N, 4], scores [N] and labels [N], also with a batch of one in front."""
    to_answer(x, Task.DETECTION)
