# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Gradients of one network: vinoscope beside PyTorch, captum and pytorch-grad-cam, in turns in one run.

Usage: PYTHONPATH=build/release/python gradients.py [--rounds 15] [--threads N]

The network is EfficientNet-Lite0 with random weights (no download), in f32 on both sides, and all use the same number of
threads. Printed are medians, how many times as long the other takes, and how well the answers agree where both are raw.
The packages in requirements.txt are needed for this benchmark only.
"""

import argparse
import logging
import os
import statistics
import time

import numpy as np
import openvino as ov
import timm
import torch
from captum.attr import IntegratedGradients
from pytorch_grad_cam import GradCAM
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

import vinoscope as xai

CLASS = 285
STEPS = 50


def network():
    """In evaluation mode, with statistics of its batch norms that let a picture through to the scores."""
    torch.manual_seed(0)
    lite = timm.create_model("efficientnet_lite0", pretrained=False)
    with torch.no_grad():
        lite.train()
        for _ in range(20):
            lite(torch.randn(8, 3, 224, 224))
    return lite.eval()


class Device:
    """Plain OpenVINO in f32."""

    def __init__(self, threads):
        self.config = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY"}

    def runner(self, model, output=0):
        request = ov.Core().compile_model(model, "CPU", self.config).create_infer_request()
        return lambda image: request.infer([image], share_inputs=True)[output]


def inserted(model, method):
    return xai.insert_xai(model, explain_method=method, target=CLASS, embed_scaling=False)


def torch_gradient(lite, image):
    x = image.clone().requires_grad_(True)
    lite(x)[0, CLASS].backward()
    return x.grad.numpy()


def captum_gradients(lite, image, batch):
    attributions = IntegratedGradients(lite).attribute(image, target=CLASS, n_steps=STEPS, internal_batch_size=batch,
                                                       method="gausslegendre")
    return attributions.numpy().sum(1)[0]


def contests(lite, model, image, device):
    """(what, ours, the other's name, theirs): functions without arguments that return the same."""
    picture = image.numpy()
    gradient = device.runner(xai.gradient(model, target=CLASS), "gradient")
    yield "gradient of the input", lambda: gradient(picture), "PyTorch", lambda: torch_gradient(lite, image)

    explainer = xai.Explainer(model, explain_method=xai.Method.INTEGRATEDGRADIENTS, preprocess_fn=lambda x: x, steps=STEPS,
                              precision="f32")
    for batch in (5, None):
        yield (f"integrated gradients, {STEPS} steps", lambda: explainer(picture, targets=CLASS).maps[0].values,
               f"captum, batch {batch or 'of all'}", lambda batch=batch: captum_gradients(lite, image, batch))

    grad_cam = device.runner(inserted(model, xai.Method.GRADCAM), "saliency_map")
    cam = GradCAM(lite, [lite.bn2.act])
    yield "Grad-CAM", lambda: grad_cam(picture), "pytorch-grad-cam", lambda: cam(image, [ClassifierOutputTarget(CLASS)])

    raw = device.runner(model)
    yield "Grad-CAM", lambda: grad_cam(picture), "one inference without", lambda: raw(picture)


def seconds(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    logging.getLogger("vinoscope").setLevel(logging.WARNING)
    lite = network()
    image = torch.randn(1, 3, 224, 224)
    model = ov.convert_model(lite, example_input=image)
    model.reshape([1, 3, 224, 224])
    print(f"{'what':32} {'ms':>8}  {'beside':24} {'ms':>8} {'x':>6} {'correlation':>12}")
    for what, ours, other, theirs in contests(lite, model, image, Device(arguments.threads)):
        mine, yours = ours(), theirs()
        agreement = ""
        if np.size(mine) == np.size(yours):
            agreement = f"{np.corrcoef(np.ravel(mine), np.ravel(yours))[0, 1]:.6f}"
        pairs = [(seconds(ours), seconds(theirs)) for _ in range(arguments.rounds)]
        us, them = (statistics.median(column) for column in zip(*pairs))
        print(f"{what:32} {us * 1000:8.2f}  {other:24} {them * 1000:8.2f} {them / us:6.2f} {agreement:>12}", flush=True)


if __name__ == "__main__":
    main()
