// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ops/build.hpp"
#include "outputs/class_score_tensors.hpp"
#include "outputs/output_form.hpp"

namespace vinoscope {
namespace {

using Values = std::span<const float>;

struct Found {
    const OutputForm* boxes = nullptr;
    const OutputForm* scores = nullptr;
    bool classes_first = false;  // a row for each class
};

// Four numbers and the scores of all classes for the same candidates.
Found find_tables(const std::vector<OutputForm>& outputs) {
    for (const bool classes_first : {false, true})
        for (const auto& boxes : outputs)
            for (const auto& scores : outputs)
                if (&boxes != &scores && boxes.is_table() && scores.is_table() && boxes.from_end(1) == 4 &&
                    boxes.from_end(2) > 1 && scores.from_end(classes_first ? 2 : 1) > 0 &&
                    boxes.from_end(2) == scores.from_end(classes_first ? 1 : 2))
                    return {&boxes, &scores, classes_first};
    return {};
}

// A row for each candidate.
std::vector<float> by_candidate(Values scores, std::size_t classes, bool classes_first) {
    if (!classes_first)
        return {scores.begin(), scores.end()};
    std::vector<float> result;
    const auto candidates = scores.size() / classes;
    for (std::size_t i = 0; i < candidates; ++i)
        for (std::size_t c = 0; c < classes; ++c)
            result.push_back(scores[c * candidates + i]);
    return result;
}

// What four numbers say of a box. Offsets to anchors, which the model does not tell, say nothing.
enum class BoxForm { corners, centre_and_size, offsets };

BoxForm form_of(Values boxes) {
    std::size_t ordered = 0;
    bool positive_sizes = true;
    for (std::size_t i = 0; i + 4 <= boxes.size(); i += 4) {
        ordered += static_cast<std::size_t>(boxes[i] < boxes[i + 2] && boxes[i + 1] < boxes[i + 3]);
        positive_sizes = positive_sizes && boxes[i + 2] > 0 && boxes[i + 3] > 0;
    }
    if (20 * 4 * ordered >= 19 * boxes.size())  // a few degenerate boxes are no other form
        return BoxForm::corners;
    return positive_sizes ? BoxForm::centre_and_size : BoxForm::offsets;
}

Region box_at(const float* box, BoxForm form) {
    if (form == BoxForm::corners)
        return {box[0], box[1], box[2], box[3]};
    return box_around(box[0], box[1], box[2], box[3]);
}

// Where a row of probabilities adds up to 1, its first one is that of the background (Liu et al., arXiv:1512.02325).
bool has_background(Values scores, std::size_t classes) {
    for (std::size_t at = 0; at + classes <= scores.size(); at += classes)
        if (std::abs(std::reduce(scores.begin() + at, scores.begin() + at + classes) - 1) > 1e-2F)
            return false;
    return classes > 1;
}

// Queries share their probability with "nothing", which comes last (Carion et al., arXiv:2005.12872).
void share_with_nothing(std::span<float> row) {
    const auto shares = scaled({row.begin(), row.end()}, ScoreScale::softmax);
    std::ranges::copy(shares, row.begin());
    row.back() = 0;
}

// What the values of a model tell.
struct Told {
    BoxForm form = BoxForm::corners;
    bool logits = false;
    bool background = false;
};

std::optional<Told> nothing() {
    return std::nullopt;
}

Told told_by(Values boxes, Values scores, std::size_t classes) {
    const bool logits = leave_unit_interval(scores);
    return {form_of(boxes), logits, !logits && has_background(scores, classes)};
}

std::vector<float> probabilities(Values scores, std::size_t classes, const Told& told, bool of_queries) {
    std::vector<float> result(scores.begin(), scores.end());
    if (told.logits && !of_queries)
        return scaled(std::move(result), ScoreScale::sigmoid);
    for (std::size_t at = 0; at < result.size(); at += classes) {
        if (told.logits)
            share_with_nothing(std::span(result).subspan(at, classes));
        else if (told.background)
            result[at] = 0;
    }
    return result;
}

Answer read_candidates(Values boxes, Values scores, std::size_t classes, std::size_t labels, const Told& told) {
    Answer answer;
    answer.candidates = true;
    const auto form = told.form;
    answer.detection_scores =
        probabilities(scores, classes, told, form == BoxForm::centre_and_size && labels != classes);
    for (std::size_t i = 0; i < boxes.size() / 4; ++i) {
        const auto row = answer.detection_scores.begin() + static_cast<std::ptrdiff_t>(i * classes);
        const auto best = std::max_element(row, row + static_cast<std::ptrdiff_t>(classes));
        answer.detections.push_back({box_at(&boxes[4 * i], form), best - row, *best});
    }
    if (form == BoxForm::offsets)
        for (auto& detection : answer.detections)
            detection.box = {0, 0, 1, 1};  // as shares of the sides
    return answer;
}

// Detectors of the RetinaNet and SSD kind before non-maximum suppression, and queries whose outputs have no names.
std::optional<AnswerReader> match_boxes_and_scores(const DecoderQuestion& question) {
    const auto outputs = output_forms(question);
    const auto [boxes, scores, classes_before_boxes] = find_tables(outputs);
    if (boxes == nullptr)
        return std::nullopt;
    AnswerReader reader;
    reader.outputs = {boxes->index, scores->index};
    reader.classes = scores->from_end(classes_before_boxes ? 2 : 1);
    reader.evidence = fmt::format(
        "outputs {} and {}: boxes (offsets to anchors count as the whole image) and {} class "
        "scores of each",
        boxes->text,
        scores->text,
        reader.classes);
    reader.row_lengths = {4, static_cast<std::size_t>(reader.classes)};
    reader.box_scores = [classes_first = classes_before_boxes](const ov::OutputVector& values) {
        return classes_first ? values[1] : transposed(values[1], {0, 2, 1});
    };
    const Settled<Told> settled;
    reader.box_sides = BoxSides{[](const ov::OutputVector& values) {
                                    const auto rows = transposed(values[0], {0, 2, 1});
                                    return concat({rows, sides_around(crop(rows, 1, 0, 2), crop(rows, 1, 2, 4))}, 1);
                                },
                                [settled]() -> std::optional<std::size_t> {
                                    const auto now = settled.get(nothing, {.form = BoxForm::offsets});
                                    if (now.form == BoxForm::offsets)
                                        return std::nullopt;
                                    return now.form == BoxForm::corners ? 0 : 1;
                                }};
    reader.read = [classes = static_cast<std::size_t>(reader.classes),
                   classes_first = classes_before_boxes,
                   labels = question.labels,
                   told = settled,
                   to_pixels = ToPixels(question.input)](std::span<const OutputTensor> said) {
        const auto corners = said[0].values;
        const auto rows = by_candidate(said[1].values, classes, classes_first);
        const auto now = told.get([&] { return std::optional(told_by(corners, rows, classes)); });
        auto answer = read_candidates(corners, rows, classes, labels, now);
        to_pixels(answer.detections);
        return answer;
    };
    return reader;
}

constexpr std::int64_t box_values = 4;

// [N, boxes, classes], of one class or beside boxes [N, boxes, 4].
ClassScores class_scores_beside_boxes(const ov::Model& model) {
    const auto outputs = static_outputs(model);
    ClassScores scores;
    for (const auto& value : outputs) {
        const auto& shape = value.get_shape();
        if (shape.size() != 3 || shape[2] == box_values)
            continue;
        const bool boxes = std::ranges::any_of(outputs, [&](const Value& other) {
            return other.get_shape() == ov::Shape{shape[0], shape[1], box_values};
        });
        if (boxes || (shape[2] == 1 && outputs.size() > 1))
            scores.classes.push_back(class_tensor(value, 2));
    }
    return scores;
}

}  // namespace

Decoder boxes_scores_decoder() {
    return {.name = "boxes-scores",
            .task = "detection",
            .summary = "boxes [1,N,4] and class scores [1,N,C]",
            .match = match_boxes_and_scores,
            .class_scores = class_scores_beside_boxes};
}

}  // namespace vinoscope
