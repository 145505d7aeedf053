// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "session/session.hpp"

namespace vinoscope {

/// The prediction of a model for one unmasked image, in which targets are resolved and scored.
class ImagePrediction {
public:
    /// @param seen the region of the image that the input shows, or std::nullopt for the whole image
    /// @param by_class whether requests that do not specify it are resolved to classes
    /// @throws Error (bad_model; usage if a postprocess function returned it) for an answer of another form
    ImagePrediction(const Session& session,
                    const InputSource& source,
                    const std::optional<Region>& seen,
                    const ExplainOptions& options,
                    bool by_class,
                    Answer answer);

    const Task& task() const { return m_task; }
    std::vector<Prediction> predictions(int count) const;

    /// Returns what is nearest to a prediction if there is none, of tasks that have such a thing.
    std::optional<NothingFound> nothing_found() const;

    /// Returns the number of scores, boxes, areas or characters.
    std::size_t target_count() const;

    /// Returns what Prediction::score is, for Provenance::score.
    std::string score_name() const;

    /// Returns whether the scores are probabilities.
    bool has_probabilities() const;

    /// Returns whether ExplainOptions::wanted lets the image have maps.
    bool wants_maps(const ExplainOptions& options) const;

    /// @throws Error (bad_target)
    std::vector<ResolvedTarget> resolve_all(const TargetRequests& requests) const;

    /// Returns those of ExplainOptions::targets, or none if no maps are wanted. @throws Error (bad_target)
    std::vector<ResolvedTarget> wanted_targets(const ExplainOptions& options) const;

    /// Computes the scores of the targets for the prediction of another input.
    void score(Answer answer, const std::vector<ResolvedTarget>& resolved_targets, std::span<float> scores) const;

    /// Returns their scores for the image itself.
    std::vector<float> score(const std::vector<ResolvedTarget>& resolved_targets) const;

private:
    const Session& m_session;
    Answer m_answer;
    const Task& m_task;
    AnswerContext m_context;
};

/// Returns the answer of a model for an image without a mask.
/// @param read decodes the outputs that `job` names
Answer predict(RequestPool& requests, const MaskedInput& image, const Postprocess& read, ScoreJob job);

}  // namespace vinoscope
