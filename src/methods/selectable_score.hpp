// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <openvino/core/model.hpp>
#include <openvino/runtime/infer_request.hpp>
#include <vector>

namespace vinoscope {

/// The target that one inference explains.
struct TargetSelection {
    std::int64_t target = -1;              ///< class; negative: the class of the highest score
    std::int64_t versus = -1;              ///< class whose score is subtracted; negative: none
    std::vector<std::size_t> places = {};  ///< positions whose mean score is explained; empty: all

    bool operator==(const TargetSelection&) const = default;
};

/// Adds the explained score `[batch]`, whose class, contrast class and positions are inputs of the model, so that each
/// inference can select them, and an output for the selected class.
/// @param scores class scores `[batch, classes]` or `[batch, classes, positions]`
ov::Output<ov::Node> add_selectable_score(ov::Model& model, const ov::Output<ov::Node>& scores);

/// Sets the inputs that add_selectable_score() added.
void select_target(ov::InferRequest& request, const TargetSelection& selection);

/// Returns the class that the last inference explained.
std::int64_t explained_target(ov::InferRequest& request);

}  // namespace vinoscope
