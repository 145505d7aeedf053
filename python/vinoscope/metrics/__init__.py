# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""How good maps are, with the names of OpenVINO's explainable AI toolkit. `list_metrics()` and `Evaluator` hold many more."""

from vinoscope._core import list_metrics
from vinoscope.metrics.adcc import ADCC
from vinoscope.metrics.evaluator import Evaluator
from vinoscope.metrics.insertion_deletion_auc import InsertionDeletionAUC
from vinoscope.metrics.pointing_game import PointingGame

__all__ = ["ADCC", "Evaluator", "InsertionDeletionAUC", "PointingGame", "list_metrics"]
