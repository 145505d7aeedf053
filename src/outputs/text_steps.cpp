// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <openvino/op/log_softmax.hpp>

#include "analysis/target_layer.hpp"
#include "ops/build.hpp"
#include "ops/operations.hpp"
#include "outputs/alphabet.hpp"
#include "outputs/foreign_form.hpp"
#include "outputs/output_form.hpp"
#include "outputs/output_kind.hpp"
#include "outputs/score_scale.hpp"

namespace vinoscope {
namespace {

struct Form {
    std::size_t output = 0;
    bool steps_first = false;  // [steps, batch, characters]
    std::int64_t characters = 0;
    std::string text;
};

std::optional<Form> form_of(const OutputForm& output, const DecoderQuestion& question) {
    if (!output.is_table() || output.from_end(1) < 2)
        return std::nullopt;
    return Form{output.index, counts_steps_first(output, question.input), output.from_end(1), output.text};
}

Answer read_steps(std::span<const OutputTensor> said, std::size_t characters, bool are_shares) {
    Answer answer;
    auto& scores = answer.text_scores;
    scores.characters = characters;
    scores.steps = said[0].values.size() / characters;
    scores.values.reserve(said[0].values.size());
    for (std::size_t step = 0; step < scores.steps; ++step) {
        const auto row = said[0].values.subspan(step * characters, characters);
        const auto shares = scaled({row.begin(), row.end()}, are_shares ? ScoreScale::as_is : ScoreScale::softmax);
        scores.values.insert(scores.values.end(), shares.begin(), shares.end());
    }
    return answer;
}

// Logarithms of the probabilities, [batch, 1, steps * characters].
ov::Output<ov::Node> log_shares(const ov::Output<ov::Node>& output, bool steps_first) {
    const auto scores = raw_scores(output);
    const auto logs = std::make_shared<ov::op::v5::LogSoftmax>(scores, -1);
    const auto& shape = output.get_partial_shape();
    const auto batch_first = steps_first ? transposed(logs, {1, 0, 2}) : logs->output(0);
    const auto& steps = shape[steps_first ? 0 : 1];
    return reshaped(batch_first, {-1, 1, steps.is_static() ? steps.get_length() * shape[2].get_length() : -1});
}

bool has_fitting_alphabet(const Form& form, const DecoderQuestion& question) {
    return !question.alphabet.empty() && fits_alphabet(question.alphabet, form.characters);
}

// Without any of these, a table is no candidate.
bool may_be_text(const Form& form, const DecoderQuestion& question) {
    return question.forced || question.task_given || has_fitting_alphabet(form, question) || looks_like_text(question);
}

void judge(AnswerReader& reader, const Form& form, const DecoderQuestion& question) {
    if (has_fitting_alphabet(form, question)) {
        reader.trust = Trust::certain;
        reader.evidence += fmt::format(", as an alphabet of {} says", question.alphabet.size());
    } else if (!form.steps_first && !is_recurrent(question.model)) {
        doubt(reader,
              Trust::none,
              fmt::format("it looks like text, scores of {} characters for each step of a line, and whether the steps "
                          "follow the line (CTC) is only determined by an alphabet or the user",
                          form.characters));
    }
}

// Graves et al., "Connectionist Temporal Classification", ICML 2006: scores of all characters for each step of a line.
std::optional<AnswerReader> match_ctc(const DecoderQuestion& question) {
    for (const auto& output : output_forms(question)) {
        const auto form = form_of(output, question);
        if (!form || !may_be_text(*form, question))
            continue;
        const auto port = question.model.output(form->output);
        AnswerReader reader;
        reader.outputs = {form->output};
        reader.classes = form->characters;
        reader.scale = ScoreScale::as_is;
        reader.activation = final_activation(port) == "softmax" ? "softmax" : "";
        reader.probabilities = true;
        reader.score_name = "probability of the characters";
        reader.read = [characters = static_cast<std::size_t>(form->characters),
                       are_shares = !reader.activation.empty()](std::span<const OutputTensor> said) {
            return read_steps(said, characters, are_shares);
        };
        reader.box_scores = [steps_first = form->steps_first](const ov::OutputVector& values) {
            return log_shares(values[0], steps_first);
        };
        reader.evidence = fmt::format("output {}: {} characters for each step", form->text, form->characters);
        judge(reader, *form, question);
        return reader;
    }
    return std::nullopt;
}

}  // namespace

Decoder ctc_decoder() {
    return {.name = "ctc",
            .task = "recognition",
            .summary = "character scores per time step, [T,N,C] or [N,T,C] (CTC)",
            .match = match_ctc};
}

}  // namespace vinoscope
