# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Targets that are more than a class: boxes, characters, parts of an image, "why A rather than B"."""

from vinoscope._core import (
    CharacterTarget,
    ContrastTarget,
    GivenBox,
    HighestTarget,
    KeypointTarget,
    MaskTarget,
    PointTarget,
    PredictedBox,
    Region,
)

__all__ = [
    "CharacterTarget",
    "ContrastTarget",
    "GivenBox",
    "HighestTarget",
    "KeypointTarget",
    "MaskTarget",
    "PointTarget",
    "PredictedBox",
    "Region",
]
