// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <openvino/runtime/tensor.hpp>

namespace vinoscope::test {

/// The picture as the references were made: squashed by OpenCV's bilinear rule to a square of `side` pixels, then
/// (x - mean) / scale, as `[1,3,side,side]`.
ov::Tensor network_input(const std::filesystem::path& file, int side, float mean, float scale);

}  // namespace vinoscope::test
