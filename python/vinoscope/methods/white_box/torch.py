# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""ReciproCAM, ViT-ReciproCAM and ActivationMap inside of a torch.nn.Module, computed by PyTorch. Importing this needs PyTorch."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from vinoscope import _core
from vinoscope._logging import logger
from vinoscope._torch import evaluating, size_of, tensors_of
from vinoscope.common.parameters import Method
from vinoscope.common.utils import SALIENCY_MAP_OUTPUT_NAME, has_xai
from vinoscope.explainer.inputs import Data
from vinoscope.explainer.mode import info_of, log_method, log_search
from vinoscope.methods.base import MethodBase

Hook = Callable[..., Any]
_MOST_OTHER_TOKENS = 8  # of classes, distillation and registers, beside those of the image


def _of_first(hook: Hook) -> Hook:
    """The hook for the output of a module, or for the first of a tuple of outputs, as blocks of transformers have them."""

    def of_output(module: torch.nn.Module, inputs: Any, output: Any) -> Any:
        if not isinstance(output, tuple) or not output:
            return hook(module, inputs, output)
        changed = hook(module, inputs, output[0])
        return None if changed is None else (changed, *output[1:])

    return of_output


def _scaled(maps: torch.Tensor, embed_scaling: bool) -> torch.Tensor:
    """Each map [..., h, w] as uint8 from its minimum and maximum to 0..255."""
    if not embed_scaling:
        return maps
    low = maps.amin((-2, -1), keepdim=True)
    extent = (maps.amax((-2, -1), keepdim=True) - low).clamp_min(1e-12)
    return ((maps - low) / extent * 255).to(torch.uint8)


