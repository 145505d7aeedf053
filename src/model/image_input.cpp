// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/image_input.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "model/graph_layout.hpp"
#include "model/model_info.hpp"
#include "model/port.hpp"
#include "model/read_model.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope {
namespace {

using Port = ov::Output<const ov::Node>;

constexpr std::int64_t picture_rank = 4;
constexpr std::int64_t volume_rank = 5;

std::size_t channels_axis(TensorLayout layout, std::size_t rank) {
    return layout == TensorLayout::nchw ? 1 : rank - 1;
}

[[noreturn]] void unsupported(const std::string& message) {
    throw Error(ErrorKind::unsupported, message);
}

std::string inputs_text(const std::vector<Port>& inputs) {
    std::vector<std::string> texts;
    texts.reserve(inputs.size());
    for (const auto& input : inputs) {
        texts.push_back(port_text(input));
    }
    return fmt::format("{}", fmt::join(texts, ", "));
}

std::size_t find_named(const std::vector<Port>& inputs, std::string_view name) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        names.push_back(port_name(inputs[i]));
        if (!is_called(inputs[i], name))
            continue;
        const auto rank = inputs[i].get_partial_shape().rank();
        if (rank.is_dynamic() || rank.get_length() < picture_rank || rank.get_length() > volume_rank)
            unsupported(
                fmt::format("expected an image input with four dimensions (an image) or five (a volume), found {}",
                            port_text(inputs[i])));
        return i;
    }
    throw Error(
        ErrorKind::usage,
        fmt::format("no input \"{}\"; expected one of {}{}", name, fmt::join(names, ", "), did_you_mean(name, names)));
}

std::size_t find_index(const std::vector<Port>& inputs) {
    std::vector<std::size_t> pictures;
    std::vector<std::size_t> volumes;
    bool dynamic_rank = false;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const auto rank = inputs[i].get_partial_shape().rank();
        dynamic_rank = dynamic_rank || rank.is_dynamic();
        if (rank == picture_rank)
            pictures.push_back(i);
        if (rank == volume_rank)
            volumes.push_back(i);
    }
    const auto& candidates = pictures.empty() ? volumes : pictures;
    if (candidates.size() == 1) {
        return candidates.front();
    }
    if (candidates.empty() && dynamic_rank) {
        unsupported(
            fmt::format("the rank of input {} is dynamic; convert the model with a shape of four dimensions, "
                        "e.g. ovc --input [?,3,224,224]",
                        inputs_text(inputs)));
    }
    if (candidates.empty()) {
        unsupported(fmt::format("expected one image input with four dimensions, found none: {}", inputs_text(inputs)));
    }
    unsupported(
        fmt::format("expected one image input with four dimensions, found {}: {}; name the one to explain "
                    "(--image-input NAME) and provide values for the others (--input NAME=FILE.npy)",
                    candidates.size(),
                    inputs_text(inputs)));
}

std::optional<TensorLayout> from_annotation(const ov::Layout& layout, std::int64_t rank) {
    if (!ov::layout::has_channels(layout)) {
        return {};
    }
    const auto channels = ov::layout::channels_idx(layout);
    if (channels == 1 || channels == 1 - rank) {
        return TensorLayout::nchw;
    }
    if (channels == rank - 1 || channels == -1) {
        return TensorLayout::nhwc;
    }
    return {};
}

/// "NCHW", or for several inputs "image:NCHW,size:NC".
std::optional<TensorLayout> from_model_info(const ov::Model& model, const std::string& name) {
    const ModelInfo info(model);
    auto text = info.text("layout").value_or("");
    if (const auto at = text.find(name + ":"); at != std::string::npos) {
        text = text.substr(at + name.size() + 1);
        text = text.substr(0, text.find(','));
    }
    if (text.empty() || info.flag("embedded_processing").value_or(false)) {
        return {};
    }
    if (text == "NCHW" || text == "CHW" || text == "[N,C,H,W]") {
        return TensorLayout::nchw;
    }
    if (text == "NHWC" || text == "HWC" || text == "[N,H,W,C]") {
        return TensorLayout::nhwc;
    }
    throw Error(
        ErrorKind::bad_model,
        fmt::format("expected NCHW or NHWC as rt_info model_info/layout of the model, found '{}'; override it with "
                    "the layout option (--layout)",
                    text));
}

bool is_channel_count(const ov::Dimension& dimension) {
    return dimension == 1 || dimension == 3 || dimension == 4;
}

/// In a volume the dimension behind the batch may be that of slices or frames, so that only the last one counts.
std::optional<TensorLayout> from_shape(const ov::PartialShape& shape) {
    const bool nhwc = is_channel_count(shape[shape.size() - 1]);
    const bool nchw = shape.size() == volume_rank ? !nhwc : is_channel_count(shape[1]);
    if (nchw == nhwc) {
        return {};
    }
    return nchw ? TensorLayout::nchw : TensorLayout::nhwc;
}

