// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/low_rank_input.hpp"

#include <algorithm>
#include <openvino/op/constant.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/squeeze.hpp>
#include <openvino/op/unsqueeze.hpp>
#include <ranges>
#include <vector>

#include "model/port.hpp"

namespace vinoscope {
namespace {

using Parameter = std::shared_ptr<ov::op::v0::Parameter>;

// The axes of size 1 that an input gets, in the new shape, and the layout of that shape.
struct Lift {
    std::vector<std::int64_t> axes;
    const char* layout;
};

bool counts_channels(const ov::Dimension& dimension) {
    return dimension == 3 || dimension == 4;
}

// A side of an image without a batch is known and longer than the channels.
bool is_side(const ov::Dimension& dimension) {
    constexpr std::int64_t most_channels = 4;
    return dimension.is_static() && dimension.get_length() > most_channels;
}

Lift lift_of(const Parameter& parameter) {
    const auto& shape = parameter->get_partial_shape();
    if (shape.size() == 1)
        return {{0, 1, 2, 3}, "NCDHW"};
    if (shape.size() == 2)
        return {{1, 2, 3}, "NCDHW"};
    const auto layout = parameter->get_layout();
    const bool planar = layout == ov::Layout("CHW");
    const bool interleaved = layout == ov::Layout("HWC");
    if (planar || (layout.empty() && counts_channels(shape[0]) && is_side(shape[1]) && is_side(shape[2])))
        return {{0}, "NCHW"};
    if (interleaved || (layout.empty() && is_side(shape[0]) && is_side(shape[1]) && counts_channels(shape[2])))
        return {{0}, "NHWC"};
    return {{1}, "NCHW"};
}

bool is_candidate(const Parameter& parameter) {
    const auto& rank = parameter->get_partial_shape().rank();
    const auto& type = parameter->get_element_type();
    return rank.is_static() && rank.get_length() >= 1 && rank.get_length() <= 3 &&
           (type.is_real() || type == ov::element::u8);
}

Parameter explained_input(const ov::Model& model, std::string_view name) {
    std::vector<Parameter> candidates;
    for (const auto& parameter : model.get_parameters()) {
        const auto& rank = parameter->get_partial_shape().rank();
        if (name.empty() && (rank.is_dynamic() || rank.get_length() > 3))
            return nullptr;
        if (is_candidate(parameter) && (name.empty() || is_called(parameter->output(0), name)))
            candidates.push_back(parameter);
    }
    return candidates.size() == 1 ? candidates.front() : nullptr;
}

// `Change` adds or removes `axes`, so that the graph goes on reading what it read.
template <typename Change>
void replace_input(ov::Model& model,
                   const Parameter& previous,
                   const Parameter& next,
                   const std::vector<std::int64_t>& axes,
                   const ov::Layout& layout) {
    next->set_friendly_name(previous->get_friendly_name());
    const auto names = previous->output(0).get_names();
    const auto changed =
        std::make_shared<Change>(next, ov::op::v0::Constant::create(ov::element::i64, {axes.size()}, axes));
    previous->output(0).replace(changed);
    changed->output(0).get_tensor().set_names({});
    next->output(0).get_tensor().set_names(names);
    model.replace_parameter(static_cast<std::size_t>(model.get_parameter_index(previous)), next);
    next->set_layout(layout);  // last, since the new input gets the layout of the previous one
    model.validate_nodes_and_infer_types();
}

}  // namespace

std::optional<LiftedInput> lift_low_rank_input(ov::Model& model, std::string_view name) {
    const auto parameter = explained_input(model, name);
    if (!parameter)
        return std::nullopt;
    const auto [axes, layout] = lift_of(parameter);
    LiftedInput result{.index = static_cast<std::size_t>(model.get_parameter_index(parameter)),
                       .layout = parameter->get_layout(),
                       .axes = axes};
    const auto& shape = parameter->get_partial_shape();
    std::vector<ov::Dimension> sides(shape.begin(), shape.end());
    for (const auto axis : axes)
        sides.insert(sides.begin() + axis, 1);
    const auto lifted = std::make_shared<ov::op::v0::Parameter>(parameter->get_element_type(), ov::PartialShape(sides));
    replace_input<ov::op::v0::Squeeze>(model, parameter, lifted, axes, layout);
    return result;
}

void restore_low_rank_input(ov::Model& model, const LiftedInput& lifted) {
    const auto parameter = model.get_parameters().at(lifted.index);
    const auto& shape = parameter->get_partial_shape();
    std::vector<ov::Dimension> sides(shape.begin(), shape.end());
    for (const auto axis : std::views::reverse(lifted.axes))
        sides.erase(sides.begin() + axis);
    const auto restored =
        std::make_shared<ov::op::v0::Parameter>(parameter->get_element_type(), ov::PartialShape(sides));
    replace_input<ov::op::v0::Unsqueeze>(model, parameter, restored, lifted.axes, lifted.layout);
}

}  // namespace vinoscope
