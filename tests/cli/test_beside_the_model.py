# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What a model's file and the files beside it specify is followed without a flag: preprocessing, labels, task."""

import json
import shutil

import numpy as np
import openvino as ov
import pytest
from conftest import SHAPE, SHAPES_FLAGS, SOURCE, document
from openvino import opset13 as ops
from PIL import Image

DETECTOR = SOURCE / "tests/data/models/shapes-ssd.xml"
SIZE, NAMES = 16, ["cat", "dog", "axolotl"]
FLAGS = ["--precision", "f32", "--cache", "none", "--json", "--method", "recipro-cam"]


def classifier(activation=None):
    """Logits of [1,3,SIZE,SIZE]."""
    random = np.random.default_rng(11)
    image = ops.parameter([1, 3, SIZE, SIZE], np.float32, "image")
    kernel = ops.constant((random.standard_normal((8, 3, 4, 4)) * 0.3).astype(np.float32))
    maps = ops.relu(ops.convolution(image, kernel, [4, 4], [0, 0], [0, 0], [1, 1]))
    dense = ops.constant(random.standard_normal((8, len(NAMES))).astype(np.float32))
    said = ops.matmul(ops.reduce_mean(maps, [2, 3]), dense, False, False)
    said = activation(said) if activation else said
    said.output(0).set_names({"logits"})
    return ov.Model([ops.result(said, name="logits")], [image], "classifier")


def run(model, tensor):
    return ov.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})([tensor])[0][0]


def softmax(values):
    powers = np.exp(values - values.max())
    return powers / powers.sum()


@pytest.fixture
def pixels(tmp_path):
    values = np.random.default_rng(5).integers(0, 256, (SIZE, SIZE, 3), dtype=np.uint8)
    Image.fromarray(values).save(tmp_path / "p.png")
    return values


@pytest.fixture
def explained(vinoscope, tmp_path):
    """The predictions of a model saved in a folder beside other files, by their labels, or by their indices without."""

    def run(model, files, folder="."):
        for name, content in files.items():
            (tmp_path / name).write_text(content if isinstance(content, str) else json.dumps(content))
        (tmp_path / folder).mkdir(exist_ok=True)
        ov.save_model(model, tmp_path / folder / "model.xml", compress_to_fp16=False)
        result = document(vinoscope("explain", f"{folder}/model.xml", "p.png", *FLAGS))
        return {p["label"] or p["index"]: p["score"] for p in result["images"][0]["predictions"]}

    return run


def normalised(pixels, mean, deviation):
    values = (pixels / 255 - np.float32(mean)) / np.float32(deviation)
    return np.ascontiguousarray(values.transpose(2, 0, 1)[None].astype(np.float32))


MEAN, DEVIATION = [0.5, 0.4, 0.3], [0.25, 0.2, 0.3]
ID2LABEL = {str(i): name for i, name in enumerate(NAMES)}
TRANSFORMERS = {
    "preprocessor_config.json": {"do_normalize": True, "do_rescale": True, "rescale_factor": 1 / 255, "image_mean": MEAN,
                                 "image_std": DEVIATION, "size": {"height": SIZE, "width": SIZE}},
    "config.json": {"architectures": ["ViTForImageClassification"], "id2label": ID2LABEL},
}
TIMM = {"config.json": {"architecture": "resnet18", "num_classes": 3, "label_names": NAMES, "pretrained_cfg":
                        {"mean": MEAN, "std": DEVIATION, "input_size": [3, SIZE, SIZE], "crop_pct": 1.0}}}


@pytest.mark.parametrize("files", [TRANSFORMERS, TIMM], ids=["transformers", "timm"])
@pytest.mark.parametrize("folder", [".", "onnx"])
def test_preprocessing_and_labels_beside_the_model(explained, pixels, files, folder):
    expected = softmax(run(classifier(), normalised(pixels, MEAN, DEVIATION)))
    assert explained(classifier(), files, folder) == pytest.approx(dict(zip(NAMES, expected)), abs=1e-5)


