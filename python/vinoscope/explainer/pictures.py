# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Drawing of maps as arrays."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, MutableMapping, ValuesView
from dataclasses import dataclass
from typing import Any, Union
from weakref import WeakValueDictionary

import numpy as np

from vinoscope import _core
from vinoscope._arrays import flag, height_and_width, resized

Key = Union[int, str]
PER_IMAGE_MAP = "per_image_map"
_KEPT_BYTES = 2**26  # of all pictures of an explanation; more than that is drawn again when it is looked at


class Maps(Mapping[Key, _core.SaliencyMap]):
    """What the method computed, by the keys of an explanation; of equal ones, all but the first have their position appended.

    Each map is fetched when it is looked at: a thousand objects of Python take as long as the inference.
    """

    def __init__(self, answer: _core.Explanation) -> None:
        self._answer = answer
        self._positions: dict[Key, int] = {}
        for position, key in enumerate(answer.keys):
            self._positions[f"{key}_{position}" if key in self._positions else key] = position

    def __getitem__(self, key: Key) -> _core.SaliencyMap:
        return self._answer.map_at(self._positions[key])

    def __iter__(self) -> Iterator[Key]:
        return iter(self._positions)

    def __len__(self) -> int:
        return len(self._positions)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, np.integer, np.floating))


@dataclass(frozen=True)
class View:
    """The settings of a drawn map, and its image."""

    image: _core.Image | None = None
    native_size: tuple[int, int] | None = None  # of what is not resized; None: that of each map
    output_size: tuple[int, int] | None = None
    scaling: bool = True
    resize: bool | str = True  # a text is an error
    colormap: bool | str = True
    overlay: bool = False
    overlay_weight: float = 0.5
    overlay_prediction: bool = True
    sign: str = "auto"
    color_bar: bool = False
    value_range: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        height_and_width("output_size", self.output_size)
        for name in ("scaling", "overlay", "overlay_prediction", "color_bar"):
            flag(name, getattr(self, name))
        if self.resize not in (True, False):
            raise _core.UsageError(f'expected resize as True, False or "native", found {self.resize!r}')
        if not isinstance(self.colormap, str):
            flag("colormap", self.colormap)
        if not _is_number(self.overlay_weight) or not 0 <= self.overlay_weight <= 1:
            raise _core.UsageError(f"expected overlay_weight from 0 to 1, found {self.overlay_weight!r}")
        if isinstance(self.colormap, str):
            _core.parse_colormap(self.colormap)
        if not isinstance(self.sign, str):
            raise _core.UsageError(f"expected sign as a text such as 'positive', found {self.sign!r}")
        _core.parse_sign(self.sign)

    @property
    def colours(self) -> _core.Colormap:
        """Of pictures that have any."""
        if isinstance(self.colormap, str):
            return _core.parse_colormap(self.colormap)
        return _core.Colormap.jet if self.colormap or self.overlay else _core.Colormap.gray

    @property
    def options(self) -> _core.RenderOptions:
        """The options for the C++ library."""
        resizes = self.resize or self.overlay
        height, width = (self.output_size if resizes else self.native_size) or (0, 0)
        return _core.RenderOptions(
            resize=resizes or height > 0,
            colormap=self.colours,
            overlay=self.overlay,
            overlay_weight=self.overlay_weight,
            overlay_prediction=self.overlay and self.overlay_prediction,
            sign=_core.parse_sign(self.sign),
            color_bar=self.color_bar,
            range=self.value_range,
            height=height,
            width=width,
        )

    def draw(self, saliency_map: _core.SaliencyMap) -> np.ndarray:
        """Uint8 [height, width, 3] with colours; else [height, width], uint8, or at native size and not scaled float32."""
        if not (self.colormap or self.overlay or self.scaling or self.resize):
            return self.unscaled(saliency_map)
        picture = _core.render(saliency_map, self.image, self.options, full_range=True)
        return picture if self.colormap or self.overlay else picture[..., 0].copy()

    def unscaled(self, saliency_map: _core.SaliencyMap) -> np.ndarray:
        """The values themselves at native size, float32."""
        values = saliency_map.values
        return values.copy() if self.native_size in (None, values.shape) else resized(values, *self.native_size)


def colour_table(name: str) -> np.ndarray:
    """The colours of the values 0..255, uint8 [256, 3] in RGB."""
    ramp = _core.SaliencyMap(np.arange(256, dtype=np.float32)[None])
    return View(resize=False, colormap=name).draw(ramp)[0]


class Pictures(dict[Key, Any]):
    """Pictures by class index, in the requested order.

    Each is drawn when it is looked at. It is kept, and may be drawn upon, when all of them together are small; otherwise it
    is read-only and lives as long as somebody holds it, so that a thousand classes of a large image take no memory. What is
    assigned stays as it is.
    """

    def __init__(self, maps: Mapping[Key, _core.SaliencyMap], view: View) -> None:
        self.maps = maps
        self.view = view
        self._drawn: WeakValueDictionary[Key, np.ndarray] = WeakValueDictionary()
        super().__init__(dict.fromkeys(self.maps))

    def __getitem__(self, key: Key) -> np.ndarray:
        kept = super().__getitem__(key)
        if kept is None:
            kept = self._drawn.get(key)
        return self._draw(key) if kept is None else kept

    def _draw(self, key: Key) -> np.ndarray:
        picture = self.view.draw(self.maps[key])
        if picture.nbytes * len(self) <= _KEPT_BYTES:
            super().__setitem__(key, picture)
        else:
            picture.flags.writeable = False
            self._drawn[key] = picture
        return picture

    def unscaled(self) -> dict[Key, np.ndarray]:
        """What the method computed, at the native size of the view."""
        return {key: self.view.unscaled(self.maps[key]) for key in self if key in self.maps}

    def get(self, key: Key, default: Any = None) -> Any:
        return self[key] if key in self else default

    def __iter__(self) -> Iterator[Key]:  # what dict() looks for: it must ask __getitem__, not the table below
        return super().__iter__()

    def values(self) -> ValuesView[Any]:  # type: ignore[override]
        return ValuesView(self)

    def items(self) -> ItemsView[Key, Any]:  # type: ignore[override]
        return ItemsView(self)

    pop = MutableMapping.pop
    setdefault = MutableMapping.setdefault

    def popitem(self) -> tuple[Key, np.ndarray]:
        key = next(reversed(self))
        return key, self.pop(key)

    def copy(self) -> dict[Key, np.ndarray]:
        return dict(self.items())

    def __or__(self, other: Any) -> Any:
        return self.copy() | other

    def __ror__(self, other: Any) -> Any:
        return other | self.copy()

    def __eq__(self, other: object) -> bool:
        return self.copy() == other

    __hash__ = None

    def __reduce__(self) -> tuple[Any, ...]:
        kept = ((key, picture) for key, picture in super(Pictures, self).items() if picture is not None)
        return Pictures, ({key: self.maps[key] for key in self if key in self.maps}, self.view), None, None, kept

    def __repr__(self) -> str:
        return f"<{len(self)} maps: {', '.join(map(str, self))}>"
