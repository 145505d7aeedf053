# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Methods that need the graph and many inferences."""

from __future__ import annotations

from typing import Any

from vinoscope import _models
from vinoscope._postprocess import PostprocessFunction
from vinoscope.explainer.explainer import PreprocessFunction
from vinoscope.methods.base import TargetMethod


class HybridMethod(TargetMethod):
    """A method that compares the scores of perturbed inputs, which it makes out of the activations of a layer.

    Parameters
    ----------
    model : openvino.Model, str, pathlib.Path, bytes, (bytes, bytes) or torch.nn.Module
        It is not changed.
    postprocess_fn : callable, optional
        Reads the outputs of models that are not understood without; see `Explainer`.
    preprocess_fn : callable, optional
        Makes the model's input [1, ...] out of what is explained.
    target_layer : str, optional
        Name of the operation whose activations are used; found automatically when left out.
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
        postprocess_fn: PostprocessFunction | None = None,
        preprocess_fn: PreprocessFunction | None = None,
        target_layer: str | None = None,
        device_name: str = "CPU",
        prepare_model: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            model,
            preprocess_fn,
            device_name,
            prepare_model,
            postprocess_fn=postprocess_fn,
            target_layer=target_layer,
            **kwargs,
        )
