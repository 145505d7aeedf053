# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The results of `vinoscope run`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Union

import numpy as np

from vinoscope import _core

PathLike = Union[str, "os.PathLike[str]"]


@dataclass(frozen=True)
class RunMap:
    """One map of an image of a run."""

    target: int | None
    label: str | None
    score: float | None
    status: str
    details: dict[str, Any] = field(repr=False)
    """The data of the index about it."""
    folder: Path = field(repr=False)

    @property
    def values(self) -> np.ndarray:
        """float32 [height, width], read from the archive each time."""
        shape = (self.details["height"], self.details["width"])
        file = self.folder / Path(self.details["file"]).name
        values = np.fromfile(file, "<f4", shape[0] * shape[1], offset=self.details["offset"])
        if values.size != shape[0] * shape[1]:
            raise _core.BadImageError(f"expected {shape[0]}x{shape[1]} values at {self.details['offset']} in {file}, found fewer")
        return values.reshape(shape)


@dataclass(frozen=True)
class RunImage:
    """One image of a run."""

    image: str
    status: str
    reason: str | None
    predictions: list[dict[str, Any]]
    maps: list[RunMap]


class Run:
    """The results of `vinoscope run`, read one image after the other. The run may still be going on.

    Parameters
    ----------
    folder : str or pathlib.Path
        RUN of the command.

    Attributes
    ----------
    request : dict
        The parameters of the run: the model and its hash, flags, seeds, versions, the number of images.
    status : str
        How it ended: "running", "complete", "stopped" or "failed".

    Raises
    ------
    BadImageError
        When it holds no run of a data set.

    Examples
    --------
    >>> for image in Run("runs/photos"):
    ...     print(image.image, [one.values.shape for one in image.maps])
    """

    def __init__(self, folder: PathLike) -> None:
        self.folder = Path(folder)
        document = _document(self.folder / "run.json")
        self.request: dict[str, Any] = document["request"]
        self.status: str = document["status"]

    def __len__(self) -> int:
        """Images that the run is about, whether or not they are finished."""
        return int(self.request["total"])

    def __iter__(self) -> Iterator[RunImage]:
        """The images that are finished."""
        with (self.folder / "index.jsonl").open(encoding="utf-8") as index:
            for text in index:
                if text.endswith("\n"):  # else it is being written
                    yield self._read(json.loads(text))

    def _read(self, line: dict[str, Any]) -> RunImage:
        maps = [
            RunMap(one["target"], one["label"], one["score"], one["status"], one, self.folder) for one in line["maps"]
        ]
        return RunImage(line["image"], line["status"], line["reason"], line["predictions"], maps)

    def __repr__(self) -> str:
        return f"<Run of {len(self)} images in {self.folder}: {self.status}>"


def _document(file: Path) -> dict[str, Any]:
    """The content of run.json."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        document = None
    if not isinstance(document, dict) or document.get("format") != "vinoscope dataset run" or document.get("version") != 1:
        raise _core.BadImageError(f"expected the run.json of `vinoscope run`, version 1, found none in {file.parent}")
    return document
