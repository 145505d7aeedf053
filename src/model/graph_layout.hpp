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
/// order of the dimensions are looked through. Nothing when no such operation is found.
std::optional<TensorLayout> layout_from_graph(const ov::Node& parameter);

/// Height and width to which the graph itself resizes what is in `parameter`, before anything that depends on the size.
std::optional<std::pair<std::int64_t, std::int64_t>> size_from_graph(const ov::Node& parameter, TensorLayout layout);

/// The name of the operation by which the graph makes colours of a video format (NV12, I420), or empty.
std::string video_format_conversion(const ov::Node& parameter);

}  // namespace vinoscope
