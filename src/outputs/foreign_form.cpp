// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/foreign_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "outputs/output_form.hpp"
#include "outputs/output_kind.hpp"

namespace vinoscope {
namespace {

using Outputs = std::vector<OutputForm>;

bool is_recurrent_layer(const ov::Node& node) {
    constexpr std::string_view types[] = {"LSTMSequence", "GRUSequence", "RNNSequence", "LSTMCell", "GRUCell"};
    return std::ranges::find(types, std::string_view(node.get_type_name())) != std::end(types);
}

bool has_boxes(const Outputs& outputs) {
    return std::ranges::any_of(outputs,
                               [](const auto& output) { return output.is_table() && output.from_end(1) == 4; });
}

// Graves et al., "Connectionist Temporal Classification", ICML 2006: probabilities of all characters for each step, or
// their logits behind recurrent layers.
std::optional<ForeignForm> find_text(const DecoderQuestion& question, const Outputs& outputs) {
    constexpr std::int64_t fewest_characters = 10;
    if (has_boxes(outputs))
        return std::nullopt;
    for (const auto& output : outputs) {
        const auto characters = output.from_end(1);
        if (!output.is_table() || (characters >= 0 && characters < fewest_characters))
            continue;
        const auto port = question.model.output(output.index);
        if (counts_steps_first(output, question.input) ||
            (output.shape[1] != 1 &&
             (!question.metadata.alphabet.empty() || is_softmax(port) || is_recurrent(question.model))))
            return ForeignForm{{output.index},
                               fmt::format("output {} looks like text: scores of {} "
                                           "characters for each step of a line",
                                           output.text,
                                           characters < 0 ? "all" : std::to_string(characters))};
    }
    return std::nullopt;
}

// Bazarevsky et al., "BlazeFace", arXiv:1907.05047: a box and key points relative to each anchor, and its score.
std::optional<ForeignForm> find_anchors(const Outputs& outputs) {
    constexpr std::int64_t fewest_anchors = 16;
    for (const auto& boxes : outputs)
        for (const auto& scores : outputs)
            if (boxes.is_table() && scores.is_table() && boxes.from_end(1) > 4 && scores.from_end(1) == 1 &&
                boxes.from_end(2) >= fewest_anchors && boxes.from_end(2) == scores.from_end(2))
                return ForeignForm{
                    {boxes.index, scores.index},
                    fmt::format("outputs {} and {} look like boxes and keypoints relative to {} anchors, which the "
                                "model does not contain, and their scores",
                                boxes.text,
                                scores.text,
                                boxes.from_end(2))};
    return std::nullopt;
}

// Whether a table has about a quarter of the rows of another one.
bool is_next_level(const OutputForm& coarse, const OutputForm& fine) {
    const auto rows = coarse.from_end(2);
    return coarse.is_table() && fine.is_table() && coarse.from_end(1) == fine.from_end(1) && rows > 1 &&
           3 * rows <= fine.from_end(2) && fine.from_end(2) <= 5 * rows;
}

// Tables of one level each: the same columns for fewer and fewer cells.
std::optional<ForeignForm> find_level_tables(const Outputs& outputs) {
    for (const auto& fine : outputs) {
        ForeignForm found{{fine.index}, {}};
        const auto* last = &fine;
        for (const auto& other : outputs)
            if (fine.from_end(1) > 1 && is_next_level(other, *last)) {
                found.outputs.push_back(other.index);
                last = &other;
            }
        if (found.outputs.size() > 1) {
            found.text = fmt::format("output {} looks like one of {} levels of a detector that are not decoded",
                                     fine.text,
                                     found.outputs.size());
            return found;
        }
    }
    return std::nullopt;
}

// Cheng et al., "MaskFormer", arXiv:2107.06278: the mask of each query, whose class is in a table.
std::optional<ForeignForm> find_mask_queries(const Outputs& outputs) {
    for (const auto& masks : outputs)
        for (const auto& classes : outputs)
            if (masks.rank() == 4 && classes.is_table() && classes.from_end(1) > 1 && masks.shape[1] > 1 &&
                masks.shape[1] == classes.from_end(2))
                return ForeignForm{{masks.index},
                                   fmt::format("outputs {} and {} look like the masks and the classes of {} queries",
                                               masks.text,
                                               classes.text,
                                               masks.shape[1])};
    return std::nullopt;
}

}  // namespace

bool is_recurrent(const ov::Model& model) {
    return std::ranges::any_of(model.get_ops(), [](const auto& node) { return is_recurrent_layer(*node); });
}

bool counts_steps_first(const OutputForm& output, const ImageInput& input) {
    const auto batch = std::max<std::int64_t>(input.batch, 1);
    return output.shape[1] == batch && output.shape[0] != batch && (output.shape[0] > 0 || input.batch > 0);
}

bool looks_like_text(const DecoderQuestion& question) {
    return find_text(question, output_forms(question)).has_value();
}

std::optional<ForeignForm> find_foreign_form(const DecoderQuestion& question) {
    const auto outputs = output_forms(question);
    if (auto found = find_text(question, outputs))
        return found;
    if (auto found = find_anchors(outputs))
        return found;
    if (auto found = find_mask_queries(outputs))
        return found;
    return find_level_tables(outputs);
}

}  // namespace vinoscope
