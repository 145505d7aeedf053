# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Functions for one model at a time."""

from vinoscope.api.api import doctor, explain, gradient, insert_xai, list_methods

__all__ = ["doctor", "explain", "gradient", "insert_xai", "list_methods"]
