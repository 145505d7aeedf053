# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What an explainer answers."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

import numpy as np

from vinoscope import _core
from vinoscope._logging import logger
from vinoscope._prediction import Prediction
from vinoscope._targets import LabelNames, Targets, classes, label_list, requests
from vinoscope.common.parameters import Task
from vinoscope.explainer.pictures import PER_IMAGE_MAP, Key, Maps, Pictures, View

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Layout(Enum):
    """How the arrays of `Explanation.saliency_map` are laid out."""

    ONE_MAP_PER_IMAGE_GRAY = "one_map_per_image_gray"  # "per_image_map": [height, width]
    ONE_MAP_PER_IMAGE_COLOR = "one_map_per_image_color"  # "per_image_map": [height, width, 3]
    MULTIPLE_MAPS_PER_IMAGE_GRAY = "multiple_maps_per_image_gray"  # class: [height, width]
    MULTIPLE_MAPS_PER_IMAGE_COLOR = "multiple_maps_per_image_color"  # class: [height, width, 3]


GRAY_LAYOUTS = {Layout.ONE_MAP_PER_IMAGE_GRAY, Layout.MULTIPLE_MAPS_PER_IMAGE_GRAY}
COLOR_MAPPED_LAYOUTS = {Layout.ONE_MAP_PER_IMAGE_COLOR, Layout.MULTIPLE_MAPS_PER_IMAGE_COLOR}
ONE_MAP_LAYOUTS = {Layout.ONE_MAP_PER_IMAGE_GRAY, Layout.ONE_MAP_PER_IMAGE_COLOR}
MULTIPLE_MAP_LAYOUTS = {Layout.MULTIPLE_MAPS_PER_IMAGE_GRAY, Layout.MULTIPLE_MAPS_PER_IMAGE_COLOR}


