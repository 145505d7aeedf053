// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <openvino/core/model.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "outputs/score_scale.hpp"
#include "vinoscope/trust.hpp"

namespace vinoscope {

/// The output that holds the class scores, `[batch, classes]` or `[batch, classes, 1, 1]` (or NHWC-like).
struct ScoreOutput {
    std::size_t index = 0;  ///< position among the model's outputs
    std::int64_t classes = 0;
    std::string activation;  ///< as final_activation() returns it
    std::string evidence;    ///< how it was chosen, one line
    Trust trust = Trust::likely;
    std::vector<std::string> doubts = {};  ///< what speaks against it, one clause each
};

/// The output called `name`, or, when `name` is empty, the most trusted one of class-score shape. In this order: as
/// many numbers as `labels`; a final softmax, or sigmoid of several classes; a name that tells; any other; features,
/// boxes and what another candidate is computed from. Among equals the one with most classes, and the first of them.
/// @param labels number of class names, 0 when it is not known
/// @throws Error (bad_target) for an unknown name (with the nearest), (unsupported) when no output has that shape.
ScoreOutput find_score_output(const ov::Model& model, std::string_view name = {}, std::size_t labels = 0);

/// Softmax where the graph ends in plain numbers, as is otherwise.
ScoreScale scale_of(const ScoreOutput& output);

/// "classification", "detection", "segmentation" or "unknown", from the outputs' shapes and names.
std::string guess_task(const ov::Model& model);

}  // namespace vinoscope
