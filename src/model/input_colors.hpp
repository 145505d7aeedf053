// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/node.hpp>
#include <optional>

#include "vinoscope/preprocess.hpp"

namespace vinoscope {

/// The colour order of an image input, as the operations at the start of the graph imply it.
struct InputColors {
    ColorOrder order = ColorOrder::rgb;

    /// Whether the graph subtracts the ImageNet mean, whose order shows that of the channels. Otherwise the graph only
    /// reverses the channels, as models do that were trained on RGB and take BGR.
    bool certain = false;
};

/// Returns std::nullopt if the start of the graph implies no order.
/// @param parameter an input of three channels
/// @param layout of `parameter`
std::optional<InputColors> colors_from_graph(const ov::Node& parameter, TensorLayout layout);

}  // namespace vinoscope
