// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "evaluate/dialogue.hpp"

#include "explain/ask.hpp"
#include "methods/black_box.hpp"

namespace vinoscope {

Dialogue::Dialogue(const ExplainedModel& model,
                   const Image& image,
                   std::string_view baseline,
                   std::atomic<std::uint64_t>& inferences)
    : m_model(model),
      m_image(image_canvas(image.height(), image.width()).frame),
      m_inferences(inferences),
      m_source(source_of(model, image)),
      m_masked(m_source.masked(model.preprocess, model.input, baseline)),
      m_requests(model.compiled->requests(m_source.form(true))),
      m_answer(ask_whole(m_requests, m_masked.input, model.reader, job_of(model))) {
    ++m_inferences;
}

Canvas Dialogue::input() const {
    return {m_masked.input.height(), m_masked.input.width(), m_masked.region.value_or(m_image)};
}

std::vector<Question> Dialogue::questions(const TargetRequests& requests) const {
    return m_model.task->questions(requests, m_answer, m_model.context());
}

double Dialogue::score(const Question& question) const {
    float score = 0;
    answer_questions(m_answer, m_model.reader, {question}, {&score, 1});
    return score;
}

std::vector<float> Dialogue::scores(const Question& question, std::size_t count, const DrawMask& draw) const {
    const auto& reader = m_model.reader;
    const std::vector<Question> questions = {question};
    const BlackBox box{.requests = m_requests,
                       .image = m_masked.input,
                       .options = m_model.black_box,
                       .image_scores = {0},
                       .read_scores =
                           [&](std::span<const OutputTensor> outputs, std::span<float> scores) {
                               answer_questions(reader.read(outputs), reader, questions, scores);
                           },
                       .job = job_of(m_model)};
    m_inferences += count;
    return box.score(count, draw).values;
}

}  // namespace vinoscope
