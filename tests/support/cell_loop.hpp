// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <openvino/runtime/tensor.hpp>
#include <string>
#include <vector>

#include "graph/axes.hpp"

namespace vinoscope::test {

/// ReciproCAM by its definition: for each image alone, the head is cut off as a model of its own and run once a cell,
/// with all other cells of the layer set to zero. `[batch, classes, h, w]`.
/// @param layer friendly name of the operation whose output 0 is masked
/// @param scores friendly name of the operation whose output 0 is the score
/// @param grid where the cells are in the layer
std::vector<float> cell_loop(const ov::Model& model, const std::string& layer, const std::string& scores,
                             const SpatialGrid& grid, const ov::Tensor& images);

}  // namespace vinoscope::test