struct KnownLayout {
    TensorLayout layout;
    std::string_view evidence;
};

KnownLayout find_layout(const ov::Model& model, std::size_t index, std::optional<TensorLayout> forced) {
    const auto& parameter = model.get_parameters()[index];
    const auto input = model.input(index);
    if (forced) {
        return {*forced, "flag"};
    }
    if (const auto layout = from_annotation(parameter->get_layout(), input.get_partial_shape().rank().get_length())) {
        return {*layout, "model"};
    }
    if (const auto layout = from_model_info(model, port_name(input))) {
        return {*layout, "model"};
    }
    if (const auto layout = layout_from_graph(*parameter)) {
        return {*layout, "graph"};
    }
    if (const auto layout = from_shape(input.get_partial_shape())) {
        return {*layout, "shape"};
    }
    unsupported(
        fmt::format("cannot determine whether input {} is NCHW or NHWC; set the layout (--layout)", port_text(input)));
}

std::int64_t length(const ov::Dimension& dimension) {
    return dimension.is_static() ? dimension.get_length() : 0;
}

void refuse_video_format(const ov::Node& parameter) {
    if (const auto conversion = video_format_conversion(parameter); !conversion.empty())
        unsupported(fmt::format(
            "input {} expects the planes of a video format ({}), which have no RGB pixels to explain; explain the "
            "model without that conversion",
            port_text(parameter.output(0)),
            conversion));
}

void refuse_empty_sides(const Port& port) {
    const auto& shape = port.get_partial_shape();
    for (std::size_t axis = 1; axis < shape.size(); ++axis)
        if (shape[axis] == 0)
            throw Error(ErrorKind::bad_model,
                        fmt::format("expected an input of at least 1x1 pixels, found {}; convert the model with a "
                                    "fixed size, e.g. ovc --input [1,3,224,224]",
                                    port_text(port)));
}

}  // namespace

ImageInput find_image_input(const ov::Model& model, std::optional<TensorLayout> forced, std::string_view name) {
    for (const auto& parameter : model.get_parameters())
        refuse_video_format(*parameter);
    const auto index = name.empty() ? find_index(model.inputs()) : find_named(model.inputs(), name);
    const auto port = model.input(index);
    refuse_empty_sides(port);
    const auto [layout, evidence] = find_layout(model, index, forced);
    const auto& shape = port.get_partial_shape();
    ImageInput input{.index = index,
                     .layout = layout,
                     .batch = length(shape[0]),
                     .channels = length(shape[channels_axis(layout, shape.size())]),
                     .evidence = std::string(evidence),
                     .name = port_name(port)};
    if (shape.size() == volume_rank)
        input.depth = length(shape[layout == TensorLayout::nchw ? 2 : 1]);
    const auto rows = height_axis(input);
    input.height = length(shape[rows]);
    input.width = length(shape[rows + 1]);
    return input;
}

ov::PartialShape shape_of(const ImageInput& input) {
    const auto side = [](std::int64_t size) { return size > 0 ? ov::Dimension(size) : ov::Dimension::dynamic(); };
    const bool nchw = input.layout == TensorLayout::nchw;
    std::vector<ov::Dimension> sides = {side(input.batch)};
    if (nchw)
        sides.push_back(side(input.channels));
    if (input.depth)
        sides.push_back(side(*input.depth));
    sides.push_back(side(input.height));
    sides.push_back(side(input.width));
    if (!nchw)
        sides.push_back(side(input.channels));
    return ov::PartialShape(sides);
}

std::int64_t height_axis(const ImageInput& input) {
    return (input.layout == TensorLayout::nchw ? 2 : 1) + (input.depth ? 1 : 0);
}

std::string_view layout_name(const ImageInput& input) {
    const bool nchw = input.layout == TensorLayout::nchw;
    if (input.depth)
        return nchw ? "NCDHW" : "NDHWC";
    return nchw ? "NCHW" : "NHWC";
}

std::string unsupported_image_reason(const ImageInput& input) {
    const bool fits = input.channels == 0 || input.channels == 1 || input.channels == 3 || input.channels == 4;
    if (fits && !input.depth)
        return {};
    // lift_low_rank_input() makes such a volume of a vector, whose shape in the file is another one.
    const bool is_vector = input.depth == 1 && input.height == 1 && input.channels == 1 && input.width > 0;
    const auto shape =
        is_vector
            ? fmt::format("with a vector of {} values", input.width)
            : fmt::format("{} ({}, layout from: {})", shape_text(shape_of(input)), layout_name(input), input.evidence);
    return fmt::format(
        "expected an image input with 1, 3 or 4 channels, found '{}' {}; an image cannot be converted to it: pass a "
        "prepared tensor in a .npy file",
        input.name,
        shape);
}

}  // namespace vinoscope
