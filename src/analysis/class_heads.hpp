// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <openvino/core/model.hpp>
#include <optional>
#include <string>
#include <vector>

#include "analysis/axis_trace.hpp"
#include "analysis/target_layer.hpp"
#include "ops/class_axis_layout.hpp"

namespace vinoscope {

/// What makes probabilities of the values of a class head.
enum class ClassActivation : std::uint8_t { sigmoid, softmax };

/// Raw values for every cell of one scale of a detector.
struct CellValues {
    SpatialLayer layer;
    ClassAxisLayout classes;
};

/// A tensor with raw scores of every class for every cell of one scale of a detector.
struct ClassHead {
    SpatialLayer layer;
    ClassAxisLayout classes;
    ClassActivation activation = ClassActivation::sigmoid;

    /// One raw value for each anchor of each cell whose sigmoid the probabilities of all classes are multiplied with.
    std::optional<CellValues> objectness = {};
};

/// Tensors of one kind in which a detector may have its class scores.
struct ClassScores {
    std::vector<ClassTensor> classes;
    std::vector<ClassTensor> objectness = {};  ///< beside them, one value for each box; empty where there is none
};

/// Returns where a detector may have its class scores, most trusted first.
using FindClassScores = std::vector<ClassScores> (*)(const ov::Model&);

/// The class heads of a detector, found by following the class scores back from where boxes are chosen (suppression,
/// the best class of each box, RegionYolo) or from raw outputs, to the convolutions or products that compute them,
/// their biases and scales included. Empty when no class score comes from a cell of its own, or when the objectness
/// that belongs to it does not.
std::vector<ClassHead> find_class_heads(const ov::Model& model, const AxisTrace& trace, FindClassScores find_scores);

/// For each of `heads` the last feature map of its scale: what its class scores and their objectness are computed from,
/// of as many cells. Empty when one of them has none.
std::vector<SpatialLayer> features_of_heads(const ov::Model& model,
                                            const AxisTrace& trace,
                                            const ImageInput& input,
                                            const std::vector<ClassHead>& heads);

/// The tensors called `names` on the way back from the class scores, one for each name.
/// @throws Error (bad_target) when no operation is called so, (unsupported) when it holds no class scores of cells.
std::vector<ClassHead> class_heads_called(const ov::Model& model,
                                          const AxisTrace& trace,
                                          FindClassScores find_scores,
                                          const std::vector<std::string>& names);

}  // namespace vinoscope
