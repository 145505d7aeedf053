# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What all method classes have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Union

import numpy as np
import openvino as ov
from openvino.utils.data_helpers.wrappers import OVDict

from vinoscope import _core, _models
from vinoscope._keywords import sort_keywords, unexpected
from vinoscope._prediction import Prediction
from vinoscope._targets import Targets
from vinoscope.common.parameters import Method
from vinoscope.explainer.explainer import Explainer
from vinoscope.explainer.inputs import Data

__all__ = ["MethodBase", "Prediction"]

Maps = Union[np.ndarray, dict[int, np.ndarray]]


class MethodBase:
    """One explanation method for one model; the classes of `vinoscope.methods` derive from it.

    Parameters
    ----------
    model : openvino.Model, str, pathlib.Path, bytes, (bytes, bytes) or torch.nn.Module
        The model, which is not changed.
    preprocess_fn : callable, optional
        Converts the data to the model's input [1, ...].
    device_name : str, default "CPU"
        Name of an OpenVINO device.
    prepare_model : bool, default True
        Whether to compile at once; otherwise it is done when it is first needed.
    **settings
        Further settings of `Explainer`.
    """

    info: ClassVar[_core.MethodInfo]

    def __init__(
        self,
        model: _models.Model,
        preprocess_fn: Callable[[Any], np.ndarray] | None = None,
        device_name: str = "CPU",
        prepare_model: bool = True,
        **settings: Any,
    ) -> None:
        self._model = model
        self._settings = {"preprocess_fn": preprocess_fn, "device_name": device_name, **settings}
        self._explainer: Explainer | None = None
        self._compiled: ov.CompiledModel | None = None
        self._prepared = False
        self.preprocess_fn = preprocess_fn
        self.predictions: dict[int, Prediction] = {}
        if prepare_model:
            self.prepare_model()

    @classmethod
    def of(cls, explainer: Explainer, **settings: Any) -> MethodBase:
        """The method of an explainer. Its model is compiled again on access."""
        made = cls.__new__(cls)
        MethodBase.__init__(
            made, explainer.model, explainer.preprocess_fn, explainer.device_name, prepare_model=False, **settings
        )
        made._explainer = explainer
        made._prepared = True
        return made

    @property
    def explainer(self) -> Explainer:
        """The explainer at work, made when it is first needed."""
        if self._explainer is None:
            self._explainer = Explainer(self._model, explain_method=Method(self.info.name), **self._settings)
        return self._explainer

    @property
    def model_compiled(self) -> ov.CompiledModel | None:
        """The model of `prepare_model`, compiled; None before it was called."""
        if self._compiled is None and self._prepared:
            precision = {"INFERENCE_PRECISION_HINT": self._settings["precision"]} if "precision" in self._settings else {}
            self._compiled = ov.Core().compile_model(self.graph(), self._settings["device_name"], precision)
        return self._compiled

    def prepare_model(self, load_model: bool = True) -> ov.Model:
        """The model that is inferred.

        Parameters
        ----------
        load_model : bool, default True
            Prepares the explainer, so that `generate_saliency_map` answers at once.
        """
        if load_model:
            self.explainer
            self._prepared = True
        return self.graph()

    def graph(self) -> ov.Model:
        """The model that is inferred, not compiled."""
        return _models.load_object(self._model)

    def model_forward(self, x: Any, preprocess: bool = True) -> OVDict:
        """The outputs of the model, by number, name or output object.

        Parameters
        ----------
        x : numpy.ndarray
            What `preprocess_fn` takes; the model's input [1, ...] without one.
        preprocess : bool, default True
            Whether `preprocess_fn` is called.

        Raises
        ------
        RuntimeError
            Before `prepare_model` was called.
        """
        compiled = self.model_compiled
        if compiled is None:
            raise RuntimeError("expected a compiled model; call prepare_model() first")
        return compiled(self.preprocess_fn(x) if preprocess and self.preprocess_fn is not None else x)

    def generate_saliency_map(self, data: Data, *args: Any, **kwargs: Any) -> Maps:
        """Explains one image; see the classes that derive from this one."""
        raise NotImplementedError


class TargetMethod(MethodBase):
    """A method that explains given targets."""

    def generate_saliency_map(
        self,
        data: Data,
        target_indices: Targets | None = None,
        scale_output: bool = True,
        **kwargs: Any,
    ) -> Maps:
        """Explains one image, see `Explainer.__call__` for the parameters.

        Parameters
        ----------
        data : numpy.ndarray, str or pathlib.Path
            The image.
        target_indices : int, list or numpy.ndarray, optional
            Class indices. By default all classes.
        scale_output : bool, default True
            Whether maps are uint8 0..255. Otherwise they are the raw float32 values.
        **kwargs
            Options of the method.

        Returns
        -------
        numpy.ndarray or dict
            [1, classes, height, width], or with `target_indices` an array for each of them.
        """
        asked = {name: value for name, value in kwargs.items() if value is not None}
        if "resize" in asked:
            raise unexpected("resize", ())  # which is an option of the preprocessing, too
        sort_keywords(asked, type(self).generate_saliency_map)
        explanation = self.explainer(
            data, targets=target_indices, resize=False, colormap=False, scaling=scale_output, **asked
        )
        self.predictions = explanation.predictions
        maps: Mapping[Any, np.ndarray] = explanation.saliency_map if scale_output else explanation.unscaled()
        return np.stack(list(maps.values()))[None] if target_indices is None else dict(maps.items())


class GradientMethod(TargetMethod):
    """A method that differentiates the score of one target at a time.

    The parameters are those of `MethodBase`, and `target_layer`, the name of the operation to explain at for methods that
    explain at a layer; by default chosen automatically.
    """


class HybridMethod(TargetMethod):
    """A method that compares the scores of perturbed inputs, which are made from the activations of a layer.

    The parameters are those of `MethodBase`; `postprocess_fn`, which decodes outputs without a decoder; and `target_layer`,
    the name of the operation whose activations are used, by default chosen automatically.
    """
