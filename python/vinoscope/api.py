# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Functions for one model at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import openvino as ov

from vinoscope import _core, _models
from vinoscope._keywords import input_values, sort_keywords
from vinoscope._logging import logger
from vinoscope._targets import Targets
from vinoscope.common.parameters import Method, Task
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
) -> ov.Model:
    """The model with one more output, `saliency_map`. It runs in plain OpenVINO, without this package.

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
        `output`, `layout`, `memory_limit`; `input_height` and `input_width` where the model leaves its size open;
        `image_input`, the name of the input that is explained; `inputs`, values by name of those that become constants.

    Returns
    -------
    openvino.Model
        With `saliency_map` [batch, classes, height, width], or [batch, height, width] of a method that answers per
        image or one target.

    Raises
    ------
    UnsupportedError
        When the method does not fit the model, or the model already has such an output.
    BadTargetError
        For an unknown layer, with the nearest names.
    """
    edited = _models.load_object(model).clone()
    if "inputs" in kwargs:
        kwargs["inputs"] = input_values(kwargs["inputs"])
    options = _core.InsertOptions(
        method=Method(explain_method).value if explain_method else "auto",
        target_layer=_models.layer_names(target_layer),
        embed_scaling=embed_scaling,
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
    logger.info("Insertion of the XAI branch into the model was successful.")
    return edited


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
    keywords = sort_keywords(kwargs)
    setup = {"preprocess": _core.Preprocess(), **keywords.setup, "task": task.value}
    for name, value in keywords.preprocess.items():
        setattr(setup["preprocess"], name, value)
    with _models.as_file(_models.load(model)) as file:
        return _core.diagnose(file, _core.ExplainerOptions(**setup))
