# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What the classes of gradient methods have in common."""

from __future__ import annotations

from typing import Any

from vinoscope import _models
from vinoscope.explainer.explainer import PreprocessFunction
from vinoscope.methods.base import TargetMethod


class GradientMethod(TargetMethod):
    """A method that differentiates the score of one target at a time.

    Parameters
    ----------
    model : openvino.Model, str, pathlib.Path, bytes, (bytes, bytes) or torch.nn.Module
        It is not changed.
    preprocess_fn : callable, optional
        Makes the model's input [1, ...] out of what is explained.
    target_layer : str, optional
        Name of the operation to explain at, for methods that explain at a layer; found automatically when left out.
    device_name : str, default "CPU"
        Any device of OpenVINO.
    prepare_model : bool, default True
        Compiles at once; otherwise when it is first needed.
    **kwargs
        As `Explainer`.
    """

    def __init__(
        self,
        model: _models.Model,
        preprocess_fn: PreprocessFunction | None = None,
        target_layer: str | None = None,
        device_name: str = "CPU",
        prepare_model: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(model, preprocess_fn, device_name, prepare_model, target_layer=target_layer, **kwargs)
