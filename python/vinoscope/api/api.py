# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Functions for one model at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import openvino as ov
import openvino.opset13 as op

from vinoscope import _core, _models
from vinoscope._arrays import height_and_width
from vinoscope._keywords import WITHOUT_EFFECT, input_size_of, input_values, sort_keywords, warn_without_effect
from vinoscope._logging import logger
from vinoscope._models import is_torch_module
from vinoscope._targets import Targets
from vinoscope.common.parameters import Method, Task
from vinoscope.common.utils import SALIENCY_MAP_OUTPUT_NAME, has_xai
from vinoscope.explainer import mode
from vinoscope.explainer.explainer import Explainer
from vinoscope.explainer.explanation import Explanation
from vinoscope.explainer.inputs import Data


def insert_xai(
    model: _models.Model,
    task: Task = Task.AUTO,
    explain_method: Method | None = None,
    target_layer: str | Sequence[str] | None = None,
    embed_scaling: bool = True,
    target: int | str | None = None,
    **kwargs: Any,
) -> Any:
    """The model with one more output, `saliency_map`. It runs in plain OpenVINO or PyTorch, without this package.

    Parameters
    ----------
    model : openvino.Model, str, pathlib.Path, bytes, (bytes, bytes) or torch.nn.Module
        It is not changed.
    task : Task
        What the model does.
    explain_method : Method, optional
        A method that can become part of a model; the first that fits when left out.
    target_layer : str, optional
        Name of the operation to explain at; found automatically when left out.
    embed_scaling : bool, default True
        The output is uint8, each map scaled to 0..255; otherwise raw float32.
    target : int or "input", optional
        For methods that answer one target: a class; "input" makes it a new input of the model, `target`; the best class
        of each image when left out.
    **kwargs
        `output`, `layout`, `memory_limit`; `input_size`, height and width, where the model leaves its size open;
        `saliency_map_size`, height and width of the maps;
        `image_input`, the name of the input that is explained; `inputs`, values by name of those that become constants.

    Returns
    -------
    openvino.Model, or torch.nn.Module for one
        With `saliency_map` [batch, classes, height, width], or [batch, height, width] of a method that answers per
        image or one target. A model that has such an output is returned as it is. The outputs of a torch.nn.Module are a
        dict of "prediction" and "saliency_map".

    Raises
    ------
    UnsupportedError
        When the method does not fit the model.
    BadTargetError
        For an unknown layer, with the nearest names.
    """
    input_size = height_and_width("input_size", kwargs.pop("input_size", None))
    given: Any = model if is_torch_module(model) else _models.load_object(model)
    if has_xai(given):
        logger.info("Provided model already has XAI branch inserted.")
        return given
    if is_torch_module(given):
        from vinoscope.methods.white_box.torch import insert_into_module

        return insert_into_module(given, explain_method, target_layer, embed_scaling, input_size, **kwargs)
    size = height_and_width("saliency_map_size", kwargs.pop("saliency_map_size", None))
    for name in kwargs.keys() & WITHOUT_EFFECT.keys():
        warn_without_effect(name, kwargs.pop(name))
    if input_size is not None:
        kwargs["input_height"], kwargs["input_width"] = input_size
    edited = given.clone()
    if "inputs" in kwargs:
        kwargs["inputs"] = input_values(kwargs["inputs"])
    options = _core.InsertOptions(
        method=Method(explain_method).method_name if explain_method else "auto",
        target_layer=_models.layer_names(target_layer),
        embed_scaling=embed_scaling and size is None,
        target=_gradient_target(target),
        **kwargs,
    )
    mode.log_search(options.target_layer)
    decisions = _core.insert_into(edited, options)
    for decision in decisions:
        logger.debug("%s", decision)
    for method in _core.list_methods():
        if any(decision.startswith(f"method {method.title} (") for decision in decisions):
            mode.log_method(method.name)
    if size is not None:
        _resize_maps(edited, size, embed_scaling)
    logger.info("Insertion of the XAI branch into the model was successful.")
    return edited


