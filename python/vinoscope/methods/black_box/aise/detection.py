# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""AISE for detection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from vinoscope._targets import Targets
from vinoscope.common.parameters import Task
from vinoscope.explainer.inputs import Data
from vinoscope.methods.base import Maps
from vinoscope.methods.black_box.aise.base import AISEBase
from vinoscope.methods.black_box.base import Preset


class AISEDetection(AISEBase):
    __doc__ = AISEBase.__doc__
    task = Task.DETECTION

    def generate_saliency_map(  # type: ignore[override]
        self,
        data: Data,
        target_indices: Targets | None = None,
        preset: Preset | str = Preset.BALANCE,
        num_iterations_per_kernel: int | None = None,
        divisors: Sequence[float] | np.ndarray | None = None,
        solver_epsilon: float = 0.05,
        locally_biased: bool = False,
        scale_output: bool = True,
        **kwargs: Any,
    ) -> Maps:
        return super().generate_saliency_map(
            data,
            target_indices,
            scale_output,
            preset=preset,
            num_iterations_per_kernel=num_iterations_per_kernel,
            divisors=divisors,
            solver_epsilon=solver_epsilon,
            locally_biased=locally_biased,
            **kwargs,
        )

    generate_saliency_map.__doc__ = AISEBase.generate_saliency_map.__doc__
