// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "model/model_info.hpp"
#include "outputs/output_form.hpp"
#include "outputs/output_kind.hpp"

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

bool names_contain(const OutputForm& output, std::span<const std::string_view> parts) {
    return std::ranges::any_of(parts, [&](auto part) {
        return std::ranges::any_of(output.names,
                                   [&](const auto& name) { return name.find(part) != std::string::npos; });
    });
}

bool is_called_like_something_else(const OutputForm& output) {
    constexpr std::string_view parts[] = {
        "heat", "keypoint", "paf", "feature", "embed", "descriptor", "offset", "box", "regress", "flow", "normals"};
    return names_contain(output, parts);
}

// Some quantities end in a sigmoid as a class does, such as the disparities of Monodepth.
bool is_called_like_a_quantity(const OutputForm& output) {
    constexpr std::string_view parts[] = {
        "depth", "dispar", "importance", "salien", "density", "distance", "uncertainty", "elevation"};
    return names_contain(output, parts);
}

std::int64_t class_count(const OutputForm& output, const DecoderQuestion& question) {
    return std::max<std::int64_t>(output.shape[channels_last(output, question) ? 3 : 1], 0);
}

// The more that speaks for an output the higher.
int strength(const OutputForm& output, const DecoderQuestion& question) {
    const auto classes = class_count(output, question);
    if (classes > 1 && std::cmp_equal(classes, question.labels))
        return 3;
    if (is_called_like_something_else(output))
        return 0;
    return final_activation(question.model.output(output.index)) == "none" ? 1 : 2;
}

// A grid of places has about the proportions of the input and is no finer; where it is a picture, it has its channels.
void judge_grid(AnswerReader& reader, const OutputForm& chosen, const ImageInput& input) {
    const auto height = chosen.shape[static_cast<std::size_t>(reader.place_axes[0])];
    const auto width = chosen.shape[static_cast<std::size_t>(reader.place_axes[1])];
    if (height < 1 || width < 1 || input.height < 1 || input.width < 1)
        return;
    constexpr double most = 1.5;
    const double proportion = static_cast<double>(height * input.width) / static_cast<double>(width * input.height);
    const bool is_coarse = std::min(height, width) <= 4;  // proportions of few places are rounded
    if (height == 1 || width == 1 || (!is_coarse && (proportion > most || proportion < 1 / most)))
        doubt(reader, Trust::none, "its aspect ratio is not that of the image");
    else if (height > input.height || width > input.width)
        doubt(reader, Trust::none, "it is larger than the image");
    else if (reader.activation != "softmax" && reader.classes == 3 && height == input.height && width == input.width)
        doubt(reader, Trust::doubtful, "three channels of the size of the image may be another image");
}

// A few anchors in each coarse cell, each with a box, an objectness and classes (YOLOv2 and v3).
bool may_be_anchors(const AnswerReader& reader, const OutputForm& chosen, const ImageInput& input) {
    constexpr std::int64_t finest = 8;        // stride
    constexpr std::int64_t of_an_anchor = 6;  // four sides, the objectness, one class
    const auto height = chosen.shape[static_cast<std::size_t>(reader.place_axes[0])];
    const auto width = chosen.shape[static_cast<std::size_t>(reader.place_axes[1])];
    const bool is_coarse = height > 0 && width > 0 && input.height >= finest * height && input.width >= finest * width;
    const auto holds = [&](std::int64_t anchors) {
        return reader.classes % anchors == 0 && reader.classes >= anchors * of_an_anchor;
    };
    return is_coarse && (holds(3) || holds(5));
}

