# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What the classes of white-box methods have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import openvino as ov

from vinoscope import _models
from vinoscope._keywords import WITHOUT_EFFECT, sort_keywords
from vinoscope.api.api import insert_xai
from vinoscope.common.parameters import Method
from vinoscope.explainer.explainer import PreprocessFunction
from vinoscope.explainer.inputs import Data
from vinoscope.methods.base import MethodBase, TargetMethod

_OF_EXPLAINER_ALONE = {"preprocess_fn", "postprocess_fn", "device_name", "precision", "explain_mode"}


class WhiteBoxMethod(MethodBase):
    """A method that adds an output to the model.

    The parameters are those of `MethodBase`; `target_layer`, the name of the operation to explain at, or of each class head
    of a detector, by default chosen automatically; and `embed_scaling`: whether maps are uint8 0..255 instead of raw float32.
    """

    def __init__(
        self,
        model: _models.Model,
        preprocess_fn: PreprocessFunction | None = None,
        target_layer: str | Sequence[str] | None = None,
        embed_scaling: bool = True,
        device_name: str = "CPU",
        prepare_model: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            model,
            preprocess_fn,
            device_name,
            prepare_model,
            target_layer=target_layer,
            embed_scaling=embed_scaling,
            **kwargs,
        )

    @property
    def model_ori(self) -> ov.Model:
        """The model as it was given."""
        return _models.load_object(self._model)

    def graph(self) -> ov.Model:
        """The model with the added output, not compiled."""
        ignored = _OF_EXPLAINER_ALONE | WITHOUT_EFFECT.keys()
        settings = {name: value for name, value in self._settings.items() if name not in ignored}
        return insert_xai(self._model, explain_method=Method(self.info.name), **settings)

    def generate_saliency_map(self, data: Data, *args: Any, **kwargs: Any) -> np.ndarray:
        """Returns all maps at native size: [1, classes, height, width], or [1, height, width] of a method with one map per
        image. `target_indices` is accepted, and changes nothing."""
        kwargs.pop("target_indices", None)
        sort_keywords(kwargs, TargetMethod.generate_saliency_map)
        explanation = self.explainer(data, targets=-1, resize=False, colormap=False)
        stacked = np.stack(list(explanation.saliency_map.values()))
        return stacked if self.info.answers == "image" else stacked[None]
