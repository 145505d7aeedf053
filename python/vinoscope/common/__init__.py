# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Names that all parts share."""

from vinoscope.common.parameters import Method, Task
from vinoscope.common.utils import has_xai, scaling

__all__ = ["Method", "Task", "has_xai", "scaling"]
