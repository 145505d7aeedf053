# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The methods as classes, one for each row of `list_methods()`, to be used without an `Explainer`.

>>> rise = RISE("model.xml", postprocess_fn, preprocess_fn)
>>> maps = rise.generate_saliency_map(image, target_indices=[285], num_masks=1000)
"""

from vinoscope import _core
from vinoscope.common.parameters import Task
from vinoscope.methods.base import GradientMethod, HybridMethod, MethodBase
from vinoscope.methods.black_box.aise.base import AISEBase
from vinoscope.methods.black_box.aise.classification import AISEClassification
from vinoscope.methods.black_box.aise.detection import AISEDetection
from vinoscope.methods.black_box.base import BlackBoxXAIMethod, Preset
from vinoscope.methods.black_box.rise import RISE
from vinoscope.methods.white_box.activation_map import ActivationMap
from vinoscope.methods.white_box.base import WhiteBoxMethod
from vinoscope.methods.white_box.det_class_probability_map import DetClassProbabilityMap
from vinoscope.methods.white_box.recipro_cam import FeatureMapPerturbationBase, ReciproCAM, ViTReciproCAM

BlackBoxMethod = BlackBoxXAIMethod
AISE = AISEBase

_WRITTEN = {
    made.info.name: made for made in (ViTReciproCAM, ReciproCAM, DetClassProbabilityMap, ActivationMap, RISE, AISE)
}


def class_name(title: str) -> str:
    """Name of the class of a method, e.g. "ViTReciproCAM"."""
    return "".join(letter for letter in title.replace("+", "Plus") if letter.isalnum())


def _make(info: _core.MethodInfo) -> type[MethodBase]:
    base = {"black-box": BlackBoxXAIMethod, "gradient": GradientMethod, "hybrid": HybridMethod}.get(info.family, WhiteBoxMethod)
    documentation = f"{info.title}: {info.summary}. Source: {info.source}.\n\n{base.__doc__}"
    return type(class_name(info.title), (base,), {"info": info, "__doc__": documentation, "__module__": __name__})


_CLASSES = {info.name: _WRITTEN.get(info.name) or _make(info) for info in _core.list_methods()}
globals().update({class_name(made.info.title): made for made in _CLASSES.values()})


def class_of(name: str, task: Task = Task.AUTO) -> type[MethodBase]:
    """The class of the method that `list_methods()` calls so."""
    by_task = {("aise", Task.CLASSIFICATION): AISEClassification, ("aise", Task.DETECTION): AISEDetection}
    return by_task.get((name, task), _CLASSES[name])


__all__ = [
    "AISEClassification",
    "AISEDetection",
    "BlackBoxMethod",
    "FeatureMapPerturbationBase",
    "GradientMethod",
    "HybridMethod",
    "Preset",
    "WhiteBoxMethod",
    *(class_name(made.info.title) for made in _CLASSES.values()),
]