void judge(AnswerReader& reader,
           const OutputForm& chosen,
           const std::vector<OutputForm>& maps,
           const DecoderQuestion& question) {
    const auto found = strength(chosen, question);
    if (found == 3 || (found == 2 && reader.classes > 1 && reader.activation == "softmax" && maps.size() == 1))
        reader.trust = Trust::certain;
    if (found == 0)
        doubt(reader, Trust::none, "its name is that of something other than classes");
    if (found == 1 && reader.classes > 1 && is_never_negative(question.model.output(chosen.index)))
        doubt(reader, Trust::none, "it ends in a ReLU, as features do");
    if (found < 3 && ends_in_tanh(question.model.output(chosen.index)))
        doubt(reader, Trust::none, "it ends in a tanh, as images do");
    if (found == 1 && may_be_anchors(reader, chosen, question.input))
        doubt(reader, Trust::doubtful, "a coarse map of so many values per cell may hold boxes that are not decoded");
    if (found == 1 && reader.classes == 1)
        doubt(reader, Trust::doubtful, "one value per cell may be a regression result");
    if (found == 2 && reader.classes == 1 && is_called_like_a_quantity(chosen))
        doubt(reader, Trust::doubtful, "its name is that of a regression result");
    if (found < 3)
        judge_grid(reader, chosen, question.input);
    const bool has_levels = std::ranges::any_of(maps, [&](const OutputForm& other) {
        return class_count(other, question) == reader.classes && other.shape != chosen.shape;
    });
    if (has_levels && found < 3)
        doubt(reader,
              Trust::doubtful,
              "another output has as many channels on another grid, as the levels of a detector do");
    std::vector<std::string> others;
    bool single = true;  // such as edges beside classes
    for (const auto& other : maps)
        if (const auto classes = class_count(other, question); &other != &chosen && classes != reader.classes) {
            others.push_back(other.text);
            single = single && classes == 1;
        }
    if (!others.empty() && found < 3)
        doubt(reader,
              found == 2 || single ? Trust::doubtful : Trust::none,
              fmt::format("{} could be the classes as well", fmt::join(others, ", ")));
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

ClassMap label_map(const OutputTensor& said) {
    const auto& shape = said.shape;
    ClassMap map{.height = shape[shape.size() - 2], .width = shape.back()};
    std::ranges::transform(said.values, std::back_inserter(map.labels), class_at);
    const auto highest = std::ranges::max_element(map.labels);
    map.classes = highest == map.labels.end() ? 1 : static_cast<std::size_t>(std::max<std::int64_t>(*highest, 0)) + 1;
    return map;
}

// Scores of every class for every place.
std::optional<AnswerReader> match_class_map(const DecoderQuestion& question) {
    auto maps = output_forms(question);
    std::erase_if(maps, [](const auto& output) { return !is_score_map(output); });
    if (maps.empty())
        return std::nullopt;
    const auto found =
        std::ranges::max_element(maps, {}, [&](const auto& output) { return strength(output, question); });
    const bool last = channels_last(*found, question);
    AnswerReader reader;
    reader.outputs = {found->index};
    reader.classes = class_count(*found, question);
    reader.place_axes = last ? std::vector<std::int64_t>{1, 2} : std::vector<std::int64_t>{2, 3};
    const auto activation = final_activation(question.model.output(found->index));
    reader.scale = question.scale.value_or(map_scale(activation, reader.classes));
    reader.activation = activation == "none" ? "" : activation;
    reader.probabilities = reader.scale != ScoreScale::as_is || !reader.activation.empty();
    reader.evidence = fmt::format("output {}: {} classes per cell", found->text, reader.classes);
    judge(reader, *found, maps, question);
    reader.read = [last](std::span<const OutputTensor> said) {
        Answer answer;
        answer.class_map = planar(said[0], last);
        return answer;
    };
    return reader;
}

// Newell et al., "Stacked Hourglass Networks", arXiv:1603.06937: a map of each key point, highest where it is.
std::optional<AnswerReader> match_keypoint_maps(const DecoderQuestion& question) {
    const auto outputs = output_forms(question);
    const auto found = std::ranges::find_if(outputs, [](const OutputForm& output) { return is_score_map(output); });
    if (found == outputs.end())
        return std::nullopt;
    const bool last = channels_last(*found, question);
    AnswerReader reader;
    reader.outputs = {found->index};
    reader.classes = class_count(*found, question);
    reader.place_axes = last ? std::vector<std::int64_t>{1, 2} : std::vector<std::int64_t>{2, 3};
    reader.scale = question.scale.value_or(ScoreScale::as_is);
    reader.score_name = "highest value of the map";
    reader.evidence = fmt::format("output {}: a map of each of {} key points", found->text, reader.classes);
    const auto is_named_so = [](const std::string& name) { return name.find("keypoint") != std::string::npos; };
    if (outputs.size() > 1 || std::ranges::none_of(found->names, is_named_so))
        doubt(reader, Trust::none, "whether its maps are keypoint maps is known to the user only");
    reader.read = [last](std::span<const OutputTensor> said) {
        Answer answer;
        answer.class_map = planar(said[0], last);
        return answer;
    };
    return reader;
}

// What anomalib (https://github.com/open-edge-platform/anomalib) writes about the values of its maps.
std::string anomaly_thresholds(const ov::Model& model) {
    const ModelInfo info(model);
    std::string text;
    if (const auto threshold = info.numbers("pixel_threshold"))
        text += fmt::format("; anomalous above {:g} (pixel_threshold)", threshold->front());
    if (const auto threshold = info.numbers("image_threshold"))
        text += fmt::format("; the image is anomalous if the highest value is above {:g} (image_threshold)",
                            threshold->front());
    return text;
}

// A quantity of every place, such as a depth. One channel that may be negative or ends in a sigmoid is rather a class,
// unless its name or the user says that it is none.
std::optional<AnswerReader> match_value_map(const DecoderQuestion& question) {
    const auto outputs = output_forms(question);
    const auto found = std::ranges::find_if(outputs, [&](const OutputForm& output) {
        const bool has_channel = output.rank() == 4;
        const bool told = question.task_given || question.forced || !has_channel || is_called_like_a_quantity(output) ||
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
    reader.evidence = fmt::format("output {}: a value per cell{}", found->text, anomaly_thresholds(question.model));
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
    reader.evidence = fmt::format("output {}: the class of each cell", found->text);
    reader.read = [](std::span<const OutputTensor> said) {
        Answer answer;
        answer.class_map = label_map(said[0]);
        return answer;
    };
    return reader;
}

}  // namespace

Decoder class_map_decoder() {
    return {.name = "class-map",
            .task = "segmentation",
            .summary = "floats [N,K,H,W] or [N,H,W,K]",
            .match = match_class_map};
}

Decoder label_map_decoder() {
    return {.name = "label-map",
            .task = "segmentation",
            .summary = "integers [N,H,W] or [N,1,H,W]",
            .match = match_label_map};
}

Decoder keypoint_maps_decoder() {
    return {.name = "keypoint-maps",
            .task = "keypoints",
            .summary = "a heat map per key point, [N,K,h,w] or [N,h,w,K]",
            .match = match_keypoint_maps};
}

Decoder value_map_decoder() {
    return {.name = "value-map",
            .task = "regression",
            .summary = "a float per cell, [N,H,W], [N,1,H,W] or [N,H,W,1]",
            .match = match_value_map};
}

}  // namespace vinoscope