def test_no_normalisation_is_one_as_well(explained, pixels):
    files = {"preprocessor_config.json": {**TRANSFORMERS["preprocessor_config.json"], "do_normalize": False}}
    expected = softmax(run(classifier(), normalised(pixels, [0], [1])))
    assert explained(classifier(), files) == pytest.approx(dict(enumerate(expected)), abs=1e-5)


def test_classes_that_do_not_exclude_each_other(explained, pixels):
    config = {**TRANSFORMERS["config.json"], "problem_type": "multi_label_classification"}
    expected = 1 / (1 + np.exp(-run(classifier(), normalised(pixels, MEAN, DEVIATION))))
    found = explained(classifier(), {**TRANSFORMERS, "config.json": config})
    assert found == pytest.approx(dict(zip(NAMES, expected)), abs=1e-5)


@pytest.mark.parametrize("activation, wanted", [(None, "sigmoid"), (ops.sigmoid, "none")])
def test_multilabel_of_model_api(explained, pixels, activation, wanted):
    model = classifier(activation)
    for key, value in {"model_type": "Classification", "multilabel": "True", "labels": " ".join(NAMES),
                       "scale_values": "255"}.items():
        model.set_rt_info(value, ["model_info", key])
    said = run(model, normalised(pixels, [0], [1]))
    expected = 1 / (1 + np.exp(-said)) if wanted == "sigmoid" else said
    assert explained(model, {}) == pytest.approx(dict(zip(NAMES, expected)), abs=1e-5)


def test_flags_and_the_model_itself_come_first(vinoscope, pixels, tmp_path):
    model = classifier()
    model.set_rt_info("127.5", ["model_info", "scale_values"])
    for name, content in TIMM.items():
        (tmp_path / name).write_text(json.dumps(content))
    ov.save_model(model, tmp_path / "model.xml", compress_to_fp16=False)
    lines = document(vinoscope("doctor", "model.xml", "--json", "--color", "bgr"))["preprocess"]
    assert "scale 127.5 127.5 127.5 (model)" in lines
    assert "color bgr (flag)" in lines
    assert any(line.startswith("mean 127.5 102 76.5") and line.endswith("(config.json)") for line in lines)


def test_labels_in_a_text_file(explained, pixels):
    expected = softmax(run(classifier(), pixels.astype(np.float32).transpose(2, 0, 1)[None]))
    found = explained(classifier(), {"labels.txt": "\n".join(NAMES) + "\n"})
    assert found == pytest.approx(dict(zip(NAMES, expected)), abs=1e-5)
    numbered = explained(classifier(), {"labels.txt": "0 cat\r\n1 dog\r\n2 axolotl\r\n"})
    assert numbered == found
    assert set(explained(classifier(), {"labels.txt": "one\ntwo\n"})) == {0, 1, 2}, "two names do not fit three classes"


@pytest.mark.parametrize("name", ["cnn", "cnn-sigmoid", "unet"])
def test_labels_of_another_model_are_ignored(vinoscope, tmp_path, name):
    """A folder of several models, with the labels of one of them."""
    model = SOURCE / f"tests/data/models/shapes-{name}.xml"
    shutil.copy(model, tmp_path / "model.xml")
    shutil.copy(model.with_suffix(".bin"), tmp_path / "model.bin")
    explain = ["explain", "model.xml", SHAPE, *SHAPES_FLAGS, "--method", "activation-map", "--json"]
    doctor = ["doctor", "model.xml", "--json"]
    alone, read_alone = document(vinoscope(*explain)), document(vinoscope(*doctor))
    (tmp_path / "labels.txt").write_text("\n".join(f"thing {i}" for i in range(37)))
    beside, read_beside = document(vinoscope(*explain)), document(vinoscope(*doctor))
    assert read_beside["trust"] == read_alone["trust"] != "doubtful"
    assert read_beside["readings"] == read_alone["readings"]
    assert beside["images"][0]["predictions"] == alone["images"][0]["predictions"]
    said = vinoscope(*explain[:-1], "-v").stderr
    assert "found 37 in labels.txt; they are not used" in said and "uncertain" not in said


