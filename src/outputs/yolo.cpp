// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ops/build.hpp"
#include "outputs/class_score_tensors.hpp"
#include "outputs/output_form.hpp"
#include "outputs/output_kind.hpp"

namespace vinoscope {
namespace {

struct Cell {
    float column = 0;
    float row = 0;
    float stride = 0;
};

// How the candidates of one output lie in memory.
struct Candidates {
    std::size_t boxes = 0;
    std::size_t features = 0;  // of each box: centre, size, objectness if any, classes, and what else
    std::size_t classes = 0;
    bool features_first = false;  // [features][boxes]
    bool objectness = false;
    bool turned = false;           // boxes are turned by an angle, the last feature
    std::vector<Cell> cells = {};  // of the candidates, where they are those of a pyramid

    std::size_t first_class() const { return objectness ? 5 : 4; }
    std::size_t at(std::size_t box, std::size_t feature) const {
        return features_first ? feature * boxes + box : box * features + feature;
    }
};

// A model without anchors has one candidate for each cell of its levels. One level alone proves nothing: its cells may
// hold offsets to anchors as well.
std::vector<Cell> cells_of(std::size_t boxes, const ImageInput& input) {
    std::vector<Cell> cells;
    constexpr std::int64_t first = 8;
    std::int64_t stride = first;
    for (; stride <= 64 && cells.size() < boxes; stride *= 2)
        for (std::int64_t row = 0; row * stride < input.height; ++row)
            for (std::int64_t column = 0; column * stride < input.width; ++column)
                cells.push_back({static_cast<float>(column), static_cast<float>(row), static_cast<float>(stride)});
    return cells.size() == boxes && stride > 2 * first ? cells : std::vector<Cell>();
}

// YOLOX leaves the boxes to its caller, too: centres in their cells, and logarithms of sizes, which may be negative.
bool are_in_cells(std::span<const float> values, const Candidates& form) {
    for (std::size_t box = 0; box < form.cells.size(); ++box)
        if (values[form.at(box, 2)] < 0 || values[form.at(box, 3)] < 0)
            return true;
    return false;
}

// Models that leave the last sigmoid to their caller have scores of both signs.
bool are_logits(std::span<const float> values, const Candidates& form) {
    for (std::size_t box = 0; box < form.boxes; ++box)
        if (values[form.at(box, form.first_class())] < 0)
            return true;
    return false;
}

float sigmoid(float value) {
    return 1 / (1 + std::exp(-value));
}

// The upright box around a box that is turned.
Region turned_box(float x, float y, float width, float height, float angle) {
    const float cosine = std::abs(std::cos(angle));
    const float sine = std::abs(std::sin(angle));
    return box_around(x, y, width * cosine + height * sine, width * sine + height * cosine);
}

Region box_of(std::span<const float> values, const Candidates& form, std::size_t box, bool in_cells) {
    const auto at = [&](std::size_t feature) { return values[form.at(box, feature)]; };
    if (form.turned)
        return turned_box(at(0), at(1), at(2), at(3), at(form.features - 1));
    if (!in_cells)
        return box_around(at(0), at(1), at(2), at(3));
    const auto& [column, row, stride] = form.cells[box];
    return box_around(
        (at(0) + column) * stride, (at(1) + row) * stride, std::exp(at(2)) * stride, std::exp(at(3)) * stride);
}

// What the values of a model tell.
struct Told {
    bool logits = false;
    bool in_cells = false;
};

Answer read_candidates(std::span<const float> values, const Candidates& form, const Told& told) {
    Answer answer;
    answer.candidates = true;
    answer.detection_scores.resize(form.boxes * form.classes);
    const auto [logits, in_cells] = told;
    const auto probability = [&](std::size_t box, std::size_t feature) {
        const float value = values[form.at(box, feature)];
        return logits ? sigmoid(value) : value;
    };
    for (std::size_t box = 0; box < form.boxes; ++box) {
        auto* scores = answer.detection_scores.data() + box * form.classes;
        const float objectness = form.objectness ? probability(box, 4) : 1;
        for (std::size_t i = 0; i < form.classes; ++i)
            scores[i] = objectness * probability(box, form.first_class() + i);
        const auto* best = std::max_element(scores, scores + form.classes);
        answer.detections.push_back({box_of(values, form, box, in_cells), best - scores, *best});
    }
    return answer;
}

ov::Output<ov::Node> score_table(const ov::Output<ov::Node>& output, const Candidates& form) {
    const auto table = form.features_first ? output : transposed(output, {0, 2, 1});
    const auto classes = crop(table, 1, form.first_class(), form.first_class() + form.classes);
    if (!form.objectness)
        return classes;
    return crop(table, 1, 4, 5) * classes;
}

// [batch, 4 * forms, boxes]: as they are and, where the candidates may be those of cells, as numbers of a cell.
ov::Output<ov::Node> side_table(const ov::Output<ov::Node>& output, const Candidates& form) {
    const auto table = form.features_first ? output : transposed(output, {0, 2, 1});
    const auto centres = crop(table, 1, 0, 2);
    const auto sizes = crop(table, 1, 2, 4);
    if (form.turned) {
        const auto last = static_cast<std::int64_t>(form.features) - 1;
        const auto angle = crop(table, 1, last, last + 1);
        const auto across = abs(sin(angle)) * gather(sizes, 1, integers({1, 0}));
        return sides_around(centres, abs(cos(angle)) * sizes + across);
    }
    const auto sides = sides_around(centres, sizes);
    return form.cells.empty() ? sides : concat({sides, sides_around(centres, exp(sizes))}, 1);
}

// Models that segment too have coefficients of masks behind the classes, as many as a second output has channels.
std::int64_t mask_coefficients(const std::vector<OutputForm>& outputs) {
    const auto masks = std::ranges::find_if(outputs, [](const OutputForm& output) { return output.rank() == 4; });
    return masks == outputs.end() ? 0 : masks->shape[1];
}

// Which lengths the parts have that the features are joined of, where the first one is the box.
std::vector<std::int64_t> parts_of(const DecoderQuestion& question, const OutputForm& output) {
    const std::int64_t axis = output.shape[1] < output.shape[2] ? 1 : 2;
    auto parts = joined_parts(question.model.output(output.index), axis);
    return parts.size() > 1 && parts[0] == 4 ? parts : std::vector<std::int64_t>();
}

bool is_dense(const DecoderQuestion& question, const OutputForm& output) {
    if (output.rank() != 3 || output.whole_numbers || output.shape[1] < 5 || output.shape[2] < 5)
        return false;
    if (!question.forced && is_softmax(question.model.output(output.index)))
        return false;  // boxes are no shares of one whole
    return question.forced || std::max(output.shape[1], output.shape[2]) >= dense_candidates ||
           !parts_of(question, output).empty();
}

// The newer family has its features in rows and no objectness, the older one in columns with it. The number of labels
// knows better.
bool has_objectness(std::int64_t features, bool features_first, std::size_t labels) {
    if (labels > 0 && (std::cmp_equal(labels, features - 4) || std::cmp_equal(labels, features - 5)))
        return std::cmp_equal(labels, features - 5);
    return !features_first;
}

Candidates form_of(const DecoderQuestion& question,
                   const std::vector<OutputForm>& outputs,
                   const OutputForm& found,
                   std::optional<bool> objectness) {
    Candidates form;
    form.features_first = found.shape[1] < found.shape[2];
    const auto features = std::min(found.shape[1], found.shape[2]);
    auto with_scores = features - mask_coefficients(outputs);
    form.boxes = static_cast<std::size_t>(std::max(found.shape[1], found.shape[2]));
    form.features = static_cast<std::size_t>(features);
    const auto parts = parts_of(question, found);
    if (form.features_first && parts.size() > 2) {  // behind the classes key points, coefficients or an angle
        with_scores = parts[0] + parts[1];
        form.turned = parts.size() == 3 && parts[2] == 1;
    }
    const bool without = parts.size() == 2;
    form.objectness =
        objectness.value_or(!without && has_objectness(with_scores, form.features_first, question.labels));
    form.classes = static_cast<std::size_t>(
        std::max<std::int64_t>(with_scores - static_cast<std::int64_t>(form.first_class()), 0));
    form.cells = cells_of(form.boxes, question.input);
    return form;
}

std::optional<AnswerReader> match_dense(const DecoderQuestion& question, std::optional<bool> objectness) {
    const auto outputs = output_forms(question);
    const auto found = std::ranges::find_if(outputs, [&](const auto& output) { return is_dense(question, output); });
    if (found == outputs.end())
        return std::nullopt;
    const auto form = form_of(question, outputs, *found, objectness);
    if (form.classes < 1)
        return std::nullopt;
    AnswerReader reader;
    reader.outputs = {found->index};
    reader.classes = static_cast<std::int64_t>(form.classes);
    reader.evidence = fmt::format("output {}: {} candidate boxes with centre, size{}{} and {} classes",
                                  found->text,
                                  form.boxes,
                                  form.turned ? ", angle" : "",
                                  form.objectness ? ", objectness" : "",
                                  form.classes);
    reader.box_scores = [form](const ov::OutputVector& values) { return score_table(values[0], form); };
    const Settled<Told> settled;
    reader.box_sides =
        BoxSides{[form](const ov::OutputVector& values) { return side_table(values[0], form); },
                 [settled, turned = form.turned]() -> std::optional<std::size_t> {
                     return settled.get([] { return std::optional<Told>(); }).in_cells && !turned ? 1 : 0;
                 }};
    reader.read = [form, told = settled, to_pixels = ToPixels(question.input)](std::span<const OutputTensor> said) {
        const auto values = said[0].values;
        auto answer = read_candidates(values, form, told.get([&] {
            return std::optional(Told{are_logits(values, form), are_in_cells(values, form)});
        }));
        to_pixels(answer.detections);
        return answer;
    };
    return reader;
}

std::optional<AnswerReader> match_yolo(const DecoderQuestion& question) {
    return match_dense(question, question.forced ? std::optional(false) : std::nullopt);
}

std::optional<AnswerReader> match_yolo_v5(const DecoderQuestion& question) {
    return question.forced ? match_dense(question, true) : std::nullopt;
}

// Boxes and classes in one tensor, [N, 4 + classes, boxes] or [N, boxes, 4 + objectness + classes]. Behind the classes
// there may be key points, an angle or the coefficients of a mask.
ClassScores class_scores_behind_boxes(const ov::Model& model) {
    constexpr std::int64_t box_values = 4;
    ClassScores scores;
    for (const auto& value : static_outputs(model)) {
        const auto& shape = value.get_shape();
        if (shape.size() != 3)
            continue;
        const auto axis = shape[1] < shape[2] ? 1 : 2;
        const auto first = axis == 1 ? box_values : box_values + 1;
        if (size_of(value, axis) <= first)
            continue;
        auto tensor = class_tensor(value, axis, first);
        const auto parts = joined_parts(value, axis);
        if (parts.size() > 2 && parts[0] == first)
            tensor.classes.count = parts[1];
        scores.classes.push_back(tensor);
        if (first > box_values)
            scores.objectness.push_back(objectness_before(tensor));
    }
    return scores;
}

}  // namespace

Decoder yolo_decoder() {
    return {.name = "yolo",
            .task = "detection",
            .summary = "candidates [1,4+C,N] or [1,N,4+C] (centre, size, classes)",
            .match = match_yolo,
            .class_scores = class_scores_behind_boxes};
}

Decoder yolo_v5_decoder() {
    return {.name = "yolo-v5",
            .task = "detection",
            .summary = "the same with an objectness, [1,N,5+C]",
            .match = match_yolo_v5};
}

}  // namespace vinoscope
