// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <openvino/runtime/infer_request.hpp>
#include <string>
#include <vector>

#include "methods/black_box.hpp"
#include "methods/white_box.hpp"
#include "vinoscope/option.hpp"

namespace vinoscope {

/// Name of the output that add_activations() adds.
inline constexpr const char* activations_output = "activations";

/// Adds an output to the model: the activations of the layer that the user wants, or of the last one that the scores
/// depend on, f32 `[batch, channels, height, width]`. Of a detector with several scales the last feature map of each,
/// resized bilinearly to the finest, one after the other.
/// @throws Error (unsupported) when no layer has rows and columns
WhiteBoxMap add_activations(ov::Model& model, const WhiteBox& box);

/// The same, and an input that takes channels away: f32 `[batch, channels]`, by which the activations are multiplied
/// where the rest of the model reads them.
/// @throws Error (unsupported) also when the channels of a layer are not one axis
WhiteBoxMap add_gated_activations(ov::Model& model, const WhiteBox& box);

/// Sets that input to 1 where the model has it, so that a request answers for the model as it is.
void open_channels(ov::InferRequest& request);

/// The scores of the image without each of some channels, `[channels][targets]`; fewer rows only after the deadline.
Matrix scores_without(const BlackBox& box, const std::vector<std::size_t>& channels);

/// What that output is for one image.
Activations activations_of(const OutputTensor& output);

/// Whether a channel has different activations.
bool varies(const Activations& activations, std::size_t channel);

/// All channels, those first whose activations have the largest variance.
std::vector<std::size_t> ranked_channels(const Activations& activations);

/// The maps `ReLU(sum_i weights[i] A_i)` over the first `count` of some channels.
/// @param weights_of the weights of these for a target
BlackBoxMaps weighted_channels(const BlackBox& box,
                               const std::vector<std::size_t>& channels,
                               std::size_t count,
                               const std::function<std::vector<double>(std::size_t target)>& weights_of);

inline constexpr Option<BlackBoxOptions> num_channels_option{
    .name = "num_channels",
    .member = &BlackBoxOptions::num_channels,
    .help = "Number of channels of the target layer to use, those with the largest variance first",
    .range = {1, 1'000'000},
    .automatic = "all"};

}  // namespace vinoscope
