# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What all method classes have in common."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, ClassVar, Union

import numpy as np
import openvino as ov

from vinoscope import _core, _models
from vinoscope._postprocess import PostprocessFunction
from vinoscope._targets import Targets
from vinoscope.api import insert_xai
from vinoscope.common.parameters import Method, Task
from vinoscope.explainer.explainer import Explainer, PreprocessFunction
from vinoscope.explainer.inputs import Data

Maps = Union[np.ndarray, dict[int, np.ndarray]]


class Preset(Enum):
    """How many inferences a black-box method may take."""

    SPEED = "speed"
    BALANCE = "balance"
    QUALITY = "quality"


class _Method:
    info: ClassVar[_core.MethodInfo]

    def __init__(self, model: _models.Model, prepare_model: bool, **settings: Any) -> None:
        self._model = model
        self._settings = settings
        self._explainer: Explainer | None = None
        if prepare_model:
            self.prepare_model()

    @property
    def explainer(self) -> Explainer:
        """The explainer at work, made when it is first needed."""
        if self._explainer is None:
            self._explainer = Explainer(self._model, explain_method=Method(self.info.name), **self._settings)
        return self._explainer

    def prepare_model(self) -> Any:
        """Compiles the model."""
        self.explainer


class _TargetMethod(_Method):
    def generate_saliency_map(
        self,
        data: Data,
        target_indices: Targets | None = None,
        scale_output: bool = True,
        **kwargs: Any,
    ) -> Maps:
        """Asks the model.

        Parameters
        ----------
        data : numpy.ndarray, str or pathlib.Path
            As `Explainer.__call__` takes it.
        target_indices : int, list or numpy.ndarray, optional
            Which classes; all when left out.
        scale_output : bool, default True
            Maps are uint8 0..255; otherwise raw float32.
        **kwargs
            Options of the method, as `Explainer.__call__` takes them.

        Returns
        -------
        numpy.ndarray or dict
            [1, classes, height, width], or with `target_indices` an array for each of them.
        """
        explanation = self.explainer(data, targets=target_indices, resize=False, colormap=False, **kwargs)
        raw = {target: computed.values for target, computed in zip(explanation.targets, explanation.maps)}
        maps: Mapping[Any, np.ndarray] = explanation.saliency_map if scale_output else raw
        return np.stack(list(maps.values()))[None] if target_indices is None else dict(maps.items())


class WhiteBoxMethod(_Method):
    """A method that adds an output to the model.

    Parameters
    ----------
    model : openvino.Model, str, pathlib.Path, bytes, (bytes, bytes) or torch.nn.Module
        It is not changed.
    preprocess_fn : callable, optional
        Makes the model's input [1, ...] out of what is explained.
    target_layer : str, optional
        Name of the operation to explain at; found automatically when left out.
    embed_scaling : bool, default True
        Maps are uint8 0..255; otherwise raw float32.
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
        embed_scaling: bool = True,
        device_name: str = "CPU",
        prepare_model: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            model,
            prepare_model,
            preprocess_fn=preprocess_fn,
            target_layer=target_layer,
            embed_scaling=embed_scaling,
            device_name=device_name,
            **kwargs,
        )

    def generate_saliency_map(self, data: Data) -> np.ndarray:
        """Maps at native size: [1, classes, height, width], or [1, height, width] of a method that answers per image."""
        maps = self.explainer(data, targets=-1, resize=False, colormap=False).saliency_map
        stacked = np.stack(list(maps.values()))
        return stacked if self.info.answers == "image" else stacked[None]

    def prepare_model(self) -> ov.Model:
        """Compiles the model with the added output, and returns it."""
        settings = self.explainer
        return insert_xai(
            self._model,
            settings.task,
            Method(self.info.name),
            self._settings["target_layer"],
            embed_scaling=self._settings["embed_scaling"],
        )


class GradientMethod(_TargetMethod):
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
        super().__init__(
            model,
            prepare_model,
            preprocess_fn=preprocess_fn,
            target_layer=target_layer,
            device_name=device_name,
            **kwargs,
        )


class BlackBoxMethod(_TargetMethod):
    """A method that asks the model about perturbed inputs.

    Parameters
    ----------
    model : openvino.Model, str, pathlib.Path, bytes, (bytes, bytes) or torch.nn.Module
        It is not changed.
    postprocess_fn : callable, optional
        Reads the outputs of models that are not understood without; see `Explainer`.
    preprocess_fn : callable, optional
        Makes the model's input [1, ...] out of what is explained.
    device_name : str, default "CPU"
        Any device of OpenVINO.
    prepare_model : bool, default True
        Compiles at once; otherwise when it is first needed.
    **kwargs
        As `Explainer`.
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
            prepare_model,
            postprocess_fn=postprocess_fn,
            preprocess_fn=preprocess_fn,
            device_name=device_name,
            **{"task": self.task, **kwargs},
        )
