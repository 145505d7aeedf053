// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "explain/reading.hpp"

#include <algorithm>

namespace vinoscope {
namespace {

// Scores of a caller's own postprocess are probabilities, or look as if a softmax were still to come.
ScoreScale scale_of(const Answer& answer, const Task& task) {
    const auto is_probability = [](float score) { return score >= 0 && score <= 1; };
    const auto& values = answer.scores.empty() ? answer.class_map.values : answer.scores;
    const bool several = answer.scores.empty() ? answer.class_map.classes > 1 : answer.scores.size() > 1;
    if (!several || task.name == "regression" || std::ranges::all_of(values, is_probability))
        return ScoreScale::as_is;
    return ScoreScale::softmax;
}

bool all_probabilities(const std::vector<float>& values) {
    return !values.empty() && std::ranges::all_of(values, [](float value) { return value >= 0 && value <= 1; });
}

InputFrame frame_of(const ImageInput& input, const Image& image, const std::optional<Region>& seen) {
    InputFrame frame;
    frame.height = static_cast<int>(input.height);
    frame.width = static_cast<int>(input.width);
    frame.image_height = image.empty() ? frame.height : image.height();
    frame.image_width = image.empty() ? frame.width : image.width();
    const Region whole{0, 0, static_cast<float>(frame.image_width), static_cast<float>(frame.image_height)};
    frame.seen = seen.value_or(whole);
    return frame;
}

}  // namespace

Reading::Reading(const ExplainedModel& model,
                 const InputSource& source,
                 const std::optional<Region>& seen,
                 const ExplainOptions& options,
                 bool by_class,
                 Answer answer)
    : m_model(model),
      m_answer(std::move(answer)),
      m_task(model.task != nullptr ? *model.task : task_of(m_answer)),
      m_context{.labels = model.labels,
                .scale = model.reader.scale.value_or(scale_of(m_answer, m_task)),
                .probabilities = model.reader.probabilities,
                .classes = static_cast<std::size_t>(model.reader.classes),
                .frame = frame_of(model.input, source.image(), seen),
                .min_score = options.min_score,
                .by_class = by_class} {
    m_context.exclusive = m_context.scale == ScoreScale::softmax || model.reader.activation == "softmax";
    if (!model.reader.scale)
        m_context.probabilities = m_context.scale == ScoreScale::softmax || all_probabilities(m_answer.scores) ||
                                  all_probabilities(m_answer.class_map.values);
}

std::vector<Prediction> Reading::predictions(int count) const {
    return m_task.predictions(m_answer, m_context, count);
}

std::vector<Question> Reading::questions(const TargetRequests& requests) const {
    return m_task.questions(requests, m_answer, m_context);
}

void Reading::score(Answer said, const std::vector<Question>& questions, std::span<float> scores) const {
    said.scores = scaled(std::move(said.scores), m_context.scale);
    for (std::size_t i = 0; i < questions.size(); ++i)
        scores[i] = questions[i].score(said);
}

std::vector<float> Reading::score(const std::vector<Question>& questions) const {
    std::vector<float> scores(questions.size());
    score(m_answer, questions, scores);
    return scores;
}

void Reading::add_scores(const std::vector<Question>& questions, Explanation& result) const {
    const auto scores = score(questions);
    const auto first = result.maps.size() - questions.size();
    for (std::size_t i = 0; i < questions.size(); ++i)
        result.maps[first + i].score = scores[i];
}

Explanation Reading::explanation(const Way& way,
                                 const ExplainOptions& options,
                                 const std::vector<Question>& questions) const {
    Explanation result;
    result.predictions = predictions(options.predictions);
    result.provenance = m_model.provenance;
    result.provenance.task = m_task.name;
    result.provenance.method = way.method->info.name;
    result.provenance.layer = way.layer;
    result.provenance.score = m_task.score.empty() ? to_string(m_context.scale) : std::string(m_task.score);
    for (const auto& question : questions)
        if (!question.note.empty())
            result.notes.push_back(question.note);
    return result;
}

}  // namespace vinoscope
