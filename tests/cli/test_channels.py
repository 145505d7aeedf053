# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Models of one, three, four and other numbers of channels, with and without preprocessing in the graph."""

import numpy as np
import openvino as ov
import pytest
from conftest import document
from openvino import opset13 as ops
from openvino.preprocess import ColorFormat, PrePostProcessor
from PIL import Image

HEIGHT, WIDTH = 24, 40
FLAGS = ["--score", "raw", "--precision", "f32", "--cache", "none", "--json"]
METHODS = ["recipro-cam", "grad-cam", "saliency", "integrated-gradients", "occlusion", "rise"]


@pytest.fixture
def pixels(tmp_path):
    values = np.random.default_rng(5).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    Image.fromarray(values).save(tmp_path / "p.png")
    return values


def classifier(channels, nhwc=False):
    """Logits of [1, channels, HEIGHT, WIDTH], with weights for each channel."""
    random = np.random.default_rng(channels)
    shape = [1, HEIGHT, WIDTH, channels] if nhwc else [1, channels, HEIGHT, WIDTH]
    image = ops.parameter(shape, np.float32, "image")
    planar = ops.transpose(image, [0, 3, 1, 2]) if nhwc else image
    kernel = ops.constant((random.standard_normal((8, channels, 4, 4)) * 0.2).astype(np.float32))
    maps = ops.relu(ops.convolution(planar, kernel, [4, 4], [0, 0], [0, 0], [1, 1]))
    dense = ops.constant(random.standard_normal((8, 4)).astype(np.float32))
    said = ops.matmul(ops.reduce_mean(maps, [2, 3]), dense, False, False)
    said.output(0).set_names({"logits"})
    return ov.Model([ops.result(said, name="logits")], [image], "classifier")


def plain(model, tensor):
    """What plain OpenVINO answers to a tensor."""
    return ov.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})([tensor])[0][0]


@pytest.fixture
def logits(vinoscope, tmp_path):
    def run(model, *flags):
        ov.save_model(model, tmp_path / "model.xml", compress_to_fp16=False)
        result = document(vinoscope("explain", "model.xml", "p.png", *FLAGS, *flags))
        return [p["score"] for p in sorted(result["images"][0]["predictions"], key=lambda p: p["index"])]

    return run


def with_alpha(pixels):
    return np.dstack([pixels, np.full((HEIGHT, WIDTH), 255, np.uint8)])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("nhwc", [False, True])
def test_the_fourth_channel_is_opaque_alpha(logits, pixels, method, nhwc):
    model = classifier(4, nhwc)
    values = with_alpha(pixels)[None].astype(np.float32) / 255
    expected = plain(model, values if nhwc else values.transpose(0, 3, 1, 2))
    found = logits(model, "--preset", "unit", "--method", method, *(["--num-masks", "20"] if method == "rise" else []))
    assert found == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("method", ["recipro-cam", "occlusion"])
def test_the_order_of_colours_leaves_alpha_last(logits, pixels, method):
    model = classifier(4)
    values = with_alpha(pixels)[..., [2, 1, 0, 3]][None].astype(np.float32).transpose(0, 3, 1, 2)
    mean, scale = np.float32([1, 2, 3, 4]), np.float32([50, 60, 70, 80])
    expected = plain(model, (values - mean[:, None, None]) / scale[:, None, None])
    found = logits(model, "--color", "bgr", "--mean", "1,2,3,4", "--scale", "50,60,70,80", "--method", method)
    assert found == pytest.approx(expected, abs=1e-4)


def test_the_alpha_of_a_file_does_not_count(logits, pixels, tmp_path):
    model = classifier(4)
    opaque = logits(model, "--preset", "unit")
    Image.fromarray(np.dstack([pixels, np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH), dtype=np.uint8)])).save(
        tmp_path / "p.png")
    assert logits(model, "--preset", "unit") == opaque


def test_a_letterbox_is_opaque(logits, pixels, tmp_path):
    model = classifier(4)
    Image.fromarray(pixels[:, :10]).save(tmp_path / "p.png")
    canvas = np.full((HEIGHT, WIDTH, 4), [114, 114, 114, 255], np.uint8)
    canvas[:, 15:25, :3] = pixels[:, :10]
    expected = plain(model, canvas[None].astype(np.float32).transpose(0, 3, 1, 2) / 255)
    assert logits(model, "--preset", "unit", "--resize", "letterbox") == pytest.approx(expected, abs=1e-4)


# Images of half the width are shown at their size, those of half the height as well: neither is resampled.
@pytest.mark.parametrize("shown", [np.s_[:, : WIDTH // 2], np.s_[: HEIGHT // 2, :]], ids=["tall", "wide"])
def test_an_image_in_the_corner(logits, pixels, tmp_path, shown):
    model = classifier(3)
    Image.fromarray(pixels[shown]).save(tmp_path / "p.png")
    canvas = np.empty((HEIGHT, WIDTH, 3), np.float32)
    canvas[:] = [30, 20, 10]  # red, green and blue
    canvas[shown] = pixels[shown]
    expected = plain(model, canvas[None, ..., ::-1].transpose(0, 3, 1, 2) / 255)
    flags = ["--preset", "unit", "--color", "bgr", "--resize", "corner"]
    assert logits(model, *flags, "--pad", "10,20,30") == pytest.approx(expected, abs=1e-4)
    assert logits(model, *flags) != pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("method", ["recipro-cam", "saliency", "rise"])
def test_rgbx_of_a_graph_is_fed(logits, pixels, method):
    steps = PrePostProcessor(classifier(3))
    steps.input().tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC")).set_color_format(ColorFormat.RGBX)
    steps.input().model().set_layout(ov.Layout("NCHW"))
    steps.input().preprocess().convert_color(ColorFormat.RGB).convert_element_type(ov.Type.f32).scale(255)
    expected = plain(classifier(3), pixels[None].astype(np.float32).transpose(0, 3, 1, 2) / 255)
    assert logits(steps.build(), "--method", method) == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize("channels", [2, 3, 6])
@pytest.mark.parametrize("method", ["auto", "saliency", "occlusion"])
def test_a_prepared_tensor_is_taken(vinoscope, tmp_path, channels, method):
    tensor = np.random.default_rng(0).standard_normal((1, channels, HEIGHT, WIDTH)).astype(np.float32)
    np.save(tmp_path / "t.npy", tensor)
    ov.save_model(classifier(channels), tmp_path / "model.xml", compress_to_fp16=False)
    result = document(vinoscope("explain", "model.xml", "t.npy", *FLAGS, "--method", method))
    found = [p["score"] for p in sorted(result["images"][0]["predictions"], key=lambda p: p["index"])]
    assert found == pytest.approx(plain(classifier(channels), tensor), abs=1e-4)
    assert (tmp_path / [*result["images"][0]["explanations"][0]["files"].values()][0]).exists()
    tensor[0, 0, 3, 5:8] = np.nan
    np.save(tmp_path / "t.npy", tensor)
    assert "3 of" in vinoscope("explain", "model.xml", "t.npy", *FLAGS, code=3).stderr


@pytest.mark.parametrize("channels", [2, 6])
def test_other_channels_are_refused(error, pixels, tmp_path, channels):
    ov.save_model(classifier(channels), tmp_path / "model.xml")
    message = error("explain", "model.xml", "p.png", code=4)
    assert f"[1,{channels},{HEIGHT},{WIDTH}]" in message and "1, 3 or 4 channels" in message and "tensor" in message
