// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "explain/agreement.hpp"
#include "explain/explained_model.hpp"

namespace vinoscope {

/// The decoded prediction of a model for the unmasked image, in which targets are resolved and scored.
class Reading {
public:
    /// @param seen the region of the image that the input shows, or std::nullopt for the whole image
    /// @param by_class whether requests that do not specify it are resolved to classes
    Reading(const ExplainedModel& model,
            const InputSource& source,
            const std::optional<Region>& seen,
            const ExplainOptions& options,
            bool by_class,
            Answer answer);

    const Task& task() const { return m_task; }
    std::vector<Prediction> predictions(int count) const;

    /// Whether ExplainOptions::wanted lets the image have maps.
    bool wants_maps(const ExplainOptions& options) const;

    /// @throws Error (bad_target)
    std::vector<Question> questions(const TargetRequests& requests) const;

    /// Those of ExplainOptions::targets, or none where no maps are wanted. @throws Error (bad_target)
    std::vector<Question> wanted_questions(const ExplainOptions& options) const;

    /// Computes the scores of the questions for the prediction of another input.
    void score(Answer said, const std::vector<Question>& questions, std::span<float> scores) const;
    std::vector<float> score(const std::vector<Question>& questions) const;

    /// Sets the score of the target of the last maps of `result`, one per question.
    void add_scores(const std::vector<Question>& questions, Explanation& result) const;

    /// Returns an explanation without maps: predictions, provenance and the notes of the questions.
    Explanation explanation(const Way& way,
                            const ExplainOptions& options,
                            const std::vector<Question>& questions) const;

private:
    const ExplainedModel& m_model;
    Answer m_answer;
    const Task& m_task;
    AnswerContext m_context;
};

/// Returns why a white-box method cannot answer a question, or one of several, or std::nullopt if it can.
std::optional<Refusal> refusal_of(const Question& question, const Way& way);
std::optional<Refusal> refusal_of(const std::vector<Question>& questions, const Way& way, const Agreement& agreement);

}  // namespace vinoscope
