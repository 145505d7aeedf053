// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <vector>

#include "graph/class_digit.hpp"

namespace vinoscope {

/// Where a detector may have its class scores, most trusted first; each entry is one or more tensors of one kind.
std::vector<std::vector<ClassTensor>> class_score_tensors(const ov::Model& model);

}  // namespace vinoscope
