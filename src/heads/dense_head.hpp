// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <optional>

#include "analysis/axis_trace.hpp"
#include "analysis/target_layer.hpp"
#include "ops/build.hpp"

namespace vinoscope {

/// A head that begins with one weight for each channel and place, `[outputs, channels, h, w]`: a map that is flattened
/// into a dense layer, or a convolution as large as the map.
struct DenseHead {
    Value response;  ///< of the dense layer, before its bias: `[batch, outputs]`, perhaps with axes of size 1 behind
    Value weights;   ///< `[h * w, channels, outputs]`
};

/// Recognises it right behind a layer `[batch, channels, h, w]`, when nothing else reads the layer
/// and the weights are not quantised.
std::optional<DenseHead> find_dense_head(const AxisTrace& trace, const SpatialLayer& layer);

/// The response to every cell k of the layer when all others are zero, as the dense layer is linear:
/// `W (A * m_k) = W_k A_k`, with the weights W_k of that cell. `[batch * h * w, ...]` with the rank of `response`; all
/// cells together take as many products as the layer once.
Value dense_cells(const SpatialLayer& layer, const DenseHead& head);

}  // namespace vinoscope
