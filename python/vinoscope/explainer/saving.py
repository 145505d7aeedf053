# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Explanations as files and tables."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

import numpy as np

from vinoscope import _core
from vinoscope.explainer.pictures import PER_IMAGE_MAP, Key, View
from vinoscope.explainer.raw import raw_maps

if TYPE_CHECKING:
    from vinoscope.explainer.explanation import Explanation


_PICTURES = {_core.MapFormat.jpg, _core.MapFormat.png}
Scores = Union[Mapping[Key, float], bool, None]


def save_all(
    explanation: Explanation, folder: Path, prefix: str, postfix: str, scores: Scores, formats: str | Sequence[str]
) -> list[Path]:
    """See Explanation.save()."""
    for name, text in (("prefix", prefix), ("postfix", postfix)):
        if not isinstance(text, str):
            raise TypeError(f"expected {name} as a text, found {text!r}")
    asked = [_core.parse_map_format(name) for name in ([formats] if isinstance(formats, str) else formats)]
    raw = explanation.computed if set(asked) <= _PICTURES else raw_maps(explanation)
    named = [_named(explanation, target, raw.get(target)) for target in explanation.targets]
    stems = _core.file_stems(named, prefix, postfix, scores is True, plain=bool(prefix or postfix) or PER_IMAGE_MAP in explanation.targets)
    endings = [_ending(explanation, target, scores) for target in explanation.targets]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _core.FileError(f"cannot make the folder {folder}: {error.strerror}") from error

    def write(target: Key, stem: str) -> list[Path]:
        written = (_write(explanation, target, raw.get(target), form, folder / stem) for form in asked)
        return [file for file in written if file is not None]

    names = map("".join, zip(stems, endings))
    tasks = [_threads().submit(write, target, name) for target, name in zip(explanation.targets, names)]
    wait(tasks)
    return [file for task in tasks for file in task.result()]


@functools.cache
def _threads() -> ThreadPoolExecutor:
    """Draw and encode while others use the interpreter. They live as long as the process, for OpenCV keeps some memory for every
    thread that ever used it."""
    return ThreadPoolExecutor(thread_name_prefix="vinoscope")


if hasattr(os, "register_at_fork"):  # a forked process has none of them
    os.register_at_fork(after_in_child=_threads.cache_clear)


def columns(explanation: Explanation) -> dict[str, list[Any]]:
    """See Explanation.to_dict()."""
    table: dict[str, list[Any]] = {name: [] for name in ("target", "label", "score", "status", "min", "max", "row", "column")}
    raw = explanation.computed
    for target in explanation.targets:
        values = raw[target].values if target in raw else explanation.saliency_map[target]
        row, column = np.unravel_index(np.argmax(values), values.shape)[:2]
        status = raw[target].status.name if target in raw else "ok"
        score = raw[target].score if target in raw else None
        entries = (target, explanation.name_of(target), score, status, values.min(), values.max(), row, column)
        for name, entry in zip(table, entries):
            table[name].append(entry.item() if isinstance(entry, np.generic) else entry)
    return table


def _write(
    explanation: Explanation, target: Key, raw: _core.SaliencyMap | None, form: _core.MapFormat, stem: Path
) -> Path | None:
    if raw is not None and form not in _PICTURES:
        return _core.save_values(raw, form, stem)
    if raw is not None and not _core.is_usable(raw.status):
        return None
    file = stem.with_name(f"{stem.name}.{form.name}")
    write_picture(file, explanation.saliency_map[target])
    return file


def _ending(explanation: Explanation, target: Key, scores: Scores) -> str:
    if scores is None or isinstance(scores, bool):
        return ""
    if not isinstance(scores, Mapping):
        raise TypeError(f"expected confidence_scores as a dict by class index, or True, found {type(scores).__name__}")
    score = scores.get(target, scores.get(explanation.name_of(target)))
    if score is not None and not isinstance(score, (int, float, np.number)):
        raise TypeError(f"expected the confidence score of {target} as a number, found {score!r}")
    return "" if score is None else f"{score:.2f}"


def _named(explanation: Explanation, target: Key, raw: _core.SaliencyMap | None) -> _core.SaliencyMap:
    """A map that is only there for its name and score."""
    index = target if isinstance(target, int) else None if target == PER_IMAGE_MAP else 0
    labels = explanation.label_names or []
    label = labels[target] if isinstance(target, int) and 0 <= target < len(labels) else ""
    made = _core.SaliencyMap(np.zeros((1, 1), np.float32), index, label)
    made.name = target if isinstance(target, str) else ""
    made.score = None if raw is None else raw.score
    return made


def write_picture(file: Path, picture: np.ndarray) -> None:
    """Writes the array of a map as an image file."""
    _core.write_image(file, as_image(picture))


def as_image(picture: np.ndarray) -> _core.Image:
    """Returns the array of a map as an image: uint8 as it is, other values in shades of grey."""
    if picture.dtype == np.uint8:
        return _core.Image(picture)
    gray = View(resize=False, colormap=False, scaling=True)
    return _core.Image(gray.draw(_core.SaliencyMap(picture)))
