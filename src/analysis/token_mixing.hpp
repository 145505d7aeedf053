// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <optional>
#include <vector>

#include "analysis/axis_trace.hpp"
#include "analysis/target_layer.hpp"

namespace vinoscope {

/// The entry of the last block of a transformer (or mixer): what its tokens are before they see each other for the last
/// time.
struct TokenMixing {
    SpatialLayer entry;
    std::optional<ov::Output<ov::Node>> normalized;  ///< the entry behind the block's first norm, if it has one
};

/// Finds the last pair of neighbours in `layers` between which tokens are mixed, and the norm that opens the way to the
/// mixing. Nothing when the last layer does not hold tokens, or they are never mixed.
/// @param layers as from spatial_layers
std::optional<TokenMixing> last_token_mixing(const ov::Model& model,
                                             const AxisTrace& trace,
                                             const std::vector<SpatialLayer>& layers);

/// The same for the block that `entry` opens; nothing when it holds no tokens or opens no block.
std::optional<TokenMixing> token_mixing_at(const ov::Model& model,
                                           const AxisTrace& trace,
                                           const std::vector<SpatialLayer>& layers,
                                           const SpatialLayer& entry);

}  // namespace vinoscope
