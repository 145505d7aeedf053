# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Explains what data sets of other packages hold: Ray Data and Hugging Face datasets, PyTorch, MAITE, FiftyOne.

None of these packages is imported here; each function takes objects of the package that it is for.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from vinoscope import _core
from vinoscope._models import Model
from vinoscope._targets import Targets
from vinoscope.explainer.explainer import Explainer
from vinoscope.explainer.explanation import Explanation

if TYPE_CHECKING:
    from maite.protocols.image_classification import Dataset


class Explain:
    """Explains the rows of a batch; the model is compiled once. For `map_batches` of Ray Data, and for `map` of Hugging Face
    datasets with `batched=True`.

    Parameters
    ----------
    model
        An Explainer, or what one takes.
    targets : int, str or list, default "top:1"
        What is explained of each image.
    column : str, default "image"
        Images: uint8 [height, width, 3] in RGB, images of PIL, encoded images as bytes, or paths.
    **kwargs
        See `Explainer`.
    """

    def __init__(self, model: Model | Explainer, targets: Targets = "top:1", column: str = "image", **kwargs: Any) -> None:
        self.explainer = model if isinstance(model, Explainer) else Explainer(model, **kwargs)
        self.targets = targets
        self.column = column

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """The batch without its images, with the columns `targets` (class indices, -1 for a map of the image), `labels`,
        `scores`, `maps` (float32 [targets, height, width]) and `error` (why there are none, or empty)."""
        rows = [self._explain(data) for data in batch[self.column]]
        kept = {name: values for name, values in batch.items() if name != self.column}
        return {**kept, **{name: [row[name] for row in rows] for name in rows[0]}}

    def _explain(self, data: Any) -> dict[str, Any]:
        try:
            maps = self.explainer(_image(data), targets=self.targets).maps
        except (_core.BadImageError, _core.BadTargetError, FileNotFoundError) as error:
            return _row([], str(error))
        return _row(maps, "")


def explain_loader(explainer: Explainer, loader: Iterable[Any], targets: Targets = "top:1") -> Iterator[Explanation]:
    """Explains each image of the batches of a `torch.utils.data.DataLoader`.

    Parameters
    ----------
    explainer : Explainer
        Of the same model that the batches are for: it gets their rows as they are, as inputs [1, ...].
    loader : iterable
        Batches [N, ...], or tuples and lists that begin with one, or dictionaries with "image" or "pixel_values".
    targets : int, str or list, default "top:1"
        What is explained of each image.
    """
    for batch in loader:
        for row in _inputs(batch):
            yield explainer(row[None], targets=targets)


def explain_maite(
    explainer: Explainer, dataset: Dataset, targets: Targets = "top:1"
) -> Iterator[tuple[int | str, Explanation]]:
    """Explains each datum of a MAITE dataset of images.

    Parameters
    ----------
    explainer : Explainer
        That takes images; their preprocessing is that of the model.
    dataset : maite.protocols.image_classification.Dataset, or one of object detection
        Images [3, height, width], in 0..255 where they are integers, else in 0..1.
    targets : int, str or list, default "top:1"
        What is explained of each image; "truth" for the class of each datum of a classification.

    Yields
    ------
    (id, Explanation)
        The id of the metadata of the datum.
    """
    for position in range(len(dataset)):
        image, truth, metadata = dataset[position]
        asked = int(np.argmax(np.asarray(truth))) if isinstance(targets, str) and targets == "truth" else targets
        yield metadata["id"], explainer(_pixels(np.asarray(image)), targets=asked)


def add_heatmaps(explainer: Explainer, samples: Iterable[Any], field: str = "saliency", target: int | str = "top:1") -> None:
    """Adds a `fiftyone.Heatmap` of the best class, or another one, to each sample of a FiftyOne dataset or view.

    Parameters
    ----------
    explainer : Explainer
        That takes images.
    samples : iterable of fiftyone.Sample
        A dataset or a view; each sample is saved.
    field : str, default "saliency"
        Of the samples. Its heat maps hold the values at the native size of the map and their range.
    target : int or str, default "top:1"
        One class.
    """
    import fiftyone

    for sample in samples:
        (made,) = explainer(sample.filepath, targets=target).maps[:1]
        span = [float(made.values.min()), float(made.values.max())]
        sample[field] = fiftyone.Heatmap(map=np.array(made.values), range=span)
        sample.save()


def _inputs(batch: Any) -> Any:
    if isinstance(batch, dict):
        return batch["image"] if "image" in batch else batch["pixel_values"]
    return batch[0] if isinstance(batch, (tuple, list)) else batch


def _pixels(image: np.ndarray) -> np.ndarray:
    """[3, height, width] -> uint8 [height, width, 3]"""
    if image.ndim != 3 or image.shape[0] != 3:
        raise _core.BadImageError(f"expected an image [3, height, width], found {list(image.shape)}")
    if not np.issubdtype(image.dtype, np.integer):
        image = np.rint(np.clip(image, 0, 1) * 255)
    return np.ascontiguousarray(image.transpose(1, 2, 0).astype(np.uint8))


def _image(data: Any) -> Any:
    if isinstance(data, bytes):
        from PIL import Image

        return Image.open(io.BytesIO(data))
    return data


def _row(maps: list[_core.SaliencyMap], error: str) -> dict[str, Any]:
    return {
        "targets": np.array([-1 if one.target is None else one.target for one in maps], np.int64),
        "labels": [one.label for one in maps],
        "scores": np.array([np.nan if one.score is None else one.score for one in maps], np.float32),
        "maps": np.stack([one.values for one in maps]) if maps else np.zeros((0, 0, 0), np.float32),
        "error": error,
    }
