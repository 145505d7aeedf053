# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Explanations in notebooks."""

from __future__ import annotations

import base64
import html
from typing import TYPE_CHECKING

import numpy as np

from vinoscope import _core
from vinoscope.explainer.saving import as_image

if TYPE_CHECKING:
    from vinoscope.explainer.explanation import Explanation

_MOST = 12
_FIGURE = (
    '<figure style="display:inline-block;margin:4px"><img src="data:image/jpeg;base64,{data}" style="max-height:240px">'
    "<figcaption>{caption}</figcaption></figure>"
)


def gallery(explanation: Explanation) -> str:
    """The first maps side by side."""
    figures = [
        _FIGURE.format(data=_jpeg(explanation.saliency_map[target]), caption=html.escape(explanation.name_of(target)))
        for target in explanation.targets[:_MOST]
    ]
    more = len(explanation.targets) - _MOST
    return "".join(figures) + (f"<p>and {more} more</p>" if more > 0 else "")


def _jpeg(picture: np.ndarray) -> str:
    return base64.b64encode(_core.encode_image(as_image(picture), _core.ImageFormat.jpeg)).decode()
