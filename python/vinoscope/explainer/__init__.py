# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Explaining one model, and what comes out."""

from vinoscope.explainer.explainer import Explainer
from vinoscope.explainer.explanation import Explanation, Layout
from vinoscope.explainer.mode import ExplainMode
from vinoscope.explainer.visualizer import Visualizer, colormap, overlay, resize

__all__ = ["ExplainMode", "Explainer", "Explanation", "Layout", "Visualizer", "colormap", "overlay", "resize"]
