// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <openvino/core/node_vector.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "outputs/score_scale.hpp"
#include "vinoscope/answer.hpp"
#include "vinoscope/trust.hpp"

namespace vinoscope {

/// The coordinates of boxes in the graph of a detector, for gradients of a side of a box.
struct BoxSides {
    /// Builds the coordinates of left, top, right and bottom of all boxes, in the order of `box_scores`, out of the
    /// values behind the outputs: `[batch, 4 * forms, boxes]`, each up to a constant and a positive factor. `forms` are
    /// the ways in which the outputs may have to be read, where only an answer tells which one is right.
    std::function<ov::Output<ov::Node>(const ov::OutputVector&)> build = {};

    /// Returns the form of the answers, once one was read; std::nullopt if they do not state where boxes are.
    std::function<std::optional<std::size_t>()> form = [] { return std::optional<std::size_t>(0); };
};

/// Knows which outputs of a model hold its answer, and reads them.
struct AnswerReader {
    std::string_view task;             ///< a name of task_table(); empty when only an answer tells
    std::string decoder;               ///< what reads, by name
    std::vector<std::size_t> outputs;  ///< positions of the outputs that `read` wants, in this order
    std::int64_t classes = 0;          ///< 0 when only an answer tells
    std::optional<ScoreScale> scale;   ///< of Answer::scores and Answer::class_map; none when only an answer tells
    std::string score_name = {};       ///< what scores are that are read as they are; empty: "as is"
    std::string activation = {};       ///< what the graph ends with: "softmax", "sigmoid", or empty
    bool probabilities = false;        ///< whether scores lie in 0..1 once they are scaled
    bool two_of_one = false;           ///< whether the scores of two classes come from one value, that of class 1
    std::vector<std::int64_t> place_axes = {};  ///< axes of the output that are rows and columns of class scores
    /// Builds the class scores of all boxes of an answer out of the values behind `outputs`: `[batch, classes, boxes]`,
    /// or `[batch, 1, boxes]` where each box has the score of its own class alone.
    std::function<ov::Output<ov::Node>(const ov::OutputVector&)> box_scores = {};
    std::optional<BoxSides> box_sides = {};  ///< of decoders with `box_scores`, where the graph tells them
    /// How many values each of `outputs` has for a box, query or place, where all of them tell of the same ones; empty
    /// where they do not, 0 for an output that tells something else.
    std::vector<std::size_t> row_lengths = {};
    bool sorts_boxes = false;  ///< whether the same object may be another box when the picture changes a little
    Postprocess read;

    Trust trust = Trust::likely;
    std::vector<std::string> doubts = {};  ///< what speaks against this reading, one clause each
    /// What in the outputs, in the order of `outputs`, contradicts this reading; empty if nothing does.
    std::function<std::string(std::span<const OutputTensor>)> contradiction = {};
    std::string evidence;  ///< which outputs they are and how that is known, one line
};

/// What Answer::scores are once they are scaled, for Provenance::score.
std::string score_text(const AnswerReader& reader);

/// Lowers the trust in a reading to at most `trust`.
inline void doubt(AnswerReader& reader, Trust trust, std::string_view reason) {
    reader.trust = std::min(reader.trust, trust);
    if (std::ranges::find(reader.doubts, reason) == reader.doubts.end())
        reader.doubts.emplace_back(reason);
}

}  // namespace vinoscope
