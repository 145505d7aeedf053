// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/node.hpp>
#include <optional>
#include <string>
#include <utility>

#include "vinoscope/preprocess.hpp"

namespace vinoscope {

/// The layout of a rank-4 image `parameter` as its first layout-bound consumer tells it: convolutions, pooling and
/// batch normalisation want NCHW; a transposition to NCHW means NHWC and the other way round. Operations that keep the
/// order of the dimensions are ignored. Returns std::nullopt if no such operation is found.
std::optional<TensorLayout> layout_from_graph(const ov::Node& parameter);

/// Returns the height and width to which the graph resizes `parameter` before any operation that depends on the size.
std::optional<std::pair<std::int64_t, std::int64_t>> size_from_graph(const ov::Node& parameter, TensorLayout layout);

/// Returns the name of the operation that converts a video format (NV12, I420) to colours, or an empty string.
std::string video_format_conversion(const ov::Node& parameter);

}  // namespace vinoscope
