// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "model/output_kind.hpp"
#include "task/decoders/decoders.hpp"
#include "task/decoders/output_form.hpp"

namespace vinoscope {
namespace {

// Whether a grid has the proportions of the input.
bool fits(std::int64_t height, std::int64_t width, const ImageInput& input) {
    return height > 1 && width > 1 && height * input.width == width * input.height;
}

// Where the classes are: the other two axes look like the input; where both do, the layout of the input decides.
bool channels_last(const OutputForm& output, const DecoderQuestion& question) {
    const bool first = fits(output.shape[2], output.shape[3], question.input);
    const bool last = fits(output.shape[1], output.shape[2], question.input);
    if (first != last)
        return last;
    return question.input.layout == TensorLayout::nhwc;
}

bool is_score_map(const OutputForm& output) {
    return output.rank() == 4 && !output.whole_numbers && output.shape[2] != 1;
}

// Where the rows are in a map of one number for each place.
std::int64_t rows_axis(const OutputForm& output) {
    return output.rank() == 4 && output.shape[1] == 1 ? 2 : 1;
}

// One number for each place of a grid that the input is a multiple of.
bool is_value_map(const OutputForm& output, const ImageInput& input) {
    if (output.whole_numbers || (output.rank() != 3 && output.rank() != 4))
        return false;
    if (output.rank() == 4 && output.shape[1] != 1 && output.shape[3] != 1)
        return false;
    const auto rows = static_cast<std::size_t>(rows_axis(output));
    const auto height = output.shape[rows];
    const auto width = output.shape[rows + 1];
    return fits(height, width, input) && input.height % height == 0;
}

ScoreScale map_scale(const std::string& activation, std::int64_t classes) {
    if (activation != "none")
        return ScoreScale::as_is;
    return classes == 1 ? ScoreScale::sigmoid : ScoreScale::softmax;
}

ClassMap planar(const OutputTensor& said, bool last) {
    const auto& shape = said.shape;
    if (!last)
        return {shape[1], shape[2], shape[3], {said.values.begin(), said.values.end()}};
    ClassMap map{shape[3], shape[1], shape[2], std::vector<float>(said.values.size())};
    const auto places = map.height * map.width;
    for (std::size_t place = 0; place < places; ++place)
        for (std::size_t i = 0; i < map.classes; ++i)
            map.values[i * places + place] = said.values[place * map.classes + i];
    return map;
}

// One where a place has the class, zero elsewhere.
ClassMap one_hot(const OutputTensor& said) {
    const auto& shape = said.shape;
    const auto places = said.values.size();
    const float highest = places == 0 ? 0 : *std::ranges::max_element(said.values);
    ClassMap map{static_cast<std::size_t>(std::max(highest, 0.0F)) + 1, shape[shape.size() - 2], shape.back()};
    map.values.resize(map.classes * places);
    for (std::size_t place = 0; place < places; ++place)
        if (said.values[place] >= 0)
            map.values[static_cast<std::size_t>(said.values[place]) * places + place] = 1;
    return map;
}

}  // namespace

// Scores of every class for every place.
std::optional<AnswerReader> match_class_map(const DecoderQuestion& question) {
    const auto outputs = output_forms(question);
    const auto found = std::ranges::find_if(outputs, is_score_map);
    if (found == outputs.end())
        return std::nullopt;
    const bool last = channels_last(*found, question);
    AnswerReader reader;
    reader.outputs = {found->index};
    reader.classes = std::max<std::int64_t>(found->shape[last ? 3 : 1], 0);
    reader.place_axes = last ? std::vector<std::int64_t>{1, 2} : std::vector<std::int64_t>{2, 3};
    const auto activation = final_activation(question.model.output(found->index));
    reader.scale = question.scale.value_or(map_scale(activation, reader.classes));
    reader.activation = activation == "none" ? "" : activation;
    reader.probabilities = reader.scale != ScoreScale::as_is || !reader.activation.empty();
    reader.evidence = fmt::format("output {}: {} classes for every place", found->text, reader.classes);
    reader.read = [last](std::span<const OutputTensor> said) {
        Answer answer;
        answer.class_map = planar(said[0], last);
        return answer;
    };
    return reader;
}

// A quantity of every place, such as a depth. One channel that may be negative is rather a class, unless the user says
// that it is none.
std::optional<AnswerReader> match_value_map(const DecoderQuestion& question) {
    const auto outputs = output_forms(question);
    const auto found = std::ranges::find_if(outputs, [&](const OutputForm& output) {
        const bool has_channel = output.rank() == 4;
        const bool told = question.task_given || question.forced || !has_channel ||
                          is_never_negative(question.model.output(output.index));
        return told && is_value_map(output, question.input);
    });
    if (found == outputs.end())
        return std::nullopt;
    AnswerReader reader;
    reader.outputs = {found->index};
    reader.classes = 1;
    const auto rows = rows_axis(*found);
    reader.place_axes = {rows, rows + 1};
    reader.scale = ScoreScale::as_is;
    reader.evidence = fmt::format("output {}: a value for every place", found->text);
    reader.read = [rows](std::span<const OutputTensor> said) {
        Answer answer;
        const auto& shape = said[0].shape;
        const auto first = static_cast<std::size_t>(rows);
        answer.class_map = {1, shape[first], shape[first + 1], {said[0].values.begin(), said[0].values.end()}};
        return answer;
    };
    return reader;
}

// The class of every place, `[N,H,W]` or `[N,1,H,W]`.
std::optional<AnswerReader> match_label_map(const DecoderQuestion& question) {
    const auto outputs = output_forms(question);
    const auto found = std::ranges::find_if(outputs, [&](const OutputForm& output) {
        return (output.whole_numbers || question.forced) &&
               fits(output.from_end(2), output.from_end(1), question.input);
    });
    if (found == outputs.end())
        return std::nullopt;
    AnswerReader reader;
    reader.outputs = {found->index};
    reader.scale = ScoreScale::as_is;
    reader.probabilities = true;
    reader.evidence = fmt::format("output {}: the class of every place", found->text);
    reader.read = [](std::span<const OutputTensor> said) {
        Answer answer;
        answer.class_map = one_hot(said[0]);
        return answer;
    };
    return reader;
}

}  // namespace vinoscope
