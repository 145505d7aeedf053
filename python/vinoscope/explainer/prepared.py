# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""A model that is prepared for a method once, and again for calls with other options of the method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openvino as ov

from vinoscope import _core, _models
from vinoscope._keywords import Keywords
from vinoscope._logging import logger
from vinoscope.explainer import mode


class PreparedModel:
    """The explainer of the C++ library for the options of an `Explainer`, and another one for those of its last call.

    Parameters
    ----------
    model : openvino.Model or pathlib.Path
        The model, or its file.
    setup : dict
        Values of `ExplainerOptions` that are parameters of the constructor.
    keywords : Keywords
        The other options of the constructor.
    postprocess : callable, optional
        The postprocess function of the C++ library.

    Attributes
    ----------
    core : vinoscope._core.Explainer
        The explainer for the options of the constructor.
    method : str
        The name of the method, as chosen.
    """

    def __init__(
        self,
        model: ov.Model | Path,
        setup: Mapping[str, Any],
        keywords: Keywords,
        postprocess: Callable[[Any], _core.Answer] | None,
    ) -> None:
        self._model = model
        self._setup = setup
        self.keywords = keywords
        self._postprocess = postprocess
        self.core = self._explainer(keywords)
        self.method: str = self.core.provenance.method
        self._of_last_call: tuple[str, _core.Explainer] | None = None

    def for_call(self, keywords: Keywords) -> _core.Explainer:
        """Returns the explainer for a call with these options.

        Raises
        ------
        TypeError
            For options of the constructor.
        """
        fixed = [*keywords.preprocess, *keywords.setup.keys() - {"seed"}]
        if fixed:
            raise TypeError(f"{', '.join(fixed)}: expected in the constructor, which prepares the model")
        if keywords == Keywords():
            return self.core
        if not (self._setup["method"] == "auto" or mode.asks_often(self.method)):
            given = ", ".join([*keywords.black_box, *keywords.attribution, *keywords.setup])
            logger.warning("%s takes one inference and does not read %s.", mode.info_of(self.method).title, given)
            return self.core
        key = repr(keywords)
        if self._of_last_call is None or self._of_last_call[0] != key:
            self._of_last_call = key, self._explainer(self.keywords.merged(keywords))
            for warning in self._of_last_call[1].warnings:
                if warning not in self.core.warnings:
                    logger.warning("%s", warning)
        return self._of_last_call[1]

    def is_of(self, model: ov.Model | Path, keywords: Keywords) -> bool:
        """Whether it is prepared from the same model with the same options."""
        same = model == self._model if isinstance(model, Path) else model is self._model
        return same and keywords == self.keywords

    def verifier(self, options: _core.VerifierOptions) -> _core.Verifier:
        """Returns the verifier for maps of `core`."""
        with _models.for_core(self._model) as model:
            made = self._options(self.keywords)
            made.method = self.method
            return _core.Verifier(model, made, options)

    def _explainer(self, keywords: Keywords) -> _core.Explainer:
        with _models.for_core(self._model) as model:
            return _core.Explainer(model, self._options(keywords), self._postprocess)

    def _options(self, keywords: Keywords) -> _core.ExplainerOptions:
        setup = {**self._setup, **keywords.setup}
        preprocess = setup.setdefault("preprocess", _core.Preprocess())
        for name, value in keywords.preprocess.items():
            setattr(preprocess, name, value)
        setup["black_box"] = _core.BlackBoxOptions(**keywords.black_box)
        setup["attribution"] = _core.AttributionOptions(**keywords.attribution)
        return _core.ExplainerOptions(**setup)
