// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/yolo_levels.hpp"

#include <openvino/op/region_yolo.hpp>

#include "outputs/output_kind.hpp"
#include "outputs/pyramid.hpp"

namespace vinoscope {
namespace {

using Port = ov::Output<const ov::Node>;

// Where the axes of an output are; without an axis of their own, anchors are joined with their numbers.
struct Form {
    std::size_t rank;
    std::size_t rows;
    std::size_t features;
    std::optional<std::size_t> anchors;
    YoloLayout layout;
};

constexpr Form forms[] = {
    {5, 2, 4, 1, YoloLayout::anchors_first},
    {5, 1, 4, 3, YoloLayout::channels_last},
    {4, 2, 1, {}, YoloLayout::channels_first},
    {4, 1, 3, {}, YoloLayout::channels_last},
};

// Anything that might be a level: other outputs, such as finished candidates, do not count.
std::vector<std::size_t> maps_of(const ov::Model& model) {
    std::vector<std::size_t> maps;
    for (std::size_t i = 0; i < model.outputs().size(); ++i) {
        const auto port = model.output(i);
        const auto rank = port.get_partial_shape().rank();
        if (rank.is_static() && rank.get_length() >= 4 && port.get_element_type().is_real())
            maps.push_back(i);
    }
    return maps;
}

std::int64_t length(const Port& port, std::size_t axis) {
    const auto& dimension = port.get_partial_shape()[static_cast<std::ptrdiff_t>(axis)];
    return dimension.is_static() ? dimension.get_length() : 0;
}

std::int64_t joined_anchors(const Port& port, std::int64_t channels, std::size_t labels) {
    if (const auto* region = ov::as_type<const ov::op::v0::RegionYolo>(port.get_node()->get_input_node_ptr(0)))
        return static_cast<std::int64_t>(region->get_mask().size());
    const auto features = static_cast<std::int64_t>(labels) + YoloLevels::first_class;
    constexpr std::int64_t usual = 3;
    return labels > 0 && channels % features == 0 ? channels / features : usual;
}

// Networks without anchors join what several heads say.
bool is_joined(const Port& port, const Form& form) {
    return joined_parts(port, static_cast<std::int64_t>(form.features)).size() > 1;
}

std::optional<YoloLevels> levels_in(const ov::Model& model,
                                    const std::vector<std::size_t>& maps,
                                    const Form& form,
                                    std::size_t labels) {
    YoloLevels found;
    found.layout = form.layout;
    found.class_axis = static_cast<std::int64_t>(form.features);
    for (const auto index : maps) {
        const auto port = model.output(index);
        if (port.get_partial_shape().size() != form.rank || is_joined(port, form))
            return std::nullopt;
        const auto channels = length(port, form.features);
        const auto anchors = form.anchors ? length(port, *form.anchors) : joined_anchors(port, channels, labels);
        if (anchors < 1 || (!form.anchors && channels % anchors != 0))
            return std::nullopt;
        const auto features = form.anchors ? channels : channels / anchors;
        if (features <= YoloLevels::first_class ||
            (!found.levels.empty() && (features != found.features || anchors != found.anchors)))
            return std::nullopt;
        found.features = features;
        found.anchors = anchors;
        found.levels.push_back({index, length(port, form.rows), length(port, form.rows + 1)});
    }
    sort_levels(found.levels);
    return are_levels(found.levels) && found.levels.back().cells() > 1 ? std::optional(found) : std::nullopt;
}

}  // namespace

std::optional<YoloLevels> find_yolo_levels(const ov::Model& model, std::size_t labels) {
    const auto maps = maps_of(model);
    for (const auto& form : forms)
        if (const auto found = levels_in(model, maps, form, labels))
            return found;
    return std::nullopt;
}

}  // namespace vinoscope
