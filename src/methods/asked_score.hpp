// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <openvino/core/model.hpp>
#include <openvino/runtime/infer_request.hpp>
#include <vector>

namespace vinoscope {

/// What one inference explains.
struct Asked {
    std::int64_t target = -1;              ///< class; negative: that of the highest score
    std::int64_t versus = -1;              ///< class whose score is taken away; negative: none
    std::vector<std::size_t> places = {};  ///< the mean of these counts; empty: of all

    bool operator==(const Asked&) const = default;
};

/// The score `[batch]` of what each inference is asked, out of class scores `[batch, classes]` or
/// `[batch, classes, places]`: adds inputs for it to the model, and an output that tells the target.
ov::Output<ov::Node> add_asked_score(ov::Model& model, const ov::Output<ov::Node>& scores);

/// Fills the inputs that add_asked_score() added.
void ask(ov::InferRequest& request, const Asked& asked);

/// The target that the last inference explained.
std::int64_t explained_target(ov::InferRequest& request);

}  // namespace vinoscope
