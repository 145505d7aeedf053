// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/no_ops.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <openvino/op/ops.hpp>
#include <optional>

#include "ops/constant_value.hpp"
#include "ops/find_operation.hpp"
#include "ops/nodes.hpp"

namespace vinoscope {
namespace {

namespace v0 = ov::op::v0;
namespace v1 = ov::op::v1;
namespace v3 = ov::op::v3;
namespace v4 = ov::op::v4;
namespace v7 = ov::op::v7;
namespace v8 = ov::op::v8;

// The value that an operation returns unchanged as its first output, if any. That it has the type and the shape of the
// output is checked for all of them.
using Source = std::optional<Value>;
using Rule = Source (*)(const ov::Node&);

Source when(bool condition, const ov::Node& node, std::size_t input = 0) {
    return condition ? Source(node.input_value(input)) : std::nullopt;
}

// Equal sizes, where at most one is open: as many elements then make it the same, too.
bool is_same_shape(const ov::PartialShape& a, const ov::PartialShape& b) {
    return a.rank().is_static() && a == b &&
           std::ranges::count_if(a, [](const auto& size) { return size.is_dynamic(); }) <= 1;
}

bool is_static(const ov::Dimension& size) {
    return size.is_static();
}

template <typename Numbers>
bool all_are(const Numbers& numbers, typename Numbers::value_type number) {
    return std::ranges::all_of(numbers, [&](auto other) { return other == number; });
}

// Whether an input is a constant of which all elements are this number.
bool is_all(const ov::Node& node, std::size_t input, double number) {
    const auto numbers = constant_numbers(node.input_value(input));
    return numbers && !numbers->empty() && all_are(*numbers, number);
}

Source always(const ov::Node& node) {
    return node.input_value(0);
}

Source of_one_part(const ov::Node& node) {
    return when(node.get_output_size() == 1 && node.get_output_partial_shape(0) == node.get_input_partial_shape(0),
                node);
}

Source of_one_input(const ov::Node& node) {
    return when(node.get_input_size() == 1, node);
}

Source of_whole_numbers(const ov::Node& node) {
    return when(!node.get_input_element_type(0).is_real(), node);
}

// Not with an open size that two operands share: either might be 1.
bool stretches(const Value& operand, const Value& other) {
    const auto& small = operand.get_partial_shape();
    const auto& large = other.get_partial_shape();
    if (small.rank().is_dynamic() || large.rank().is_dynamic() || small.size() > large.size())
        return true;
    const auto offset = large.size() - small.size();
    for (std::size_t i = 0; i < small.size(); ++i)
        if (small[i] != 1 && (small[i].is_dynamic() || small[i] != large[offset + i]))
            return true;
    return false;
}

// The other operand of an operation that has a neutral one.
Source beside(const ov::Node& node, std::size_t neutral, double number) {
    const auto other = node.input_value(1 - neutral);
    return when(!stretches(node.input_value(neutral), other) && is_all(node, neutral, number), node, 1 - neutral);
}

template <int number>
Source beside_last(const ov::Node& node) {
    return beside(node, 1, number);
}

Source beside_any(const ov::Node& node, double number) {
    const auto last = beside(node, 1, number);
    return last ? last : beside(node, 0, number);
}

template <int number>
Source beside_either(const ov::Node& node) {
    return beside_any(node, number);
}

Source maximum(const ov::Node& node) {
    return beside_any(node, -std::numeric_limits<double>::infinity());
}

Source minimum(const ov::Node& node) {
    return beside_any(node, std::numeric_limits<double>::infinity());
}

Source clamp(const ov::Node& node) {
    const auto& operation = static_cast<const v0::Clamp&>(node);
    constexpr auto largest = static_cast<double>(std::numeric_limits<float>::max());
    return when(operation.get_min() <= -largest && operation.get_max() >= largest, node);
}

Source prelu(const ov::Node& node) {
    return when(is_all(node, 1, 1), node);
}

Source select(const ov::Node& node) {
    for (const std::size_t chosen : {1, 2}) {
        const auto& value = node.input_value(chosen);
        if (!stretches(node.input_value(0), value) && !stretches(node.input_value(3 - chosen), value) &&
            is_all(node, 0, chosen == 1 ? 1 : 0))
            return value;
    }
    return std::nullopt;
}

bool holds(const ov::element::Type& wide, const ov::element::Type& narrow) {
    if (wide.is_real() && narrow.is_real())
        return narrow.bitwidth() >= 16 && wide.bitwidth() >= 2 * narrow.bitwidth();
    if (wide.is_real())  // a mantissa of 24 or 53 bits, and of 11 in f16
        return wide.bitwidth() >= 2 * narrow.bitwidth() && wide != ov::element::bf16;
    return !narrow.is_real() && narrow != ov::element::boolean && wide.bitwidth() > narrow.bitwidth() &&
           (wide.is_signed() || !narrow.is_signed());
}

// To the same type, or back from a type that holds all its numbers.
Source convert(const ov::Node& node) {
    const auto& type = node.get_output_element_type(0);
    if (node.get_input_element_type(0) == type)
        return node.input_value(0);
    const auto* before = node.get_input_node_ptr(0);
    if (!ov::is_type<v0::Convert>(before) && !ov::is_type<v1::ConvertLike>(before))
        return std::nullopt;
    return when(before->get_input_element_type(0) == type && holds(node.get_input_element_type(0), type), *before);
}

// Changes of shape that keep the elements in their order.
bool is_reshape(const ov::Node& node) {
    return ov::is_type<v1::Reshape>(&node) || ov::is_type<v0::Squeeze>(&node) ||
           ov::is_type<ov::op::v15::Squeeze>(&node) || ov::is_type<v0::Unsqueeze>(&node);
}

std::optional<Integers> axes_of(const ov::Node& node, std::size_t input, std::size_t rank) {
    auto axes = constant_integers(node.input_value(input));
    if (!axes)
        return std::nullopt;
    for (auto& axis : *axes)
        axis += axis < 0 ? static_cast<std::int64_t>(rank) : 0;
    std::ranges::sort(*axes);
    return axes;
}

// The axes of size 1 that a Squeeze takes away or an Unsqueeze adds, as they count in the larger tensor.
std::optional<Integers> axes_of_one(const ov::Node& node) {
    const auto in = node.get_input_partial_shape(0).rank();
    const auto out = node.get_output_partial_shape(0).rank();
    if (node.get_input_size() < 2 || in.is_dynamic() || out.is_dynamic() || ov::is_type<v1::Reshape>(&node))
        return std::nullopt;
    return axes_of(node, 1, static_cast<std::size_t>(std::max(in.get_length(), out.get_length())));
}

bool undoes(const ov::Node& node, const ov::Node& before) {
    const bool opposite = ov::is_type<v0::Unsqueeze>(&node) != ov::is_type<v0::Unsqueeze>(&before);
    const auto axes = axes_of_one(node);
    return opposite && axes && axes == axes_of_one(before) &&
           node.get_output_partial_shape(0) == before.get_input_partial_shape(0);
}

// Alone, or at the end of several in a row.
Source reshape(const ov::Node& node) {
    const auto* first = &node;
    while (true) {
        if (is_same_shape(first->get_input_partial_shape(0), node.get_output_partial_shape(0)))
            return first->input_value(0);
        const auto* before = first->get_input_node_ptr(0);
        if (!is_reshape(*before))
            return std::nullopt;
        if (first == &node && undoes(node, *before))
            return before->input_value(0);
        first = before;
    }
}

std::optional<Integers> order_of(const ov::Node& node) {
    auto order = constant_integers(node.input_value(1));
    const auto rank = node.get_input_partial_shape(0).rank();
    if (!order || rank.is_dynamic())
        return std::nullopt;
    if (order->empty()) {
        order->resize(static_cast<std::size_t>(rank.get_length()));
        std::iota(order->rbegin(), order->rend(), 0);
    }
    return order;
}

// Whether only axes of size 1 change their place.
bool keeps_elements(const Integers& order, const ov::PartialShape& shape) {
    std::int64_t last = -1;
    for (const auto axis : order) {
        if (shape[static_cast<std::size_t>(axis)] == 1)
            continue;
        if (axis < last)
            return false;
        last = axis;
    }
    return true;
}

// Alone, or at the end of several in a row.
Source transpose(const ov::Node& node) {
    auto order = order_of(node);
    const auto* first = &node;
    while (order) {
        const auto& shape = first->get_input_partial_shape(0);
        if (shape == node.get_output_partial_shape(0) && keeps_elements(*order, shape))
            return first->input_value(0);
        first = first->get_input_node_ptr(0);
        const auto before = ov::is_type<v1::Transpose>(first) ? order_of(*first) : std::nullopt;
        if (!before)
            return std::nullopt;
        for (auto& axis : *order)
            axis = (*before)[static_cast<std::size_t>(axis)];
    }
    return std::nullopt;
}

Source pad(const ov::Node& node) {
    return when(is_all(node, 1, 0) && is_all(node, 2, 0), node);
}

// From the first to the last: along axes of known size that follows from the sizes.
bool is_whole(const ov::Dimension& size, std::int64_t begin, std::int64_t end) {
    constexpr std::int64_t any_end = std::numeric_limits<std::int32_t>::max();
    return is_static(size) || (begin == 0 && end >= any_end);
}

Source slice(const ov::Node& node) {
    const auto begins = constant_integers(node.input_value(1));
    const auto ends = constant_integers(node.input_value(2));
    const auto& shape = node.get_input_partial_shape(0);
    if (!begins || !ends || shape.rank().is_dynamic() || !is_all(node, 3, 1))
        return std::nullopt;
    const auto axes = node.get_input_size() > 4 ? constant_integers(node.input_value(4)) : Integers{};
    if (!axes)
        return std::nullopt;
    for (std::size_t i = 0; i < begins->size(); ++i) {
        auto axis = axes->empty() ? static_cast<std::int64_t>(i) : (*axes)[i];
        axis += axis < 0 ? static_cast<std::int64_t>(shape.size()) : 0;
        if (!is_whole(shape[static_cast<std::size_t>(axis)], (*begins)[i], (*ends)[i]))
            return std::nullopt;
    }
    return node.input_value(0);
}

Source strided_slice(const ov::Node& node) {
    const auto& operation = static_cast<const v1::StridedSlice&>(node);
    const auto begins = constant_integers(node.input_value(1));
    const auto ends = constant_integers(node.input_value(2));
    const auto& shape = node.get_input_partial_shape(0);
    const auto is_set = [](const auto& mask, std::size_t i) { return i < mask.size() && mask[i] == 1; };
    const auto none = [](const auto& mask) { return std::ranges::count(mask, 1) == 0; };
    if (!begins || !ends || shape.rank().is_dynamic() || !none(operation.get_new_axis_mask()) ||
        !none(operation.get_shrink_axis_mask()) || !none(operation.get_ellipsis_mask()) ||
        (node.get_input_size() > 3 && !is_all(node, 3, 1)))
        return std::nullopt;
    for (std::size_t i = 0; i < begins->size(); ++i)
        if (!is_whole(shape[i],
                      is_set(operation.get_begin_mask(), i) ? 0 : (*begins)[i],
                      is_set(operation.get_end_mask(), i) ? std::numeric_limits<std::int32_t>::max() : (*ends)[i]))
            return std::nullopt;
    return node.input_value(0);
}

// All sizes are known, or where one is open the target says 1 and the larger counts.
Source broadcast(const ov::Node& node) {
    const auto& shape = node.get_input_partial_shape(0);
    const auto* base = dynamic_cast<const ov::op::util::BroadcastBase*>(&node);
    const auto mode = base->get_broadcast_spec().m_type;
    if (mode == ov::op::BroadcastType::EXPLICIT) {
        const auto mapping = constant_integers(node.input_value(2));
        return when(shape.is_static() && mapping && std::ranges::is_sorted(*mapping), node);
    }
    if (shape.is_static())
        return node.input_value(0);
    const auto target = constant_integers(node.input_value(1));
    if (mode != ov::op::BroadcastType::BIDIRECTIONAL || !target || target->size() > shape.size())
        return std::nullopt;
    const auto offset = shape.size() - target->size();
    for (std::size_t i = 0; i < target->size(); ++i)
        if ((*target)[i] != 1 && shape[offset + i].is_dynamic())
            return std::nullopt;
    return node.input_value(0);
}

Source tile(const ov::Node& node) {
    return when(is_all(node, 1, 1), node);
}

// Rounding up half a pixel may move it, so that only the centres of pixels will do.
bool samples_centres(const ov::op::util::InterpolateBase& node) {
    using Base = ov::op::util::InterpolateBase;
    const auto& attributes = node.get_attrs();
    return attributes.coordinate_transformation_mode != Base::CoordinateTransformMode::TF_HALF_PIXEL_FOR_NN &&
           all_are(attributes.pads_begin, 0) && all_are(attributes.pads_end, 0);
}

Source interpolate(const ov::Node& node) {
    const auto& shape = node.get_input_partial_shape(0);
    if (const auto* old = ov::as_type<const v0::Interpolate>(&node))
        return when(
            shape.is_static() && all_are(old->get_attrs().pads_begin, 0) && all_are(old->get_attrs().pads_end, 0),
            node);
    const auto* base = dynamic_cast<const ov::op::util::InterpolateBase*>(&node);
    if (base == nullptr || !samples_centres(*base))
        return std::nullopt;
    const bool by_scales =
        base->get_attrs().shape_calculation_mode == ov::op::util::InterpolateBase::ShapeCalcMode::SCALES;
    if (by_scales)
        return when(is_all(node, ov::is_type<v4::Interpolate>(&node) ? 2 : 1, 1), node);
    const std::size_t input = ov::is_type<v4::Interpolate>(&node) ? 3 : 2;
    const auto axes =
        node.get_input_size() > input && shape.rank().is_static() ? axes_of(node, input, shape.size()) : std::nullopt;
    return when(shape.is_static() ||
                    (axes && std::ranges::all_of(
                                 *axes, [&](auto axis) { return is_static(shape[static_cast<std::size_t>(axis)]); })),
                node);
}

template <typename Pool>
Source pool(const ov::Node& node) {
    const auto& operation = static_cast<const Pool&>(node);
    const bool indices = node.get_output_size() > 1 && !node.output(1).get_target_inputs().empty();
    return when(!indices && all_are(operation.get_kernel(), 1) && all_are(operation.get_strides(), 1) &&
                    all_are(operation.get_pads_begin(), 0) && all_are(operation.get_pads_end(), 0),
                node);
}

// Each place is a bin of its own.
Source adaptive_pool(const ov::Node& node) {
    const auto& shape = node.get_input_partial_shape(0);
    const bool indices = node.get_output_size() > 1 && !node.output(1).get_target_inputs().empty();
    return when(!indices && std::all_of(shape.begin() + 2, shape.end(), is_static), node);
}

// Along axes of size 1, or none.
Source reduction(const ov::Node& node) {
    const auto& shape = node.get_input_partial_shape(0);
    const auto axes = shape.rank().is_static() ? axes_of(node, 1, shape.size()) : std::nullopt;
    return when(
        axes && std::ranges::all_of(*axes, [&](auto axis) { return shape[static_cast<std::size_t>(axis)] == 1; }),
        node);
}

Source cumulative_sum(const ov::Node& node) {
    return static_cast<const v0::CumSum&>(node).is_exclusive() ? std::nullopt : reduction(node);
}

// All positions in their order.
Source gather(const ov::Node& node) {
    const auto axis = constant_integer(node.input_value(2));
    const auto indices = constant_integers(node.input_value(1));
    const auto& shape = node.get_input_partial_shape(0);
    if (!axis || !indices || shape.rank().is_dynamic() || node.get_input_partial_shape(1).size() != 1)
        return std::nullopt;
    const auto& size = shape[static_cast<std::size_t>(*axis < 0 ? *axis + std::ssize(shape) : *axis)];
    Integers all(indices->size());
    std::iota(all.begin(), all.end(), 0);
    return when(is_static(size) && size == std::ssize(*indices) && *indices == all, node);
}

Source roll(const ov::Node& node) {
    return when(is_all(node, 1, 0), node);
}

Source reverse(const ov::Node& node) {
    const auto axes = constant_integers(node.input_value(1));
    return static_cast<const v1::Reverse&>(node).get_mode() == v1::Reverse::Mode::INDEX && axes && axes->empty()
               ? Source(node.input_value(0))
               : std::nullopt;
}

Source shuffle(const ov::Node& node) {
    return when(static_cast<const v0::ShuffleChannels&>(node).get_group() == 1, node);
}

template <typename Blocks>
Source blocks(const ov::Node& node) {
    return when(static_cast<const Blocks&>(node).get_block_size() == 1, node);
}

Source batch_and_space(const ov::Node& node) {
    return when(is_all(node, 1, 1) && is_all(node, 2, 0) && is_all(node, 3, 0), node);
}

Source einsum(const ov::Node& node) {
    const auto& equation = static_cast<const v7::Einsum&>(node).get_equation();
    const auto arrow = equation.find("->");
    return when(node.get_input_size() == 1 && arrow != std::string::npos &&
                    equation.substr(0, arrow) == equation.substr(arrow + 2),
                node);
}

struct Row {
    ov::DiscreteTypeInfo type;
    Rule rule;
};

template <typename Operation>
Row row(Rule rule) {
    return {Operation::get_type_info_static(), rule};
}

const std::vector<Row>& rows() {
    static const std::vector<Row> table = {
        row<ov::op::v16::Identity>(always),
        row<v0::Convert>(convert),
        row<v1::ConvertLike>(convert),
        row<v0::Concat>(of_one_input),
        row<v1::Split>(of_one_part),
        row<v1::VariadicSplit>(of_one_part),
        row<v1::Reshape>(reshape),
        row<v0::Squeeze>(reshape),
        row<ov::op::v15::Squeeze>(reshape),
        row<v0::Unsqueeze>(reshape),
        row<v1::Transpose>(transpose),
        row<v1::Pad>(pad),
        row<ov::op::v12::Pad>(pad),
        row<v8::Slice>(slice),
        row<v1::StridedSlice>(strided_slice),
        row<v1::Broadcast>(broadcast),
        row<v3::Broadcast>(broadcast),
        row<v0::Tile>(tile),
        row<v0::Interpolate>(interpolate),
        row<v4::Interpolate>(interpolate),
        row<ov::op::v11::Interpolate>(interpolate),
        row<v1::Gather>(gather),
        row<v7::Gather>(gather),
        row<v8::Gather>(gather),
        row<v7::Roll>(roll),
        row<v1::Reverse>(reverse),
        row<v0::ShuffleChannels>(shuffle),
        row<v0::DepthToSpace>(blocks<v0::DepthToSpace>),
        row<v0::SpaceToDepth>(blocks<v0::SpaceToDepth>),
        row<v1::BatchToSpace>(batch_and_space),
        row<v1::SpaceToBatch>(batch_and_space),
        row<v7::Einsum>(einsum),
        row<v1::AvgPool>(pool<v1::AvgPool>),
        row<ov::op::v14::AvgPool>(pool<ov::op::v14::AvgPool>),
        row<v1::MaxPool>(pool<v1::MaxPool>),
        row<v8::MaxPool>(pool<v8::MaxPool>),
        row<ov::op::v14::MaxPool>(pool<ov::op::v14::MaxPool>),
        row<v8::AdaptiveAvgPool>(adaptive_pool),
        row<v8::AdaptiveMaxPool>(adaptive_pool),
        row<v1::ReduceSum>(reduction),
        row<v1::ReduceMean>(reduction),
        row<v1::ReduceMax>(reduction),
        row<v1::ReduceMin>(reduction),
        row<v1::ReduceProd>(reduction),
        row<v0::CumSum>(cumulative_sum),
        row<v1::Add>(beside_either<0>),
        row<v1::Subtract>(beside_last<0>),
        row<v1::Multiply>(beside_either<1>),
        row<v1::Divide>(beside_last<1>),
        row<v1::Power>(beside_last<1>),
        row<v1::Maximum>(maximum),
        row<v1::Minimum>(minimum),
        row<v0::Clamp>(clamp),
        row<v0::PRelu>(prelu),
        row<v1::Select>(select),
        row<v0::Floor>(of_whole_numbers),
        row<v0::Ceiling>(of_whole_numbers),
        row<ov::op::v5::Round>(of_whole_numbers),
    };
    return table;
}

Source source_of(const ov::Node& node) {
    const auto found = std::ranges::find(rows(), node.get_type_info(), &Row::type);
    if (found == rows().end() || node.get_output_partial_shape(0).rank().is_dynamic())
        return std::nullopt;
    const auto source = found->rule(node);
    const auto& output = node.output(0);
    const bool same = source && source->get_element_type() == output.get_element_type() &&
                      source->get_partial_shape() == output.get_partial_shape();
    return same ? source : std::nullopt;
}

// Results that go by the name of what they read keep that name.
void pin_names(const Value& value) {
    for (const auto& reader : value.get_target_inputs()) {
        if (!ov::is_type<v0::Result>(reader.get_node()))
            continue;
        const auto port = reader.get_node()->output(0);
        auto names = port.get_names();
        if (names.empty())
            names = {value.get_node()->get_friendly_name()};
        port.get_tensor_ptr()->set_names(names);
    }
}

// An input of the model keeps its own names only.
void inherit_names(const Value& source, const ov::Node& gone) {
    if (source.get_node()->get_output_size() == 1)
        add_alias(*source.get_node(), gone);
    if (!ov::is_type<v0::Parameter>(source.get_node()))
        source.get_tensor_ptr()->add_names(gone.output(0).get_names());
}

}  // namespace

void remove_no_ops(ov::Model& model) {
    bool changed = false;
    for (const auto& node : model.get_ordered_ops()) {
        const auto source = node->get_output_size() > 0 ? source_of(*node) : std::nullopt;
        if (!source)
            continue;
        pin_names(node->output(0));
        pin_names(*source);
        for (auto reader : node->output(0).get_target_inputs())
            reader.replace_source_output(*source);
        inherit_names(*source, *node);
        changed = true;
    }
    if (changed)
        model.validate_nodes_and_infer_types();
}

}  // namespace vinoscope
