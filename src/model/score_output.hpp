// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <openvino/core/model.hpp>
#include <string>
#include <string_view>

namespace vinoscope {

/// The output that holds the class scores, `[batch, classes]` or `[batch, classes, 1, 1]` (or NHWC-like).
struct ScoreOutput {
    std::size_t index = 0;  ///< position among the model's outputs
    std::int64_t classes = 0;
    std::string activation;  ///< "softmax", "sigmoid" or "none": what the graph ends with
    std::string evidence;    ///< how it was chosen, one line
};

/// The output called `name`, or, when `name` is empty, the one of class-score shape with most classes.
/// @throws Error (bad_target) for an unknown name (with the nearest), (unsupported) when no output has that shape.
ScoreOutput find_score_output(const ov::Model& model, std::string_view name = {});

/// "classification", "detection", "segmentation" or "unknown", from the outputs' shapes and names.
std::string guess_task(const ov::Model& model);

}  // namespace vinoscope
