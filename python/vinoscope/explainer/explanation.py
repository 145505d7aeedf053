# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The result of an explainer."""

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
    """The layout of the arrays of `Explanation.saliency_map`."""

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
        The output `saliency_map` of a model with an inserted branch: [1, classes, height, width], or [1, height, width] for
        a method with one map per image. Alternatively, arrays by class index.
    targets : int, str, list or numpy.ndarray, default -1
        The classes to keep; -1 means all of them.
    task : Task
        The task of the model.
    label_names : list of str, or dict of int and str, optional
        One name per class, for targets and file names. Classes without a name are referred to by their index.
    predictions : dict of int and Prediction, optional
        The predictions for the targets, for titles and overlays.
    metadata : dict, optional
        Stored unchanged.

    Attributes
    ----------
    saliency_map : dict of int and numpy.ndarray
        One array per target, or one for "per_image_map".
    predictions : dict of int and Prediction
        The prediction for each target: `label` (class index), `score`, `bounding_box`.
    total_num_targets : int or None
        The number of classes of the model, or of detected boxes, for any targets; None if it is not known.

    Raises
    ------
    BadTargetError
        If a target is not one of the classes or names.
    UsageError
        If the array has another shape.
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
        if predictions is not None and not isinstance(predictions, Mapping):
            raise TypeError(f"expected predictions as a dict by target, found {type(predictions).__name__}")
        self._predictions: dict[Any, Prediction] | None = dict(predictions or {})
        self._layout: Layout | None = None
        self._core: _core.Explanation | None = None

    @classmethod
    def from_core(cls, core: _core.Explanation, view: View, label_names: LabelNames | None = None) -> Explanation:
        """Wraps a result of the C++ library, to be drawn with the options of `view`."""
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
        """Class indices in the requested order, or ["per_image_map"] for a method with one map per image."""
        return list(self.saliency_map)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one array, e.g. (224, 224, 3)."""
        return next(iter(self.saliency_map.values())).shape

    @property
    def layout(self) -> Layout:
        """The layout of the arrays. An assigned value is kept."""
        if self._layout is not None:
            return self._layout
        number = "one_map" if PER_IMAGE_MAP in self.saliency_map else "multiple_maps"
        return Layout(f"{number}_per_image_{'color' if len(self.shape) == 3 else 'gray'}")

    @layout.setter
    def layout(self, layout: Layout) -> None:
        self._layout = Layout(layout)

    @property
    def maps(self) -> list[_core.SaliencyMap]:
        """The computed maps: raw values at native size, status and reason. Empty for user-supplied arrays."""
        return self._core.maps if self._core else []

    @property
    def image(self) -> np.ndarray | None:
        """The explained image, uint8 [height, width, 3], or None for user-supplied arrays."""
        return np.asarray(self._core.image) if self._core else None

    @property
    def predictions(self) -> dict[Any, Prediction]:
        """The prediction for each target: `label` (class index), `score` and `bounding_box` (left, top, right, bottom). For
        user-supplied arrays, the given predictions."""
        if self._predictions is None:
            self._predictions = {key: _prediction_of(computed) for key, computed in self.computed.items()
                                 if computed.target is not None}  # fmt: skip
        return self._predictions

    @predictions.setter
    def predictions(self, predictions: Mapping[Any, Prediction]) -> None:
        self._predictions = dict(predictions)

    @property
    def best_predictions(self) -> list[_core.Prediction]:
        """The predictions of the model, the best one first, for any targets. Empty for user-supplied arrays."""
        return self._core.predictions if self._core else []

    @property
    def nothing_found(self) -> _core.NothingFound | None:
        """The threshold and the best candidate below it if there is no prediction, else None."""
        return self._core.nothing_found if self._core else None

    @property
    def provenance(self) -> _core.Provenance | None:
        """The origin of the maps, or None for user-supplied arrays."""
        return self._core.provenance if self._core else None

    def name_of(self, target: Key) -> str:
        """Returns the label of a class, or its index as a string."""
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
        """Writes a file for every map, and creates the folder.

        A file is named `target_<label or index>.jpg`, or `<prefix><label or index><postfix>.jpg` if a prefix or postfix is
        given; a map without a class is named `activation_map`. Labels are those of `label_names`, if given. Names are made
        safe and distinct.

        Parameters
        ----------
        dir_path : str or pathlib.Path
            The output folder.
        prefix, postfix : str
            Text before and after the label or index.
        confidence_scores : dict or bool, optional
            Scores by class index or name, which are appended after the postfix with two decimals. True means the scores of
            the model, after `_` if there is no postfix.
        format : str or list of str, default "jpg"
            "jpg" and "png" are the images of `saliency_map`; maps that are not usable are not drawn. The others store the
            computed values at native size: "npy" as float32, "png16" as 16-bit greyscale from the minimum to the maximum
            (ending `_16bit.png`), "json" with target, score, box and status, "stderr" the standard error of each value
            (ending `_stderr.npy`), if the method provides it.

        Returns
        -------
        list of pathlib.Path
            The written files, map by map.

        Raises
        ------
        FileError
            If the folder or a file cannot be written.
        UsageError
            If the format is unknown, or prefix and postfix have more than 100 bytes.
        TypeError
            If scores are not numbers.

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
        """Shows the maps in a grid. Outside notebooks, returns the matplotlib figure.

        Parameters
        ----------
        targets : int, str, list or numpy.ndarray, optional
            The explained classes to show, by default all. Classes that were not explained are skipped, which is
            logged.
        backend : {"matplotlib", "cv"}
            "cv" opens an OpenCV window for each map.
        max_num_plots : int
            Maximum number of maps; more are skipped with a warning.
        num_columns : int
            Number of columns of the grid.
        color_bar : bool
            Whether to add a colour bar to each map.
        """
        from vinoscope.explainer.plotting import plot

        chosen = self.targets if targets is None else self._explained(targets)
        return plot(self, chosen, backend, max_num_plots, num_columns, color_bar)

    def to_dict(self) -> dict[str, Any]:
        """Returns one list per column, e.g. for `pandas.DataFrame`: target, label, score, status, min, max, row, column."""
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
        """Returns the values of the maps at the size of `saliency_map`, not scaled to 0..255."""
        shown = self.saliency_map
        return shown.unscaled() if isinstance(shown, Pictures) else dict(shown)

    def _explained(self, targets: Targets) -> list[Key]:
        """Returns the targets that have a map."""
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
