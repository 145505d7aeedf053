// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <openvino/op/concat.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/sigmoid.hpp>
#include <string_view>

#include "ops/build.hpp"
#include "ops/constant_value.hpp"
#include "outputs/output_form.hpp"

namespace vinoscope {
namespace {

bool keeps_values(const ov::Node& node) {
    static constexpr std::string_view types[] = {
        "Reshape", "Squeeze", "Unsqueeze", "Transpose", "Convert", "Gather", "Slice", "StridedSlice", "Concat"};
    return std::ranges::find(types, std::string_view(node.get_type_name())) != std::end(types);
}

// What a value is before it is cut out, joined or brought into another shape; of the decoder's layers the last one.
Value before_moves(Value value) {
    while (keeps_values(*value.get_node())) {
        const auto& node = *value.get_node();
        value = node.input_value(ov::is_type<ov::op::v0::Concat>(&node) ? node.get_input_size() - 1 : 0);
    }
    return value;
}

// Zhu et al., "Deformable DETR", arXiv:2010.04159, and what follows it, RT-DETR too, move the box of a query from layer
// to layer and train each class alone. DETR itself tells the box by a dense layer, which ends in its bias.
bool moves_boxes(const ov::Model& model, const OutputForm& boxes) {
    const auto last = before_moves(model.get_results()[boxes.index]->input_value(0));
    if (!ov::is_type<ov::op::v0::Sigmoid>(last.get_node()))
        return false;
    const auto before = before_moves(last.get_node()->input_value(0));
    if (ov::is_type<ov::op::v0::MatMul>(before.get_node()))
        return false;
    const auto inputs = before.get_node()->input_values();
    return inputs.size() > 1 && std::ranges::none_of(inputs, is_constant);
}

// Scores of the classes alone: where each query shares its probability with "nothing", that comes last.
std::vector<float> class_scores(std::span<const float> logits, ScoreScale scale) {
    auto scores = scaled({logits.begin(), logits.end()}, scale);
    if (scale == ScoreScale::softmax)
        scores.pop_back();
    return scores;
}

Answer read_queries(std::span<const OutputTensor> said, ScoreScale scale, const ToPixels& to_pixels) {
    Answer answer;
    const auto columns = said[0].shape.back();
    const auto* box = said[1].values.data();
    for (std::size_t at = 0; at < said[0].values.size(); at += columns, box += 4) {
        const auto scores = class_scores(said[0].values.subspan(at, columns), scale);
        const auto best = std::ranges::max_element(scores) - scores.begin();
        answer.detections.push_back(
            {box_around(box[0], box[1], box[2], box[3]), best, scores[static_cast<std::size_t>(best)]});
        answer.detection_scores.insert(answer.detection_scores.end(), scores.begin(), scores.end());
    }
    to_pixels(answer.detections);
    return answer;
}

// Carion et al., arXiv:2005.12872: a set of queries, each with class logits and a box (centre and size).
std::optional<AnswerReader> match_detr(const DecoderQuestion& question) {
    const OutputForm* logits = nullptr;
    const OutputForm* boxes = nullptr;
    const auto outputs = output_forms(question);
    for (const auto& output : outputs)
        if (output.is_table() && output.from_end(1) == 4 && (question.forced || output.called("pred_boxes")))
            boxes = &output;
        else if (output.is_table() && (question.forced || output.called("logits") || output.called("pred_logits")))
            logits = &output;
    if (logits == nullptr || boxes == nullptr || logits->from_end(1) < 1)
        return std::nullopt;
    const auto columns = logits->from_end(1);
    const bool one_class = columns == 1;  // which has no other to share a softmax with
    const bool each_class_alone =
        question.labels > 0 ? std::cmp_equal(question.labels, columns) : moves_boxes(question.model, *boxes);
    AnswerReader reader;
    reader.outputs = {logits->index, boxes->index};
    const auto wanted = question.scale.value_or(each_class_alone ? ScoreScale::sigmoid : ScoreScale::softmax);
    const auto scale = one_class && wanted == ScoreScale::softmax ? ScoreScale::sigmoid : wanted;
    reader.scale = scale;
    reader.classes = scale == ScoreScale::softmax ? columns - 1 : columns;
    reader.evidence = fmt::format("outputs {} and {}: {} of class logits{}, and centres and sizes of boxes",
                                  logits->text,
                                  boxes->text,
                                  to_string(scale),
                                  scale == ScoreScale::softmax ? ", the last one for \"no object\"" : "");
    reader.row_lengths = {static_cast<std::size_t>(columns), 4};
    reader.box_scores = [classes = reader.classes](const ov::OutputVector& values) {
        return crop(transposed(values[0], {0, 2, 1}), 1, 0, classes);
    };
    reader.box_sides = BoxSides{[](const ov::OutputVector& values) {
        const auto rows = transposed(values[1], {0, 2, 1});
        return sides_around(crop(rows, 1, 0, 2), crop(rows, 1, 2, 4));
    }};
    reader.read = [scale, to_pixels = ToPixels(question.input)](std::span<const OutputTensor> said) {
        return read_queries(said, scale, to_pixels);
    };
    return reader;
}

}  // namespace

Decoder detr_decoder() {
    return {.name = "detr",
            .task = "detection",
            .summary = "logits [1,Q,C] and pred_boxes [1,Q,4] (centre and size)",
            .match = match_detr};
}

}  // namespace vinoscope
