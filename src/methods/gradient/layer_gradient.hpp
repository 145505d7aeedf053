// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gradient/backward.hpp"
#include "methods/white_box.hpp"

namespace vinoscope {

/// The activations A of a layer, or the values of the input, and the gradient G of the score with respect to them, both
/// `[batch, channels, h * w]`; class and register tokens are left out.
struct LayerGradient {
    SpatialLayer layer;
    Value activations;
    Value gradient;
};

/// A map `[batch, h * w]` or `[batch, 1, h * w]` of activations and their gradient.
using CamFormula = Value (*)(const LayerGradient& at);

/// The map at the layer that the user wants, or the last one on whose cells the scores depend. Of a detector with
/// several scales the sum of the maps at the last features of each, resized bilinearly to the finest.
/// @throws Error (unsupported) when there is none, or when an operation behind it has no gradient
WhiteBoxMap class_activation_map(const WhiteBox& box, CamFormula formula, const std::string& remark);

/// At the model's input.
/// @throws Error (usage) when the user wants a layer, (unsupported) when an operation on the way has no gradient
LayerGradient input_gradient(const WhiteBox& box, const GradientRules& rules = {});

// The axes of both.
inline const Integers over_channels = {1};
inline const Integers over_places = {2};

/// A map `[batch, h * w]` or `[batch, 1, h * w]` of that layer.
WhiteBoxMap map_at(const SpatialLayer& layer, const Value& map, std::string remark);

}  // namespace vinoscope
