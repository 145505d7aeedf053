# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Writes tiny-tensorflow.pb, tiny-savedmodel/, tiny.tflite and tiny-tensorflow.npy (needs tensorflow)."""

import numpy as np
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

from tiny import bias, kernel, matrix, picture

filters = tf.constant(kernel.transpose(2, 3, 1, 0))  # OIHW -> HWIO


class Tiny(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([1, 16, 16, 3], tf.float32, name="image")])
    def __call__(self, image):
        features = tf.nn.relu(tf.nn.conv2d(image, filters, strides=2, padding="SAME") + bias)
        return {"scores": tf.nn.softmax(tf.linalg.matmul(tf.reduce_mean(features, axis=[1, 2]), matrix))}


tiny = Tiny()
function = tiny.__call__.get_concrete_function()
frozen = convert_variables_to_constants_v2(function)
tf.io.write_graph(frozen.graph, ".", "tiny-tensorflow.pb", as_text=False)
tf.saved_model.save(tiny, "tiny-savedmodel", signatures=function)
converter = tf.lite.TFLiteConverter.from_concrete_functions([function], tiny)
open("tiny.tflite", "wb").write(converter.convert())
np.save("tiny-tensorflow.npy", tiny(tf.constant(picture.transpose(0, 2, 3, 1)))["scores"].numpy())
