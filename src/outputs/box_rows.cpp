// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "outputs/output_form.hpp"
#include "outputs/output_kind.hpp"

namespace vinoscope {
namespace {

constexpr float unit_tolerance = 1e-3F;  // of scores in half precision

// Which column of a row is what; the four corners follow each other.
struct Columns {
    std::size_t count;
    std::size_t corners;
    std::size_t score;
    std::size_t label;
    bool image_first;  // the number of the picture; a negative one ends the rows
    std::string_view text;
};

constexpr Columns detection_output = {7, 3, 2, 1, true, "image, class, score and four corners"};
constexpr Columns end_to_end = {6, 0, 4, 5, false, "four corners, score and class"};
constexpr Columns class_first = {6, 2, 1, 0, false, "class, score and four corners"};
constexpr Columns score_last = {7, 1, 6, 5, true, "image, four corners, class and score"};

// Whether the number of rows depends on what is found.
bool chooses_boxes(const ov::Model& model) {
    constexpr std::array<std::string_view, 5> choices = {
        "NonMaxSuppression", "MulticlassNms", "MatrixNms", "NMSRotated", "NonZero"};
    return std::ranges::any_of(model.get_ops(), [&](const auto& node) {
        return std::ranges::find(choices, std::string_view(node->get_type_name())) != choices.end();
    });
}

// As many rows as boxes, and not as pictures.
bool is_list(const OutputForm& output, const DecoderQuestion& question) {
    if (output.rank() != 2)
        return false;
    const auto rows = output.shape[0];
    return rows > 0 ? rows != std::max<std::int64_t>(question.input.batch, 1) : chooses_boxes(question.model);
}

bool counts_rows(const OutputForm& output) {
    return output.whole_numbers && output.rank() <= 1;
}

Answer read_rows(std::span<const float> values, const Columns& columns, const ToPixels& to_pixels) {
    Answer answer;
    for (std::size_t i = 0; i + columns.count <= values.size(); i += columns.count) {
        const auto* row = values.data() + i;
        const auto* corner = row + columns.corners;
        if (columns.image_first && row[0] < 0)
            break;
        answer.detections.push_back(
            {{corner[0], corner[1], corner[2], corner[3]}, class_at(row[columns.label]), row[columns.score]});
    }
    to_pixels(answer.detections);
    return answer;
}

// Classes are whole numbers and scores are shares.
std::string contradiction(std::span<const float> values, const Columns& columns) {
    for (std::size_t i = 0; i + columns.count <= values.size(); i += columns.count) {
        const auto* row = values.data() + i;
        if (columns.image_first && row[0] < 0)
            break;
        if (row[columns.label] != std::floor(row[columns.label]))
            return fmt::format("the column of classes holds {:g}", row[columns.label]);
        if (row[columns.score] < -unit_tolerance || row[columns.score] > 1 + unit_tolerance)
            return fmt::format("the column of scores holds {:g}", row[columns.score]);
    }
    return {};
}

template <typename HasForm>
std::optional<AnswerReader> match_rows(const DecoderQuestion& question, const Columns& columns, HasForm has_form) {
    const auto outputs = output_forms(question);
    const auto found = std::ranges::find_if(outputs, [&](const OutputForm& output) {
        return output.from_end(1) == static_cast<std::int64_t>(columns.count) && !output.whole_numbers &&
               (question.forced || has_form(output, outputs));
    });
    if (found == outputs.end())
        return std::nullopt;
    AnswerReader reader;
    reader.outputs = {found->index};
    reader.evidence = fmt::format("output {}: rows of {}", found->text, columns.text);
    reader.sorts_boxes = true;
    reader.box_scores = [columns](const ov::OutputVector& values) {
        return column_of_rows(values[0], columns.count, columns.score);
    };
    reader.box_sides = BoxSides{[columns](const ov::OutputVector& values) {
        const auto first = static_cast<std::int64_t>(columns.corners);
        return columns_of_rows(values[0], columns.count, {first, first + 1, first + 2, first + 3});
    }};
    reader.read = [columns, to_pixels = ToPixels(question.input)](std::span<const OutputTensor> said) {
        return read_rows(said[0].values, columns, to_pixels);
    };
    reader.contradiction = [columns](std::span<const OutputTensor> said) {
        return contradiction(said[0].values, columns);
    };
    return reader;
}

using Outputs = std::vector<OutputForm>;

// The operation DetectionOutput of OpenVINO and Caffe.
std::optional<AnswerReader> match_detection_output(const DecoderQuestion& question) {
    return match_rows(question, detection_output, [](const OutputForm& output, const Outputs&) {
        return output.rank() == 4 && output.shape[0] == 1 && output.shape[1] == 1 && output.shape[2] != 1;
    });
}

// Detectors of the YOLO family that choose their boxes themselves.
std::optional<AnswerReader> match_end_to_end(const DecoderQuestion& question) {
    return match_rows(question, end_to_end, [&](const OutputForm& output, const Outputs& outputs) {
        return (output.rank() == 3 && output.shape[1] < dense_candidates) ||
               (is_list(output, question) && outputs.size() == 1);
    });
}

// PaddleDetection, with the number of rows in a second output.
std::optional<AnswerReader> match_paddle_rows(const DecoderQuestion& question) {
    return match_rows(question, class_first, [&](const OutputForm& output, const Outputs& outputs) {
        return is_list(output, question) && std::ranges::any_of(outputs, counts_rows);
    });
}

// YOLOv7 with suppression in the graph.
std::optional<AnswerReader> match_end_to_end_v7(const DecoderQuestion& question) {
    return match_rows(question, score_last, [&](const OutputForm& output, const Outputs& outputs) {
        return is_list(output, question) && outputs.size() == 1;
    });
}

}  // namespace

Decoder detection_output_decoder() {
    return {.name = "detection-output",
            .task = "detection",
            .summary = "rows [1,1,N,7] of SSD's DetectionOutput",
            .match = match_detection_output};
}

Decoder paddle_rows_decoder() {
    return {.name = "paddle-rows",
            .task = "detection",
            .summary = "rows [N,6] of class, score, x1, y1, x2, y2 and their number",
            .match = match_paddle_rows};
}

Decoder yolo_end2end_decoder() {
    return {.name = "yolo-end2end",
            .task = "detection",
            .summary = "rows [1,N,6] or [N,6] of x1, y1, x2, y2, score, class",
            .match = match_end_to_end};
}

Decoder yolo_v7_end2end_decoder() {
    return {.name = "yolo-v7-end2end",
            .task = "detection",
            .summary = "rows [N,7] of image, x1, y1, x2, y2, class, score",
            .match = match_end_to_end_v7};
}

}  // namespace vinoscope
