# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Every kind of model that a user may hand over, as the C++ library takes it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Union

import openvino as ov
import openvino.opset13 as op

from vinoscope import _core
from vinoscope._processes import refuse_forked

if TYPE_CHECKING:
    import torch

Model = Union[ov.Model, str, "os.PathLike[str]", bytes, tuple[bytes, bytes], "torch.nn.Module"]


def load(model: Model, input_size: Sequence[int] | None = None) -> ov.Model | Path:
    """An `openvino.Model`, or the path of a file that exists.

    Parameters
    ----------
    model : openvino.Model, str, pathlib.Path, bytes, (bytes, bytes) or torch.nn.Module
        Bytes are an ONNX or TensorFlow Lite file, or the XML text of an IR with its weights as the second of two.
    input_size : (int, int), optional
        Height and width that a torch.nn.Module is converted for.

    Raises
    ------
    FileNotFoundError
        When a path names nothing.
    TypeError
        For any other object.
    """
    if isinstance(model, ov.Model):
        return model
    if isinstance(model, (str, os.PathLike)):
        return _existing(Path(model))
    if isinstance(model, (bytes, bytearray, memoryview)):
        return _parse(bytes(model))
    if isinstance(model, tuple) and len(model) == 2:
        return _parse(bytes(model[0]), bytes(model[1]))
    if is_torch_module(model):
        from vinoscope._torch import convert

        return convert(model, input_size)
    raise TypeError(
        "expected a model as openvino.Model, path, bytes or torch.nn.Module, found " + type(model).__name__
    )


def load_object(model: Model, input_size: Sequence[int] | None = None) -> ov.Model:
    """The same, files read."""
    loaded = load(model, input_size)
    return loaded if isinstance(loaded, ov.Model) else _read(loaded)


ScoreGraph = Union[
    ov.Model, str, "os.PathLike[str]", Callable[[list[ov.Output]], Union[ov.Output, ov.Node]]
]  # makes scores of outputs


def score_model(graph: ScoreGraph, model: ov.Model | Path) -> ov.Model | Path:
    """A model that makes scores of the outputs of `model`, as the C++ library takes it.

    Raises
    ------
    FileNotFoundError
        When a path names nothing.
    TypeError
        For what is no model, path or function.
    """
    if isinstance(graph, ov.Model):
        return graph
    if isinstance(graph, (str, os.PathLike)):
        return _existing(Path(graph))
    if not callable(graph):
        raise TypeError(
            f"expected score_graph as openvino.Model, path or function of outputs, found {type(graph).__name__}"
        )
    parameters = []
    for output in load_object(model).outputs:
        real = output.element_type if output.element_type.is_real() else ov.Type.f32
        parameters.append(op.parameter(output.partial_shape, real))
        parameters[-1].output(0).set_names(output.names)
    scores = graph([parameter.output(0) for parameter in parameters])
    return ov.Model([scores if isinstance(scores, ov.Output) else scores.output(0)], parameters, "scores")


def layer_names(layers: str | Sequence[str] | None) -> str:
    """Names of layers, as the C++ library takes them; TypeError for anything else."""
    names = [layers] if isinstance(layers, str) else [] if layers is None else layers
    if not isinstance(names, Iterable) or not all(isinstance(name, str) for name in names):
        raise TypeError(f"expected target_layer as a name or a list of names, found {layers!r}")
    return ",".join(names)


@contextmanager
def for_core(model: ov.Model | Path) -> Iterator[ov.Model | Path]:
    """The model, or its path when this build of OpenVINO does not share its objects with other extension modules.

    Raises
    ------
    DeviceError
        In a process forked from one that has used a model.
    """
    refuse_forked()
    if isinstance(model, Path) or _core.shares(model):
        yield model
        return
    with as_file(model) as file:
        yield file


@contextmanager
def as_file(model: ov.Model | Path) -> Iterator[Path]:
    """The path of the model, written to a temporary folder when it has none."""
    if isinstance(model, Path):
        yield model
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{_file_name(model.get_friendly_name())}.xml"
        ov.save_model(model, file, compress_to_fp16=False)
        yield file


def _file_name(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in name)[:60] or "model"


def _existing(path: Path) -> Path:
    if not path.exists():
        raise FileNotFoundError(2, "no such model file", str(path))
    return path


def _read(path: Path) -> ov.Model:
    try:
        return ov.Core().read_model(path)
    except RuntimeError as error:
        raise _core.BadModelError(f"cannot read model {path}: {error}") from error


def _parse(content: bytes, weights: bytes = b"") -> ov.Model:
    try:
        return ov.Core().read_model(content, weights) if weights else ov.Core().read_model(content)
    except RuntimeError as error:
        raise _core.BadModelError(f"cannot read a model from {len(content)} bytes: {error}") from error


def is_torch_module(model: object) -> bool:
    """Whether this is a torch.nn.Module; PyTorch is not imported for the answer."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(model, torch.nn.Module)
