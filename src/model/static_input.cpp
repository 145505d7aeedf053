// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/static_input.hpp"

#include <fmt/format.h>

#include <map>
#include <openvino/core/except.hpp>
#include <string_view>

#include "model/file_metadata.hpp"
#include "model/graph_layout.hpp"
#include "model/openvino_error.hpp"
#include "model/read_model.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

constexpr std::int64_t usual_side = 224;
constexpr std::int64_t usual_channels = 3;

// The model's own size where it has one; another one that is given is refused.
std::int64_t size_of(const char* side, std::int64_t fixed, int given) {
    if (fixed > 0 && given > 0 && fixed != given)
        throw Error(ErrorKind::usage,
                    fmt::format("expected an input of {} {}, which the model fixes, found {}; remove the input size, "
                                "or reshape the model "
                                "first (ov::Model::reshape, or ovc --input)",
                                side,
                                fixed,
                                given));
    return fixed > 0 ? fixed : given;
}

void reshape(ov::Model& model, const std::map<std::size_t, ov::PartialShape>& shapes, const std::string& text) {
    try {
        model.reshape(shapes);
    } catch (const ov::Exception& error) {
        throw Error(
            ErrorKind::unsupported,
            fmt::format(
                "the model does not accept an input of shape {}: {}", text, condense_openvino_error(error.what())));
    }
}

ImageInput reshaped(ov::Model& model, ImageInput input) {
    if (model.input(input.index).get_partial_shape().is_dynamic())
        reshape(model, {{input.index, shape_of(input)}}, shape_text(shape_of(input)));
    return input;
}

struct KnownSize {
    std::int64_t height = usual_side;
    std::int64_t width = usual_side;
    std::string_view source = "default";
};

KnownSize size_for_open_input(const ov::Model& model, const ImageInput& input) {
    const auto told = file_metadata(model);
    if (told.input_height > 0 && told.input_width > 0)
        return {told.input_height,
                told.input_width,
                told.preprocess_file.empty() ? "stored in the model" : "stored beside the model"};
    if (const auto resized = size_from_graph(*model.get_parameters().at(input.index), input.layout))
        return {resized->first, resized->second, "the size that the graph resizes to"};
    return {};
}

}  // namespace

void fix_batch_of_zero(ov::Model& model) {
    std::map<std::size_t, ov::PartialShape> shapes;
    std::string texts;
    for (std::size_t i = 0; i < model.inputs().size(); ++i) {
        auto shape = model.input(i).get_partial_shape();
        if (shape.rank().is_dynamic() || shape.size() == 0 || shape[0] != 0)
            continue;
        shape[0] = 1;
        texts += (texts.empty() ? "" : ", ") + shape_text(shape);
        shapes.emplace(i, std::move(shape));
    }
    if (!shapes.empty())
        reshape(model, shapes, texts);
}

ImageInput fix_input_size(ov::Model& model, ImageInput input, const InputSize& size, std::vector<Decision>& decisions) {
    const bool open = (input.height == 0 && size.height == 0) || (input.width == 0 && size.width == 0);
    input.batch = size_of("batch", input.batch, size.batch);
    input.channels = input.channels > 0 ? input.channels : usual_channels;
    input.height = size_of("height", input.height, size.height);
    input.width = size_of("width", input.width, size.width);
    if (input.depth == 0)
        throw Error(
            ErrorKind::unsupported,
            fmt::format("the number of slices of input '{}' is dynamic, {}; fix it first (ov::Model::reshape, or "
                        "ovc --input)",
                        input.name,
                        shape_text(shape_of(input))));
    if (open) {
        const auto [height, width, source] = size_for_open_input(model, input);
        input.height = input.height > 0 ? input.height : height;
        input.width = input.width > 0 ? input.width : width;
        const auto chosen = fmt::format("{}x{}", input.height, input.width);
        decisions.push_back({DecisionKind::input_size,
                             chosen,
                             fmt::format("input size {} ({}; it is dynamic in the model)", chosen, source)});
    }
    return reshaped(model, std::move(input));
}

ImageInput fix_input_shape(ov::Model& model,
                           ImageInput input,
                           const InputSize& size,
                           std::vector<Decision>& decisions) {
    auto one = size;
    one.batch = size.batch > 0 || input.batch > 0 ? size.batch : 1;
    return fix_input_size(model, std::move(input), one, decisions);
}

}  // namespace vinoscope
