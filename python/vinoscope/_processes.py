# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Threads of OpenVINO do not live on in a forked process: what waits for them there waits for ever."""

from __future__ import annotations

import os

from vinoscope import _core

_first: int | None = None


def refuse_forked() -> None:
    """Marks this process as one that compiles models.

    Raises
    ------
    DeviceError
        When it was forked from one that did.
    """
    global _first
    _first = _first or os.getpid()
    if _first != os.getpid():
        raise _core.DeviceError(
            "expected a process of its own, found one forked from a process that has already used a model, whose threads it "
            "lacks; start it with multiprocessing.get_context('spawn'), or use models only after the fork"
        )
