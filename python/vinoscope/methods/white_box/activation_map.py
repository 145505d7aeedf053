# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Where the activations are strong, for no class in particular."""

from vinoscope.explainer.mode import info_of
from vinoscope.methods.white_box.base import WhiteBoxMethod


class ActivationMap(WhiteBoxMethod):
    __doc__ = WhiteBoxMethod.__doc__
    info = info_of("activation-map")
