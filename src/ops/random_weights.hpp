// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <openvino/core/model.hpp>

namespace vinoscope {

/// Shuffles the values inside of each constant with weights, those of quantised layers too: what was learned is gone,
/// while the distribution of the values stays, so that activations keep their size.
void shuffle_weights(ov::Model& model, std::uint64_t seed);

/// The same of the last convolution or matrix product in front of each output alone.
/// @return whether there was one
bool shuffle_head(ov::Model& model, std::uint64_t seed);

}  // namespace vinoscope
