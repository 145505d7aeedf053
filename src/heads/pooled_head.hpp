// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <optional>

#include "analysis/axis_trace.hpp"
#include "analysis/target_layer.hpp"

namespace vinoscope {

/// A head that treats every place by itself and then adds up all places.
struct PooledHead {
    ov::Output<ov::Node> places;  ///< what is added up; the layer itself, or P(layer)
    bool alike = true;            ///< whether P is the same everywhere
    SpatialGrid grid;             ///< of `places`
    ov::Output<ov::Node> pooled;  ///< the sum
    double share = 1;             ///< with which each place enters the sum: 1 / hw for a mean
};

/// Recognises a part P that keeps places apart (1x1 convolutions, activations, normalisation over channels, operands
/// that differ from place to place, ...; possibly empty) between `layer` and a global mean or sum (in one step or in
/// two) on the way to `scores`.
std::optional<PooledHead> find_pooled_head(const ov::Model& model,
                                           const AxisTrace& trace,
                                           const SpatialLayer& layer,
                                           const ov::Output<ov::Node>& scores);

/// The pooled tensor for every cell k of the layer when all other cells are zero, `[batch * h * w, ...]` with the rank
/// of `pooled`. No cell needs a pass of its own: sum(P(A * m_k)) = P(A)[k] + sum(P(0)) - P(0)[k], which is
/// P(A)[k] + (hw - 1) P(0) where P is the same everywhere. Nothing when the shapes of P cannot be followed.
std::optional<ov::Output<ov::Node>> pooled_cells(const ov::Model& model,
                                                 const AxisTrace& trace,
                                                 const SpatialLayer& layer,
                                                 const PooledHead& head);

}  // namespace vinoscope
