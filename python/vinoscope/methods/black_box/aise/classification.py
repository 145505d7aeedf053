# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""AISE for classification."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from vinoscope._targets import Targets
from vinoscope.common.parameters import Task
from vinoscope.explainer.inputs import Data
from vinoscope.methods.base import Maps
from vinoscope.methods.black_box.aise.base import AISEBase
from vinoscope.methods.black_box.base import BlackBoxXAIMethod, Preset


class AISEClassification(AISEBase):
    __doc__ = BlackBoxXAIMethod.__doc__
    task = Task.CLASSIFICATION

    def generate_saliency_map(  # type: ignore[override]
        self,
        data: Data,
        target_indices: Targets | None = None,
        preset: Preset | str = Preset.BALANCE,
        num_iterations_per_kernel: int | None = None,
        kernel_widths: Sequence[float] | np.ndarray | None = None,
        solver_epsilon: float = 0.1,
        locally_biased: bool = False,
        scale_output: bool = True,
        **kwargs: Any,
    ) -> Maps:
        """Asks the model.

        Parameters
        ----------
        data : numpy.ndarray, str or pathlib.Path
            As `Explainer.__call__` takes it.
        target_indices : int, list or numpy.ndarray, optional
            Which classes or boxes; all when left out.
        preset : Preset
            How many inferences, where `num_iterations_per_kernel` does not say.
        num_iterations_per_kernel, kernel_widths, solver_epsilon, locally_biased
            As `Explainer.__call__` takes them.
        scale_output : bool, default True
            Maps are uint8 0..255; otherwise raw floating-point values.
        **kwargs
            Further options, as `Explainer.__call__` takes them.

        Returns
        -------
        dict
            An array [height, width] at the size of the model's input for each target.
        """
        options = {
            "preset": preset,
            "num_iterations_per_kernel": num_iterations_per_kernel,
            "kernel_widths": kernel_widths,
            "solver_epsilon": solver_epsilon,
            "locally_biased": locally_biased,
        }
        asked = -1 if target_indices is None else target_indices
        return super().generate_saliency_map(data, asked, scale_output, **options, **kwargs)
