// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <openvino/core/model.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "outputs/answer_reader.hpp"
#include "vinoscope/score_graph.hpp"

namespace vinoscope {

/// Name of the output that append_scores() adds.
inline constexpr const char* appended_scores_output = "vinoscope/scores";

/// Adds the scores that `build` makes of the outputs of `model` as one more output, `[batch, K]`.
/// @return what reads it, of the task regression
/// @throws Error (usage) when they have another shape, or are none of numbers.
AnswerReader append_scores(ov::Model& model, const ScoreGraph& build);

/// The output of `model` that holds an embedding, floats `[batch, D]`: the one called `name`, the only one of this
/// shape, or the only one of them that looks like an embedding.
/// @throws Error (bad_target) for an unknown name, (unsupported) when none or several fit.
std::size_t find_embedding(const ov::Model& model, std::string_view name);

/// Adds the cosine similarity of the embedding in `output` with each of `vectors`, `[D]` or `[K, D]`, times `scale`, as
/// one more output, `[batch, K]`.
/// @return what reads it, of the task embedding; with a scale that is given the scores are logits of the vectors
/// @throws Error (bad_image) when the vectors have another length than the embedding, or hold nothing but zeros.
AnswerReader append_similarity(ov::Model& model, std::size_t output, const Tensor& vectors, std::optional<float> scale);

}  // namespace vinoscope
