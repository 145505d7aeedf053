# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Explains one model."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import openvino as ov
from openvino.utils.data_helpers.wrappers import OVDict

from vinoscope import _core, _models
from vinoscope._arrays import flag, height_and_width
from vinoscope._keywords import Keywords, document_options, input_size_of, sort_keywords
from vinoscope._logging import logger
from vinoscope._postprocess import PostprocessFunction, answer_function
from vinoscope._processes import refuse_forked
from vinoscope._progress import Progress, bar
from vinoscope._targets import LabelNames, Request, Targets, classes, label_list, requests
from vinoscope.common.parameters import Method, Task
from vinoscope.explainer import inputs, mode
from vinoscope.explainer.explanation import Explanation
from vinoscope.explainer.mode import ExplainMode
from vinoscope.explainer.pictures import View
from vinoscope.explainer.prepared import PreparedModel
from vinoscope.explainer.visualizer import Visualizer

if TYPE_CHECKING:
    from vinoscope.methods.base import MethodBase

PreprocessFunction = Callable[[Any], np.ndarray]

_IDENTITY = (  # of an array that is the model's input
    "Assigning preprocess_fn to identity function assumes that input images were already preprocessed by user before "
    "passing it to the model. Please define preprocessing function OR preprocess images beforehand."
)


