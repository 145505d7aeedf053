// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <openvino/op/multiply.hpp>

#include "graph/nodes.hpp"
#include "task/decoders/decoders.hpp"
#include "task/decoders/output_form.hpp"

namespace vinoscope {
namespace {

constexpr std::int64_t many = 1000;  // candidates that a dense detector of useful input size has, at least

// How the candidates of one output lie in memory.
struct Candidates {
    std::size_t boxes = 0;
    std::size_t features = 0;  // of each box: centre, size, objectness if any, classes, mask coefficients if any
    std::size_t classes = 0;
    bool features_first = false;  // [features][boxes]
    bool objectness = false;

    std::size_t first_class() const { return objectness ? 5 : 4; }
    std::size_t at(std::size_t box, std::size_t feature) const {
        return features_first ? feature * boxes + box : box * features + feature;
    }
};

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

Detection candidate(std::span<const float> values, const Candidates& form, std::size_t box, const float* scores) {
    const auto at = [&](std::size_t feature) { return values[form.at(box, feature)]; };
    const auto* best = std::max_element(scores, scores + form.classes);
    return {box_around(at(0), at(1), at(2), at(3)), best - scores, *best};
}

Answer read_candidates(std::span<const float> values, const Candidates& form, const ImageInput& input) {
    Answer answer;
    answer.candidates = true;
    answer.detection_scores.resize(form.boxes * form.classes);
    const bool logits = are_logits(values, form);
    const auto probability = [&](std::size_t box, std::size_t feature) {
        const float value = values[form.at(box, feature)];
        return logits ? sigmoid(value) : value;
    };
    for (std::size_t box = 0; box < form.boxes; ++box) {
        auto* scores = answer.detection_scores.data() + box * form.classes;
        const float objectness = form.objectness ? probability(box, 4) : 1;
        for (std::size_t i = 0; i < form.classes; ++i)
            scores[i] = objectness * probability(box, form.first_class() + i);
        answer.detections.push_back(candidate(values, form, box, scores));
    }
    to_pixels(answer.detections, input.height, input.width);
    return answer;
}

ov::Output<ov::Node> score_table(const ov::Output<ov::Node>& output, const Candidates& form) {
    const auto table = form.features_first ? output : transposed(output, {0, 2, 1});
    const auto classes = rows_of(table, form.first_class(), form.first_class() + form.classes);
    if (!form.objectness)
        return classes;
    return std::make_shared<ov::op::v1::Multiply>(rows_of(table, 4, 5), classes);
}

// Models that segment too have coefficients of masks behind the classes, as many as a second output has channels.
std::int64_t mask_coefficients(const std::vector<OutputForm>& outputs) {
    const auto masks = std::ranges::find_if(outputs, [](const OutputForm& output) { return output.rank() == 4; });
    return masks == outputs.end() ? 0 : masks->shape[1];
}

bool is_dense(const OutputForm& output, bool forced) {
    if (output.rank() != 3 || output.whole_numbers || output.shape[1] < 5 || output.shape[2] < 5)
        return false;
    return forced || std::max(output.shape[1], output.shape[2]) >= many;
}

// The newer family has its features in rows and no objectness, the older one in columns with it. The number of labels
// knows better.
bool has_objectness(std::int64_t features, bool features_first, std::size_t labels) {
    if (labels > 0 && (std::cmp_equal(labels, features - 4) || std::cmp_equal(labels, features - 5)))
        return std::cmp_equal(labels, features - 5);
    return !features_first;
}

std::optional<AnswerReader> match_dense(const DecoderQuestion& question, std::optional<bool> objectness) {
    const auto outputs = output_forms(question);
    const auto found =
        std::ranges::find_if(outputs, [&](const auto& output) { return is_dense(output, question.forced); });
    if (found == outputs.end())
        return std::nullopt;
    Candidates form;
    form.features_first = found->shape[1] < found->shape[2];
    const auto features = std::min(found->shape[1], found->shape[2]);
    const auto with_scores = features - mask_coefficients(outputs);
    form.boxes = static_cast<std::size_t>(std::max(found->shape[1], found->shape[2]));
    form.features = static_cast<std::size_t>(features);
    form.objectness = objectness.value_or(has_objectness(with_scores, form.features_first, question.labels));
    const auto classes = with_scores - static_cast<std::int64_t>(form.first_class());
    if (classes < 1)
        return std::nullopt;
    form.classes = static_cast<std::size_t>(classes);
    AnswerReader reader;
    reader.outputs = {found->index};
    reader.classes = classes;
    reader.evidence = fmt::format("output {}: {} candidate boxes with centre, size{} and {} classes",
                                  found->text,
                                  form.boxes,
                                  form.objectness ? ", objectness" : "",
                                  classes);
    reader.box_scores = [form](const ov::OutputVector& values) { return score_table(values[0], form); };
    reader.read = [form, input = question.input](std::span<const OutputTensor> said) {
        return read_candidates(said[0].values, form, input);
    };
    return reader;
}

}  // namespace

std::optional<AnswerReader> match_yolo(const DecoderQuestion& question) {
    return match_dense(question, question.forced ? std::optional(false) : std::nullopt);
}

std::optional<AnswerReader> match_yolo_v5(const DecoderQuestion& question) {
    return question.forced ? match_dense(question, true) : std::nullopt;
}

}  // namespace vinoscope
