# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""`insert` and `explain` agree on models that leave their batch or size open, and on models with preprocessing steps."""

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as ops
from openvino.preprocess import ColorFormat, PrePostProcessor, ResizeAlgorithm
from PIL import Image

SIDE = 32
F32 = {"INFERENCE_PRECISION_HINT": "f32"}


@pytest.fixture
def pixels(tmp_path):
    values = np.random.default_rng(2).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
    Image.fromarray(values).save(tmp_path / "p.png")
    return values


def classifier(shape=(1, 3, SIDE, SIDE), flatten="fixed"):
    """A head that reshapes its features, to a batch of one (`fixed`), or to the batch that the graph reads from shapes."""
    random = np.random.default_rng(4)
    image = ops.parameter(ov.PartialShape(list(shape)), np.float32, "image")
    image.output(0).set_names({"image"})
    kernel = ops.constant((random.standard_normal((6, 3, 4, 4)) * 0.05).astype(np.float32))
    maps = ops.relu(ops.convolution(image, kernel, [4, 4], [0, 0], [0, 0], [1, 1]))
    pooled = ops.reduce_mean(maps, [2, 3])
    if flatten == "shape":
        batch = ops.gather(ops.shape_of(image), np.int64([0]), np.int64(0))
        pooled = ops.reshape(pooled, ops.concat([batch, np.int64([6])], 0), False)
    dense = ops.constant(random.standard_normal((6, 4)).astype(np.float32))
    said = ops.matmul(ops.tanh(pooled), dense, False, False)
    said.output(0).set_names({"logits"})
    return ov.Model([ops.result(said, name="logits")], [image], "classifier")


@pytest.fixture
def maps(vinoscope, tmp_path):
    """All maps of `explain` with ReciproCAM, and those of the model that `insert` wrote, for the same tensor."""

    def run(model, tensor, *flags, method="recipro-cam"):
        ov.save_model(model, tmp_path / "m.xml", compress_to_fp16=False)
        vinoscope("explain", "m.xml", "p.png", "--targets", "all", "--method", method, "--precision", "f32", "--cache", "none",
                  "--format", "npy", "-o", "out", *flags)
        done = vinoscope("insert", "m.xml", "-o", "x.xml", "--method", method)
        inserted = ov.compile_model(tmp_path / "x.xml", "CPU", F32)
        explained = np.stack([np.load(tmp_path / f"out/target_{i}.npy") for i in range(4)])
        return explained, inserted([tensor])["saliency_map"], done.stdout, inserted.inputs[0].partial_shape

    return run


def planar(values):
    return np.ascontiguousarray(values[None].astype(np.float32).transpose(0, 3, 1, 2))


@pytest.mark.parametrize("flatten", ["fixed", "shape"])
def test_an_open_batch(maps, pixels, flatten):
    explained, inserted, said, shape = maps(classifier((-1, 3, SIDE, SIDE), flatten), planar(pixels))
    assert inserted[0] == pytest.approx(explained, abs=1e-5)
    assert "cell by cell" not in said or "batch 1" in said
    assert shape[0].is_dynamic or "batch 1" in said


def test_a_batch_of_zero_is_one(maps, pixels):
    explained, inserted, _, shape = maps(classifier((0, 3, SIDE, SIDE)), planar(pixels))
    assert shape == ov.PartialShape([1, 3, SIDE, SIDE]) and inserted[0] == pytest.approx(explained, abs=1e-5)


@pytest.mark.parametrize("shape", [(1, 3, 0, SIDE), (1, 3, SIDE, 0), (1, 0, SIDE, SIDE), (0, 3, 0, 0)])
@pytest.mark.parametrize("command", ["explain", "insert", "doctor"])
def test_other_sides_of_zero_are_an_error(vinoscope, tmp_path, pixels, command, shape):
    image = ops.parameter(list(shape), np.float32, "image")
    image.output(0).set_names({"image"})
    said = ops.reduce_mean(ops.relu(image), [2, 3])
    said.output(0).set_names({"logits"})
    ov.save_model(ov.Model([said], [image]), tmp_path / "m.xml")
    arguments = {"explain": ["p.png"], "insert": ["-o", "x.xml"], "doctor": []}[command]
    done = vinoscope(command, "m.xml", *arguments, code=0 if command == "doctor" else 3)
    assert "at least 1" in done.stdout + done.stderr


