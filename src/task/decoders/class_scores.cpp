// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "model/score_output.hpp"
#include "task/decoders/decoders.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

Answer read_scores(std::span<const OutputTensor> said) {
    Answer answer;
    answer.scores.assign(said[0].values.begin(), said[0].values.end());
    return answer;
}

std::optional<ScoreOutput> score_output(const DecoderQuestion& question) {
    try {
        return find_score_output(question.model, question.output, question.labels);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::unsupported)
            throw;
        return std::nullopt;
    }
}

}  // namespace

// One number for each class.
std::optional<AnswerReader> match_class_scores(const DecoderQuestion& question) {
    const auto output = score_output(question);
    if (!output)
        return std::nullopt;
    AnswerReader reader;
    reader.outputs = {output->index};
    reader.classes = output->classes;
    reader.scale = question.scale.value_or(scale_of(*output));
    reader.activation = output->activation == "none" ? "" : output->activation;
    reader.probabilities = reader.scale != ScoreScale::as_is || !reader.activation.empty();
    reader.evidence = output->evidence;
    reader.trust = output->trust;
    reader.doubts = output->doubts;
    reader.read = read_scores;
    return reader;
}

// One number for each quantity that the model estimates.
std::optional<AnswerReader> match_values(const DecoderQuestion& question) {
    auto reader = match_class_scores(question);
    if (reader) {
        reader->scale = question.scale.value_or(ScoreScale::as_is);
        reader->probabilities = reader->scale != ScoreScale::as_is;
        if (!question.task_given)
            doubt(*reader, Trust::none, "whether numbers are quantities or scores only the user knows");
    }
    return reader;
}

}  // namespace vinoscope