class _Activations:
    """S = mean over the channels, axis 1 or 3, of the activations."""

    def __init__(self, channels: int) -> None:
        self._channels = channels

    def at_layer(self, module: torch.nn.Module, inputs: Any, features: torch.Tensor) -> None:
        self._maps = features.mean(self._channels)

    def at_output(self, scores: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return scores, self._maps


class _MaskedCells:
    """The scores of all classes for every cell of a layer alone (Byun and Lee, arXiv:2209.14074): behind the layer, the batch
    is followed by one masked copy for each cell of each image."""

    def __init__(self, channels: int) -> None:
        self._channels = channels

    def at_layer(self, module: torch.nn.Module, inputs: Any, features: torch.Tensor) -> torch.Tensor:
        self._batch = features.shape[0]
        self._height, self._width = (size for axis, size in enumerate(features.shape) if axis not in (0, self._channels))
        cells = self._height * self._width
        masks = torch.eye(cells, dtype=features.dtype, device=features.device).reshape(cells, self._height, self._width)
        return torch.cat([features, (features.unsqueeze(1) * masks.unsqueeze(self._channels)).flatten(0, 1)])

    def at_output(self, scores: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        cells = self._height * self._width
        if scores.shape[0] != self._batch * (1 + cells):
            raise _core.UnsupportedError(
                f"expected {self._batch * (1 + cells)} answers to masked images behind the target layer, found "
                f"{scores.shape[0]}; convert the module with openvino.convert_model(module, example_input=...)"
            )
        maps = scores[self._batch :].reshape(self._batch, cells, -1).transpose(1, 2)
        return scores[: self._batch], maps.reshape(self._batch, -1, self._height, self._width)


class _MaskedTokens(_MaskedCells):
    """The same of the tokens of a transformer, masked by a 3x3 Gaussian around each (Byun and Lee, arXiv:2310.02588)."""

    def __init__(self, grid: tuple[int, int]) -> None:
        self._grid = grid

    def at_layer(self, module: torch.nn.Module, inputs: Any, tokens: torch.Tensor) -> torch.Tensor:
        self._height, self._width = self._grid
        self._batch = tokens.shape[0]
        cells = self._height * self._width
        masks = _gaussian_masks(self._height, self._width).to(tokens)
        whole = torch.ones(cells, tokens.shape[1] - cells).to(tokens)  # class and register tokens come first and stay
        self._masks = torch.cat([whole, masks], 1).unsqueeze(-1)
        return torch.cat([tokens, (tokens.unsqueeze(1) * self._masks).flatten(0, 1)])

    def at_norm(self, module: torch.nn.Module, inputs: Any, tokens: torch.Tensor) -> torch.Tensor:
        """Masks the tokens again behind the first norm of the block, which does not leave zeros zero."""
        masked = tokens[self._batch :].unflatten(0, (self._batch, -1)) * self._masks
        return torch.cat([tokens[: self._batch], masked.flatten(0, 1)])


def _gaussian_masks(height: int, width: int) -> torch.Tensor:
    """[cells, cells]: 1-2-1 in both directions around each cell, 1/4 at the cell itself, cut off at the border."""

    def along(size: int) -> torch.Tensor:
        distance = (torch.arange(size)[:, None] - torch.arange(size)[None]).abs()
        return (2.0 - distance).clamp_min(0) / 4

    rows, columns = along(height), along(width)
    return (rows[:, None, :, None] * columns[None, :, None, :]).reshape(height * width, height * width)


class _Found:
    """Modules whose outputs are a grid of cells, [batch, channels, h, w] or [batch, h, w, channels], or tokens
    [batch, tokens, channels], in the order in which they are called for one image."""

    def __init__(self, module: torch.nn.Module, example: torch.Tensor) -> None:
        self.grids: dict[str, int] = {}  # the axis of the channels by name
        self._size = example.shape[2:]
        self.tokens: list[str] = []
        self.shapes: dict[str, tuple[int, ...]] = {}
        handles = [
            part.register_forward_hook(_of_first(self._noting(name))) for name, part in module.named_modules() if name
        ]
        try:
            with evaluating(module):
                self.output = _scores(module(example))
        finally:
            for handle in handles:
                handle.remove()

    def _noting(self, name: str) -> Hook:
        def note(module: torch.nn.Module, inputs: Any, output: Any) -> None:
            if not isinstance(output, torch.Tensor):
                return
            self.shapes[name] = tuple(output.shape)
            self.grids.pop(name, None)
            if output.ndim == 4 and (channels := self._channels_of(output.shape)):
                self.grids[name] = channels
            elif output.ndim == 3 and min(output.shape[1:]) > 1:
                self.tokens.append(name)

        return note

    def _channels_of(self, shape: torch.Size) -> int | None:
        """The axis of the channels: the other two have the aspect ratio of the image, up to rounding."""
        height, width = self._size
        for channels, rows, columns in ((1, shape[2], shape[3]), (3, shape[1], shape[2])):
            if rows * columns > 1 and abs(rows * width - columns * height) <= max(height, width):
                return channels
        return None


def _scores(output: Any) -> torch.Tensor:
    """The class scores [batch, classes] among the outputs of a module."""
    tensors = tensors_of(output)
    candidates = tensors if isinstance(tensors, (tuple, list)) else [tensors]
    for tensor in candidates:
        if isinstance(tensor, torch.Tensor) and tensor.ndim == 2:
            return tensor
    raise _core.UnsupportedError(
        "expected a torch.nn.Module with class scores [batch, classes]; convert others with "
        "openvino.convert_model(module, example_input=...) and insert into the openvino.Model"
    )


def _grid_of(tokens: int, height: int, width: int) -> tuple[int, int]:
    """Rows and columns of patches among the tokens of an image, a few others before them left out."""
    for patch in range(1, min(height, width) + 1):
        rows, columns = height // patch, width // patch
        if 0 <= tokens - rows * columns <= _MOST_OTHER_TOKENS and rows * columns > 1:
            return rows, columns
    raise _core.UnsupportedError(
        f"expected tokens that are patches of an image of {height}x{width}, found {tokens}; convert the module with "
        "openvino.convert_model(module, example_input=...)"
    )


def insert_into_module(
    module: torch.nn.Module,
    explain_method: Method | None = None,
    target_layer: str | Sequence[str] | None = None,
    embed_scaling: bool = True,
    input_size: Sequence[int] | None = None,
    **kwargs: Any,
) -> torch.nn.Module:
    """A copy of the module that answers with a dict of "prediction" [batch, classes] and "saliency_map".

    Parameters
    ----------
    module : torch.nn.Module
        With class scores [batch, classes].
    explain_method : Method, optional
        RECIPROCAM, VITRECIPROCAM or ACTIVATIONMAP; when left out, the first or second, whichever fits.
    target_layer : str, optional
        Name of a submodule, as `named_modules` gives it; the last with cells or, of a transformer, what enters its last block,
        when left out.
    embed_scaling : bool, default True
        Maps are uint8 0..255; otherwise raw.
    input_size : (int, int), optional
        Height and width of an input with which the layers are found; 224 where the module does not note its own.

    Raises
    ------
    UnsupportedError
        For other methods, and where the module does not fit.
    """
    if kwargs:
        raise TypeError(f"unexpected keyword argument {next(iter(kwargs))!r} for a torch.nn.Module")
    if target_layer is not None and not isinstance(target_layer, str):
        raise _core.UsageError(f"expected one target_layer of a torch.nn.Module, found {target_layer!r}")
    made = copy.deepcopy(module)
    example = torch.rand(2, *_size_to_try(module, input_size))
    found = _Found(made, example)
    log_search(target_layer or "")
    method = Method(explain_method) if explain_method is not None else _fitting(found)
    layer, maker = _place(made, found, method, target_layer, (example.shape[2], example.shape[3]))
    layer.register_forward_hook(_of_first(maker.at_layer))

    def answer(module: torch.nn.Module, inputs: Any, output: Any) -> dict[str, torch.Tensor]:
        prediction, maps = maker.at_output(_scores(output))
        return {"prediction": prediction, SALIENCY_MAP_OUTPUT_NAME: _scaled(maps, embed_scaling)}

    made.register_forward_hook(answer)
    made.has_xai = True
    try:
        with evaluating(made):
            kept = made(example)["prediction"]
    except RuntimeError as error:
        raise _core.UnsupportedError(
            f"expected a torch.nn.Module whose parts behind the target layer take any batch, found {type(module).__name__} "
            f"({str(error).splitlines()[0]}); name another layer (target_layer=), or explain "
            "openvino.convert_model(module, example_input=...)"
        ) from error
    if not torch.allclose(kept, found.output, rtol=1e-3, atol=1e-3 * float(found.output.abs().max())):
        raise _core.UnsupportedError(
            f"expected a torch.nn.Module that answers to each image by itself, found {type(module).__name__}, whose predictions "
            "change with the images beside; convert it with openvino.convert_model(module, example_input=...)"
        )
    log_method(method.method_name)
    logger.info("Insertion of the XAI branch into the model was successful.")
    return made


def _size_to_try(module: torch.nn.Module, input_size: Sequence[int] | None) -> tuple[int, int, int]:
    try:
        return size_of(module, input_size)
    except _core.UnsupportedError:
        return size_of(module, (224, 224))


def _fitting(found: _Found) -> Method:
    """ReciproCAM for what ends in cells, ViT-ReciproCAM for what ends in tokens."""
    if not found.grids and not found.tokens:
        raise _core.UnsupportedError("no layer with cells or tokens in this torch.nn.Module; try a black-box method")
    shapes = list(found.shapes)
    ends_in_tokens = found.tokens and (not found.grids or shapes.index(found.tokens[-1]) > shapes.index([*found.grids][-1]))
    return Method.VITRECIPROCAM if ends_in_tokens else Method.RECIPROCAM


def _place(
    module: torch.nn.Module, found: _Found, method: Method, target_layer: str | None, size: tuple[int, int]
) -> tuple[torch.nn.Module, Any]:
    """Where the maps are made, and what makes them."""
    of_tokens = method is Method.VITRECIPROCAM
    if method not in (Method.RECIPROCAM, Method.ACTIVATIONMAP, Method.VITRECIPROCAM):
        raise _core.UnsupportedError(
            f"expected RECIPROCAM, VITRECIPROCAM or ACTIVATIONMAP for a torch.nn.Module, found {method.name}; convert it with "
            "openvino.convert_model(module, example_input=...) for others"
        )
    candidates = found.tokens if of_tokens else [*found.grids]
    name = target_layer or (_before_last_block(module, found) if of_tokens else candidates[-1] if candidates else None)
    if name is None:
        wanted = "two blocks of tokens, one behind the other," if of_tokens else "a layer of cells [batch, channels, h, w]"
        raise _core.UnsupportedError(
            f"expected {wanted} in this torch.nn.Module for {info_of(method.method_name).title}, found none; name a layer "
            "(target_layer=), or explain openvino.convert_model(module, example_input=...)"
        )
    if name not in candidates:
        known = [known for known, _ in module.named_modules() if known]
        if name is not None and name not in known:
            raise _core.BadTargetError(f'no layer "{name}" in this torch.nn.Module{_core.did_you_mean(name, known)}')
        kind = "tokens [batch, tokens, channels]" if of_tokens else "cells [batch, channels, height, width]"
        raise _core.UnsupportedError(f"expected a layer of {kind} for {info_of(method.method_name).title}, found {name}")
    if of_tokens:
        maker = _MaskedTokens(_grid_of(found.shapes[name][1], *size))
        norm = _first_norm_behind(module, found, name)
        if norm is not None:
            norm.register_forward_hook(maker.at_norm)
        return module.get_submodule(name), maker
    made = _Activations if method is Method.ACTIVATIONMAP else _MaskedCells
    return module.get_submodule(name), made(found.grids[name])


def _before_last_block(module: torch.nn.Module, found: _Found) -> str | None:
    """The block of a transformer before its last one, in the stage with which it ends: the order of the tokens of earlier
    stages may be another one than that of the image (Hiera)."""
    for name, part in reversed(list(module.named_modules())):
        if isinstance(part, (torch.nn.ModuleList, torch.nn.Sequential)) and len(part) > 1:
            blocks = [f"{name}.{index}" if name else index for index, _ in part.named_children()]
            if all(block in found.tokens for block in blocks):
                after, last = (found.shapes[part][1] for part in (blocks[-1], found.tokens[-1]))
                return blocks[-2] if abs(after - last) <= _MOST_OTHER_TOKENS else None
    return None


def _first_norm_behind(module: torch.nn.Module, found: _Found, layer: str) -> torch.nn.Module | None:
    """The norm that the tokens of a layer meet first."""
    names = list(found.shapes)
    following = names[names.index(layer) + 1] if layer != names[-1] else layer
    part = module.get_submodule(following)
    return part if "norm" in type(part).__name__.lower() and following in found.tokens else None


class TorchWhiteBoxMethod(MethodBase):
    """A method that adds an output to a torch.nn.Module.

    Parameters
    ----------
    model : torch.nn.Module
        It is not changed.
    preprocess_fn : callable, optional
        Makes the module's input [1, ...] out of what is explained.
    target_layer : str, optional
        Name of a submodule; found automatically when left out.
    embed_scaling : bool, default True
        Maps are uint8 0..255; otherwise raw.
    device_name : str, default "CPU"
        Where PyTorch runs the module.
    prepare_model : bool, default True
        Inserts at once.
    input_size : (int, int), optional
        As `insert_into_module`.
    """

    info = info_of("recipro-cam")

    def __init__(
        self,
        model: torch.nn.Module,
        preprocess_fn: Callable[[Any], np.ndarray] | None = None,
        target_layer: str | None = None,
        embed_scaling: bool = True,
        device_name: str = "CPU",
        prepare_model: bool = True,
        input_size: Sequence[int] | None = None,
    ) -> None:
        self._made: torch.nn.Module | None = None
        self._inserting = (target_layer, embed_scaling, input_size)
        super().__init__(model, preprocess_fn, device_name, prepare_model)

    @property
    def model_compiled(self) -> torch.nn.Module | None:
        """The module with the added output; None before `prepare_model` was called."""
        return self._made if self._prepared else None

    def prepare_model(self, load_model: bool = True) -> torch.nn.Module:
        """The module with the added output."""
        if self._made is None:
            done = has_xai(self._model)
            method = Method(self.info.name)
            self._made = self._model if done else insert_into_module(self._model, method, *self._inserting)
        self._prepared = self._prepared or load_model
        return self._made

    def model_forward(self, x: Any, preprocess: bool = True) -> dict[str, np.ndarray]:
        """The outputs "prediction" and "saliency_map", as arrays."""
        if self.model_compiled is None:
            raise RuntimeError("expected a prepared module; call prepare_model() first")
        prepared = self.preprocess_fn(x) if preprocess and self.preprocess_fn is not None else x
        device = torch.device(self._settings["device_name"].lower())
        with evaluating(self.model_compiled.to(device)):
            outputs = self.model_compiled(torch.as_tensor(prepared).to(device))
        return {name: value.cpu().numpy() for name, value in outputs.items()}

    def generate_saliency_map(self, data: Data, *args: Any, **kwargs: Any) -> np.ndarray:
        """Maps at native size: [1, classes, height, width], or [1, height, width] of a method that answers per image."""
        return self.model_forward(data)[SALIENCY_MAP_OUTPUT_NAME]


class TorchActivationMap(TorchWhiteBoxMethod):
    __doc__ = TorchWhiteBoxMethod.__doc__
    info = info_of("activation-map")


class TorchReciproCAM(TorchWhiteBoxMethod):
    __doc__ = TorchWhiteBoxMethod.__doc__


class TorchViTReciproCAM(TorchReciproCAM):
    __doc__ = TorchWhiteBoxMethod.__doc__
    info = info_of("vit-recipro-cam")
