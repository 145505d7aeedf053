# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The base class of enumerations."""

from __future__ import annotations

from enum import Enum

from vinoscope import _core


class Choice(Enum):
    """An enumeration that lists its values when it is given another one."""

    @classmethod
    def _missing_(cls, value: object) -> Enum | None:
        known = [str(choice.value) for choice in cls]
        near = _core.did_you_mean(value, known) if isinstance(value, str) else ""
        raise _core.UsageError(f"expected {cls.__name__} as one of {', '.join(known)}, found {value!r}{near}")
