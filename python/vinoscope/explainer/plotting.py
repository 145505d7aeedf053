# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Maps on the screen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from vinoscope import _core
from vinoscope._logging import logger
from vinoscope._progress import in_notebook
from vinoscope.explainer.pictures import Key, Pictures

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from vinoscope.explainer.explanation import Explanation


def plot(
    explanation: Explanation,
    targets: Sequence[Key],
    backend: str,
    max_num_plots: int,
    num_columns: int,
    color_bar: bool,
) -> Figure | None:
    """See Explanation.plot()."""
    for name, number in (("max_num_plots", max_num_plots), ("num_columns", num_columns)):
        if not isinstance(number, (int, np.integer)) or number < 1:
            raise _core.UsageError(f"expected {name} as an integer above 0, found {number!r}")
    backends = {"matplotlib": _matplotlib, "cv": _windows}
    if backend not in backends:
        raise _core.UsageError(f"expected backend {' or '.join(backends)}, found {backend!r}")
    if len(targets) > max_num_plots:
        logger.warning("Only the first %d of %d maps are shown; see max_num_plots.", max_num_plots, len(targets))
    return backends[backend](explanation, targets[:max_num_plots], num_columns, color_bar)


def _picture(explanation: Explanation, target: Key, color_bar: bool) -> np.ndarray:
    shown = explanation.saliency_map
    if color_bar and isinstance(shown, Pictures) and target in shown.maps:
        return replace(shown.view, color_bar=True).draw(shown.maps[target])
    return shown[target]


def _matplotlib(
    explanation: Explanation, targets: Sequence[Key], num_columns: int, color_bar: bool
) -> Figure | None:
    from matplotlib import pyplot

    num_columns = min(num_columns, len(targets))
    num_rows = math.ceil(len(targets) / num_columns)
    figure, grid = pyplot.subplots(num_rows, num_columns, squeeze=False, figsize=(4 * num_columns, 4 * num_rows))
    for axes in grid.flat:
        axes.axis("off")
    for axes, target in zip(grid.flat, targets):
        picture = _picture(explanation, target, color_bar)
        image = axes.imshow(picture, cmap="gray")
        if color_bar and target not in explanation.computed:
            figure.colorbar(image, ax=axes)
        axes.set_title(_title(explanation, target))
    figure.tight_layout()
    pyplot.show()
    return None if in_notebook() else figure  # which a notebook would show again


def _windows(explanation: Explanation, targets: Sequence[Key], num_columns: int, color_bar: bool) -> None:
    import cv2

    for target in targets:
        picture = _picture(explanation, target, color_bar)
        cv2.imshow(_title(explanation, target), picture[..., ::-1] if picture.ndim == 3 else picture)
    cv2.waitKey(0)
    cv2.destroyAllWindows()


def _title(explanation: Explanation, target: Key) -> str:
    name = explanation.name_of(target)
    return f"Class {name}" if name == str(target) else f"Class {name} ({target})"
