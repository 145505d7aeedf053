# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What the classes of black-box methods have in common."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from vinoscope import _models
from vinoscope._choice import Choice
from vinoscope._postprocess import PostprocessFunction
from vinoscope.common.parameters import Task
from vinoscope.explainer.explainer import PreprocessFunction
from vinoscope.methods.base import TargetMethod


class Preset(Choice):
    """How many inferences a black-box method may take."""

    SPEED = "speed"
    BALANCE = "balance"
    QUALITY = "quality"


class BlackBoxXAIMethod(TargetMethod):
    """A method that compares the scores of perturbed inputs.

    The parameters are those of `MethodBase`, and `postprocess_fn`, which decodes outputs without a decoder.
    """

    task: ClassVar[Task] = Task.AUTO

    def __init__(
        self,
        model: _models.Model,
        postprocess_fn: PostprocessFunction | None = None,
        preprocess_fn: PreprocessFunction | None = None,
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
            **{"task": self.task, **kwargs},
        )

    @property
    def postprocess_fn(self) -> PostprocessFunction | None:
        """As it was given."""
        return self._settings.get("postprocess_fn")

    def get_logits(self, data_preprocessed: np.ndarray) -> np.ndarray:
        """What `postprocess_fn` makes of the outputs for a model's input: scores [1, classes]; without it, the first
        output."""
        outputs = self.model_forward(data_preprocessed, preprocess=False)
        return outputs[0] if self.postprocess_fn is None else self.postprocess_fn(outputs)
