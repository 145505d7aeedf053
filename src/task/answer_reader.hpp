// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <openvino/core/node_vector.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "task/score_scale.hpp"
#include "vinoscope/answer.hpp"

namespace vinoscope {

/// Knows which outputs of a model hold its answer, and reads them.
struct AnswerReader {
    std::string_view task;             ///< a name of task_table(); empty when only an answer tells
    std::string decoder;               ///< what reads, by name
    std::vector<std::size_t> outputs;  ///< positions of the outputs that `read` wants, in this order
    std::int64_t classes = 0;          ///< 0 when only an answer tells
    std::optional<ScoreScale> scale;   ///< of Answer::scores and Answer::class_map; none when only an answer tells
    std::string activation = {};       ///< what the graph ends with: "softmax", "sigmoid", or empty
    bool probabilities = false;        ///< whether scores lie in 0..1 once they are scaled
    std::vector<std::int64_t> place_axes = {};  ///< axes of the output that are rows and columns of class scores
    /// Builds the class scores of all boxes of an answer out of the values behind `outputs`: `[batch, classes, boxes]`,
    /// or `[batch, 1, boxes]` where each box has the score of its own class alone.
    std::function<ov::Output<ov::Node>(const ov::OutputVector&)> box_scores = {};
    bool sorts_boxes = false;  ///< whether the same object may be another box when the picture changes a little
    Postprocess read;
    std::string evidence;  ///< which outputs they are and how that is known, one line
};

}  // namespace vinoscope
