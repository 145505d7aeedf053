# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The logger of the package, `logging.getLogger("vinoscope")`."""

import logging
import sys


class _Fallback(logging.Handler):
    """Prints to stderr as long as the program has not set up logging itself."""

    def emit(self, record: logging.LogRecord) -> None:
        if not logging.getLogger().handlers:
            print(self.format(record), file=sys.stderr)


logger = logging.getLogger("vinoscope")
if not logger.handlers:
    logger.addHandler(_Fallback())
    logger.handlers[0].setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
if logger.level == logging.NOTSET:
    logger.setLevel(logging.INFO)
