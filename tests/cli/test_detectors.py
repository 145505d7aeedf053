# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Detectors with the outputs that deployed models have, without a word about what they are.

Each model here sees one thing, a white block in a black picture, and says so in the form of some family: the score of
its one box is 0.9 times the brightness of the block, and all other candidates score nothing. The picture is twice as
large as the input.
"""

import json
from dataclasses import dataclass

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as ops
from PIL import Image

HEIGHT, WIDTH = 320, 640
BOX = np.array([200, 60, 264, 140], np.float32)  # in pixels of the input
X1, Y1, X2, Y2 = BOX
CENTRE = np.array([(X1 + X2) / 2, (Y1 + Y2) / 2, X2 - X1, Y2 - Y1], np.float32)
SIDES = np.array([WIDTH, HEIGHT, WIDTH, HEIGHT], np.float32)
LABEL = 2
SCORE = 0.9
NOTHING = -12.0  # a logit


@dataclass
class Output:
    """`dark` where the block is black, and `bright` where it is white."""

    name: str
    dark: np.ndarray | tuple
    bright: np.ndarray | tuple | None = None
    axis: int | None = None  # of parts that the graph joins


def logit(share):
    return np.log(share / (1 - share))


def yolo_levels(order, squares, names):
    """Raw numbers of three anchors and 4 classes; the block is seen by the second anchor of the middle level."""
    outputs = []
    for name, stride in zip(names, (8, 16, 32), strict=True):
        rows, columns = HEIGHT // stride, WIDTH // stride
        dark = np.full([1, 3, 9, rows, columns], NOTHING, np.float32)
        bright = dark.copy()
        if stride == 16:
            x, y = CENTRE[0] / stride, CENTRE[1] / stride
            growth = CENTRE[2:] / (62, 45)
            for values, seen in ((dark, NOTHING), (bright, logit(SCORE**0.5))):
                cell = values[0, 1, :, int(y), int(x)]
                inside = np.array([x % 1, y % 1])
                cell[:2] = logit((inside + 0.5) / 2 if squares else inside)
                cell[2:4] = logit(growth**0.5 / 2) if squares else np.log(growth)
                cell[4] = seen
                cell[5 + LABEL] = seen
        shape = {"NCHW": [1, 27, rows, columns], "NHWC": [1, rows, columns, 27]}
        axes = {"NCHW": (0, 1, 2, 3, 4), "NHWC": (0, 3, 4, 1, 2), "5-D": (0, 1, 3, 4, 2)}[order]
        dark, bright = (np.ascontiguousarray(values.transpose(axes)) for values in (dark, bright))
        if order in shape:
            dark, bright = dark.reshape(shape[order]), bright.reshape(shape[order])
        outputs.append(Output(name, dark, bright))
    return outputs


def rows(name, shape, row, score, fill=0.0, at=7):
    """A row of numbers for each box, [..., boxes, numbers]; `score` is where its score stands."""
    dark = np.full(shape, fill, np.float32)
    bright = dark.copy()
    dark[..., at, :] = bright[..., at, :] = row
    dark[..., at, score] = fill
    bright[..., at, score] = SCORE
    return Output(name, dark, bright)


def columns(name, shape, row, score, fill=0.0):
    """The same, [..., numbers, boxes]."""
    said = rows(name, [*shape[:-2], shape[-1], shape[-2]], row, score, fill)
    return Output(name, said.dark.swapaxes(-1, -2), said.bright.swapaxes(-1, -2))


def values(name, shape, value, at=7):
    said = np.zeros(shape, np.float32)
    said[..., at] = value
    return Output(name, said)


def scores(name, shape, at=7):
    said = values(name, shape, SCORE, at)
    return Output(name, np.zeros_like(said.dark), said.dark)


def boxes(name, shape, box, at=7):
    said = np.broadcast_to(np.asarray(box, np.float32) / 2, shape).copy()
    said[..., at, :] = box
    return Output(name, said)


def labels(name, shape, at=7):
    return Output(name, values(name, shape, LABEL, at).dark.astype(np.int64))


SHARES = BOX / SIDES
ROWS_FIRST = SHARES[[1, 0, 3, 2]]


def side_by_side(classes, *behind):
    return np.concatenate([CENTRE, np.zeros(classes), *behind]).astype(np.float32)


def joined(name, parts, axis):
    return Output(name, *zip(*((part.dark, part.bright) for part in parts), strict=True), axis)


def constant(shape, fill=0.5):
    return Output("", np.full(shape, fill, np.float32), np.full(shape, fill, np.float32))


def yolo_v8(*behind):
    """Boxes, class scores and what is behind them, of 4200 candidates, joined in the graph."""
    said = columns("", [1, 19, 4200], side_by_side(15), 4 + LABEL)
    return joined("output0", [Output("", said.dark[:, :4], said.bright[:, :4]),
                              Output("", said.dark[:, 4:], said.bright[:, 4:]), *behind], 1)


def yolox_before_decoding():
    """Centres count from their cells in cells, sizes are logarithms; the cell is one of the middle level."""
    column, row = (int(at // 16) for at in CENTRE[:2])
    cell = (HEIGHT // 8) * (WIDTH // 8) + row * (WIDTH // 16) + column
    numbers = [CENTRE[0] / 16 - column, CENTRE[1] / 16 - row, *np.log(CENTRE[2:] / 16), 1, *np.zeros(80)]
    said = rows("output", [1, 4200, 85], numbers, 5 + LABEL, at=cell)
    for values_ in (said.dark, said.bright):
        values_[0, :cell, 2:4] = -1
    return said


def queries():
    """Shares of the sides, and scores, of 300 queries."""
    said = rows("", [1, 300, 84], [*CENTRE / [WIDTH, HEIGHT, WIDTH, HEIGHT], *np.zeros(80)], 4 + LABEL)
    return joined("output0", [Output("", said.dark[..., :4], said.bright[..., :4]),
                              Output("", said.dark[..., 4:], said.bright[..., 4:])], 2)


def heat_maps():
    row, column = int(CENTRE[1] // 4), int(CENTRE[0] // 4)
    centres = np.full([1, 80, HEIGHT // 4, WIDTH // 4], NOTHING, np.float32)
    bright = centres.copy()
    bright[0, LABEL, row - 1:row + 2, column - 1:column + 2] = 0
    bright[0, LABEL, row, column] = logit(SCORE)
    sizes, offsets = np.zeros([2, 1, 2, *centres.shape[2:]], np.float32)
    sizes[0, :, row, column] = CENTRE[2:] / 4
    offsets[0, :, row, column] = CENTRE[:2] / 4 - [column, row]
    return [Output("hm", centres, bright), Output("wh", sizes), Output("reg", offsets)]


def turned_by_90_degrees():
    said = yolo_v8(constant([1, 1, 4200], np.pi / 2))
    for boxes_ in (said.dark[0], said.bright[0]):
        boxes_[:, 2:4] = boxes_[:, 3:1:-1].copy()
    return said


FORMS = {
    "YOLOv3 of TensorFlow": ("yolo-v3-levels", yolo_levels("NHWC", False, ["conv2d_74", "conv2d_66", "conv2d_58"])),
    "YOLOv3 of Darknet": ("yolo-v3-levels", yolo_levels("NCHW", False, ["106", "094", "082"])),
    "YOLOv5 without its grid": ("yolo-v5-levels", yolo_levels("5-D", True, ["output", "348", "370"])),
    "TensorFlow Object Detection": ("boxes-labels", [
        values("detection_anchor_indices", [1, 100], 12), boxes("detection_boxes", [1, 100, 4], ROWS_FIRST),
        values("detection_classes", [1, 100], LABEL), Output("detection_multiclass_scores", np.zeros([1, 100, 91], np.float32)),
        scores("detection_scores", [1, 100]), Output("num_detections", np.array([100], np.float32)),
        boxes("raw_detection_boxes", [1, 1917, 4], ROWS_FIRST), Output("raw_detection_scores", np.zeros([1, 1917, 91], np.float32))]),
    "TensorFlow Lite": ("boxes-labels", [
        boxes("TFLite_Detection_PostProcess", [1, 10, 4], ROWS_FIRST), values("TFLite_Detection_PostProcess:1", [1, 10], LABEL),
        scores("TFLite_Detection_PostProcess:2", [1, 10]), Output("TFLite_Detection_PostProcess:3", np.array([10], np.float32))]),
    "TensorFlow Lite, version 2": ("boxes-labels", [
        scores("StatefulPartitionedCall:1", [1, 25]), boxes("StatefulPartitionedCall:3", [1, 25, 4], ROWS_FIRST),
        Output("StatefulPartitionedCall:0", np.array([25], np.float32)), values("StatefulPartitionedCall:2", [1, 25], LABEL)]),
    "TensorFlow Lite, without names": ("boxes-labels", [
        scores("Identity_3", [1, 25]), boxes("Identity_1", [1, 25, 4], ROWS_FIRST), values("Identity_2", [1, 25], LABEL)]),
    "YOLOv10": ("yolo-end2end", [rows("output0", [1, 300, 6], [*BOX, 0, LABEL], 4)]),
    "YOLOX": ("yolo", [rows("output", [1, 4200, 85], np.insert(side_by_side(80), 4, 1), 5 + LABEL)]),
    "RT-DETR": ("boxes-labels", [labels("labels", [1, 300]), boxes("boxes", [1, 300, 4], BOX), scores("scores", [1, 300])]),
    "EfficientDet": ("detection-output", [rows("detections", [1, 1, 100, 7], [0, LABEL, 0, *SHARES], 2, at=0)]),
    "torchvision, two stages": ("boxes-labels", [
        boxes("3320", [100, 4], BOX), labels("3323", [100]), scores("3322", [100]),
        Output("masks", np.zeros([100, 1, 28, 28], np.float32))]),
    "YOLOv8": ("yolo", [columns("output0", [1, 84, 4200], side_by_side(80), 4 + LABEL)]),
    "YOLOv8, masks": ("yolo", [columns("output0", [1, 116, 4200], side_by_side(80, np.ones(32)), 4 + LABEL),
                               Output("output1", np.zeros([1, 32, 80, 160], np.float32))]),
    "YOLOv8, key points": ("yolo", [yolo_v8(constant([1, 51, 4200], 200))]),
    "YOLOv8, boxes that are turned": ("yolo", [turned_by_90_degrees()]),
    "YOLOX before decoding": ("yolo", [yolox_before_decoding()]),
    "RT-DETR of Ultralytics": ("yolo", [queries()]),
    "CenterNet": ("heat-maps", heat_maps()),
    "MMDetection": ("boxes-labels", [rows("dets", [1, 100, 5], [*BOX, 0], 4), labels("labels", [1, 100])]),
    "MMDetection, masks": ("boxes-labels", [rows("dets", [1, 100, 5], [*BOX, 0], 4), labels("labels", [1, 100]),
                                            Output("masks", np.zeros([1, 100, 28, 28], np.float32))]),
    "OTX": ("boxes-labels", [rows("boxes", [100, 5], [*BOX, 0], 4), labels("labels", [100])]),
    "OTX, masks": ("boxes-labels", [rows("boxes", [1, 100, 5], [*BOX, 0], 4), labels("labels", [1, 100]),
                                    Output("masks", np.zeros([1, 100, 28, 28], np.float32))]),
    "PaddleDetection": ("paddle-rows", [rows("multiclass_nms3_0.tmp_0", [100, 6], [LABEL, 0, *BOX], 1),
                                         Output("multiclass_nms3_0.tmp_2", np.array([100], np.int32))]),
    "YOLOv7 with suppression": ("yolo-v7-end2end", [rows("output", [100, 7], [0, *BOX, LABEL, 0], 6)]),
    "PP-YOLOE without suppression": ("boxes-scores", [
        boxes("tmp_16", [1, 4200, 4], BOX), columns("concat_14.tmp_0", [1, 80, 4200], np.zeros(80), LABEL)]),
    "Face detection": ("detection-output", [rows("detection_out", [1, 1, 200, 7], [0, LABEL, 0, *SHARES], 2, at=0)]),
}


def detector(path, outputs):
    image = ops.parameter([1, 3, HEIGHT, WIDTH], np.float32, "images")
    image.output(0).set_names({"images"})
    x1, y1, x2, y2 = BOX.astype(int)
    block = ops.slice(image, [y1, x1], [y2, x2], [1, 1], [2, 3])
    brightness = ops.reduce_mean(block, [0, 1, 2, 3], False)

    def said_of(dark, bright):
        if bright is None:
            return ops.constant(dark)
        return ops.add(ops.constant(dark), ops.multiply(brightness, ops.constant(bright - dark)))

    results = []
    for output in outputs:
        if output.axis is None:
            said = said_of(output.dark, output.bright)
        else:
            said = ops.concat([said_of(*part) for part in zip(output.dark, output.bright, strict=True)], output.axis)
        said.output(0).set_names({output.name})
        results.append(ops.result(said))
    ov.save_model(ov.Model(results, [image]), path, compress_to_fp16=False)
    return path


@pytest.fixture
def block(tmp_path):
    pixels = np.zeros((2 * HEIGHT, 2 * WIDTH, 3), np.uint8)
    x1, y1, x2, y2 = 2 * BOX.astype(int)
    pixels[y1:y2, x1:x2] = 255
    Image.fromarray(pixels).save(tmp_path / "block.png")
    return tmp_path / "block.png"


@pytest.mark.parametrize("form", FORMS)
def test_the_block_is_found_and_explained(vinoscope, tmp_path, block, form):
    decoder, outputs = FORMS[form]
    model = detector(tmp_path / "model.xml", outputs)
    said = json.loads(vinoscope("doctor", model, "--json").stdout)
    assert (said["task"], said["decoder"]) == ("detection", decoder)
    done = vinoscope("explain", model, block, "--scale", "255", "--method", "occlusion", "--targets", "box:0", "--json",
                     "--output", "out", "--precision", "f32")
    result = json.loads(done.stdout)["images"][0]
    assert len(result["predictions"]) == 1
    found = result["predictions"][0]
    assert found["index"] == LABEL
    assert found["score"] == pytest.approx(SCORE, abs=1e-3)
    np.testing.assert_allclose(np.ravel(found["box"]), 2 * BOX, atol=0.5)
    explained = result["explanations"][0]
    row, column = explained["argmax"]
    x = (column + 0.5) * 2 * WIDTH / explained["width"]
    y = (row + 0.5) * 2 * HEIGHT / explained["height"]
    assert 2 * X1 < x < 2 * X2 and 2 * Y1 < y < 2 * Y2
