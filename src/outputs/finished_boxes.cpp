// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ops/build.hpp"
#include "outputs/output_form.hpp"

namespace vinoscope {
namespace {

using Outputs = std::vector<OutputForm>;

const OutputForm* find_called(const Outputs& outputs, std::string_view name) {
    const auto found = std::ranges::find_if(outputs, [&](const auto& output) { return output.called(name); });
    return found == outputs.end() ? nullptr : &*found;
}

struct Names {
    std::string_view boxes;
    std::string_view labels;
    std::string_view scores;  // of their own when boxes have four columns
    bool rows_first = false;  // y1, x1, y2, x2
};

constexpr Names conventions[] = {
    {"boxes", "labels", "scores", false},                                // OpenVINO, torchvision
    {"detection_boxes", "detection_classes", "detection_scores", true},  // TensorFlow Object Detection
    {"det_boxes", "det_classes", "det_scores", false},                   // exports with EfficientNMS
    {"tflite_detection_postprocess", "tflite_detection_postprocess:1", "tflite_detection_postprocess:2", true},
    {"statefulpartitionedcall:3", "statefulpartitionedcall:2", "statefulpartitionedcall:1", true},  // TensorFlow Lite
};

struct Found {
    const OutputForm* boxes = nullptr;
    const OutputForm* labels = nullptr;
    const OutputForm* scores = nullptr;
    bool rows_first = false;
    bool guessed = false;  // labels and scores may have to change places

    bool scores_in_boxes() const { return boxes != nullptr && boxes->from_end(1) == 5; }
    bool complete() const {
        return boxes != nullptr && labels != nullptr &&
               (scores_in_boxes() || (scores != nullptr && boxes->from_end(1) == 4));
    }
};

Found by_name(const Outputs& outputs) {
    for (const auto& names : conventions) {
        const Found found{find_called(outputs, names.boxes),
                          find_called(outputs, names.labels),
                          find_called(outputs, names.scores),
                          names.rows_first};
        if (found.complete())
            return found;
    }
    return {};
}

bool has_boxes(const OutputForm& output) {
    return !output.whole_numbers && output.rank() >= 2 && output.from_end(2) != 1 &&
           (output.from_end(1) == 4 || output.from_end(1) == 5);
}

// One value for each box.
bool belongs_to(const OutputForm& values, const OutputForm& boxes) {
    return values.rank() + 1 == boxes.rank() && values.from_end(1) == boxes.from_end(2);
}

// Whole numbers are the labels. TensorFlow Lite has reals only, and rows first.
Found beside(const OutputForm& boxes, const Outputs& outputs) {
    Found found{.boxes = &boxes};
    for (const auto& output : outputs) {
        if (!belongs_to(output, boxes))
            continue;
        if (found.scores != nullptr && !output.whole_numbers) {
            found.rows_first = found.guessed = true;
            found.labels = std::exchange(found.scores, &output);
        } else {
            (output.whole_numbers ? found.labels : found.scores) = &output;
        }
    }
    return found;
}

// Exports without names.
Found by_shape(const Outputs& outputs) {
    for (const auto& output : outputs)
        if (has_boxes(output))
            if (const auto found = beside(output, outputs); found.complete())
                return found;
    return {};
}

bool are_shares(std::span<const float> values) {
    return std::ranges::all_of(values, [](float value) { return value <= 1; });
}

bool are_whole(std::span<const float> values) {
    return std::ranges::all_of(values, [](float value) { return value == std::floor(value); });
}

// Scores are shares, and labels are whole numbers. Nothing where both could be either, such as zeros.
std::optional<bool> are_swapped(std::span<const float> labels, std::span<const float> scores) {
    const bool as_named = are_whole(labels) && are_shares(scores);
    const bool otherwise = are_whole(scores) && are_shares(labels);
    return as_named && otherwise ? std::nullopt : std::optional(!as_named);
}

Region box_of(const float* row, bool rows_first) {
    return rows_first ? Region{row[1], row[0], row[3], row[2]} : Region{row[0], row[1], row[2], row[3]};
}

// Boxes after non-maximum suppression: corners, a label and a score for each.
std::optional<AnswerReader> match_finished_boxes(const DecoderQuestion& question) {
    const auto outputs = output_forms(question);
    auto found = by_name(outputs);
    const bool named = found.complete();
    if (!named)
        found = by_shape(outputs);
    if (!found.complete())
        return std::nullopt;
    AnswerReader reader;
    reader.outputs = {found.boxes->index, found.labels->index};
    if (!found.scores_in_boxes())
        reader.outputs.push_back(found.scores->index);
    reader.evidence = fmt::format("outputs {} and {}: corners{} and labels of boxes",
                                  found.boxes->text,
                                  found.labels->text,
                                  found.scores_in_boxes() ? ", scores" : "");
    const auto columns = static_cast<std::size_t>(found.boxes->from_end(1));
    reader.row_lengths = {columns, 1, 1};
    reader.row_lengths.resize(reader.outputs.size());
    reader.sorts_boxes = true;
    reader.trust = named ? Trust::certain : Trust::likely;
    if (!found.guessed) {
        reader.box_scores = [columns](const ov::OutputVector& values) {
            return columns == 5 ? column_of_rows(values[0], 5, 4) : reshaped(values[2], {1, 1, -1});
        };
        reader.box_sides = BoxSides{[columns, rows_first = found.rows_first](const ov::OutputVector& values) {
            return columns_of_rows(values[0], columns, rows_first ? Integers{1, 0, 3, 2} : Integers{0, 1, 2, 3});
        }};
    }
    reader.read = [columns,
                   rows_first = found.rows_first,
                   guessed = found.guessed,
                   swaps = Settled<bool>(),
                   to_pixels = ToPixels(question.input)](std::span<const OutputTensor> said) {
        Answer answer;
        const auto boxes = said[0].values;
        const bool swapped = guessed && swaps.get([&] { return are_swapped(said[1].values, said[2].values); });
        const auto labels = said[swapped ? 2 : 1].values;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const auto* row = boxes.data() + i * columns;
            const float score = columns == 5 ? row[4] : said[swapped ? 1 : 2].values[i];
            answer.detections.push_back({box_of(row, rows_first), class_at(labels[i]), score});
        }
        to_pixels(answer.detections);
        return answer;
    };
    return reader;
}

}  // namespace

Decoder boxes_labels_decoder() {
    return {.name = "boxes-labels",
            .task = "detection",
            .summary = "boxes [N,5], or [N,4] and scores [N], and labels [N]",
            .match = match_finished_boxes};
}

}  // namespace vinoscope
