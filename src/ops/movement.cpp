// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Elements are repeated, moved or surrounded by others.
#include <algorithm>
#include <functional>

#include "ops/families.hpp"

namespace vinoscope::ops {
namespace {

// [d, ...] repeated -> [times, d, ...], summed over the times
Values tile_rule(const Step& step) {
    const auto repeats = known_integers(step.node().input(1));
    const auto x = step.x();
    Integers sizes;
    Integers times;
    const auto rank = rank_of(step.y());
    for (std::int64_t i = 0; i < rank; ++i) {
        const auto from_end = rank - i;
        times.push_back(std::ssize(sizes));
        const auto repeat = from_end > std::ssize(repeats) ? 1 : repeats[repeats.size() - from_end];
        sizes.push_back(repeat == open_size ? -1 : repeat);
        const auto& size = from_end > rank_of(x) ? ov::Dimension(1) : x.get_partial_shape()[rank_of(x) - from_end];
        sizes.push_back(size.is_static() ? size.get_length() : -1);
    }
    return {reshape_like(sum(reshaped(step.g(), sizes), times, false), x)};
}

Values broadcast_rule(const Step& step) {
    auto g = step.g();
    if (step.as<ov::op::util::BroadcastBase>().get_broadcast_spec().m_type == ov::op::BroadcastType::EXPLICIT) {
        const auto mapped = known_integers(step.node().input(2));
        Integers added;
        for (std::int64_t axis = 0; axis < rank_of(g); ++axis)
            if (std::ranges::count(mapped, axis) == 0)
                added.push_back(axis);
        g = sum(g, added, false);
    }
    return {sum_to_shape_of(g, step.x())};
}

Values roll_rule(const Step& step) {
    auto shifts = known_integers(step.node().input(1));
    std::ranges::transform(shifts, shifts.begin(), std::negate());
    return {std::make_shared<ov::op::v7::Roll>(step.g(), integers(shifts), step.x(2))};
}

// [groups, n] -> [n, groups] is undone by n groups.
Values shuffle_channels_rule(const Step& step) {
    const auto& node = step.as<ov::op::v0::ShuffleChannels>();
    const auto channels = size_of(step.x(), positive_axis(node.get_axis(), rank_of(step.x())));
    return {std::make_shared<ov::op::v0::ShuffleChannels>(step.g(), node.get_axis(), channels / node.get_group())};
}

Values depth_to_space_rule(const Step& step) {
    using ov::op::v0::DepthToSpace;
    using ov::op::v0::SpaceToDepth;
    const auto& node = step.as<DepthToSpace>();
    const auto mode = node.get_mode() == DepthToSpace::DepthToSpaceMode::BLOCKS_FIRST
                          ? SpaceToDepth::SpaceToDepthMode::BLOCKS_FIRST
                          : SpaceToDepth::SpaceToDepthMode::DEPTH_FIRST;
    return {std::make_shared<SpaceToDepth>(step.g(), mode, node.get_block_size())};
}

Values space_to_depth_rule(const Step& step) {
    using ov::op::v0::DepthToSpace;
    using ov::op::v0::SpaceToDepth;
    const auto& node = step.as<SpaceToDepth>();
    const auto mode = node.get_mode() == SpaceToDepth::SpaceToDepthMode::BLOCKS_FIRST
                          ? DepthToSpace::DepthToSpaceMode::BLOCKS_FIRST
                          : DepthToSpace::DepthToSpaceMode::DEPTH_FIRST;
    return {std::make_shared<DepthToSpace>(step.g(), mode, node.get_block_size())};
}

using ov::op::PadMode;

// Where position i, which may lie outside of 0..size-1, takes its number from.
std::int64_t source_of(std::int64_t i, std::int64_t size, PadMode mode) {
    const std::int64_t mirrored_edge = mode == PadMode::SYMMETRIC ? 1 : 0;
    if (mode == PadMode::EDGE)
        return std::clamp<std::int64_t>(i, 0, size - 1);
    if (i < 0)
        return -i - mirrored_edge;
    return i < size ? i : 2 * (size - 1) - i + mirrored_edge;
}

Integers sources(std::int64_t before, std::int64_t behind, std::int64_t size, PadMode mode) {
    Integers result;
    for (auto i = -before; i < size + behind; ++i)
        result.push_back(source_of(i, size, mode));
    return result;
}

Values pad_rule(const Step& step) {
    const auto& node = step.as<ov::op::util::PadBase>();
    const auto before = known_integers(node.input(1));
    const auto behind = known_integers(node.input(2));
    auto g = step.g();
    for (std::int64_t axis = 0; axis < rank_of(g); ++axis) {
        if (before[axis] == 0 && behind[axis] == 0)
            continue;
        if (node.get_pad_mode() == PadMode::CONSTANT) {
            g = surround_with_zeros(g, axis, -before[axis], -behind[axis]);
        } else {
            const auto size = size_of(step.x(), axis);
            g = put_back(g, axis, sources(before[axis], behind[axis], size, node.get_pad_mode()), size);
        }
    }
    return {g};
}

std::optional<Value> pad_identity(const ov::Node& node) {
    return input_if(is_all(node, 1, 0) && is_all(node, 2, 0), node);
}

// All sizes are known, or where one is open the target says 1 and the larger counts.
std::optional<Value> broadcast_identity(const ov::Node& node) {
    const auto& shape = node.get_input_partial_shape(0);
    const auto mode = dynamic_cast<const ov::op::util::BroadcastBase&>(node).get_broadcast_spec().m_type;
    if (mode == ov::op::BroadcastType::EXPLICIT) {
        const auto mapping = constant_integers(node.input_value(2));
        return input_if(shape.is_static() && mapping && std::ranges::is_sorted(*mapping), node);
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

std::optional<Value> tile_identity(const ov::Node& node) {
    return input_if(is_all(node, 1, 1), node);
}

std::optional<Value> roll_identity(const ov::Node& node) {
    return input_if(is_all(node, 1, 0), node);
}

std::optional<Value> reverse_identity(const ov::Node& node) {
    const auto axes = constant_integers(node.input_value(1));
    return dynamic_cast<const v1::Reverse&>(node).get_mode() == v1::Reverse::Mode::INDEX && axes && axes->empty()
               ? std::optional<Value>(node.input_value(0))
               : std::nullopt;
}

std::optional<Value> shuffle_channels_identity(const ov::Node& node) {
    return input_if(dynamic_cast<const v0::ShuffleChannels&>(node).get_group() == 1, node);
}

template <typename Blocks>
std::optional<Value> blocks_identity(const ov::Node& node) {
    return input_if(dynamic_cast<const Blocks&>(node).get_block_size() == 1, node);
}

std::optional<Value> batch_and_space_identity(const ov::Node& node) {
    return input_if(is_all(node, 1, 1) && is_all(node, 2, 0) && is_all(node, 3, 0), node);
}

}  // namespace

Operations movement() {
    return {
        row<v0::Tile>({.axes = resampled_axes,
                       .identity = tile_identity,
                       .range = ranges::of_first,
                       .gradient = Gradient{tile_rule}}),
        row<v1::Broadcast, v3::Broadcast>(
            {.identity = broadcast_identity, .range = ranges::of_first, .gradient = Gradient{broadcast_rule}}),
        row<v1::Pad, v12::Pad>({.axes = resampled_axes, .identity = pad_identity, .gradient = Gradient{pad_rule}}),
        row<v7::Roll>({.axes = broadcast_axes, .identity = roll_identity, .gradient = Gradient{roll_rule}}),
        row<v1::Reverse>({.identity = reverse_identity}),
        row<v0::ShuffleChannels>({.identity = shuffle_channels_identity, .gradient = Gradient{shuffle_channels_rule}}),
        row<v0::DepthToSpace>({.axes = resampled_axes,
                               .identity = blocks_identity<v0::DepthToSpace>,
                               .gradient = Gradient{depth_to_space_rule}}),
        row<v0::SpaceToDepth>({.axes = resampled_axes,
                               .identity = blocks_identity<v0::SpaceToDepth>,
                               .gradient = Gradient{space_to_depth_rule}}),
        row<v1::BatchToSpace, v1::SpaceToBatch>({.identity = batch_and_space_identity}),
    };
}

}  // namespace vinoscope::ops
