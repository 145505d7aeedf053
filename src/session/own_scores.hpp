// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <optional>

#include "outputs/answer_reader.hpp"
#include "session/input_source.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {

/// Whether `options` name scores that are no output of the model.
bool asks_for_own_scores(const ExplainerOptions& options);

/// Adds the scores that `options` name (similar_to, score_graph) to `model` as one more output. The embedding of a
/// reference that is an image takes one inference.
/// @param model of fixed input size
/// @param preprocess complete
/// @return what reads them; nothing where asks_for_own_scores() says no
/// @throws Error (usage) for options that exclude each other, else as append_scores(), find_embedding() and
///         append_similarity(); (bad_image) for a reference that does not fit the model.
std::optional<AnswerReader> append_own_scores(ov::Model& model,
                                              const ImageInput& input,
                                              const Preprocess& preprocess,
                                              const ExplainerOptions& options);

}  // namespace vinoscope
