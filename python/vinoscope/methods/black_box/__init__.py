# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Methods that ask the model about perturbed inputs, by module."""
