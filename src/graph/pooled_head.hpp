// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <optional>

#include "graph/axis_trace.hpp"
#include "graph/target_layer.hpp"

namespace vinoscope {

/// A head that treats every place alike and then takes the mean over all places.
struct PooledHead {
    ov::Output<ov::Node> places;  ///< what is averaged; the layer itself, or P(layer) with a pointwise P
    SpatialGrid grid;             ///< of `places`
    ov::Output<ov::Node> pooled;  ///< the mean
};

/// Recognises a pointwise part (1x1 convolutions, activations, normalisation over channels, ...; possibly empty)
/// between `layer` and a global mean (ReduceMean, AvgPool) on the way to `scores`.
std::optional<PooledHead> find_pooled_head(const ov::Model& model,
                                           const AxisTrace& trace,
                                           const SpatialLayer& layer,
                                           const ov::Output<ov::Node>& scores);

/// The pooled tensor for every cell k of the layer when all other cells are zero, `[batch * h * w, ...]` with the rank
/// of `pooled`. For a pointwise P no cell needs a pass of its own: mean(P(A * m_k)) = (P(A)[k] + (hw - 1) P(0)) / hw.
ov::Output<ov::Node> pooled_cells(const ov::Model& model,
                                  const AxisTrace& trace,
                                  const SpatialLayer& layer,
                                  const PooledHead& head);

}  // namespace vinoscope
