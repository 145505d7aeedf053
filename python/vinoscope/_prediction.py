# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Predictions of a model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Prediction:
    """The prediction of a model for one target.

    Attributes
    ----------
    label : int, optional
        Class index.
    score : float, optional
        As the model gives it.
    bounding_box : (float, float, float, float), optional
        Of a detected object: left, top, right, bottom, in pixels of the image.
    """

    label: int | None = None
    score: float | None = None
    bounding_box: tuple[float, float, float, float] | None = None
