// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/numpy.h>

#include <string>
#include <vector>

#include "vinoscope/answer.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/tensor.hpp"

namespace vinoscope::python {

/// "an array of float64 (3, 224)", or the type of what is no array.
std::string describe(const pybind11::object& value);

/// Shares a C-contiguous array of float32 or uint8; any other array of numbers is converted to float32, or with
/// `integers` one of whole numbers to int64.
/// @throws Error (bad_image) that names what was found instead
Tensor to_tensor(const pybind11::object& array, bool integers = false);

/// The pixels of an array `[height, width, channels]` with any strides: grey (no channel axis or 1), grey and alpha
/// (2), RGB (3), RGB and alpha (4). As in image files, alpha is left out, of 16 bits the upper 8 are kept, and of a
/// boolean array false is black.
/// @throws Error (bad_image) that names what was found instead
Image to_image(const pybind11::object& array);

/// `[height, width, 3]`, without a copy: the array owns what was the image's.
pybind11::array_t<std::uint8_t> to_array(Image image);

/// The values of an output, copied: the memory is the inference's.
pybind11::array_t<float> to_array(const OutputTensor& output);

/// The numbers of an array, row by row.
std::vector<float> floats_of(const pybind11::object& array);

/// Rows and columns of values, without a copy: `owner` keeps them alive. The array is read-only.
pybind11::array_t<float> view_of(const std::vector<float>& values, int height, int width, pybind11::handle owner);

}  // namespace vinoscope::python
