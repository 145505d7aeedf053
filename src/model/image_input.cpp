// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/image_input.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "model/graph_layout.hpp"
#include "model/model_info.hpp"
#include "model/port.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

using Port = ov::Output<const ov::Node>;

constexpr std::size_t channels_of(TensorLayout layout) {
    return layout == TensorLayout::nchw ? 1 : 3;
}

constexpr std::string_view layout_name(TensorLayout layout) {
    return layout == TensorLayout::nchw ? "NCHW" : "NHWC";
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

std::size_t find_index(const std::vector<Port>& inputs) {
    std::vector<std::size_t> images;
    bool dynamic_rank = false;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const auto rank = inputs[i].get_partial_shape().rank();
        dynamic_rank = dynamic_rank || rank.is_dynamic();
        if (rank.is_static() && rank.get_length() == 4) {
            images.push_back(i);
        }
    }
    if (images.size() == 1) {
        return images.front();
    }
    if (images.empty() && dynamic_rank) {
        unsupported(
            fmt::format("the number of dimensions of input {} is open; convert the model with a shape of four, "
                        "e.g. ovc --input [?,3,224,224]",
                        inputs_text(inputs)));
    }
    unsupported(fmt::format("expected one image input of four dimensions, found {}: {}",
                            images.empty() ? "none" : std::to_string(images.size()),
                            inputs_text(inputs)));
}

std::optional<TensorLayout> from_annotation(const ov::Layout& layout) {
    if (!ov::layout::has_channels(layout)) {
        return {};
    }
    const auto channels = ov::layout::channels_idx(layout);
    if (channels == 1 || channels == -3) {
        return TensorLayout::nchw;
    }
    if (channels == 3 || channels == -1) {
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
    throw Error(ErrorKind::bad_model,
                fmt::format("rt_info model_info/layout of the model is '{}'; expected NCHW or NHWC; override it by "
                            "giving the layout",
                            text));
}

bool is_channel_count(const ov::Dimension& dimension) {
    return dimension == 1 || dimension == 3 || dimension == 4;
}

std::optional<TensorLayout> from_shape(const ov::PartialShape& shape) {
    const bool nchw = is_channel_count(shape[channels_of(TensorLayout::nchw)]);
    const bool nhwc = is_channel_count(shape[channels_of(TensorLayout::nhwc)]);
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
    if (const auto layout = from_annotation(parameter->get_layout())) {
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
    unsupported(fmt::format("cannot tell whether input {} is NCHW or NHWC; give the layout", port_text(input)));
}

std::int64_t length(const ov::Dimension& dimension) {
    return dimension.is_static() ? dimension.get_length() : 0;
}

}  // namespace

ImageInput find_image_input(const ov::Model& model, std::optional<TensorLayout> forced) {
    const auto index = find_index(model.inputs());
    const auto [layout, evidence] = find_layout(model, index, forced);
    const auto port = model.input(index);
    const auto& shape = port.get_partial_shape();
    const auto channels = channels_of(layout);
    if (shape[channels].is_static() && !is_channel_count(shape[channels])) {
        unsupported(fmt::format("expected an image input of 1, 3 or 4 channels, found {} in {} as {} (layout from: {})",
                                shape[channels].get_length(),
                                port_text(port),
                                layout_name(layout),
                                evidence));
    }
    const std::size_t height = layout == TensorLayout::nchw ? 2 : 1;
    return {index,
            layout,
            length(shape[0]),
            length(shape[channels]),
            length(shape[height]),
            length(shape[height + 1]),
            std::string(evidence)};
}

}  // namespace vinoscope