class Explanation:
    """Saliency maps of one image.

    Parameters
    ----------
    saliency_map : numpy.ndarray or dict
        What a model with an inserted branch gives as its output `saliency_map`: [1, classes, height, width], or
        [1, height, width] of a method that answers per image. Or arrays by class index.
    targets : int, str, list or numpy.ndarray, default -1
        Which classes to keep; -1 is all of them.
    task : Task
        What the model does.
    label_names : list of str, or dict of int and str, optional
        One name per class, for names as targets and in files; classes without one go by their index.
    predictions : dict of int and Prediction, optional
        What the model said about the targets, for titles and pictures.
    metadata : dict, optional
        Kept as it is.

    Attributes
    ----------
    saliency_map : dict of int and numpy.ndarray
        An array for each target, or for "per_image_map".
    predictions : dict of int and Prediction
        What the model said about each target: `label` (class index), `score`, `bounding_box`.
    total_num_targets : int or None
        How many classes the model has, or boxes were found, whatever was asked for; None where that is not known.

    Raises
    ------
    BadTargetError
        When a target is none of the classes or names.
    UsageError
        When the array has another shape.
    """

    saliency_map: dict[Key, np.ndarray]

    def __init__(
        self,
        saliency_map: np.ndarray | Mapping[Key, np.ndarray],
        targets: Targets | None = -1,
        task: Task = Task.CLASSIFICATION,
        label_names: LabelNames | None = None,
        predictions: Mapping[int, Prediction] | None = None,
        metadata: Mapping[Any, Any] | None = None,
    ) -> None:
        self.task = Task(task)
        self.label_names = label_list(label_names)
        self.metadata = dict(metadata or {})
        maps = _by_class(saliency_map)
        self.total_num_targets: int | None = len(maps)
        self.saliency_map = _select(maps, targets, self.label_names or [])
        self.computed: Mapping[Key, _core.SaliencyMap] = {}
        self._predictions: dict[Any, Prediction] | None = dict(predictions or {})
        self._layout: Layout | None = None
        self._core: _core.Explanation | None = None

    @classmethod
    def from_core(cls, core: _core.Explanation, view: View, label_names: LabelNames | None = None) -> Explanation:
        """Wraps an answer of the C++ library, to be looked at as `view` says."""
        made = cls.__new__(cls)
        made.task = Task(core.provenance.task)
        made.label_names = label_list(label_names)
        made.metadata = {}
        made._predictions = None
        made._layout = None
        made._core = core
        made.total_num_targets = core.total_targets or None
        made.computed = Maps(core)
        made.saliency_map = Pictures(made.computed, view)
        return made

    @property
    def targets(self) -> list[Key]:
        """Class indices in the asked order; ["per_image_map"] of a method that answers per image."""
        return list(self.saliency_map)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one array, e.g. (224, 224, 3)."""
        return next(iter(self.saliency_map.values())).shape

    @property
    def layout(self) -> Layout:
        """How the arrays are laid out; what is assigned stays."""
        if self._layout is not None:
            return self._layout
        number = "one_map" if PER_IMAGE_MAP in self.saliency_map else "multiple_maps"
        return Layout(f"{number}_per_image_{'color' if len(self.shape) == 3 else 'gray'}")

    @layout.setter
    def layout(self, layout: Layout) -> None:
        self._layout = Layout(layout)

    @property
    def maps(self) -> list[_core.SaliencyMap]:
        """What the method computed: raw values at native size, status and reason; empty for arrays of your own."""
        return self._core.maps if self._core else []

    @property
    def image(self) -> np.ndarray | None:
        """What was explained, uint8 [height, width, 3]; None for arrays of your own."""
        return np.asarray(self._core.image) if self._core else None

    @property
    def predictions(self) -> dict[Any, Prediction]:
        """What the model said about each target: `label` (class index), `score` and `bounding_box` (left, top, right,
        bottom); for arrays of your own, what was given."""
        if self._predictions is None:
            self._predictions = {key: _prediction_of(computed) for key, computed in self.computed.items()
                                 if computed.target is not None}  # fmt: skip
        return self._predictions

    @predictions.setter
    def predictions(self, predictions: Mapping[Any, Prediction]) -> None:
        self._predictions = dict(predictions)

    @property
    def best_predictions(self) -> list[_core.Prediction]:
        """What the model said at first, best first, whatever was asked for; empty for arrays of your own."""
        return self._core.predictions if self._core else []

    @property
    def nothing_found(self) -> _core.NothingFound | None:
        """Why there is no prediction: the threshold, and the best candidate below it; None where something was found."""
        return self._core.nothing_found if self._core else None

    @property
    def provenance(self) -> _core.Provenance | None:
        """Where the maps come from; None for arrays of your own."""
        return self._core.provenance if self._core else None

    def name_of(self, target: Key) -> str:
        """Label of a class for people, or its index as a text."""
        if isinstance(target, str):
            return target
        label = self.computed[target].label if target in self.computed else ""
        if self.label_names is not None and 0 <= target < len(self.label_names):
            label = self.label_names[target]
        return label or str(target)

    def save(
        self,
        dir_path: str | os.PathLike[str],
        prefix: str = "",
        postfix: str = "",
        confidence_scores: Mapping[Key, float] | bool | None = None,
        format: str | Sequence[str] = "jpg",
    ) -> list[Path]:
        """Writes a file for every map; the folder is made.

        A file is called `target_<label or index>.jpg`, or `<prefix><label or index><postfix>.jpg` where a prefix or postfix is
        given; a map of no class is called `activation_map`. The label is that of `label_names`, where they were given.
        Names are made safe and distinct.

        Parameters
        ----------
        dir_path : str or pathlib.Path
            The folder.
        prefix, postfix : str
            Before and behind the label or index.
        confidence_scores : dict or bool, optional
            By class index or name; a class that has one gets it behind the postfix, with two decimals. True: the scores
            that the model gave, behind `_` when there is no postfix.
        format : str or list of str, default "jpg"
            "jpg" and "png" are the pictures of `saliency_map`; a map that says nothing gets none. The others hold the
            values that the method computed, at their own size: "npy" as float32, "png16" as 16 bits of grey from the
            lowest to the highest (ending `_16bit.png`), "json" with target, score, box and status, "stderr" the standard
            error of each value (ending `_stderr.npy`), where the method knows it.

        Returns
        -------
        list of pathlib.Path
            What was written, map by map.

        Raises
        ------
        FileError
            When the folder or a file cannot be written.
        UsageError
            For an unknown format, or a prefix and postfix of more than 100 bytes.
        TypeError
            For scores that are none.

        Examples
        --------
        >>> explanation.save("out", prefix="cat_", format=("jpg", "npy"))
        [PosixPath('out/cat_285.jpg'), PosixPath('out/cat_285.npy')]
        """
        from vinoscope.explainer.saving import save_all

        return save_all(self, Path(dir_path), prefix, postfix, confidence_scores, format)

    def plot(
        self,
        targets: Targets | None = None,
        backend: str = "matplotlib",
        max_num_plots: int = 24,
        num_columns: int = 4,
        color_bar: bool = False,
    ) -> Figure | None:
        """Shows the maps in a grid. Outside of notebooks, returns the figure of matplotlib.

        Parameters
        ----------
        targets : int, str, list or numpy.ndarray, optional
            Which of the explained classes; all when left out. Those that were not explained are left out, with a word in
            the log.
        backend : {"matplotlib", "cv"}
            "cv" opens a window of OpenCV for each map.
        max_num_plots : int
            More are left out, with a warning.
        num_columns : int
            Columns of the grid.
        color_bar : bool
            Shows beside each map what its colours mean.
        """
        from vinoscope.explainer.plotting import plot

        chosen = self.targets if targets is None else self._explained(targets)
        return plot(self, chosen, backend, max_num_plots, num_columns, color_bar)

    def to_dict(self) -> dict[str, Any]:
        """One list for each column, e.g. for `pandas.DataFrame`: target, label, score, status, min, max, row, column."""
        from vinoscope.explainer.saving import columns

        return columns(self)

    def _repr_html_(self) -> str:
        from vinoscope.explainer.html import gallery

        return gallery(self)

    def __repr__(self) -> str:
        shown = ", ".join(self.name_of(target) for target in self.targets[:5])
        more = ", ..." if len(self.targets) > 5 else ""
        return f"<Explanation of {shown}{more}>"

    def unscaled(self) -> dict[Key, np.ndarray]:
        """The values of the maps at the size of `saliency_map`, not scaled to 0..255."""
        shown = self.saliency_map
        return shown.unscaled() if isinstance(shown, Pictures) else dict(shown)

    def _explained(self, targets: Targets) -> list[Key]:
        """Those of these targets that have a map."""
        asked = requests(targets, self.label_names or [])
        if any(isinstance(request, _core.AllTargets) for request in asked):
            return self.targets
        chosen: list[Key] = []
        for request in asked:
            for target in classes(request, self.label_names or []) if isinstance(request, str) else [request]:
                if target in self.saliency_map:
                    chosen.append(target)
                else:
                    logger.info("Provided class index %s is not available among saliency maps.", target)
        if not chosen:
            raise _core.BadTargetError(f"expected at least one of the explained targets, found none among {targets!r}")
        return chosen


def _prediction_of(computed: _core.SaliencyMap) -> Prediction:
    box = computed.box
    return Prediction(computed.target, computed.score, None if box is None else (box.x1, box.y1, box.x2, box.y2))


Arrays = Union[np.ndarray, Mapping[Key, np.ndarray]]


def _by_class(saliency_map: Arrays) -> dict[Key, np.ndarray]:
    if isinstance(saliency_map, Mapping):
        if not saliency_map:
            raise _core.UsageError("expected a saliency map for at least one class, found none")
        return {key if isinstance(key, str) else int(key): np.asarray(values) for key, values in saliency_map.items()}
    array = np.asarray(saliency_map)
    if array.ndim == 4 and array.shape[0] == 1 and array.shape[1] > 0:
        return dict(enumerate(array[0]))
    if array.ndim == 3 and array.shape[0] == 1:
        return {PER_IMAGE_MAP: array[0]}
    raise _core.UsageError(
        f"expected a saliency map [1, classes, height, width] or [1, height, width], found {array.shape}"
    )


def _select(
    maps: dict[Key, np.ndarray], targets: Targets | None, labels: Sequence[str]
) -> dict[Key, np.ndarray]:
    asked = requests(targets, labels)
    if PER_IMAGE_MAP in maps or any(isinstance(request, _core.AllTargets) for request in asked):
        return maps
    chosen: dict[Key, np.ndarray] = {}
    for request in asked:
        for target in classes(request, labels) if isinstance(request, str) else [request]:
            if target not in maps:
                raise _core.BadTargetError(f"expected one of the {len(maps)} explained classes, found {target}")
            chosen[target] = maps[target]
    return chosen
