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
      m_requests(model.black_box->compiled->requests(m_source.form(true))),
      m_reading(model,
                m_source,
                m_masked.region,
                {},
                false,
                ask_whole(m_requests, m_masked.input, model.reader, job_of(model))) {
    ++m_inferences;
}

Canvas Dialogue::input() const {
    return {m_masked.input.height(), m_masked.input.width(), m_masked.region.value_or(m_image)};
}

std::vector<Question> Dialogue::questions(const TargetRequests& requests) const {
    return m_reading.questions(requests);
}

double Dialogue::score(const Question& question) const {
    return m_reading.score({question}).front();
}

std::vector<float> Dialogue::scores(const Question& question, std::size_t count, const DrawMask& draw) const {
    const std::vector<Question> questions = {question};
    const BlackBox box{.requests = m_requests,
                       .image = m_masked.input,
                       .options = m_model.black_box_options,
                       .image_scores = {0},
                       .probabilities = {question.probability},
                       .read_scores =
                           [&](std::span<const OutputTensor> outputs, std::span<float> scores) {
                               m_reading.score(m_model.reader.read(outputs), questions, scores);
                           },
                       .job = job_of(m_model)};
    m_inferences += count;
    return box.score(count, draw).values;
}

}  // namespace vinoscope
