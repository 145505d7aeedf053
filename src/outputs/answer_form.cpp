// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/answer_form.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

using Lengths = std::vector<std::size_t>;

// What a reader knows about one of its outputs before there is an answer.
struct ExpectedOutput {
    ov::PartialShape shape;
    std::size_t row_length = 0;  // values for each of the things that all outputs tell something of; 0: another form
};

bool fits(const OutputTensor& said, const ov::PartialShape& expected) {
    const auto values = std::accumulate(said.shape.begin(), said.shape.end(), std::size_t{1}, std::multiplies());
    if (values != said.values.size() || expected.rank().is_dynamic())
        return values == said.values.size();
    if (std::cmp_not_equal(said.shape.size(), expected.size()))
        return false;
    for (std::size_t axis = 0; axis < said.shape.size(); ++axis) {
        const auto& length = expected[static_cast<std::ptrdiff_t>(axis)];
        const bool of_one_image = axis == 0 && said.shape[axis] == 1;
        if (length.is_static() && std::cmp_not_equal(length.get_length(), said.shape[axis]) && !of_one_image)
            return false;
    }
    return true;
}

void require_fitting(const OutputTensor& said, const ov::PartialShape& expected, std::string_view decoder) {
    if (!fits(said, expected))
        throw Error(ErrorKind::bad_model,
                    fmt::format("decoder {}: expected output '{}' of shape {}, found {} values of shape {}",
                                decoder,
                                said.name,
                                expected.to_string(),
                                said.values.size(),
                                said.shape));
}

void require_same_things(std::span<const OutputTensor> said,
                         const std::vector<ExpectedOutput>& expected,
                         std::string_view decoder) {
    for (std::size_t i = 0; i < said.size(); ++i) {
        const auto length = expected[i].row_length;
        if (length == 0)
            continue;
        const auto first = said[0].values.size() / expected[0].row_length;
        if (said[i].values.size() != first * length)
            throw Error(ErrorKind::bad_model,
                        fmt::format("decoder {}: expected {} values in output '{}', {} for each of the {} in output "
                                    "'{}', found {}; choose the decoder or the output by name",
                                    decoder,
                                    first * length,
                                    said[i].name,
                                    length,
                                    first,
                                    said[0].name,
                                    said[i].values.size()));
    }
}

bool whole(const ClassMap& map) {
    const auto places = map.height * map.width;
    return map.labels.empty() ? map.values.size() == map.classes * places
                              : map.labels.size() == places && map.values.empty();
}

std::string text_of(const TextScores& scores) {
    return fmt::format("scores of {} characters for {} steps", scores.characters, scores.steps);
}

std::string map_text(const ClassMap& map) {
    return fmt::format(
        "a map of {} class{} with {}x{} cells", map.classes, map.classes == 1 ? "" : "es", map.height, map.width);
}

std::string count_text(std::size_t count, std::string_view one, std::string_view several) {
    return fmt::format("{} {}", count, count == 1 ? one : several);
}

}  // namespace

void refuse_answer(std::string_view decoder, const std::string& expected, const std::string& found) {
    const bool by_caller = decoder == "postprocess";
    throw Error(by_caller ? ErrorKind::usage : ErrorKind::bad_model,
                fmt::format("{}: expected {}, found {}", decoder, expected, found));
}

Postprocess with_checked_outputs(const AnswerReader& reader, const ov::Model& model) {
    std::vector<ExpectedOutput> expected;
    for (std::size_t i = 0; i < reader.outputs.size(); ++i)
        expected.push_back({model.output(reader.outputs[i]).get_partial_shape(),
                            reader.row_lengths.empty() ? 0 : reader.row_lengths[i]});
    return [read = reader.read, decoder = std::string(reader.decoder), expected = std::move(expected)](
               std::span<const OutputTensor> said) {
        for (std::size_t i = 0; i < said.size(); ++i)
            require_fitting(said[i], expected[i].shape, decoder);
        require_same_things(said, expected, decoder);
        return read(said);
    };
}

std::string form_text(const Answer& answer) {
    if (!answer.scores.empty())
        return count_text(answer.scores.size(), "score", "scores");
    if (!answer.detections.empty())
        return count_text(answer.detections.size(), "box", "boxes");
    if (!answer.text_scores.values.empty())
        return text_of(answer.text_scores);
    const auto& map = answer.class_map;
    return map.values.empty() && map.labels.empty() ? "nothing" : map_text(map);
}

void require_consistent(const Answer& answer, std::string_view decoder) {
    const auto boxes = answer.detections.size();
    const auto box_scores = answer.detection_scores.size();
    if (boxes == 0 ? box_scores > 0 : box_scores % boxes > 0)
        refuse_answer(decoder,
                      fmt::format("the score of each class for each of {}", count_text(boxes, "box", "boxes")),
                      count_text(box_scores, "score", "scores"));
    if (!whole(answer.class_map))
        refuse_answer(decoder,
                      map_text(answer.class_map),
                      count_text(answer.class_map.values.size() + answer.class_map.labels.size(), "value", "values"));
    const auto& text = answer.text_scores;
    if (text.values.size() != text.steps * text.characters)
        refuse_answer(decoder, text_of(text), count_text(text.values.size(), "value", "values"));
}

void require_same_form(const Answer& first, const Answer& said, std::string_view decoder) {
    require_consistent(said, decoder);
    const auto& map = said.class_map;
    const auto& first_map = first.class_map;
    const bool same = said.scores.size() == first.scores.size() && said.text_scores.steps == first.text_scores.steps &&
                      said.text_scores.characters == first.text_scores.characters && map.height == first_map.height &&
                      map.width == first_map.width && map.labels.size() == first_map.labels.size() &&
                      (!map.labels.empty() || map.classes == first_map.classes);
    if (!same)
        refuse_answer(decoder,
                      fmt::format("the same form of prediction as for the original image, {}", form_text(first)),
                      fmt::format("{} for a perturbed image", form_text(said)));
}

}  // namespace vinoscope