def _resize_maps(model: ov.Model, size: tuple[int, int], embed_scaling: bool) -> None:
    """Makes the output `saliency_map` one of maps of this size, and scales each to uint8 0..255."""
    output = next(output for output in model.outputs if SALIENCY_MAP_OUTPUT_NAME in output.get_names())
    source = output.get_node().input_value(0)
    output.set_names(set())
    rank = len(output.get_partial_shape())
    axes = np.array([rank - 2, rank - 1])
    maps = op.interpolate(source, np.array(size), "linear_onnx" if rank == 4 else "linear", "sizes", axes=axes)
    if embed_scaling:
        low = op.reduce_min(maps, axes, True)
        extent = op.subtract(op.reduce_max(maps, axes, True), low)
        scaled = op.divide(op.multiply(op.subtract(maps, low), np.float32(255)), op.maximum(extent, np.float32(1e-12)))
        maps = op.convert(scaled, "u8")
    maps.output(0).set_names({SALIENCY_MAP_OUTPUT_NAME})
    output.get_node().input(0).replace_source_output(maps.output(0))
    model.validate_nodes_and_infer_types()


def gradient(
    model: _models.Model,
    target: int | str | None = None,
    with_respect_to: str | Sequence[str] | None = None,
    **kwargs: Any,
) -> ov.Model:
    """The model with the gradient of a class score as further outputs, in plain OpenVINO operations.

    Parameters
    ----------
    model : openvino.Model, str, pathlib.Path, bytes, (bytes, bytes) or torch.nn.Module
        It is not changed.
    target : int or "input", optional
        A class; "input" makes it a new input of the model, `target`; the best class when left out.
    with_respect_to : str or list of str, optional
        Names of tensors or operations, e.g. of a layer; the picture when left out.
    **kwargs
        `output`, `after_activation`.

    Returns
    -------
    openvino.Model
        With `score` [batch] and `gradient`, of the shape of what it is taken with respect to.

    Raises
    ------
    UnsupportedError
        When operations on the way have no gradient: all are named.
    BadTargetError
        For an unknown name, with the nearest, or class.
    """
    edited = _models.load_object(model).clone()
    names = [with_respect_to] if isinstance(with_respect_to, str) else list(with_respect_to or [])
    options = _core.GradientOptions(target=_gradient_target(target), with_respect_to=names, **kwargs)
    _core.gradient_into(edited, options)
    return edited


def _gradient_target(target: int | str | None) -> _core.GradientTarget:
    if target is None:
        return _core.GradientTarget()
    if target == "input":
        return _core.GradientTarget.input()
    if isinstance(target, str) or isinstance(target, bool):
        raise TypeError(f'expected a class index, "input" or None, found {target!r}')
    return _core.GradientTarget(int(target))


def explain(model: _models.Model, image: Data, targets: Targets | None = "top:1", **kwargs: Any) -> Explanation:
    """Explains one image: an `Explainer`, asked once.

    Parameters
    ----------
    model, image, targets
        As `Explainer` and its call take them.
    **kwargs
        Of both.

    Examples
    --------
    >>> explain("model.xml", "cat.jpg", overlay=True).save("out")
    """
    call = {name: kwargs.pop(name) for name in list(kwargs) if name in _CALL}
    return Explainer(model, **kwargs)(image, targets=targets, **call)


_CALL = set(Explainer.__call__.__annotations__) - {"data", "targets", "kwargs", "return"}


def list_methods() -> list[_core.MethodInfo]:
    """All methods, in the order in which the automatic choice prefers them."""
    return _core.list_methods()


def doctor(model: _models.Model, **kwargs: Any) -> _core.Diagnosis:
    """What is known about a model without running it, and which methods fit.

    Parameters
    ----------
    model : openvino.Model, str, pathlib.Path, bytes, (bytes, bytes) or torch.nn.Module
        Any that `Explainer` takes.
    **kwargs
        What changes the answer: `task`, `decoder`, `score`, `output`, `labels`, `input_height`, `input_width`, and `mean`,
        `scale`, `color`, `layout`, `resize` or `preprocess`, as `Explainer` takes them.
    """
    task = Task(kwargs.pop("task", Task.AUTO))
    size = input_size_of(kwargs)
    keywords = sort_keywords(kwargs)
    setup = {"preprocess": _core.Preprocess(), **keywords.setup, "task": task.value}
    for name, value in keywords.preprocess.items():
        setattr(setup["preprocess"], name, value)
    with _models.as_file(_models.load(model, size)) as file:
        return _core.diagnose(file, _core.ExplainerOptions(**setup))
