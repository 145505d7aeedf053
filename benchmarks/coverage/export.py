# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Writes networks with random weights as FOLDER/name.xml, and beside it what measure.py compares with, name.npz.

Usage: export.py FOLDER [--list architectures.csv] [--format ir|onnx] [--only NAME,...]
"""

import argparse
import csv
import tempfile
from pathlib import Path

import numpy as np
import openvino as ov
import timm
import torch
from torch import nn

CLASSES = [0, 1, 7, 50, 111, 222, 333, 404]
MOST_CELLS = 400  # above it PyTorch's map, a pass for each cell, takes too long


def with_signal(network):
    """The network in evaluation mode, with weights that let the picture through to the scores.

    Layers that start as zero or nearly so (scales of residuals, positions) would make all maps flat.
    """
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for weights in network.parameters():
            if weights.numel() and weights.min() == weights.max() and weights.abs().max() < 0.1:
                weights.copy_(0.5 + 0.02 * torch.randn(weights.shape, generator=generator) if weights.any()
                              else 0.02 * torch.randn(weights.shape, generator=generator))
    return network.eval()


def settle_norms(network, pictures):
    """Batch norms take the statistics of these pictures, so that values neither vanish nor explode."""
    norms = [module for module in network.modules() if isinstance(module, nn.modules.batchnorm._BatchNorm)]
    for norm in norms:
        norm.train()
        norm.momentum = 1
    with torch.no_grad():
        network(pictures)
    for norm in norms:
        norm.eval()
        norm.running_var.clamp_(min=0.01)


def smooth_noise(count, side):
    """Pictures with large and small structures, about as bright and rich in contrast as normalised photographs."""
    generator = torch.Generator().manual_seed(2)
    layers = [nn.functional.interpolate(torch.randn(count, 3, cells, cells, generator=generator), (side, side), mode="bicubic")
              for cells in (3, 7, 15, side)]
    return sum(layer * weight for layer, weight in zip(layers, (1, 0.7, 0.5, 0.2)))


def cell_weights(height, width, blurred):
    """[cells, height, width]: what is left of each place when one cell shines."""
    places = torch.stack(torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij"), -1).reshape(-1, 2)
    distance = (places[:, None] - places[None]).abs()
    weights = (0.5 ** (distance + 1)) * (distance < 2) if blurred else (distance == 0).float()
    return weights.prod(-1).reshape(-1, height, width)


def map_of_features(network, picture):
    """ReciproCAM of a network with a last feature map."""
    features = network.forward_features(picture)
    channels_last = features.shape[1] == features.shape[2] != features.shape[3]
    height, width = features.shape[1:3] if channels_last else features.shape[2:]
    if height * width > MOST_CELLS:
        return (height, width), None
    weights = cell_weights(height, width, False).unsqueeze(-1 if channels_last else 1)
    return (height, width), network.forward_head(features * weights)


def map_of_tokens(network, picture):
    """ViT-ReciproCAM of a network that ends in blocks of tokens: what enters the last one, and its first norm, is masked."""
    block, kept = network.blocks[-1], {}
    watcher = block.norm1.register_forward_hook(lambda _, inputs, output: kept.update(entry=inputs[0], normed=output))
    network(picture)
    watcher.remove()
    prefix = getattr(network, "num_prefix_tokens", 0)
    side = round((kept["entry"].shape[1] - prefix) ** 0.5)
    if side * side != kept["entry"].shape[1] - prefix or side * side > MOST_CELLS:
        return None, None
    weights = cell_weights(side, side, True).reshape(side * side, -1, 1)
    weights = torch.cat([torch.ones(side * side, prefix, 1), weights], 1)
    hooks = [block.register_forward_pre_hook(lambda _, inputs: (kept["entry"] * weights, *inputs[1:])),
             block.norm1.register_forward_hook(lambda *_: kept["normed"] * weights)]
    try:
        return (side, side), network(picture)
    finally:
        for hook in hooks:
            hook.remove()


def expected(network, picture):
    """The grid and the maps of some classes, as far as the network has the usual parts."""
    with torch.no_grad():
        features = network.forward_features(picture)
        if not torch.is_tensor(features):
            return {}
        try:
            grid, scores = (map_of_features if features.ndim == 4 else map_of_tokens)(network, picture)
        except (AttributeError, IndexError, RuntimeError, TypeError):
            return {}
    found = {} if grid is None else {"grid": np.array(grid)}
    if scores is not None and scores.shape[0] == grid[0] * grid[1]:
        classes = [index for index in CLASSES if index < scores.shape[1]]
        found |= {"classes": np.array(classes), "maps": scores[:, classes].T.reshape(-1, *grid).numpy()}
    return found


def gradient_of_best(network, picture):
    """The best class and the gradient of its score down to the pixels."""
    picture = picture.clone().requires_grad_()
    scores = network(picture)[0]
    best = scores.argmax()
    scores[best].backward()
    return {"target": np.array(best), "gradient": picture.grad.numpy()}


def converted(network, picture, to_onnx):
    if not to_onnx:
        model = ov.convert_model(network, example_input=picture)
    else:
        with tempfile.TemporaryDirectory() as folder:
            file = str(Path(folder) / "model.onnx")
            torch.onnx.export(network, (picture,), file, dynamo=False, opset_version=17)
            model = ov.Core().read_model(file).clone()
    model.reshape(list(picture.shape))
    return model


def export(name, side, folder, to_onnx):
    torch.manual_seed(0)
    network = with_signal(timm.create_model(name, pretrained=False))
    settle_norms(network, smooth_noise(4, side))
    picture = smooth_noise(5, side)[4:]
    np.savez_compressed(folder / f"{name}.npz", image=picture.numpy(), **expected(network, picture),
                        **gradient_of_best(network, picture))
    ov.save_model(converted(network, picture, to_onnx), folder / f"{name}.xml", compress_to_fp16=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", type=Path, default=Path(__file__).with_name("architectures.csv"))
    parser.add_argument("--format", choices=["ir", "onnx"], default="ir")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    wanted = set(filter(None, arguments.only.split(",")))
    for row in csv.DictReader(arguments.list.open(encoding="utf-8")):
        if (wanted and row["name"] not in wanted) or (arguments.folder / f"{row['name']}.xml").exists():
            continue
        try:
            export(row["name"], int(row["side"]), arguments.folder, arguments.format == "onnx")
            print(row["name"], flush=True)
        except Exception as error:  # a list goes on where one network cannot be exported
            print(f"{row['name']}: {error}".splitlines()[0], flush=True)


if __name__ == "__main__":
    main()
