# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""torch.nn.Module as a model. Imported only when one is handed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import openvino as ov
import torch

from vinoscope import _core


def size_of(module: torch.nn.Module, input_size: Sequence[int] | None = None) -> tuple[int, int, int]:
    """Channels, height and width of what a module takes: as asked, or as timm and transformers note it in their modules.

    Raises
    ------
    UnsupportedError
        When neither says.
    """
    noted = getattr(module, "default_cfg", None) or getattr(module, "pretrained_cfg", None) or {}
    config = getattr(module, "config", None)
    vision = getattr(config, "vision_config", None) or config
    side = getattr(vision, "image_size", None)
    channels = getattr(vision, "num_channels", 3)
    size: Sequence[int] | None = noted.get("input_size") if isinstance(noted, dict) else None
    if size is None and side is not None:
        size = (channels, *side) if isinstance(side, (tuple, list)) else (channels, side, side)
    if input_size is not None:
        return (size[0] if size is not None else channels, int(input_size[0]), int(input_size[1]))
    if size is None:
        raise _core.UnsupportedError(
            f"expected a torch.nn.Module that notes the size of its input, found {type(module).__name__}; give "
            "input_size=(height, width), or convert it with openvino.convert_model(module, example_input=...)"
        )
    return (int(size[0]), int(size[1]), int(size[2]))


@contextmanager
def evaluating(module: torch.nn.Module) -> Iterator[None]:
    """With the module in the mode in which it answers, and without gradients."""
    trained = module.training
    module.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        module.train(trained)


def convert(module: torch.nn.Module, input_size: Sequence[int] | None = None) -> ov.Model:
    """The module as an openvino.Model that takes one image.

    Raises
    ------
    UnsupportedError
        If the size of its input is not known, or if OpenVINO cannot convert it.
    """
    shape = [1, *size_of(module, input_size)]
    with evaluating(module):
        try:
            return ov.convert_model(_TensorsOnly(module), example_input=torch.rand(*shape), input=shape)
        except Exception as error:  # of PyTorch, of OpenVINO or of the module itself
            raise _core.UnsupportedError(
                f"expected a torch.nn.Module that openvino.convert_model converts with an input {shape}, found "
                f"{type(module).__name__}: {_reason_of(error)}; give another input_size=(height, width), or export the module "
                "with torch.onnx.export and explain the file"
            ) from error


def _reason_of(error: Exception) -> str:
    """The line of an error that names its cause: the summary of OpenVINO, a line that starts with dashes, comes last."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    return next((line[2:].strip() for line in reversed(lines) if line.startswith("--")), lines[0])


class _TensorsOnly(torch.nn.Module):  # type: ignore[misc]
    """A module whose outputs are tensors, in place of the objects of transformers."""

    def __init__(self, module: torch.nn.Module) -> None:
        super().__init__()
        self.module = module

    def forward(self, x: torch.Tensor) -> Any:
        return tensors_of(self.module(x))


def tensors_of(outputs: Any) -> Any:
    """The tensors of an output of transformers, those that are absent left out; anything else as it is."""
    if hasattr(outputs, "to_tuple"):
        kept = tuple(value for value in outputs.to_tuple() if isinstance(value, torch.Tensor))
        return kept[0] if len(kept) == 1 else kept
    return outputs
