// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <vector>

#include "ops/class_digit.hpp"

namespace vinoscope {

/// Tensors of one kind in which a detector may have its class scores.
struct ClassScores {
    std::vector<ClassTensor> classes;
    std::vector<ClassTensor> objectness = {};  ///< beside them, one value for each box; empty where there is none
};

/// Where a detector may have its class scores, most trusted first.
std::vector<ClassScores> class_score_tensors(const ov::Model& model);

}  // namespace vinoscope
