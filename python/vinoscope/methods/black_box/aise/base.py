# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""AISE: adaptive input sampling for the explanation of black-box models."""

from __future__ import annotations

from typing import Any

from vinoscope._targets import Targets
from vinoscope.explainer.inputs import Data
from vinoscope.explainer.mode import info_of
from vinoscope.methods.base import Maps
from vinoscope.methods.black_box.base import BlackBoxXAIMethod


class AISEBase(BlackBoxXAIMethod):
    __doc__ = BlackBoxXAIMethod.__doc__
    info = info_of("aise")

    def generate_saliency_map(
        self, data: Data, target_indices: Targets | None = None, scale_output: bool = True, **kwargs: Any
    ) -> Maps:
        """Explains one image, see `Explainer.__call__` for the parameters.

        Parameters
        ----------
        data : numpy.ndarray, str or pathlib.Path
            The image.
        target_indices : int, list or numpy.ndarray, optional
            Class indices. By default all classes, or all detected boxes.
        preset : Preset
            The number of inferences if `num_iterations_per_kernel` is not given.
        scale_output : bool, default True
            Whether maps are uint8 0..255. Otherwise they are the raw floating-point values.
        num_iterations_per_kernel, kernel_widths, divisors, solver_epsilon, locally_biased, **kwargs
            Options of the method.

        Returns
        -------
        dict
            An array [height, width] at the size of the model's input for each target.
        """
        asked = -1 if target_indices is None else target_indices
        return super().generate_saliency_map(data, asked, scale_output, **kwargs)
