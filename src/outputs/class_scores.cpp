// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "outputs/decoders.hpp"
#include "outputs/score_output.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

Answer read_scores(std::span<const OutputTensor> said) {
    Answer answer;
    answer.scores.assign(said[0].values.begin(), said[0].values.end());
    return answer;
}

// A single neuron for two classes. Of a share class 0 has the rest, of a logit the logit with the other sign.
AnswerReader two_of_one(AnswerReader reader, const ScoreOutput& output) {
    reader.two_of_one = true;
    reader.classes = 2;
    reader.probabilities = true;
    reader.scale = output.activation == "none" ? ScoreScale::sigmoid : ScoreScale::as_is;
    reader.evidence += ", the score of class 1 of two";
    reader.read = [logit = output.activation == "none"](std::span<const OutputTensor> said) {
        Answer answer;
        if (said[0].values.empty())
            return answer;
        const float value = said[0].values[0];
        answer.scores = {logit ? -value : 1 - value, value};
        return answer;
    };
    return reader;
}

// The sigmoid is in the graph or asked for, or there are two names.
bool has_two_classes(const ScoreOutput& output, const DecoderQuestion& question) {
    if (output.classes != 1)
        return false;
    return output.activation == "sigmoid" || question.scale == ScoreScale::sigmoid ||
           (question.labels == 2 && output.activation == "none");
}

AnswerReader reader_of(const ScoreOutput& output, const DecoderQuestion& question, ScoreScale scale) {
    AnswerReader reader;
    reader.outputs = {output.index};
    reader.classes = output.classes;
    reader.scale = question.scale.value_or(scale);
    reader.evidence = output.evidence;
    reader.read = read_scores;
    return reader;
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
    auto reader = reader_of(*output, question, scale_of(*output));
    reader.activation = output->activation == "none" ? "" : output->activation;
    reader.probabilities = reader.scale != ScoreScale::as_is || !reader.activation.empty();
    reader.trust = output->trust;
    reader.doubts = output->doubts;
    return has_two_classes(*output, question) ? two_of_one(std::move(reader), *output) : reader;
}

// One number for each quantity that the model estimates.
std::optional<AnswerReader> match_values(const DecoderQuestion& question) {
    const auto output = score_output(question);
    if (!output)
        return std::nullopt;
    auto reader = reader_of(*output, question, ScoreScale::as_is);
    reader.activation = output->activation == "none" ? "" : output->activation;
    reader.probabilities = reader.scale != ScoreScale::as_is;
    reader.trust = output->trust;
    reader.doubts = output->doubts;
    if (!question.task_given)
        doubt(reader, Trust::none, "whether the values are regression results or scores is known to the user only");
    return reader;
}

}  // namespace vinoscope
