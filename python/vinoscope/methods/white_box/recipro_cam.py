# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""ReciproCAM (Byun and Lee, arXiv:2209.14074) and ViT-ReciproCAM (arXiv:2310.02588)."""

from __future__ import annotations

from typing import Any

from vinoscope import _models
from vinoscope.explainer.explainer import PreprocessFunction
from vinoscope.explainer.mode import info_of
from vinoscope.methods.white_box.base import WhiteBoxMethod


class FeatureMapPerturbationBase(WhiteBoxMethod):
    __doc__ = WhiteBoxMethod.__doc__
    info = info_of("recipro-cam")


class ReciproCAM(FeatureMapPerturbationBase):
    __doc__ = WhiteBoxMethod.__doc__


class ViTReciproCAM(FeatureMapPerturbationBase):
    """ViT-ReciproCAM, for transformers.

    Parameters
    ----------
    use_gaussian, cls_token, final_norm, k
        Other values change nothing but for a word in the log: the mask around a token is a Gaussian, the class token stays, and
        the block is found, or named by `target_layer`.

    The others are those of `WhiteBoxMethod`.
    """

    info = info_of("vit-recipro-cam")

    def __init__(
        self,
        model: _models.Model,
        preprocess_fn: PreprocessFunction | None = None,
        target_layer: str | None = None,
        embed_scaling: bool = True,
        device_name: str = "CPU",
        use_gaussian: bool = True,
        cls_token: bool = True,
        final_norm: bool = True,
        k: int = 1,
        prepare_model: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            model,
            preprocess_fn,
            target_layer,
            embed_scaling,
            device_name,
            prepare_model,
            use_gaussian=use_gaussian,
            cls_token=cls_token,
            final_norm=final_norm,
            k=k,
            **kwargs,
        )
