# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""How maps become arrays to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Union
from weakref import WeakValueDictionary

import numpy as np

from vinoscope import _core

Key = Union[int, str]
PER_IMAGE_MAP = "per_image_map"


def key_of(saliency_map: _core.SaliencyMap) -> Key:
    """Class index; the name of a box or a part of the image, such as "box_0"; or "per_image_map"."""
    if saliency_map.name:
        return saliency_map.name
    return PER_IMAGE_MAP if saliency_map.target is None else saliency_map.target


def by_key(maps: Iterable[_core.SaliencyMap]) -> dict[Key, _core.SaliencyMap]:
    """Maps by their keys; of equal ones, all but the first have their position appended."""
    keyed: dict[Key, _core.SaliencyMap] = {}
    for position, saliency_map in enumerate(maps):
        key = key_of(saliency_map)
        keyed[f"{key}_{position}" if key in keyed else key] = saliency_map
    return keyed


def _is_size(size: Any) -> bool:
    sides = size if isinstance(size, (tuple, list)) and len(size) == 2 else [0]
    return all(isinstance(side, (int, np.integer)) and 0 < side < 2**16 for side in sides)


@dataclass(frozen=True)
class View:
    """Settings of a picture, and the image that belongs to it."""

    image: _core.Image | None = None
    output_size: tuple[int, int] | None = None
    scaling: bool = True
    resize: bool = True
    colormap: bool = True
    overlay: bool = False
    overlay_weight: float = 0.5
    overlay_prediction: bool | None = None

    def __post_init__(self) -> None:
        if self.output_size is not None and not _is_size(self.output_size):
            raise _core.UsageError(f"expected output_size as (height, width) above 0, found {self.output_size!r}")

    def options_for(self, saliency_map: _core.SaliencyMap) -> _core.RenderOptions:
        """What the C++ library is told."""
        height, width = self.output_size or (0, 0)
        says = saliency_map.box is not None if self.overlay_prediction is None else self.overlay_prediction
        return _core.RenderOptions(
            resize=self.resize or self.overlay,
            colormap=_core.Colormap.jet if self.colormap or self.overlay else _core.Colormap.gray,
            overlay=self.overlay,
            overlay_weight=self.overlay_weight,
            overlay_prediction=self.overlay and says,
            height=height,
            width=width,
        )

    def draw(self, saliency_map: _core.SaliencyMap) -> np.ndarray:
        """Uint8 [height, width, 3] with colours; else [height, width], uint8, or at native size and not scaled float32."""
        if not (self.colormap or self.overlay or self.scaling or self.resize):
            return saliency_map.values
        picture = _core.render(saliency_map, self.image, self.options_for(saliency_map))
        return picture if self.colormap or self.overlay else picture[..., 0].copy()


class Pictures(dict[Key, Any]):
    """Pictures by class index, in the asked order.

    Each is drawn when it is looked at and kept only as long as somebody holds it, so that a thousand classes of a large
    image take no memory. What is assigned stays as it is.
    """

    def __init__(self, maps: Iterable[_core.SaliencyMap], view: View) -> None:
        self.maps = by_key(maps)
        self.view = view
        self._drawn: WeakValueDictionary[Key, np.ndarray] = WeakValueDictionary()
        super().__init__(dict.fromkeys(self.maps))

    def __getitem__(self, key: Key) -> np.ndarray:
        assigned = super().__getitem__(key)
        if assigned is not None:
            return assigned
        picture = self._drawn.get(key)
        if picture is None:
            picture = self._drawn[key] = self.view.draw(self.maps[key])
        return picture

    def get(self, key: Key, default: Any = None) -> Any:
        return self[key] if key in self else default

    def __iter__(self) -> Iterator[Key]:  # what dict() looks for: it must ask __getitem__, not the table below
        return super().__iter__()

    def values(self) -> Iterator[np.ndarray]:  # type: ignore[override]
        return (self[key] for key in self)

    def items(self) -> Iterator[tuple[Key, np.ndarray]]:  # type: ignore[override]
        return ((key, self[key]) for key in self)

    def copy(self) -> dict[Key, np.ndarray]:
        return dict(self.items())

    def __reduce__(self) -> tuple[type, tuple[dict[Key, np.ndarray]]]:
        return dict, (self.copy(),)

    def __repr__(self) -> str:
        return f"<{len(self)} maps: {', '.join(map(str, self))}>"
