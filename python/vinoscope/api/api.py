# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Functions for one model at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import openvino as ov
import openvino.opset13 as op

from vinoscope import _core, _models
from vinoscope._arrays import flag, height_and_width
from vinoscope._keywords import (
    WITHOUT_EFFECT,
    has_own_parameter,
    input_size_of,
    input_values,
    settable,
    sort_keywords,
    unexpected,
    warn_without_effect,
)
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
    """Returns the model with an additional output, `saliency_map`. It runs in plain OpenVINO or PyTorch, without this package.

    Parameters
    ----------
    model : openvino.Model, str, pathlib.Path, bytes, (bytes, bytes) or torch.nn.Module
        The model, which is not changed.
    task : Task
        The task of the model.
    explain_method : Method, optional
        An insertable method. By default the first one that fits.
    target_layer : str, optional
        Name of the operation to explain at. By default chosen automatically.
    embed_scaling : bool, default True
        Whether the output is uint8, each map scaled to 0..255. Otherwise it is raw float32.
    target : int or "input", optional
        The target of methods that explain a single one: a class, or "input" for a new input of the model, `target`. By
        default the best class of each image.
    **kwargs
        `output`, `layout`, `memory_limit`; `input_size`, the height and width of a model with a dynamic size;
        `saliency_map_size`, the height and width of the maps; `image_input`, the name of the input to explain; `inputs`,
        the values of inputs that become constants, by name.

    Returns
    -------
    openvino.Model, or torch.nn.Module for one
        The model with `saliency_map` [batch, classes, height, width], or [batch, height, width] for a method with one map
        per image or target. A model that already has this output is returned unchanged. A torch.nn.Module returns a dict
        of "prediction" and "saliency_map".

    Raises
    ------
    UnsupportedError
        If the method does not fit the model.
    BadTargetError
        If the layer is unknown; the message contains the nearest names.
    """
    Task(task)
    input_size = height_and_width("input_size", kwargs.pop("input_size", None))
    given: Any = model if is_torch_module(model) else _models.load_object(model)
    if has_xai(given):
        logger.info("Provided model already contains XAI branch, return it as-is.")
        return given
    if is_torch_module(given):
        from vinoscope.methods.white_box.torch import insert_into_module

        return insert_into_module(given, explain_method, target_layer, embed_scaling, input_size, **kwargs)
    size = height_and_width("saliency_map_size", kwargs.pop("saliency_map_size", None))
    for name in kwargs.keys() & WITHOUT_EFFECT.keys():
        warn_without_effect(name, kwargs.pop(name))
    _refuse_unknown(kwargs, _core.InsertOptions, insert_xai)
    if input_size is not None:
        kwargs["input_height"], kwargs["input_width"] = input_size
    edited = given.clone()
    if "inputs" in kwargs:
        kwargs["inputs"] = input_values(kwargs["inputs"])
    options = _core.InsertOptions(
        method=Method(explain_method).method_name if explain_method else "auto",
        target_layer=_models.layer_names(target_layer),
        embed_scaling=flag("embed_scaling", embed_scaling) and size is None,
        target=_gradient_target(target),
        **kwargs,
    )
    mode.log_search(options.target_layer)
    decisions = _core.insert_into(edited, options)
    for decision in decisions:
        logger.debug("%s", decision.text)
        if decision.kind == _core.DecisionKind.method:
            mode.log_method(decision.value)
    if size is not None:
        _resize_maps(edited, size, embed_scaling)
    logger.info("Insertion of the XAI branch into the model was successful.")
    return edited


def _resize_maps(model: ov.Model, size: tuple[int, int], embed_scaling: bool) -> None:
    """Resizes the maps of the output `saliency_map` and scales each to uint8 0..255."""
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
    """Returns the model with the gradient of a class score as additional outputs, in plain OpenVINO operations.

    Parameters
    ----------
    model : openvino.Model, str, pathlib.Path, bytes, (bytes, bytes) or torch.nn.Module
        The model, which is not changed.
    target : int or "input", optional
        A class, or "input" for a new input of the model, `target`. By default the best class.
    with_respect_to : str or list of str, optional
        Names of tensors or operations, e.g. of a layer. By default the image input.
    **kwargs
        `output`, `after_activation`.

    Returns
    -------
    openvino.Model
        The model with `score` [batch] and `gradient`, in the shape of the value that it is taken with respect to.

    Raises
    ------
    UnsupportedError
        If operations have no gradient; the message names all of them.
    BadTargetError
        If a name or class is unknown; the message contains the nearest names.
    """
    edited = _models.load_object(model).clone()
    _refuse_unknown(kwargs, _core.GradientOptions, gradient)
    names = [with_respect_to] if isinstance(with_respect_to, str) else list(with_respect_to or [])
    options = _core.GradientOptions(target=_gradient_target(target), with_respect_to=names, **kwargs)
    _core.gradient_into(edited, options)
    return edited


def _refuse_unknown(kwargs: dict[str, Any], options: type, function: Callable[..., Any]) -> None:
    known = settable(options)
    for name in kwargs:
        if name not in known or has_own_parameter(name):
            raise unexpected(name, [*known, "input_size", "saliency_map_size"] if options is _core.InsertOptions else known, function)


def _gradient_target(target: int | str | None) -> _core.GradientTarget:
    if target is None:
        return _core.GradientTarget()
    if target == "input":
        return _core.GradientTarget.input()
    if isinstance(target, str) or isinstance(target, bool):
        raise TypeError(f'expected a class index, "input" or None, found {target!r}')
    return _core.GradientTarget(int(target))


def explain(model: _models.Model, image: Data, targets: Targets | None = "top:1", **kwargs: Any) -> Explanation:
    """Explains one image with an `Explainer` that is used once.

    Parameters
    ----------
    model, image, targets
        As for `Explainer` and its call.
    **kwargs
        Keyword arguments of both.

    Examples
    --------
    >>> explain("model.xml", "cat.jpg", overlay=True).save("out")
    """
    call = {name: kwargs.pop(name) for name in list(kwargs) if name in _CALL}
    return Explainer(model, **kwargs)(image, targets=targets, **call)


_CALL = set(Explainer.__call__.__annotations__) - {"data", "targets", "kwargs", "return"}


def list_methods() -> list[_core.MethodInfo]:
    """Returns all methods in the order of preference of the automatic choice."""
    return _core.list_methods()


def doctor(model: _models.Model, **kwargs: Any) -> _core.Diagnosis:
    """Describes a model, and which methods work on it.

    Parameters
    ----------
    model : openvino.Model, str, pathlib.Path, bytes, (bytes, bytes) or torch.nn.Module
        Any model that `Explainer` accepts.
    **kwargs
        Options of `Explainer` that change the result: `task`, `decoder`, `score`, `output`, `labels`, `input_height`,
        `input_width`, and `mean`, `scale`, `color`, `layout`, `resize` or `preprocess`.
    """
    task = Task(kwargs.pop("task", Task.AUTO))
    size = input_size_of(kwargs)
    keywords = sort_keywords(kwargs)
    setup = {"preprocess": _core.Preprocess(), **keywords.setup, "task": task.value}
    for name, value in keywords.preprocess.items():
        setattr(setup["preprocess"], name, value)
    with _models.for_core(_models.load(model, size)) as loaded:
        return _core.diagnose(loaded, _core.ExplainerOptions(**setup))
