# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Writes tiny-paddle.pdmodel, tiny-paddle.pdiparams and tiny-paddle.npy (needs paddlepaddle)."""

import os
from pathlib import Path

os.environ["FLAGS_enable_pir_api"] = "0"  # .pdmodel, not the newer .json that OpenVINO does not read

import numpy as np
import paddle

from tiny import bias, kernel, matrix, picture


class Tiny(paddle.nn.Layer):
    def __init__(self):
        super().__init__()
        self.conv = paddle.nn.Conv2D(3, 4, 3, stride=2, padding=1)
        self.conv.weight.set_value(kernel)
        self.conv.bias.set_value(bias)
        self.head = paddle.nn.Linear(4, 5, bias_attr=False)
        self.head.weight.set_value(matrix)

    def forward(self, image):
        features = paddle.nn.functional.relu(self.conv(image))
        return paddle.nn.functional.softmax(self.head(features.mean(axis=[2, 3])))


def without_call_stacks(program):
    """The program as bytes, without the Python source lines that Paddle stores with every operation."""
    description = paddle.base.core.ProgramDesc(program)
    for block in range(description.num_blocks()):
        for index in range(description.block(block).op_size()):
            description.block(block).op(index).remove_attr("op_callstack")
    return description.serialize_to_string()


tiny = Tiny()
tiny.eval()
paddle.jit.save(tiny, "tiny-paddle", input_spec=[paddle.static.InputSpec([None, 3, 16, 16], "float32", "image")])
program = Path("tiny-paddle.pdmodel")
program.write_bytes(without_call_stacks(program.read_bytes()))
Path("tiny-paddle.pdiparams.info").unlink()
np.save("tiny-paddle.npy", tiny(paddle.to_tensor(picture)).numpy())
