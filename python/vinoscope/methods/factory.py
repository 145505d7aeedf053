# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Methods by task and name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vinoscope import _models
from vinoscope._postprocess import PostprocessFunction
from vinoscope.common.parameters import Method, Task
from vinoscope.explainer.explainer import Explainer, PreprocessFunction
from vinoscope.explainer.mode import ExplainMode
from vinoscope.methods.base import MethodBase


class MethodFactory:
    """Makes the method that fits a model, as `Explainer` would choose it."""

    @classmethod
    def create_method(cls, task: Task, model: _models.Model, *args: Any, **kwargs: Any) -> MethodBase:
        """The method at work in an `Explainer` with these parameters."""
        return Explainer(model, task, *args, **kwargs).method

    @classmethod
    def create_classification_method(cls, *args: Any, **kwargs: Any) -> MethodBase:
        """`create_method` of Task.CLASSIFICATION."""
        return cls.create_method(Task.CLASSIFICATION, *args, **kwargs)

    @classmethod
    def create_detection_method(cls, *args: Any, **kwargs: Any) -> MethodBase:
        """`create_method` of Task.DETECTION."""
        return cls.create_method(Task.DETECTION, *args, **kwargs)


class WhiteBoxMethodFactory(MethodFactory):
    """Makes the white-box method that fits a model."""

    @classmethod
    def create_method(
        cls,
        task: Task,
        model: _models.Model,
        preprocess_fn: PreprocessFunction | None = None,
        explain_method: Method | None = None,
        target_layer: str | Sequence[str] | None = None,
        embed_scaling: bool = True,
        device_name: str = "CPU",
        **kwargs: Any,
    ) -> MethodBase:
        """The method at work in an `Explainer` with these parameters."""
        return Explainer(
            model,
            task,
            preprocess_fn,
            explain_mode=ExplainMode.WHITEBOX,
            explain_method=explain_method,
            target_layer=target_layer,
            embed_scaling=embed_scaling,
            device_name=device_name,
            **kwargs,
        ).method


class BlackBoxMethodFactory(MethodFactory):
    """Makes a black-box method."""

    @classmethod
    def create_method(
        cls,
        task: Task,
        model: _models.Model,
        postprocess_fn: PostprocessFunction | None = None,
        preprocess_fn: PreprocessFunction | None = None,
        explain_method: Method | None = None,
        device_name: str = "CPU",
        **kwargs: Any,
    ) -> MethodBase:
        """The method at work in an `Explainer` with these parameters."""
        return Explainer(
            model,
            task,
            preprocess_fn,
            postprocess_fn,
            ExplainMode.BLACKBOX,
            explain_method,
            device_name=device_name,
            **kwargs,
        ).method
