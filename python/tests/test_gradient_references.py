# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""gradient() against gradients that PyTorch computed from the originals of the test models."""

import os
from pathlib import Path

import numpy as np
import openvino as ov
import pytest
import vinoscope as xai

FIXTURES = Path(os.environ.get("VINOSCOPE_FIXTURES", "absent"))
REFERENCES = sorted((FIXTURES / "reference").glob("*.npz"))
# Largest difference relative to the largest gradient, and correlation. EfficientNet has so many clamped activations that
# another rounding of one input in ten million moves its gradient by 1 % of the largest one.
SMOOTH = (1e-3, 0.9999)
KINKED = (5e-2, 0.9999)
MODELS = {
    "shapes-cnn": (["shapes-cnn.xml", "shapes-cnn.onnx", "shapes-cnn-sigmoid.xml"], 128, 64, SMOOTH),
    "shapes-vit": (
        ["shapes-vit.xml", "shapes-vit.onnx", "shapes-vit-sdpa.xml", "shapes-vit-sdpa.onnx"],
        128,
        64,
        SMOOTH,
    ),
    "efficientnet-lite0": (["efficientnet-lite0.onnx"], 127, 128, KINKED),
}


def picture(model, name):
    folder = "images/224" if model == "efficientnet-lite0" else "shapes/images"
    return np.ascontiguousarray(xai.read_image(FIXTURES / folder / f"{name}.png"))


@pytest.mark.skipif(not REFERENCES, reason="VINOSCOPE_FIXTURES does not name the folder of the references")
@pytest.mark.parametrize("reference", REFERENCES, ids=lambda file: file.stem)
def test_agrees_with_pytorch(reference):
    model, name, target = reference.stem.rsplit("_", 2)
    files, mean, scale, (largest, correlation) = MODELS[model]
    expected = np.load(reference)["gradient"]
    image = ((picture(model, name).astype(np.float32) - mean) / scale).transpose(2, 0, 1)[None]
    for file in files:
        differentiated = xai.gradient(ov.Core().read_model(FIXTURES / "models" / model / file), target=int(target))
        compiled = ov.Core().compile_model(differentiated, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        found = compiled(image)["gradient"][0]
        assert np.abs(found - expected).max() < largest * np.abs(expected).max(), file
        assert np.corrcoef(found.ravel(), expected.ravel())[0, 1] > correlation, file
