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
    """Class index, or "per_image_map"."""
    return PER_IMAGE_MAP if saliency_map.target is None else saliency_map.target


@dataclass(frozen=True)
class View:
    """Settings of a picture, and the image that belongs to it."""

    image: _core.Image | None = None
    scaling: bool = True
    resize: bool = True
    colormap: bool = True
    overlay: bool = False
    overlay_weight: float = 0.5

    @property
    def options(self) -> _core.RenderOptions:
        """What the C++ library is told."""
        return _core.RenderOptions(
            resize=self.resize or self.overlay,
            colormap=_core.Colormap.jet if self.colormap or self.overlay else _core.Colormap.gray,
            overlay=self.overlay,
            overlay_weight=self.overlay_weight,
        )

    def draw(self, saliency_map: _core.SaliencyMap) -> np.ndarray:
        """Uint8 [height, width, 3] with colours; else [height, width], uint8 when scaled and float32 when not."""
        if self.colormap or self.overlay:
            return _core.render(saliency_map, self.image, self.options)
        if self.scaling:
            return _core.render(saliency_map, self.image, self.options)[..., 0].copy()
        return saliency_map.values


class Pictures(dict[Key, Any]):
    """Pictures by class index, in the asked order.

    Each is drawn when it is looked at and kept only as long as somebody holds it, so that a thousand classes of a large
    image take no memory. What is assigned stays as it is.
    """

    def __init__(self, maps: Iterable[_core.SaliencyMap], view: View) -> None:
        self.maps = {key_of(saliency_map): saliency_map for saliency_map in maps}
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
