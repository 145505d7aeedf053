# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Models with inputs beside the picture: each is written, or refused by its name."""

import json

import numpy as np
import openvino as ov
import pytest
from conftest import document
from openvino import opset13 as ops
from PIL import Image

HEIGHT, WIDTH = 32, 48
USAGE, INPUT, UNSUPPORTED = 2, 3, 4
META = np.float32([[0.5, -1, 2, 0.25, 3]])
METHODS = ["recipro-cam", "eigen-cam", "grad-cam", "saliency", "integrated-gradients", "rise", "occlusion"]


def rng(seed=0):
    return np.random.default_rng(seed)


def weights(*shape, seed=0):
    return ops.constant((rng(seed).standard_normal(shape) * 0.2).astype(np.float32))


@pytest.fixture
def pixels(tmp_path):
    values = rng(7).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    Image.fromarray(values).save(tmp_path / "p.png")
    return values


@pytest.fixture
def save(tmp_path):
    def run(name, outputs, inputs):
        for output, said in outputs.items():
            said.output(0).set_names({output})
        model = ov.Model([ops.result(said, name=output) for output, said in outputs.items()], inputs)
        ov.save_model(model, tmp_path / name, compress_to_fp16=False)
        return tmp_path / name

    return run


def parameter(name, shape, dtype=np.float32):
    node = ops.parameter(shape, dtype, name)
    node.output(0).set_names({name})
    return node


def features(image, channels=3, stride=4):
    kernel = weights(8, channels, stride, stride)
    return ops.relu(ops.convolution(image, kernel, [stride] * 2, [0, 0], [0, 0], [1, 1]))


def logits(value, classes=4):
    return ops.matmul(ops.reduce_mean(value, [2, 3]), weights(8, classes, seed=1), False, False)


def planar(values):
    return np.ascontiguousarray(values.astype(np.float32).transpose(2, 0, 1)[None]) / 255


