// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "explain/reading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "outputs/answer_form.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

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

std::string text_of(const NothingFound& nothing, bool no_map) {
    std::string text = fmt::format("nothing was found with a score of at least {:g}", nothing.threshold);
    if (nothing.best)
        text += fmt::format("; the best candidate is {} with {:.3g}",
                            nothing.best->label.empty() ? fmt::format("class {}", nothing.best->index)
                                                        : fmt::format("\"{}\"", nothing.best->label),
                            nothing.best->score);
    else
        text += ", and no candidate has a score above 0";
    return no_map ? text + "; no map was computed: choose a class as the target" : text;
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
                .scale = model.reader.scale.value_or(ScoreScale::as_is),
                .probabilities = model.reader.probabilities,
                .classes = static_cast<std::size_t>(model.reader.classes),
                .frame = frame_of(model.input, source.image(), seen),
                .min_score = options.min_score,
                .by_class = by_class} {
    require_consistent(m_answer, model.reader.decoder);
    if (!model.reads_answers())
        return;
    const auto found = form_text(m_answer);
    const bool found_no_boxes = found == "nothing" && m_task.name == "detection";
    if (!m_task.answered(m_answer) && !found_no_boxes)
        refuse_answer(model.reader.decoder, fmt::format("a prediction of the task {}", m_task.name), found);
    m_context.exclusive =
        m_context.scale == ScoreScale::softmax || model.reader.activation == "softmax" || model.reader.two_of_one;
}

std::vector<Prediction> Reading::predictions(int count) const {
    return m_task.predictions(m_answer, m_context, count);
}

bool Reading::wants_maps(const ExplainOptions& options) const {
    return !options.wanted || options.wanted(predictions(options.predictions));
}

std::vector<Question> Reading::questions(const TargetRequests& requests) const {
    return m_task.questions(requests, m_answer, m_context);
}

std::vector<Question> Reading::wanted_questions(const ExplainOptions& options) const {
    return wants_maps(options) ? questions(options.targets) : std::vector<Question>();
}

void Reading::score(Answer said, const std::vector<Question>& questions, std::span<float> scores) const {
    require_same_form(m_answer, said, m_model.reader.decoder);
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
    if (m_task.nothing_found != nullptr && m_model.reads_answers() && predictions(1).empty())
        result.nothing_found = m_task.nothing_found(m_answer, m_context);
    result.total_targets = std::max({m_answer.scores.size(),
                                     m_answer.class_map.classes,
                                     m_answer.detections.size(),
                                     m_answer.text_scores.characters});
    result.provenance = m_model.provenance;
    result.provenance.probabilities = !m_task.score.empty() || m_context.probabilities;
    result.provenance.task = m_task.name;
    result.provenance.method = way.method->info.name;
    result.provenance.layer = way.layer;
    result.provenance.score = m_task.score.empty() ? score_text(m_model.reader) : std::string(m_task.score);
    for (const auto& question : questions)
        if (!question.note.empty())
            result.notes.push_back(question.note);
    if (result.nothing_found)
        result.notes.push_back(text_of(*result.nothing_found, questions.empty() && !way.method->per_image()));
    return result;
}

}  // namespace vinoscope