class Explainer:
    """Explains the predictions of one model.

    Parameters
    ----------
    model : openvino.Model, str, pathlib.Path, bytes, (bytes, bytes) or torch.nn.Module
        Files may be IR, ONNX, TensorFlow, TensorFlow Lite or Paddle; bytes an ONNX file, or the text and weights of an IR.
    task : Task, default Task.AUTO
        The task of the model.
    preprocess_fn : callable, optional
        Converts the data to the model's input [1, ...]. By default, arrays with a batch dimension are the model's input,
        and images [height, width, 3] are preprocessed as stored in the model.
    postprocess_fn : callable, optional
        Decodes the outputs (indexed by number or name) of models without a decoder. Returns scores [1, classes], or boxes
        [N, 4] in pixels of the input, scores [N] and labels [N], or a map [classes, height, width].
    explain_mode : ExplainMode, default ExplainMode.AUTO
        White-box or black-box methods, or white-box methods if one works, else black-box methods.
    explain_method : Method, optional
        The method. By default it is chosen automatically; a given method is never replaced by another one. With a
        `postprocess_fn`, white-box methods are used only if the scores of the graph prove to be those that the function
        returns; otherwise a black-box method is chosen, and a given white-box method raises UnsupportedError.
        docs/how-to/explain-a-score-of-your-own.md shows how to add such a score to the graph.
    target_layer : str or list of str, optional
        Name of the operation to explain at, or of each class head of a detector. By default chosen automatically.
    embed_scaling : bool, default True
        Whether arrays without colours are uint8 0..255. Otherwise they are the raw float32 values.
    device_name : str, default "CPU"
        Name of an OpenVINO device.
    **kwargs
        `mean`, `scale`, `color`, `layout`, `resize` or `preprocess` for images; `labels`, `precision`, `seed`, `cache`,
        `output`, `input_size` (height and width of a model with a dynamic size), `memory_limit`; `properties`, a dict of
        further OpenVINO properties for compiling the model; `inputs`, the values of
        other inputs by name; `image_input`, the name of the input to explain; `saliency_map_size`, the height and width of
        the maps of `resize=False`; and the options of black-box methods of __call__().
        `augment="flips"` for the mean of the maps of the image and of its mirror image, `smooth` for the standard
        deviation, in pixels of the model's input, by which maps of pixels are smoothed.
        For text recognition models `alphabet`, a list or a string of the characters, and `blank`, "first" or "last".
        For embeddings `similar_to`: an image, or vectors [D] or [K, D] (an array or a .npy file). The cosine similarity
        of the embedding with it is explained; `logit_scale` turns similarities to K vectors into logits of classes.
        For any other score `score_graph`: a function that takes the list of the model's outputs (openvino.Output) and
        returns scores [batch] or [batch, K], or an openvino.Model whose inputs are these outputs.

    Attributes
    ----------
    model, task, preprocess_fn, postprocess_fn, target_layer, embed_scaling, device_name
        The values given to the constructor.
    visualizer : Visualizer
        Draws the maps of an explanation again with other options.

    Raises
    ------
    FileNotFoundError, BadModelError, UsageError, UnsupportedError, BadTargetError, DeviceError
        All except the first are subclasses of `vinoscope.Error`.

    Examples
    --------
    >>> explainer = Explainer("model.xml")
    >>> explainer("cat.jpg", targets="top:3", overlay=True).save("out")
    """

    def __init__(
        self,
        model: _models.Model,
        task: Task = Task.AUTO,
        preprocess_fn: PreprocessFunction | None = None,
        postprocess_fn: PostprocessFunction | None = None,
        explain_mode: ExplainMode = ExplainMode.AUTO,
        explain_method: Method | None = None,
        target_layer: str | Sequence[str] | None = None,
        embed_scaling: bool = True,
        device_name: str = "CPU",
        **kwargs: Any,
    ) -> None:
        if preprocess_fn is not None and not callable(preprocess_fn):
            raise TypeError(f"expected preprocess_fn to be callable, found {type(preprocess_fn).__name__}")
        self.model = model
        self.task = Task(task)
        self.preprocess_fn = preprocess_fn
        self.postprocess_fn = postprocess_fn
        self.target_layer = target_layer
        self.embed_scaling = flag("embed_scaling", embed_scaling)
        self.device_name = device_name
        size = height_and_width("saliency_map_size", kwargs.pop("saliency_map_size", None))
        similar_to, score_graph = kwargs.pop("similar_to", None), kwargs.pop("score_graph", None)
        if isinstance(kwargs.get("alphabet"), str):
            kwargs["alphabet"] = list(kwargs["alphabet"])
        loaded = _models.load(model, input_size_of(kwargs))
        keywords = sort_keywords(kwargs, Explainer.__init__, Explainer.__call__)
        if similar_to is not None:
            keywords.setup["similar_to"] = inputs.reference(similar_to, preprocess_fn)
        if score_graph is not None:
            keywords.setup["score_graph"] = _models.score_model(score_graph, loaded)
        setup = {
            "task": self.task.value,
            "method": mode.method_name(ExplainMode(explain_mode), Method(explain_method) if explain_method else None),
            "target_layer": _models.layer_names(target_layer),
            "device": device_name,
            "tensor_input": preprocess_fn is not None,
        }
        self._prepared = PreparedModel(loaded, setup, keywords, answer_function(postprocess_fn, self.task))
        self._said_identity = False
        core, self._method = self.core, self._prepared.method
        self._unsaid = [warning for warning in core.warnings if " does not read " not in warning]
        self._log()
        of_input = (core.input_height, core.input_width) if mode.is_black_box(self._method) else None
        self._native_size = size or of_input
        self.visualizer = Visualizer()

    @document_options
    def __call__(
        self,
        data: inputs.Data,
        targets: Targets | None = -1,
        original_input_image: inputs.Data | None = None,
        label_names: LabelNames | None = None,
        output_size: tuple[int, int] | None = None,
        scaling: bool = False,
        resize: bool | str = True,
        colormap: bool | str = True,
        overlay: bool = False,
        overlay_weight: float = 0.5,
        overlay_prediction: bool = True,
        sign: str = "auto",
        color_bar: bool = False,
        value_range: tuple[float, float] | None = None,
        predictions: int = 5,
        min_score: float | None = None,
        progress: Progress | None = None,
        **kwargs: Any,
    ) -> Explanation:
        """Explains one image.

        Parameters
        ----------
        data : numpy.ndarray, str, pathlib.Path, PIL.Image.Image, torch.Tensor or openvino.Tensor
            The argument of `preprocess_fn`, which receives the pixels of an image file. Without a `preprocess_fn`, the
            model's input [1, ...], an image [height, width, 3] of uint8 in RGB, optionally with a batch dimension of 1, or
            an image file.
        targets : int, str, or a list or array of them, default -1
            Class indices, label names, "top:3", "box:0" or objects of `vinoscope.targets`. -1 means every class, or every
            detected box, as in OpenVINO's toolkit (the default of `vinoscope.explain()` is the best one). The order is
            kept.
        original_input_image : numpy.ndarray, str, pathlib.Path or PIL.Image.Image, optional
            The image over which maps are drawn, if `data` is not an image.
        label_names : list of str, or dict of int and str, optional
            One name per class, for targets and file names. Classes without a name are referred to by their index.
        output_size : (int, int), optional
            Height and width of the drawn maps. By default those of the image.
        scaling : bool
            Whether to scale the values to 0..255, after they are resized. Maps that are resized or coloured, and those of an
            explainer with `embed_scaling`, are always scaled.
        resize : bool or "native"
            Whether to resize maps to the size of the image. False leaves the maps of white-box methods at their native size
            and those of black-box methods at the size of the model's input; "native" leaves all at their native size.
        colormap : bool or {"jet", "turbo", "viridis", "gray", "none"}
            The colormap; True means "jet", False grey values [height, width].
        overlay : bool
            Whether to blend the map with the image, which implies `resize` and `colormap`.
        overlay_weight : float
            Weight of the image in the overlay, 0..1.
        overlay_prediction : bool
            Whether to draw the label, the score and the box of the target over the overlay.
        sign : {"auto", "positive", "negative", "both"}
            The values that are drawn. "both" centres the colour range at zero: red above, blue below. "auto" does this for
            methods whose values are evidence for or against the target, and draws all values from low to high otherwise.
        color_bar : bool
            Whether to add a colour bar with the values to each map.
        value_range : (float, float), optional
            Values at the two ends of the colormap, the lower one first: the same scale for all images. By default each
            map has its own.
        predictions : int
            Maximum length of `Explanation.best_predictions`.
        min_score : float, optional
            Minimum score, 0..1, for a box to count as a detection. By default the confidence threshold stored in the model,
            or 0.25.
        progress : callable, optional
            `progress(done, count)` is called after each inference of a black-box method. In notebooks a progress bar is shown.
        **kwargs
            `seed`, `preset` (the name of OpenVINO's toolkit for `budget`), and options that methods own:

            {options}

        Returns
        -------
        Explanation
            One map per target, or one for the image.

        Raises
        ------
        FileNotFoundError, BadImageError, BadTargetError, UsageError, DeviceError
            Exceptions of `preprocess_fn`, `postprocess_fn` and `progress` are passed on.
        """
        refuse_forked()
        core = self._prepared.for_call(sort_keywords(self._without_settings(kwargs), Explainer.__init__, Explainer.__call__))
        names = label_list(label_names)
        numbered = isinstance(targets, (int, np.integer))  # the labels of many classes take as long as drawing a map
        asked = requests(targets, [] if numbered else core.labels if names is None else names)
        options = _core.ExplainOptions(
            targets=_known_classes(asked, names), predictions=predictions, min_score=min_score
        )
        original = None if original_input_image is None else inputs.picture_of(original_input_image)
        with bar(progress, mode.asks_often(core.provenance.method)) as report:
            answer = self._ask(core, inputs.read(data), original, options, report)
        if names is not None:
            _name_maps(answer, names)
        for note in answer.notes:
            logger.warning("%s", note)
        _warn_of_silent_maps(answer)
        view = View(
            image=original or answer.image,
            native_size=None if resize == "native" else self._native_size,
            output_size=output_size,
            scaling=scaling or self.embed_scaling,
            resize=False if resize == "native" else resize,
            colormap=colormap,
            overlay=overlay,
            overlay_weight=overlay_weight,
            overlay_prediction=overlay_prediction,
            sign=sign,
            color_bar=color_bar,
            value_range=value_range,
        )
        return Explanation.from_core(answer, view, names)

    explain = __call__

    @property
    def explain_mode(self) -> ExplainMode:
        """The mode, as chosen automatically for ExplainMode.AUTO."""
        return ExplainMode.BLACKBOX if mode.is_black_box(self._method) else ExplainMode.WHITEBOX

    @property
    def explain_method(self) -> Method:
        """The method, as chosen automatically if none was given.

        An image for which `postprocess_fn` does not agree with the graph is explained by a black-box method instead:
        `Explanation.provenance` names the method of each map.
        """
        return Method(self._method)

    @cached_property
    def method(self) -> MethodBase:
        """The method, as an object of a class of `vinoscope.methods`."""
        from vinoscope.methods import class_of

        made = class_of(self._method, self.task)
        if mode.is_black_box(self._method):
            return made.of(self, postprocess_fn=self.postprocess_fn)
        if not mode.info_of(self._method).insertable:
            return made.of(self)
        setup = {name: value for name, value in self._prepared.keywords.setup.items() if hasattr(_core.InsertOptions, name)}
        own = {"task": self.task, "target_layer": self.target_layer, "embed_scaling": self.embed_scaling}
        return made.of(self, saliency_map_size=self._native_size, **own, **setup)

    def undrawn(self, data: inputs.Data, target: int) -> _core.Explanation:
        """Explains a class for metrics, which draw nothing: the explanation has no image."""
        refuse_forked()
        options = _core.ExplainOptions(targets=requests(target, []))
        return self._ask(self.core, inputs.read(data), _core.Image(), options, None)

    def scores_like(
        self,
        model: ov.Model | Path,
        preprocess_fn: PreprocessFunction | None,
        postprocess_fn: PostprocessFunction | None,
        device_name: str,
        keywords: Keywords,
    ) -> bool:
        """Whether the scores in its explanations are the results of this `postprocess_fn` for the same model."""
        functions = self.preprocess_fn, self.postprocess_fn
        return postprocess_fn is not None and functions == (preprocess_fn, postprocess_fn) and (
            self.device_name == device_name and self._prepared.is_of(model, keywords)
        )  # fmt: skip

    def model_forward(self, x: Any, preprocess: bool = True) -> OVDict:
        """The outputs of the model, by number, name or output object; with those of the method where it adds one.

        Parameters
        ----------
        x : numpy.ndarray
            What `preprocess_fn` takes; the model's input [1, ...] without one.
        preprocess : bool, default True
            Whether `preprocess_fn` is called.
        """
        return self.method.model_forward(x, preprocess)

    @property
    def decisions(self) -> list[str]:
        """The automatic choices (method, layer, output, preprocessing) and their sources, one line each."""
        return [decision.text for decision in self.core.decisions]

    @property
    def warnings(self) -> list[str]:
        """Assumptions that may invalidate the maps, one line each. They are also logged."""
        return self.core.warnings

    @property
    def provenance(self) -> _core.Provenance:
        """The provenance of all explanations of this object."""
        return self.core.provenance

    def __repr__(self) -> str:
        return f"<Explainer of {self.provenance.model} by {self._method} on {self.device_name}>"

    def _ask(
        self,
        core: _core.Explainer,
        data: Any,
        original: _core.Image | None,
        options: _core.ExplainOptions,
        report: Progress | None,
    ) -> _core.Explanation:
        given = inputs.to_array(data)
        if self.preprocess_fn is None and not inputs.is_prepared(given):
            return self._ask_about_picture(core, given, options, report)
        prepared = given if self.preprocess_fn is None else inputs.to_array(self.preprocess_fn(data))
        picture = original or inputs.shown_by(given) or inputs.shown_by(prepared) or _core.Image()
        try:
            answer = core.explain(_core.Tensor(prepared), picture, options, report)
        except _core.BadImageError:
            if self.preprocess_fn is not None or not inputs.is_image_in_batch(given):
                raise
            return self._ask_about_picture(core, given, options, report)
        if self.preprocess_fn is None and not self._said_identity:
            self._said_identity = True
            logger.info(_IDENTITY)
        return answer

    def _ask_about_picture(
        self, core: _core.Explainer, data: Any, options: _core.ExplainOptions, report: Progress | None
    ) -> _core.Explanation:
        while self._unsaid:
            logger.warning("%s", self._unsaid.pop(0))
        return core.explain(inputs.picture(data), options, report)

    def _log(self) -> None:
        for warning in self.core.warnings:
            if warning not in self._unsaid:
                logger.warning("%s", warning)
        if not mode.is_black_box(self._method):
            mode.log_search(_models.layer_names(self.target_layer))
        for decision in self.core.decisions:
            missed = decision.kind == _core.DecisionKind.unsuitable and decision.value == "white-box"
            logger.log(logging.WARNING if missed else logging.DEBUG, "%s", decision.text)
        mode.log_method(self._method)
        mode.log_mode(self._method)

    @property
    def core(self) -> _core.Explainer:
        """The C++ object of this one."""
        return self._prepared.core

    def verifier(self, options: _core.VerifierOptions) -> Callable[[_core.SaliencyMap, Explanation], _core.Verdict]:
        """Returns what tests maps of this explainer; see `vinoscope.verify()`.

        Raises
        ------
        UnsupportedError
            When the explainer has a `preprocess_fn` or a `postprocess_fn`.
        """
        if self.preprocess_fn is not None or self.postprocess_fn is not None:
            raise _core.UnsupportedError(
                "expected an explainer that reads images and outputs itself, found one with a preprocess_fn or a "
                "postprocess_fn; give mean, scale, color and decoder instead"
            )
        core = self._prepared.verifier(options)

        def verify(saliency_map: _core.SaliencyMap, explanation: Explanation) -> _core.Verdict:
            if explanation.image is None:
                raise _core.UsageError("expected an explanation that an Explainer made, found arrays of your own")
            image = _core.Image(explanation.image)
            return core.verify(saliency_map, image, _core.target_of(saliency_map), self.core)

        return verify

    def _without_settings(self, keywords: dict[str, Any]) -> dict[str, Any]:
        """Without those settings of the constructor that a call may repeat."""
        for name in ("explain_method", "embed_scaling"):
            if keywords.get(name) is not None and keywords[name] != (mine := getattr(self, name)):
                logger.warning("%s is a setting of the constructor; this call is answered with %s.", name, mine)
        return {name: value for name, value in keywords.items() if name not in ("explain_method", "embed_scaling")}


def _known_classes(asked: list[Request], labels: Sequence[str] | None) -> list[Request]:
    """Replaces names of labels that the C++ library does not have by indices."""
    if labels is None:
        return asked
    known: list[Request] = []
    for request in asked:
        known += classes(request, labels) if isinstance(request, str) else [request]
    return known


def _name_maps(answer: _core.Explanation, labels: Sequence[str]) -> None:
    for saliency_map in answer.maps:
        if saliency_map.target is not None and saliency_map.target < len(labels):
            saliency_map.label = labels[saliency_map.target]


def _warn_of_silent_maps(answer: _core.Explanation) -> None:
    for position, reason in answer.silent_maps:
        status = answer.map_at(position).status.name.replace("_", " ")
        logger.warning("The map of %s is %s: %s", answer.keys[position], status, reason)