def test_labels_of_a_detector_whose_number_of_classes_is_unknown_are_not_trusted_silently(vinoscope, pixels, tmp_path):
    image = ops.parameter([1, 3, SIZE, SIZE], np.float32, "image")
    little = ops.multiply(ops.tanh(ops.reduce_mean(image, [1, 2, 3])), np.float32(1e-6))
    rows = np.array([[[1, 1, 8, 8, 0.9], [5, 5, 15, 14, 0.8], [2, 8, 7, 15, 0.6]]], np.float32)
    boxes, classes = ops.add(little, rows), ops.add(ops.convert(little, "i64"), np.array([[0, 2, 1]], np.int64))
    for port, name in [(boxes, "boxes"), (classes, "labels")]:
        port.output(0).set_names({name})
    ov.save_model(ov.Model([ops.result(boxes), ops.result(classes)], [image], "detector"), tmp_path / "model.xml")
    explain = ["explain", "model.xml", "p.png", *FLAGS[:-2], "--method", "occlusion", "--preset", "unit"]
    assert "cannot be checked" not in vinoscope(*explain).stderr
    (tmp_path / "labels.txt").write_text("\n".join(f"thing {i}" for i in range(37)))
    assert "the 37 labels in labels.txt are its own cannot be checked" in vinoscope(*explain).stderr
    assert "cannot be checked" not in vinoscope(*explain, "--labels", "labels.txt").stderr


def test_labels_of_single_characters_and_of_other_encodings(explained, vinoscope, pixels, tmp_path):
    """Ten digits look like the alphabet of a text recogniser."""
    random = np.random.default_rng(2)
    image = ops.parameter([1, 3, SIZE, SIZE], np.float32, "image")
    dense = ops.constant(random.standard_normal((3 * SIZE * SIZE, 10)).astype(np.float32) / 1000)
    said = ops.matmul(ops.reshape(image, ops.constant(np.int64([1, -1])), False), dense, False, False)
    said.output(0).set_names({"logits"})
    digits = ov.Model([ops.result(said, name="logits")], [image], "digits")
    ov.save_model(digits, tmp_path / "model.xml", compress_to_fp16=False)
    (tmp_path / "labels.txt").write_text("\n".join("9876543210"))
    flags = ["explain", "model.xml", "p.png", "--method", "saliency", "--predictions", "10", "--json"]
    found = document(vinoscope(*flags))["images"][0]["predictions"]
    assert {p["index"]: p["label"] for p in found} == {i: str(9 - i) for i in range(10)}
    (tmp_path / "labels.txt").write_bytes(b"caf\xe9\n" * 10)
    assert document(vinoscope(*flags))["images"][0]["predictions"][0]["label"].startswith("caf")


ULTRALYTICS = """description: Ultralytics YOLO11n-cls model trained on pets
author: Ultralytics
task: classify
batch: 1
imgsz:
- 16
- 16
names:
  0: cat
  1: "dog"
  2: axolotl
stride: 1
"""


def test_metadata_of_ultralytics(explained, vinoscope, pixels):
    model = classifier()
    for key, value in {"model_type": "YOLO", "scale_values": "255", "reverse_input_channels": "YES"}.items():
        model.set_rt_info(value, ["model_info", key])  # as its export to OpenVINO has them
    assert set(explained(model, {"metadata.yaml": ULTRALYTICS})) == set(NAMES)
    assert "resize crop (metadata.yaml)" in document(vinoscope("doctor", "model.xml", "--json"))["preprocess"]
    as_text = ULTRALYTICS.replace("  0: cat\n", "").replace("axolotl\n", "axolotl\n  0: cat\n")
    found = explained(model, {"metadata.yaml": as_text})
    assert found == explained(model, {"metadata.yaml": ULTRALYTICS}), "names belong to their keys"


