// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>
#include <openvino/op/col2im.hpp>
#include <openvino/op/concat.hpp>
#include <openvino/op/cum_sum.hpp>
#include <openvino/op/depth_to_space.hpp>
#include <openvino/op/gather.hpp>
#include <openvino/op/roll.hpp>
#include <openvino/op/shuffle_channels.hpp>
#include <openvino/op/space_to_depth.hpp>
#include <openvino/op/util/broadcast_base.hpp>

#include "ops/along_axis.hpp"
#include "ops/gradients/rules.hpp"
#include "ops/known_integers.hpp"

namespace vinoscope {

Values transpose_rule(const Step& step) {
    auto order = known_integers(step.node().input(1));
    Integers inverse(rank_of(step.x()));
    for (std::int64_t i = 0; i < rank_of(step.x()); ++i)
        inverse[order.empty() ? rank_of(step.x()) - 1 - i : order[i]] = i;
    return {transposed(step.g(), inverse)};
}

Values concat_rule(const Step& step) {
    const auto axis = positive_axis(step.as<ov::op::v0::Concat>().get_axis(), rank_of(step.y()));
    Values gradients;
    std::int64_t start = 0;
    for (std::size_t i = 0; i < step.inputs(); ++i) {
        const auto end = start + size_of(step.x(i), axis);
        gradients.push_back(step.wants(i) ? crop(step.g(), axis, start, end) : Value());
        start = end;
    }
    return gradients;
}

Values split_rule(const Step& step) {
    const auto axis = known_integers(step.node().input(1)).front();
    Values parts;
    for (std::size_t i = 0; i < step.node().get_output_size(); ++i)
        parts.push_back(step.g(i));
    return {concat(parts, axis)};
}

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
    const auto* node = dynamic_cast<const ov::op::util::BroadcastBase*>(&step.node());
    auto g = step.g();
    if (node->get_broadcast_spec().m_type == ov::op::BroadcastType::EXPLICIT) {
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

// y_j = x_0 + ... + x_j: what arrives at y_j and behind it goes to x_j.
Values cumsum_rule(const Step& step) {
    const auto& node = step.as<ov::op::v0::CumSum>();
    const auto axis = step.inputs() > 1 ? step.x(1) : integer(0);
    return {std::make_shared<ov::op::v0::CumSum>(step.g(), axis, node.is_exclusive(), !node.is_reverse())};
}

namespace {

// [..., size, ...] -> [..., kernel * windows, ...] along an axis: element i of each window, then element i + 1.
Value windows_along(const Value& x,
                    std::int64_t axis,
                    std::int64_t kernel,
                    std::int64_t windows,
                    std::int64_t stride,
                    std::int64_t dilation) {
    Integers indices;
    for (std::int64_t i = 0; i < kernel; ++i)
        for (std::int64_t window = 0; window < windows; ++window)
            indices.push_back(i * dilation + window * stride);
    return std::make_shared<ov::op::v8::Gather>(x, integers(indices), integer(axis));
}

}  // namespace

// Windows [batch, channels * kernel height * kernel width, windows] are added up in an image: what arrives at the image
// is cut into the same windows.
Values col2im_rule(const Step& step) {
    const auto& node = step.as<ov::op::v15::Col2Im>();
    const auto kernel = known_integers(step.node().input(2));
    auto image = rank_of(step.y()) == 3 ? unsqueeze(step.g(), {0}) : step.g();  // without a batch
    const auto channels = size_of(image, 1);
    Integers windows;
    for (std::size_t i = 0; i < 2; ++i) {
        const auto axis = static_cast<std::int64_t>(i) + 2;
        const auto before = static_cast<std::int64_t>(node.get_pads_begin()[i]);
        const auto behind = static_cast<std::int64_t>(node.get_pads_end()[i]);
        const auto stride = static_cast<std::int64_t>(node.get_strides()[i]);
        const auto dilation = static_cast<std::int64_t>(node.get_dilations()[i]);
        const auto room = size_of(image, axis) + before + behind - dilation * (kernel[i] - 1) - 1;
        windows.push_back(room / stride + 1);
        image = windows_along(pad(image, axis, before, behind), axis, kernel[i], windows[i], stride, dilation);
    }
    const auto parted = reshaped(image, {-1, channels, kernel[0], windows[0], kernel[1], windows[1]});
    return {reshape_like(transposed(parted, {0, 1, 2, 4, 3, 5}), step.x())};
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

}  // namespace vinoscope
