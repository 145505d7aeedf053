# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""RISE (Petsiuk et al., arXiv:1806.07421)."""

from __future__ import annotations

from typing import Any

from vinoscope._targets import Targets
from vinoscope.explainer.inputs import Data
from vinoscope.explainer.mode import info_of
from vinoscope.methods.base import Maps
from vinoscope.methods.black_box.base import BlackBoxXAIMethod, Preset


class RISE(BlackBoxXAIMethod):
    __doc__ = BlackBoxXAIMethod.__doc__
    info = info_of("rise")

    def generate_saliency_map(  # type: ignore[override]
        self,
        data: Data,
        target_indices: Targets | None = None,
        preset: Preset | str = Preset.BALANCE,
        num_masks: int | None = None,
        num_cells: int | None = None,
        prob: float | None = None,
        seed: int = 0,
        scale_output: bool = True,
        **kwargs: Any,
    ) -> Maps:
        """Explains one image, see `Explainer.__call__` for the parameters.

        Parameters
        ----------
        data : numpy.ndarray, str or pathlib.Path
            The image.
        target_indices : int, list or numpy.ndarray, optional
            Class indices. By default all classes.
        preset : Preset
            The number of masks if `num_masks` is not given.
        num_masks, num_cells, prob, seed
            Number of masks, cells of a mask along the shorter side, share of visible cells. None is the default of the
            estimator.
        scale_output : bool, default True
            Whether maps are uint8 0..255. Otherwise they are the raw floating-point values.
        **kwargs
            Further options.

        Returns
        -------
        numpy.ndarray or dict
            [1, classes, height, width] at the size of the model's input, or with `target_indices` an array for each.
        """
        options = {"preset": preset, "num_masks": num_masks, "num_cells": num_cells, "prob": prob, "seed": seed}
        return super().generate_saliency_map(data, target_indices, scale_output, **options, **kwargs)
