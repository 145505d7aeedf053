# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The weights and the input that the tiny models of all frameworks share."""

import numpy as np

random = np.random.default_rng(7)
kernel = random.normal(0, 0.3, (4, 3, 3, 3)).astype(np.float32)  # [out, in, height, width]
bias = random.normal(0, 0.1, 4).astype(np.float32)
matrix = random.normal(0, 2, (4, 5)).astype(np.float32)  # [features, classes]

# [1, 3, 16, 16]: value = ((7 y + 3 x + 5 c) mod 16) / 8 - 1, easily made again in a test
c, y, x = np.meshgrid(np.arange(3), np.arange(16), np.arange(16), indexing="ij")
picture = (((7 * y + 3 * x + 5 * c) % 16) / 8 - 1).astype(np.float32)[None]
