# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""AISE: adaptive input sampling for the explanation of black-box models."""

from __future__ import annotations

from vinoscope.explainer.mode import info_of
from vinoscope.methods.black_box.base import BlackBoxXAIMethod


class AISEBase(BlackBoxXAIMethod):
    __doc__ = BlackBoxXAIMethod.__doc__
    info = info_of("aise")
