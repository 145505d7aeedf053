# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Gradient methods against maps that grad-cam and captum computed from the originals of the test models in PyTorch."""

import os
from pathlib import Path

import numpy as np
import pytest
import vinoscope as xai

FIXTURES = Path(os.environ.get("VINOSCOPE_FIXTURES", "absent"))
REFERENCES = sorted((FIXTURES / "reference").glob("*.npz"))
MODELS = {  # file, pictures, mean, scale, layer
    "shapes-cnn": ("shapes-cnn.onnx", "shapes/images", 128, 64, "/layer4/relu2/Relu"),
    "shapes-vit": ("shapes-vit.xml", "shapes/images", 128, 64, "/blocks.3/norm1/LayerNormalization"),
    "efficientnet-lite0": ("efficientnet-lite0.onnx", "images/224", 127, 128, "/_swish_1/Clip"),
}


def clipped(values):
    return np.maximum(values, 0)


def summed(values):
    return values.sum(0)


def largest(values):
    return np.abs(values).max(0)


AT_A_LAYER = {  # stored before clipping; the maps of some papers are clipped
    "GRADCAM": ("GradCAM_raw", clipped),
    "GRADCAMPLUSPLUS": ("GradCAMPlusPlus_raw", clipped),
    "HIRESCAM": ("HiResCAM_raw", np.array),
    "XGRADCAM": ("XGradCAM_raw", np.array),
    "LAYERCAM": ("LayerCAM_raw", clipped),
    "EIGENCAM": ("EigenCAM_raw", np.array),
    "EIGENGRADCAM": ("EigenGradCAM_raw", np.array),
}
AT_THE_INPUT = {
    "SALIENCY": ("gradient", largest),
    "INPUTXGRADIENT": ("InputXGradient", summed),
    "INTEGRATEDGRADIENTS": ("IntegratedGradients", summed),
    "GUIDEDBACKPROP": ("GuidedBackprop", largest),
}


def largest_error(model, method):
    """Relative to the largest value.

    The clamped activations of EfficientNet make the gradient of its input jump, and the weights of Grad-CAM++ divide by
    what comes near 0 where activations have both signs.
    """
    if model == "efficientnet-lite0" and method in AT_THE_INPUT:
        return 5e-2
    return 2e-3 if (model, method) == ("shapes-vit", "GRADCAMPLUSPLUS") else 1e-3


@pytest.mark.skipif(not REFERENCES, reason="VINOSCOPE_FIXTURES does not name the folder of the references")
@pytest.mark.parametrize("method", [*AT_A_LAYER, *AT_THE_INPUT])
@pytest.mark.parametrize("reference", REFERENCES, ids=lambda file: file.stem)
def test_agrees_with_grad_cam_and_captum(reference, method):
    model, name, target = reference.stem.rsplit("_", 2)
    file, pictures, mean, scale, layer = MODELS[model]
    array, to_map = {**AT_A_LAYER, **AT_THE_INPUT}[method]
    stored = np.load(reference)
    if array not in stored:
        pytest.skip(f"{reference.stem} has no {array}")
    explainer = xai.Explainer(
        FIXTURES / "models" / model / file,
        explain_method=xai.Method[method],
        target_layer=layer if method in AT_A_LAYER else None,
        mean=mean,
        scale=scale,
        precision="f32",
    )
    found = explainer(FIXTURES / pictures / f"{name}.png", targets=int(target)).maps[0].values
    expected = to_map(stored[array])
    correlation = np.corrcoef(found.ravel(), expected.ravel())[0, 1]
    if method.startswith("EIGEN"):  # defined up to its sign
        expected, correlation = np.sign(correlation) * expected, abs(correlation)
    assert correlation > 0.9999
    assert np.abs(found - expected).max() < largest_error(model, method) * np.abs(expected).max()
