# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Explanations as files and tables."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from vinoscope import _core
from vinoscope.explainer.pictures import PER_IMAGE_MAP, Key, View

if TYPE_CHECKING:
    from vinoscope.explainer.explanation import Explanation


_EXTENSIONS = ("jpg", "png", "npy")


def save_all(
    explanation: Explanation,
    folder: Path,
    prefix: str,
    postfix: str,
    confidence_scores: Mapping[Key, float],
    extension: str,
) -> list[Path]:
    """See Explanation.save()."""
    extension = extension.lstrip(".")
    if extension not in _EXTENSIONS:
        raise _core.UsageError(f"expected extension {', '.join(_EXTENSIONS)}, found {extension!r}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _core.FileError(f"cannot make the folder {folder}: {error.strerror}") from error
    stems = _core.file_stems([_named(explanation, target) for target in explanation.targets], prefix, postfix)

    def write(target: Key, stem: str) -> Path:
        score = confidence_scores.get(target)
        file = folder / f"{stem}{'' if score is None else f'{score:.2f}'}.{extension}"
        write_picture(file, explanation.saliency_map[target])
        return file

    shown = explanation.targets if extension == "npy" else [t for t in explanation.targets if _says_something(explanation, t)]
    names = dict(zip(explanation.targets, stems))
    with ThreadPoolExecutor() as pool:  # drawing and encoding leave the interpreter to others
        return list(pool.map(write, shown, [names[target] for target in shown]))


def columns(explanation: Explanation) -> dict[str, list[Any]]:
    """See Explanation.to_dict()."""
    table: dict[str, list[Any]] = {name: [] for name in ("target", "label", "score", "status", "min", "max", "row", "column")}
    raw = {target: saliency_map for target, saliency_map in zip(explanation.targets, explanation.maps)}
    for target in explanation.targets:
        values = raw[target].values if target in raw else explanation.saliency_map[target]
        row, column = np.unravel_index(np.argmax(values), values.shape)[:2]
        status = raw[target].status.name if target in raw else "ok"
        score = raw[target].score if target in raw else None
        entries = (target, explanation.name_of(target), score, status, values.min(), values.max(), row, column)
        for name, entry in zip(table, entries):
            table[name].append(entry.item() if isinstance(entry, np.generic) else entry)
    return table


def _named(explanation: Explanation, target: Key) -> _core.SaliencyMap:
    """A map that is only there for its name."""
    values = np.zeros((1, 1), np.float32)
    if target == PER_IMAGE_MAP:
        return _core.SaliencyMap(values)
    if isinstance(target, str):
        made = _core.SaliencyMap(values, 0)
        made.name = target
        return made
    labels = explanation.label_names or []
    return _core.SaliencyMap(values, target, labels[target] if 0 <= target < len(labels) else "")
    return made


def _says_something(explanation: Explanation, target: Key) -> bool:
    raw = dict(zip(explanation.targets, explanation.maps)).get(target)
    return raw is None or raw.status == _core.MapStatus.ok


def write_picture(file: Path, picture: np.ndarray) -> None:
    """An array of a map as a picture, or as .npy with its values."""
    if file.suffix == ".npy":
        np.save(file, picture)
    elif picture.dtype == np.uint8:
        _core.write_image(file, _core.Image(picture))
    else:
        gray = View(resize=False, colormap=False, scaling=True)
        _core.write_image(file, _core.Image(gray.draw(_core.SaliencyMap(picture))))