def plain(model, inputs):
    compiled = ov.compile_model(ov.Core().read_model(model), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return [np.array(value) for value in compiled(inputs).values()]


@pytest.fixture
def table(save, pixels):
    image, meta = parameter("image", [1, 3, HEIGHT, WIDTH]), parameter("meta", [1, 5])
    said = ops.add(logits(features(image)), ops.matmul(meta, weights(5, 4, seed=2), False, False))
    return save("table.xml", {"logits": said}, [image, meta])


FLAGS = ["--scale", "255", "--precision", "f32", "--cache", "none"]


@pytest.fixture
def explained(vinoscope):
    def run(model, *flags):
        return document(vinoscope("explain", model, "p.png", *FLAGS, "--json", *flags))

    return run


def scores(result):
    return [p["score"] for p in sorted(result["images"][0]["predictions"], key=lambda p: p["index"])]


@pytest.mark.parametrize("command", ["explain", "evaluate"])
def test_an_input_without_a_value_is_refused_by_its_name(error, table, command):
    message = error(command, table, "p.png", *FLAGS, code=USAGE)
    assert "'meta' [1,5] f32" in message and "--input meta=" in message


@pytest.mark.parametrize("method", METHODS)
def test_a_value_holds_in_every_inference(explained, table, pixels, tmp_path, method):
    np.save(tmp_path / "meta.npy", META)
    expected = plain(table, {"image": planar(pixels), "meta": META})[0][0]
    flags = ["--method", method, "--score", "raw", *(["--num-masks", "30"] if method == "rise" else [])]
    maps = []
    for value in ("0.5,-1,2,0.25,3", "meta.npy"):
        result = explained(table, *flags, "--input", f"meta={value}", "--format", "npy")
        assert scores(result) == pytest.approx(expected, abs=1e-4)
        maps.append(np.load(tmp_path / [*result["images"][0]["explanations"][0]["files"].values()][0]))
    assert np.isfinite(maps[0]).all() and np.array_equal(*maps)


def test_a_value_moves_the_map_where_the_model_multiplies(explained, save, pixels, tmp_path):
    """The gate decides which of two channels counts, and with it where the map is."""
    image, gate = parameter("image", [1, 3, HEIGHT, WIDTH]), parameter("gate", [1, 2])
    halves = np.zeros((2, 3, HEIGHT, WIDTH), np.float32)
    halves[0, :, :, : WIDTH // 2] = halves[1, :, :, WIDTH // 2 :] = 1e-3
    sums = ops.concat([ops.reduce_sum(ops.multiply(image, ops.constant(half)), [1, 2, 3], keep_dims=False) for half in halves], 0)
    said = ops.multiply(ops.reshape(sums, [1, 2], False), gate)
    total = ops.reduce_sum(said, [1], keep_dims=True)
    model = save("gate.xml", {"scores": ops.concat([total, ops.multiply(total, np.float32(-1))], 1)}, [image, gate])
    for gates, side in (("1,0", 0), ("0,1", 1)):
        for method in ("occlusion", "saliency"):
            result = explained(model, "--input", f"gate={gates}", "--targets", "0", "--score", "raw", "--method", method,
                               "--format", "npy")
            values = np.load(tmp_path / [*result["images"][0]["explanations"][0]["files"].values()][0])
            left, right = np.abs(values[:, : values.shape[1] // 2]).sum(), np.abs(values[:, values.shape[1] // 2 :]).sum()
            assert (right > 4 * left) if side else (left > 4 * right)


def test_a_value_holds_for_metrics(vinoscope, table, pixels):
    flags = ["--methods", "recipro-cam", "--metrics", "insertion-deletion", "--json", *FLAGS]
    values = [document(vinoscope("evaluate", table, "p.png", "--input", f"meta={meta}", *flags))
              for meta in ("0,0,0,0,0", "0,0,0,0,0", "9,9,9,9,9")]
    rows = [json.dumps(value["methods"]) for value in values]
    without_seconds = [[m["metrics"] if "metrics" in m else m for m in v["methods"]] for v in values]
    assert rows and without_seconds[0] != without_seconds[2]


@pytest.mark.parametrize("value, code, parts", [
    ("metta=1", USAGE, ['"metta"', "did you mean meta"]),
    ("meta=1,2", USAGE, ["'meta' [1,5] f32", "shape [2]"]),
    ("meta=nan", USAGE, ["--input", "nan"]),
    ("meta=", USAGE, ["--input"]),
    ("meta=1,,2,3,4,5", USAGE, ["--input", "separated by commas"]),
    ("meta=1,2,3,4,5,", USAGE, ["--input", "separated by commas"]),
    ("meta", USAGE, ["--input", "NAME="]),
    ("meta=none.npy", INPUT, ["none.npy"]),
    ("meta=p.npy", INPUT, ["p.npy", "expected a NumPy file"]),
    ("meta=holes.npy", USAGE, ["'meta'", "NaN"]),
    ("meta=later.npy", INPUT, ["later.npy", "version"]),
    ("meta=fields.npy", INPUT, ["fields.npy", "several fields"]),
    ("meta=objects.npy", INPUT, ["objects.npy", "dtype '|O'; convert"]),
])
def test_values_that_do_not_fit(error, table, tmp_path, value, code, parts):
    (tmp_path / "p.npy").write_bytes((tmp_path / "p.png").read_bytes())
    np.save(tmp_path / "holes.npy", np.float32([1, 2, np.nan, 4, 5]))
    np.save(tmp_path / "fields.npy", np.zeros(5, [("a", "<f4")]))
    np.save(tmp_path / "objects.npy", np.array([None] * 5, object))
    np.save(tmp_path / "later.npy", META)
    with open(tmp_path / "later.npy", "r+b") as file:
        file.seek(6)
        file.write(b"\x09")
    message = error("explain", table, "p.png", *FLAGS, "--input", value, code=code)
    assert all(part in message for part in parts), message


@pytest.mark.parametrize("dtype", ["<f2", "<f8", "<i8", "<i4", "|u1", "|b1"])
def test_arrays_of_any_type_and_order(explained, table, pixels, tmp_path, dtype):
    values = np.asfortranarray(np.array([[1, 0, 1, 1, 0]], dtype))
    np.save(tmp_path / "v.npy", values)
    expected = plain(table, {"image": planar(pixels), "meta": values.astype(np.float32)})[0][0]
    assert scores(explained(table, "--score", "raw", "--input", "meta=v.npy")) == pytest.approx(expected, abs=1e-4)


def test_a_value_has_the_shape_of_its_input(explained, error, save, pixels, tmp_path):
    image, grid = parameter("image", [1, 3, HEIGHT, WIDTH]), parameter("grid", [1, 2, 3])
    said = ops.matmul(ops.reshape(grid, [1, 6], False), weights(6, 4, seed=2), False, False)
    model = save("grid.xml", {"logits": ops.add(logits(features(image)), said)}, [image, grid])
    values = np.arange(6, dtype=np.float32).reshape(2, 3)
    np.save(tmp_path / "rows.npy", values)
    np.save(tmp_path / "columns.npy", values.T)
    expected = plain(model, {"image": planar(pixels), "grid": values[None]})[0][0]
    for value in ("rows.npy", "0,1,2,3,4,5"):
        assert scores(explained(model, "--score", "raw", "--input", f"grid={value}")) == pytest.approx(expected, abs=1e-4)
    assert "shape [3, 2]" in error("explain", model, "p.png", *FLAGS, "--input", "grid=columns.npy", code=USAGE)


def test_an_input_has_one_value(error, table, pixels):
    assert "'meta'" in error("explain", table, "p.png", *FLAGS, "--input", "meta=1", "--input", "meta=2", code=USAGE)


def test_an_input_that_nothing_reads_needs_no_value(explained, save, pixels):
    image, unread = parameter("image", [1, 3, HEIGHT, WIDTH]), parameter("unread", [1, 5])
    model = save("unread.xml", {"logits": logits(features(image))}, [image, unread])
    expected = plain(model, {"image": planar(pixels), "unread": META})[0][0]
    assert scores(explained(model, "--score", "raw")) == pytest.approx(expected, abs=1e-4)


def rt_detr_order(size):
    """[width, height] -> x, y, x, y."""
    return ops.unsqueeze(ops.concat([size, size], 1), 1)


def detr_order(size):
    """[height, width] -> x, y, x, y."""
    return ops.unsqueeze(ops.gather(size, np.int64([1, 0, 1, 0]), np.int64(1)), 1)


def rows(image):
    maps = ops.sigmoid(ops.convolution(image, weights(5, 3, 8, 8, seed=3), [8, 8], [0, 0], [0, 0], [1, 1]))
    return ops.transpose(ops.reshape(maps, [1, 5, -1], False), [0, 2, 1])


def corners(values):
    """Two points in 0..1 as a box: their middle, half as large and the other way round."""
    low = ops.multiply(ops.slice(values, [0], [2], [1], [2]), np.float32(0.5))
    high = ops.add(low, ops.multiply(ops.slice(values, [2], [4], [1], [2]), np.float32(0.5)))
    return ops.concat([low, high], 2)


def detector(save, name, order, dtype=np.int64):
    image, size = parameter("image", [1, 3, HEIGHT, WIDTH]), parameter(name, [1, 2], dtype)
    found = rows(image)
    boxes = ops.multiply(corners(found), order(ops.convert(size, "f32")))
    confidence = ops.squeeze(ops.slice(found, [4], [5], [1], [2]), [2])
    labels = ops.convert(ops.multiply(confidence, np.float32(2)), "i64")
    return save(f"{name}.xml", {"labels": labels, "boxes": boxes, "scores": confidence}, [image, size])


@pytest.mark.parametrize("name, order, size", [
    ("orig_target_sizes", rt_detr_order, [WIDTH, HEIGHT]),
    ("orig_target_sizes", detr_order, [HEIGHT, WIDTH]),
    ("target_sizes", detr_order, [HEIGHT, WIDTH]),
    ("image_shape", detr_order, [HEIGHT, WIDTH]),
    ("im_shape", detr_order, [HEIGHT, WIDTH]),
])
def test_a_size_input_gets_the_size_of_the_input(explained, save, pixels, tmp_path, name, order, size):
    model = detector(save, name, order)
    Image.fromarray(pixels).resize((2 * WIDTH, 3 * HEIGHT), Image.Resampling.NEAREST).save(tmp_path / "p.png")
    squashed = np.array(Image.open(tmp_path / "p.png"))[1::3, ::2]  # what linear interpolation keeps of it
    assert np.array_equal(squashed, pixels)
    _, boxes, confidence = plain(model, {"image": planar(pixels), name: np.int64([size])})
    result = explained(model, "--method", "occlusion", "--window", "16", "--min-score", "0")
    best = result["images"][0]["predictions"][0]
    expected = boxes[0, np.argmax(confidence)] * [2, 3, 2, 3]
    assert best["score"] == pytest.approx(confidence.max(), abs=0.02)
    assert best["box"] == pytest.approx(expected, abs=1)


def test_the_scale_of_paddle_is_one(explained, save, pixels):
    image = parameter("image", [1, 3, HEIGHT, WIDTH])
    shape, scale = parameter("im_shape", [-1, 2]), parameter("scale_factor", [-1, 2])
    found = rows(image)
    size = ops.floor(ops.add(ops.divide(shape, scale), np.float32(0.5)))
    boxes = ops.multiply(corners(found), detr_order(size))
    confidence = ops.squeeze(ops.slice(found, [4], [5], [1], [2]), [2])
    labels = ops.convert(ops.multiply(confidence, np.float32(2)), "i64")
    model = save("paddle.xml", {"labels": labels, "boxes": boxes, "scores": confidence}, [shape, image, scale])
    _, boxes, confidence = plain(model, {"image": planar(pixels), "im_shape": np.float32([[HEIGHT, WIDTH]]),
                                         "scale_factor": np.float32([[1, 1]])})
    best = explained(model, "--method", "occlusion", "--window", "16", "--min-score", "0")["images"][0]["predictions"][0]
    assert best["box"] == pytest.approx(boxes[0, np.argmax(confidence)], abs=0.1)


def test_a_size_whose_order_nobody_knows_is_refused(error, save, pixels):
    image, size = parameter("image", [1, 3, HEIGHT, WIDTH]), parameter("target_sizes", [1, 2])
    said = ops.multiply(logits(features(image)), ops.reduce_prod(size, [1], keep_dims=True))
    model = save("area.xml", {"logits": said}, [image, size])
    assert "'target_sizes'" in error("explain", model, "p.png", *FLAGS, code=USAGE)


@pytest.fixture
def stereo(save, pixels, tmp_path):
    left, right = (parameter(name, [-1, 3, HEIGHT, WIDTH]) for name in ("left", "right"))
    np.save(tmp_path / "right.npy", planar(rng(3).integers(0, 256, (HEIGHT, WIDTH, 3))))
    return save("stereo.xml", {"logits": logits(features(ops.concat([left, right], 1), 6))}, [left, right])


def test_of_two_pictures_one_is_explained(explained, error, stereo, pixels, tmp_path):
    message = error("explain", stereo, "p.png", *FLAGS, code=UNSUPPORTED)
    assert "'left'" in message and "'right'" in message and "--image-input" in message
    right = np.load(tmp_path / "right.npy")
    expected = plain(stereo, {"left": planar(pixels), "right": right})[0][0]
    for flags in (["--input", "right=right.npy"], ["--image-input", "left", "--input", "right=right.npy"]):
        for method in ("recipro-cam", "saliency", "rise"):
            result = explained(stereo, *flags, "--score", "raw", "--method", method)
            assert scores(result) == pytest.approx(expected, abs=1e-4)
    assert "'right'" in error("explain", stereo, "p.png", *FLAGS, "--image-input", "left", code=USAGE)
    assert "did you mean left" in error("explain", stereo, "p.png", *FLAGS, "--image-input", "lefd", code=USAGE)


def test_insertion_keeps_the_other_inputs_or_fixes_them(vinoscope, explained, stereo, pixels, tmp_path):
    right = np.load(tmp_path / "right.npy")
    vinoscope("insert", stereo, "-o", "kept.xml", "--image-input", "left", "--method", "recipro-cam")
    vinoscope("insert", stereo, "-o", "fixed.xml", "--input", "right=right.npy", "--method", "recipro-cam")
    explained(stereo, "--input", "right=right.npy", "--targets", "all", "--method", "recipro-cam", "--format", "npy", "-o", "out")
    expected = np.stack([np.load(tmp_path / f"out/target_{i}.npy") for i in range(4)])
    kept = plain(tmp_path / "kept.xml", {"left": planar(pixels), "right": right})[1][0]
    fixed = plain(tmp_path / "fixed.xml", {"left": planar(pixels)})[1][0]
    assert kept == pytest.approx(expected, abs=1e-5) and fixed == pytest.approx(expected, abs=1e-5)


def test_doctor_tells_what_an_input_needs(vinoscope, table, save, pixels):
    said = vinoscope("doctor", table).stdout
    assert "needs --input" in said and "--input meta=VALUE" in said
    assert "size of the image" in vinoscope("doctor", detector(save, "orig_target_sizes", rt_detr_order)).stdout


# Inputs with less than four dimensions. Of a linear model the gradient is its weights, whatever the input is.
LOW_RANK = {"vector": (None, [16]), "batch-of-vectors": ([-1, 16], [1, 16]), "sequence": ([1, 12, 7], [1, 12, 7]),
            "open-batch": ([-1, 12, 7], [1, 12, 7]), "planar-image": ([3, 10, 8], [3, 10, 8]), "image": ([10, 8, 3], [10, 8, 3])}


def linear(shape, classes=3):
    size = int(np.prod([side for side in shape if side > 0]))
    values = parameter("values", shape)
    matrix = rng(3).standard_normal((size, classes)).astype(np.float32)
    said = ops.matmul(ops.reshape(values, ops.constant(np.int64([-1, size])), False), ops.constant(matrix), False, False)
    return values, said, matrix


@pytest.mark.parametrize("kind", LOW_RANK)
@pytest.mark.parametrize("method", ["saliency", "occlusion"])
def test_tensors_of_low_rank(vinoscope, save, tmp_path, kind, method):
    shape, given = LOW_RANK[kind]
    values, said, matrix = linear(shape or given)
    model = save("model.xml", {"logits": said}, [values])
    array = rng(4).standard_normal(given).astype(np.float32)
    np.save(tmp_path / "x.npy", array)
    result = document(vinoscope("explain", model, "x.npy", "--method", method, "--targets", "1", "--json", "--score", "raw",
                                "--format", "npy", "-o", "out", "--precision", "f32", "--cache", "none"))
    found = np.load(next((tmp_path / "out").glob("*.npy")))
    scores = {p["index"]: p["score"] for p in result["images"][0]["predictions"]}
    assert [scores[i] for i in range(3)] == pytest.approx(array.reshape(1, -1).dot(matrix)[0], abs=1e-3)
    weights_of = matrix[:, 1].reshape(given)
    if kind == "planar-image":
        weights_of = weights_of.transpose(1, 2, 0)
    if method == "saliency":
        expected = np.abs(weights_of).max(axis=-1) if "image" in kind else np.abs(weights_of)
        assert found.squeeze() == pytest.approx(expected.squeeze(), abs=1e-4)
    else:
        assert found.size == np.prod(given) // (3 if "image" in kind else 1)


@pytest.mark.parametrize("kind", LOW_RANK)
def test_insertion_keeps_an_input_of_low_rank(vinoscope, save, tmp_path, kind):
    shape, given = LOW_RANK[kind]
    values, said, matrix = linear(shape or given)
    model = save("model.xml", {"logits": said}, [values])
    vinoscope("insert", model, "-o", "x.xml", "--method", "saliency", "--target", "1")
    inserted = ov.Core().read_model(tmp_path / "x.xml")
    assert inserted.input("values").partial_shape == values.get_partial_shape()
    array = rng(4).standard_normal(given).astype(np.float32)
    logits, found = ov.compile_model(inserted, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})([array]).values()
    assert logits == pytest.approx(array.reshape(1, -1).dot(matrix), abs=1e-4)
    slopes = np.abs(matrix[:, 1].reshape(given))
    expected = slopes.max(axis=0 if kind == "planar-image" else -1) if "image" in kind else slopes
    assert found.squeeze() == pytest.approx(expected.squeeze(), abs=1e-4)
    np.save(tmp_path / "x.npy", array)
    vinoscope("explain", "x.xml", "x.npy", "--targets", "1", "--method", "saliency", "--format", "npy", "-o", "out",
              "--precision", "f32")
    assert np.load(tmp_path / "out/target_1.npy").squeeze() == pytest.approx(expected.squeeze(), abs=1e-4)


def test_a_photo_is_no_vector(vinoscope, save, pixels, error):
    values, said, _ = linear([1, 16])
    message = error("explain", save("model.xml", {"logits": said}, [values]), "p.png", code=UNSUPPORTED)
    assert "a vector of 16 values" in message and "pass a prepared tensor" in message
    assert "[1,1," not in message, "the shape in the file is [1,16]"


def test_doctor_of_low_rank(vinoscope, save):
    values, said, _ = linear([-1, 12, 7])
    found = document(vinoscope("doctor", save("model.xml", {"logits": said}, [values]), "--json"))
    assert found["inputs"][0]["shape"] == "[?,12,7]"
    assert found["task"] == "classification"
    assert {"saliency", "rise"} <= {fit["method"] for fit in found["methods"] if fit["works"]}


@pytest.fixture
def two_images(save):
    """Two images, and four numbers that are shares of a sigmoid only if the right one has the value that it is trained for."""
    left, right = parameter("left", [1, 3, HEIGHT, WIDTH]), parameter("right", [1, 3, HEIGHT, WIDTH])
    both = ops.concat([features(left), features(right)], 1)
    dense = ops.matmul(ops.reduce_mean(both, [2, 3]), weights(16, 4, seed=1), False, False)
    return save("two.xml", {"logits": dense}, [left, right])


def test_doctor_uses_the_values_of_other_inputs(vinoscope, two_images, tmp_path):
    alone = document(vinoscope("doctor", two_images, "--image-input", "left", "--json"))
    assert any("not checked" in line and "right" in line for line in alone["preprocess"])
    np.save(tmp_path / "right.npy", np.zeros((1, 3, HEIGHT, WIDTH), np.float32))
    found = document(vinoscope("doctor", two_images, "--image-input", "left", "--input", "right=right.npy", "--json"))
    assert not any("not checked" in line for line in found["preprocess"])
    assert found["task"] == "classification"
