// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "explain/agreement.hpp"
#include "explain/explained_model.hpp"

namespace vinoscope {

/// What the answer to the unmasked image tells, and what is asked about it.
class Reading {
public:
    /// @param seen the part of the image that the input shows, or nothing for all of it
    /// @param by_class whether questions that leave it open are about classes
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

    /// The scores of an answer to another input, one for each question.
    void score(Answer said, const std::vector<Question>& questions, std::span<float> scores) const;
    std::vector<float> score(const std::vector<Question>& questions) const;

    /// Tells the last maps of `result`, one for each question, the score of their target.
    void add_scores(const std::vector<Question>& questions, Explanation& result) const;

    /// What the result of the image carries: predictions, provenance, notes of the questions.
    Explanation explanation(const Way& way,
                            const ExplainOptions& options,
                            const std::vector<Question>& questions) const;

private:
    const ExplainedModel& m_model;
    Answer m_answer;
    const Task& m_task;
    AnswerContext m_context;
};

/// Whether a method that works inside the graph cannot answer a question, or one of some, and why.
std::optional<Refusal> refusal_of(const Question& question, const Way& way);
std::optional<Refusal> refusal_of(const std::vector<Question>& questions, const Way& way, const Agreement& agreement);

}  // namespace vinoscope
