// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <openvino/core/model.hpp>
#include <string>
#include <vector>

#include "graph/axis_trace.hpp"
#include "graph/class_digit.hpp"
#include "graph/target_layer.hpp"

namespace vinoscope {

/// What makes probabilities of the values of a class head.
enum class ClassActivation : std::uint8_t { sigmoid, softmax };

/// A tensor with raw scores of every class for every cell of one scale of a detector.
struct ClassHead {
    SpatialLayer layer;
    ClassDigit classes;
    ClassActivation activation = ClassActivation::sigmoid;
};

/// The class heads of a detector, found by following the class scores back from where boxes are chosen (suppression,
/// the best class of each box, RegionYolo) or from raw outputs, to the convolutions or products that compute them.
/// Empty when no class score comes from a cell of its own.
std::vector<ClassHead> find_class_heads(const ov::Model& model, const AxisTrace& trace);

/// The tensors called `names` on the way back from the class scores, one for each name.
/// @throws Error (bad_target) when no operation is called so, (unsupported) when it holds no class scores of cells.
std::vector<ClassHead> class_heads_called(const ov::Model& model,
                                          const AxisTrace& trace,
                                          const std::vector<std::string>& names);

/// The largest probability of each class among the anchors of each cell, `[batch, classes, h, w]`, resized bilinearly
/// to the finest head and added up.
Value class_probability_map(const AxisTrace& trace, const std::vector<ClassHead>& heads);

}  // namespace vinoscope
