# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The methods as classes, one for each row of `list_methods()`, to be used without an `Explainer`.

>>> rise = RISE("model.xml", postprocess_fn, preprocess_fn)
>>> maps = rise.generate_saliency_map(image, target_indices=[285], num_masks=1000)
"""

from vinoscope import _core
from vinoscope.common.parameters import Task
from vinoscope.methods.base import BlackBoxMethod, GradientMethod, Preset, WhiteBoxMethod


def class_name(title: str) -> str:
    """Name of the class of a method, e.g. "ViTReciproCAM"."""
    return "".join(letter for letter in title.replace("+", "Plus") if letter.isalnum())


def _make(info: _core.MethodInfo) -> type:
    base = {"black-box": BlackBoxMethod, "gradient": GradientMethod}.get(info.family, WhiteBoxMethod)
    documentation = f"{info.title}: {info.summary}. Source: {info.source}.\n\n{base.__doc__}"
    return type(class_name(info.title), (base,), {"info": info, "__doc__": documentation, "__module__": __name__})


_CLASSES = {class_name(info.title): _make(info) for info in _core.list_methods()}
_CLASSES |= {
    f"{name}{task.name.capitalize()}": type(f"{name}{task.name.capitalize()}", (made,), {"task": task})
    for name, made in _CLASSES.items()
    for task in (Task.CLASSIFICATION, Task.DETECTION)
    if name == "AISE"
}  # OpenVINO's explainable AI toolkit has one class for each task
globals().update(_CLASSES)
__all__ = ["BlackBoxMethod", "GradientMethod", "Preset", "WhiteBoxMethod", *_CLASSES]
