// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "explain/ask.hpp"

#include <vector>

namespace vinoscope {

ScoreJob job_of(const ExplainedModel& model) {
    ScoreJob job;
    job.input = model.input.index;
    job.outputs = model.reader.outputs;
    return job;
}

Asked asked_by(const Question& question) {
    return {.target = *question.target, .versus = question.versus.value_or(-1), .places = question.places};
}

Answer ask_whole(RequestPool& requests, const MaskedInput& image, const Postprocess& read, ScoreJob job) {
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