def test_an_open_size_is_the_same_in_both(maps, pixels, tmp_path):
    resized = np.asarray(Image.fromarray(pixels).resize((224, 224), Image.Resampling.NEAREST))
    Image.fromarray(resized).save(tmp_path / "p.png")
    explained, inserted, said, shape = maps(classifier((1, 3, -1, -1)), planar(resized))
    assert shape == ov.PartialShape([1, 3, 224, 224]) and "224x224" in said
    assert inserted[0] == pytest.approx(explained, abs=1e-5)


def test_the_batch_may_be_given(vinoscope, error, pixels, tmp_path):
    ov.save_model(classifier((-1, 3, SIDE, SIDE)), tmp_path / "m.xml", compress_to_fp16=False)
    vinoscope("insert", "m.xml", "-o", "x.xml", "--batch", "2")
    assert ov.Core().read_model(tmp_path / "x.xml").output("saliency_map").partial_shape == ov.PartialShape([2, 4, 8, 8])
    ov.save_model(classifier(), tmp_path / "m.xml", compress_to_fp16=False)
    assert "batch 1" in error("insert", "m.xml", "-o", "y.xml", "--batch", "2", code=2)


def steps_of(name):
    steps = PrePostProcessor(classifier())
    tensor, model, steps_in = steps.input().tensor(), steps.input().model(), steps.input().preprocess()
    model.set_layout(ov.Layout("NCHW"))
    tensor.set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
    if name == "resize":
        tensor.set_spatial_dynamic_shape()
        steps_in.resize(ResizeAlgorithm.RESIZE_LINEAR)
    if name == "rgbx":
        tensor.set_color_format(ColorFormat.RGBX)
        steps_in.convert_color(ColorFormat.RGB)
    steps_in.convert_element_type(ov.Type.f32)
    if name == "mean":
        steps_in.mean([120, 110, 100]).scale([60, 61, 62])
    return steps.build()


@pytest.mark.parametrize("method", ["recipro-cam", "activation-map"])
@pytest.mark.parametrize("name", ["plain", "resize", "rgbx", "mean"])
def test_models_with_preprocessing_steps(vinoscope, tmp_path, pixels, name, method):
    ov.save_model(steps_of(name), tmp_path / "m.xml", compress_to_fp16=False)
    vinoscope("insert", "m.xml", "-o", "x.xml", "--method", method)
    tensor = pixels[None] if name != "rgbx" else np.dstack([pixels, np.full((SIDE, SIDE), 255, np.uint8)])[None]
    found = ov.compile_model(tmp_path / "x.xml", "CPU", F32)([tensor])
    expected = ov.compile_model(tmp_path / "m.xml", "CPU", F32)([tensor])
    assert found["logits"] == pytest.approx(expected["logits"], abs=1e-5)
    flags = ["--method", method, "--precision", "f32", "--cache", "none", "--format", "npy", "-o", "out"]
    vinoscope("explain", "m.xml", "p.png", "--targets", "0", *flags)
    explained = np.load(next((tmp_path / "out").glob("*.npy")))
    values = found["saliency_map"][0]
    assert (values[0] if values.ndim == 3 else values) == pytest.approx(explained, abs=1e-4)


def test_the_size_to_which_the_graph_resizes_is_taken(vinoscope, tmp_path, pixels):
    ov.save_model(steps_of("resize"), tmp_path / "m.xml", compress_to_fp16=False)
    done = vinoscope("explain", "m.xml", "p.png", "-v", "--cache", "none")
    assert f"input size {SIDE}x{SIDE} (the size that the graph resizes to" in done.stderr


@pytest.mark.parametrize("planes", [ColorFormat.NV12_SINGLE_PLANE, ColorFormat.NV12_TWO_PLANES, ColorFormat.I420_SINGLE_PLANE])
def test_video_formats_are_refused(error, tmp_path, pixels, planes):
    steps = PrePostProcessor(classifier())
    steps.input().model().set_layout(ov.Layout("NCHW"))
    tensor = steps.input().tensor().set_element_type(ov.Type.u8)
    if planes == ColorFormat.NV12_TWO_PLANES:
        tensor.set_color_format(planes, ["y", "uv"])
    else:
        tensor.set_color_format(planes)
    steps.input().preprocess().convert_color(ColorFormat.RGB).convert_element_type(ov.Type.f32)
    ov.save_model(steps.build(), tmp_path / "m.xml")
    name = "I420" if planes == ColorFormat.I420_SINGLE_PLANE else "NV12"
    for arguments in (["explain", "m.xml", "p.png"], ["insert", "m.xml", "-o", "x.xml"]):
        assert name in error(*arguments, code=4)
