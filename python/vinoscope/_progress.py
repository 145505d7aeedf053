# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Progress of methods that take many inferences."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Progress = Callable[[int, int], None]


@contextmanager
def bar(progress: Progress | None, wanted: bool) -> Iterator[Progress | None]:
    """`progress` itself or, where it is None and a bar is wanted in a notebook that has tqdm, a bar."""
    make_bar = _notebook_bar() if progress is None and wanted else None
    if make_bar is None:
        yield progress
        return
    with make_bar(leave=False, unit="inference") as shown:

        def update(done: int, count: int) -> None:
            shown.total = count
            shown.update(done - shown.n)

        yield update


def in_notebook() -> bool:
    """Whether a kernel of Jupyter runs this."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return hasattr(shell, "kernel")


def _notebook_bar() -> Any:
    if not in_notebook():
        return None
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    return tqdm
