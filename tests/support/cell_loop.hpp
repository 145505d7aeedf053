// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <openvino/runtime/tensor.hpp>
#include <string>
#include <vector>

#include "ops/axes.hpp"

namespace vinoscope::test {

/// How much of the place at a distance of dy rows and dx columns is left when a cell shines alone.
using CellWeight = double (*)(std::int64_t dy, std::int64_t dx);

/// ReciproCAM: the cell alone.
double cell_alone(std::int64_t dy, std::int64_t dx);

/// ViT-ReciproCAM: 1 2 1 / 4 in both directions.
double cell_blurred(std::int64_t dy, std::int64_t dx);

/// (ViT-)ReciproCAM by its definition: for each image alone, the head is cut off as a model of its own and run once a
/// cell, with the cells of the layers weighed for that cell. `[batch, classes, h, w]`.
/// @param layers friendly names of the operations whose output 0 is masked, all with the same grid
/// @param scores friendly name of the operation whose output 0 is the score
std::vector<float> cell_loop(const ov::Model& model,
                             const std::vector<std::string>& layers,
                             const std::string& scores,
                             const SpatialGrid& grid,
                             const ov::Tensor& images,
                             CellWeight weight = cell_alone);

}  // namespace vinoscope::test
