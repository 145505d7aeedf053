// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "graph/nodes.hpp"
#include "task/decoders/decoders.hpp"
#include "task/decoders/output_form.hpp"

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
};

struct Found {
    const OutputForm* boxes = nullptr;
    const OutputForm* labels = nullptr;
    const OutputForm* scores = nullptr;
    bool rows_first = false;

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

// Exports without names: whole numbers are the labels, and each output has one value, or four or five, for each box.
Found by_shape(const Outputs& outputs) {
    Found found;
    for (const auto& output : outputs)
        if (!output.whole_numbers && output.rank() >= 2 && output.from_end(2) != 1 &&
            (output.from_end(1) == 4 || output.from_end(1) == 5))
            found.boxes = &output;
    for (const auto& output : outputs)
        if (found.boxes != nullptr && output.rank() + 1 == found.boxes->rank())
            (output.whole_numbers ? found.labels : found.scores) = &output;
    return outputs.size() <= 3 && found.complete() ? found : Found();
}

Region box_of(const float* row, bool rows_first) {
    return rows_first ? Region{row[1], row[0], row[3], row[2]} : Region{row[0], row[1], row[2], row[3]};
}

// [.., rows, columns] -> [1, 1, rows], for one picture
ov::Output<ov::Node> column_of_rows(const ov::Output<ov::Node>& table, std::size_t columns, std::size_t column) {
    const auto rows = reshaped(table, {1, -1, static_cast<std::int64_t>(columns)});
    return rows_of(transposed(rows, {0, 2, 1}), column, column + 1);
}

}  // namespace

// Boxes after non-maximum suppression: corners, a label and a score for each.
std::optional<AnswerReader> match_finished_boxes(const DecoderQuestion& question) {
    const auto outputs = output_forms(question);
    auto found = by_name(outputs);
    if (!found.complete())
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
    reader.sorts_boxes = true;
    reader.box_scores = [columns](const ov::OutputVector& values) {
        return columns == 5 ? column_of_rows(values[0], 5, 4) : reshaped(values[2], {1, 1, -1});
    };
    reader.read = [columns, rows_first = found.rows_first, input = question.input](std::span<const OutputTensor> said) {
        Answer answer;
        const auto boxes = said[0].values;
        const auto labels = said[1].values;
        for (std::size_t i = 0; i < std::min(boxes.size() / columns, labels.size()); ++i) {
            const auto* row = boxes.data() + i * columns;
            const float score = columns == 5 ? row[4] : said[2].values[i];
            answer.detections.push_back({box_of(row, rows_first), static_cast<std::int64_t>(labels[i]), score});
        }
        to_pixels(answer.detections, input.height, input.width);
        return answer;
    };
    return reader;
}

// Rows of x1, y1, x2, y2, score, class: detectors of the YOLO family that choose their boxes themselves.
std::optional<AnswerReader> match_end_to_end(const DecoderQuestion& question) {
    constexpr std::size_t columns = 6;
    const auto outputs = output_forms(question);
    const auto found = std::ranges::find_if(outputs, [&](const OutputForm& output) {
        return output.from_end(1) == columns && !output.whole_numbers && (question.forced || output.rank() == 3);
    });
    if (found == outputs.end())
        return std::nullopt;
    AnswerReader reader;
    reader.outputs = {found->index};
    reader.evidence = fmt::format("output {}: rows of four corners, score and class", found->text);
    reader.sorts_boxes = true;
    reader.box_scores = [](const ov::OutputVector& values) { return column_of_rows(values[0], columns, 4); };
    reader.read = [input = question.input](std::span<const OutputTensor> said) {
        Answer answer;
        const auto values = said[0].values;
        for (std::size_t i = 0; i + columns <= values.size(); i += columns)
            answer.detections.push_back(
                {box_of(values.data() + i, false), static_cast<std::int64_t>(values[i + 5]), values[i + 4]});
        to_pixels(answer.detections, input.height, input.width);
        return answer;
    };
    return reader;
}

}  // namespace vinoscope
