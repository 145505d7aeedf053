// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "session/image_prediction.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "outputs/answer_form.hpp"

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

}  // namespace

ImagePrediction::ImagePrediction(const Session& session,
                                 const InputSource& source,
                                 const std::optional<Region>& seen,
                                 const ExplainOptions& options,
                                 bool by_class,
                                 Answer answer)
    : m_session(session),
      m_answer(std::move(answer)),
      m_task(session.task != nullptr ? *session.task : task_of(m_answer)),
      m_context{.labels = session.labels,
                .scale = session.reader.scale.value_or(ScoreScale::as_is),
                .probabilities = session.reader.probabilities,
                .classes = static_cast<std::size_t>(session.reader.classes),
                .frame = frame_of(session.input, source.image(), seen),
                .min_score = options.min_score.value_or(session.min_score),
                .by_class = by_class} {
    const auto& reader = session.reader;
    require_consistent(m_answer, reader.decoder);
    if (!session.reads_answers())
        return;
    const auto found = form_text(m_answer);
    const bool found_no_boxes = found == "nothing" && m_task.name == "detection";
    if (!m_task.answered(m_answer) && !found_no_boxes)
        refuse_answer(reader.decoder, fmt::format("a prediction of the task {}", m_task.name), found);
    m_context.exclusive = m_context.scale == ScoreScale::softmax || reader.activation == "softmax" || reader.two_of_one;
}

std::vector<Prediction> ImagePrediction::predictions(int count) const {
    return m_task.predictions(m_answer, m_context, count);
}

std::optional<NothingFound> ImagePrediction::nothing_found() const {
    if (m_task.nothing_found == nullptr || !m_session.reads_answers() || !predictions(1).empty())
        return std::nullopt;
    return m_task.nothing_found(m_answer, m_context);
}

std::size_t ImagePrediction::target_count() const {
    return std::max({m_answer.scores.size(),
                     m_answer.class_map.classes,
                     m_answer.detections.size(),
                     m_answer.text_scores.characters});
}

std::string ImagePrediction::score_name() const {
    return m_task.score.empty() ? score_text(m_session.reader) : std::string(m_task.score);
}

bool ImagePrediction::has_probabilities() const {
    return !m_task.score.empty() || m_context.probabilities;
}

bool ImagePrediction::wants_maps(const ExplainOptions& options) const {
    return !options.wanted || options.wanted(predictions(options.predictions));
}

std::vector<ResolvedTarget> ImagePrediction::resolve_all(const TargetRequests& requests) const {
    return m_task.resolve_all(requests, m_answer, m_context);
}

std::vector<ResolvedTarget> ImagePrediction::wanted_targets(const ExplainOptions& options) const {
    return wants_maps(options) ? resolve_all(options.targets) : std::vector<ResolvedTarget>();
}

void ImagePrediction::score(Answer answer,
                            const std::vector<ResolvedTarget>& resolved_targets,
                            std::span<float> scores) const {
    require_same_form(m_answer, answer, m_session.reader.decoder);
    answer.scores = scaled(std::move(answer.scores), m_context.scale);
    for (std::size_t i = 0; i < resolved_targets.size(); ++i)
        scores[i] = resolved_targets[i].score(answer);
}

std::vector<float> ImagePrediction::score(const std::vector<ResolvedTarget>& resolved_targets) const {
    std::vector<float> scores(resolved_targets.size());
    score(m_answer, resolved_targets, scores);
    return scores;
}

Answer predict(RequestPool& requests, const MaskedInput& image, const Postprocess& read, ScoreJob job) {
    Answer answer;
    const std::vector<float> open(static_cast<std::size_t>(image.height()) * static_cast<std::size_t>(image.width()),
                                  1);
    job.count = 1;
    job.progress = {};
    job.deadline = {};
    job.fill = [&](std::size_t, ov::Tensor& input) { image.write(open, input); };
    job.take = [&](std::size_t, std::span<const OutputTensor> outputs) { answer = read(outputs); };
    score(requests, job);
    return answer;
}

}  // namespace vinoscope