@pytest.mark.parametrize("content", ["", "[]", "{", '{"architectures": 3, "id2label": [1], "image_mean": "x", "mean": {}}', "7"])
def test_other_content_is_ignored(explained, pixels, content):
    expected = softmax(run(classifier(), pixels.astype(np.float32).transpose(2, 0, 1)[None]))
    files = {name: content for name in ["config.json", "preprocessor_config.json", "metadata.yaml"]}
    assert explained(classifier(), files) == pytest.approx(dict(enumerate(expected)), abs=1e-5)


def test_inserted_models_do_not_keep_them(vinoscope, pixels, tmp_path):
    for name, content in TIMM.items():
        (tmp_path / name).write_text(json.dumps(content))
    ov.save_model(classifier(), tmp_path / "model.xml", compress_to_fp16=False)
    vinoscope("insert", "model.xml", "-o", "out.xml")
    assert "config.json" not in (tmp_path / "out.xml").read_text()


def test_confidence_threshold_of_model_api(vinoscope, tmp_path):
    found = document(vinoscope("explain", DETECTOR, SHAPE, *SHAPES_FLAGS, "--min-score", "0", "--predictions", "200",
                               "--method", "activation-map", "--json"))["images"][0]["predictions"]
    scores = sorted((p["score"] for p in found), reverse=True)
    threshold = (scores[0] + scores[1]) / 2
    model = ov.Core().read_model(DETECTOR)
    model.set_rt_info(str(threshold), ["model_info", "confidence_threshold"])
    ov.save_model(model, tmp_path / "model.xml", compress_to_fp16=False)
    flags = ["explain", "model.xml", SHAPE, *SHAPES_FLAGS, "--method", "activation-map", "--json"]
    assert len(document(vinoscope(*flags))["images"][0]["predictions"]) == 1
    assert len(document(vinoscope(*flags, "--min-score", "0", "--predictions", "200"))["images"][0]["predictions"]) == len(found)


def test_anomaly_map_of_anomalib(vinoscope, pixels, tmp_path):
    image = ops.parameter([1, 3, SIZE, SIZE], np.float32, "image")
    kernel = ops.constant(np.random.default_rng(3).standard_normal((1, 3, 3, 3)).astype(np.float32))
    distances = ops.abs(ops.convolution(image, kernel, [1, 1], [1, 1], [1, 1], [1, 1]))
    distances.output(0).set_names({"output"})
    model = ov.Model([ops.result(distances)], [image], "anomaly")
    for key, value in {"model_type": "AnomalyDetection", "labels": "Normal Anomaly", "pixel_threshold": "2.5",
                       "image_threshold": "3.25", "normalization_scale": "8", "mean_values": "123.675 116.28 103.53",
                       "scale_values": "58.395 57.12 57.375"}.items():
        model.set_rt_info(value, ["model_info", key])
    ov.save_model(model, tmp_path / "model.xml", compress_to_fp16=False)
    said = document(vinoscope("doctor", "model.xml", "--json"))
    assert (said["task"], said["decoder"], said["trust"]) == ("regression", "value-map", "certain")
    assert "2.5 (pixel_threshold)" in said["readings"][0]["evidence"]
    assert "3.25 (image_threshold)" in said["readings"][0]["evidence"]
    found = document(vinoscope("explain", "model.xml", "p.png", *FLAGS[:-2], "--method", "occlusion"))
    mean = run(model, normalised(pixels, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])).mean()
    assert found["images"][0]["predictions"][0]["score"] == pytest.approx(mean, rel=1e-4)


def test_a_model_without_files_beside_it_is_as_before(vinoscope, tmp_path):
    shutil.copy(SHAPE, tmp_path / "p.png")
    ov.save_model(classifier(), tmp_path / "model.xml", compress_to_fp16=False)
    assert "scale 1 1 1 (default)" in document(vinoscope("doctor", "model.xml", "--json"))["preprocess"]
