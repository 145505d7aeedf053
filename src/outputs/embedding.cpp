// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "model/port.hpp"
#include "outputs/appended_scores.hpp"
#include "outputs/class_scores.hpp"
#include "outputs/decoder.hpp"
#include "outputs/output_kind.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// What `find` finds, or nothing where it says that the model is not of this kind.
template <typename Find>
auto where_supported(Find find) -> std::optional<decltype(find())> {
    try {
        return find();
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::unsupported)
            throw;
        return std::nullopt;
    }
}

// Numbers for each image, or for each of its tokens.
bool may_stand_beside(const ov::Output<const ov::Node>& output) {
    constexpr std::int64_t sides_of_a_box = 4;
    const auto& shape = output.get_partial_shape();
    if (!output.get_element_type().is_real() || shape.rank().is_dynamic())
        return false;
    return score_classes(output).has_value() || (shape.size() == 3 && !shape[2].compatible(sides_of_a_box));
}

// Why an output is an embedding; empty when nothing says so.
std::string evidence_of(const ov::Output<const ov::Node>& output) {
    if (const auto sign = feature_sign(output); sign && sign->normalised)
        return sign->reason;
    return lower_case(port_name(output)).find("embed") == std::string::npos ? "" : "its name is that of an embedding";
}

bool has_class_scores(const DecoderQuestion& question) {
    const auto scores = where_supported([&] { return find_score_output(question.model, {}, question.labels); });
    return scores && scores->trust != Trust::none;
}

// A vector that stands for the whole image: what it means only shows beside another.
std::optional<AnswerReader> match_embedding(const DecoderQuestion& question) {
    const auto output = where_supported([&] { return find_embedding(question.model, question.output); });
    if (!output)
        return std::nullopt;
    const auto port = question.model.output(*output);
    const auto evidence = evidence_of(port);
    AnswerReader reader;
    reader.outputs = {*output};
    reader.scale = ScoreScale::as_is;
    reader.evidence = fmt::format("output {}: {}", port_text(port), evidence.empty() ? "the only vector" : evidence);
    reader.read = [](std::span<const OutputTensor> said) {
        Answer answer;
        answer.scores.assign(said[0].values.begin(), said[0].values.end());
        return answer;
    };
    if (evidence.empty())
        doubt(reader, Trust::none, "nothing indicates that its values are an embedding");
    else if (has_class_scores(question) || !std::ranges::all_of(question.model.outputs(), may_stand_beside))
        doubt(reader, Trust::none, "another output may be the main result of the model");
    return reader;
}

}  // namespace

Decoder embedding_decoder() {
    return {.name = "embedding",
            .task = "embedding",
            .summary = "a vector [N,D] to compare with others",
            .match = match_embedding};
}

}  // namespace vinoscope
