// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <numeric>
#include <openvino/core/version.hpp>
#include <utility>

#include "ops/families.hpp"

// AvgPool-16, which has dilations, came with OpenVINO 2025.4.
#define VINOSCOPE_HAS_AVG_POOL_16 (OPENVINO_VERSION_MAJOR * 100 + OPENVINO_VERSION_MINOR >= 202504)

namespace vinoscope::ops {
namespace {

using AvgPool = ov::op::util::AvgPoolBase;

ov::Strides dilations_of([[maybe_unused]] const AvgPool& pool) {
#if VINOSCOPE_HAS_AVG_POOL_16
    if (const auto* dilated = ov::as_type<const v16::AvgPool>(&pool))
        return dilated->get_dilations();
#endif
    return ov::Strides(pool.get_kernel().size(), 1);
}

// [1,1,...]: 1 / (how many elements a window divides its sum by). The operation itself says so, by what it makes of
// ones; how many of them it sees at the borders is counted.
Value shares(const Step& step, const ov::CoordinateDiff& pads_end, const ov::Shape& kernel) {
    ov::Shape shape = {1, 1};
    for (std::int64_t axis = 2; axis < rank_of(step.x()); ++axis)
        shape.push_back(size_of(step.x(), axis));
    const auto& node = step.as<AvgPool>();
    const auto ones = ov::op::v0::Constant::create(step.x().get_element_type(), shape, {1});
    const ov::CoordinateDiff pads_begin(node.get_pads_begin().begin(), node.get_pads_begin().end());
    const Value seen = std::make_shared<ov::op::v1::Convolution>(
        ones,
        ov::op::v0::Constant::create(step.x().get_element_type(), kernel, {1}),
        node.get_strides(),
        pads_begin,
        pads_end,
        dilations_of(node));
    return node.clone_with_new_inputs({ones})->output(0) / seen;
}

// Each element of a window gets the same share: a transposed convolution of each channel with ones.
Values avg_pool_rule(const Step& step) {
    const auto& node = step.as<AvgPool>();
    const auto dilations = dilations_of(node);
    ov::CoordinateDiff pads_end;
    ov::CoordinateDiff rests;
    for (std::size_t i = 0; i < node.get_kernel().size(); ++i) {
        const auto axis = static_cast<std::int64_t>(i) + 2;
        const auto reached = (size_of(step.y(), axis) - 1) * node.get_strides()[i] +
                             (node.get_kernel()[i] - 1) * dilations[i] + 1 - node.get_pads_begin()[i];
        const auto rest = size_of(step.x(), axis) - static_cast<std::int64_t>(reached);
        pads_end.push_back(std::max<std::int64_t>(0, -rest));
        rests.push_back(std::max<std::int64_t>(0, rest));
    }
    ov::Shape kernel = {1, 1};
    kernel.insert(kernel.end(), node.get_kernel().begin(), node.get_kernel().end());
    ov::Shape kernels = kernel;
    kernels.insert(kernels.begin(), size_of(step.x(), 1));
    return {std::make_shared<ov::op::v1::GroupConvolutionBackpropData>(
        step.g() * shares(step, pads_end, kernel),
        ov::op::v0::Constant::create(step.x().get_element_type(), kernels, {1}),
        node.get_strides(),
        ov::CoordinateDiff(node.get_pads_begin().begin(), node.get_pads_begin().end()),
        pads_end,
        dilations,
        ov::op::PadType::EXPLICIT,
        rests)};
}

// Window i of `count` covers the positions i * stride - before + j * dilation, j < kernel.
struct Windows {
    std::int64_t axis;
    std::int64_t kernel;
    std::int64_t stride;
    std::int64_t dilation;
    std::int64_t before;
    std::int64_t count;

    std::int64_t reach() const { return (kernel - 1) * dilation; }
    std::int64_t blocks() const { return count + reach() / stride; }
    std::int64_t length() const { return blocks() * stride; }
};

std::vector<Windows> windows_of(const ov::op::util::MaxPoolBase& node, const ov::Strides& dilations) {
    std::vector<Windows> all;
    for (std::size_t i = 0; i < node.get_kernel().size(); ++i) {
        const auto axis = static_cast<std::int64_t>(i) + 2;
        all.push_back({axis,
                       static_cast<std::int64_t>(node.get_kernel()[i]),
                       static_cast<std::int64_t>(node.get_strides()[i]),
                       static_cast<std::int64_t>(dilations[i]),
                       static_cast<std::int64_t>(node.get_pads_begin()[i]),
                       size_of(const_cast<ov::op::util::MaxPoolBase&>(node).output(0), axis)});
    }
    return all;
}

Value max_along(const Value& x, const Windows& windows) {
    const std::size_t axis = windows.axis - 2;
    const std::size_t axes = rank_of(x) - 2;
    const auto only_here = [&](std::size_t here, std::size_t elsewhere) {
        ov::Shape sizes(axes, elsewhere);
        sizes[axis] = here;
        return sizes;
    };
    const auto end = (windows.count - 1) * windows.stride + windows.reach() + 1 - windows.before;
    const auto behind = std::max<std::int64_t>(0, end - size_of(x, windows.axis));
    return std::make_shared<ov::op::v8::MaxPool>(x,
                                                 ov::Strides(only_here(windows.stride, 1)),
                                                 ov::Strides(only_here(windows.dilation, 1)),
                                                 only_here(windows.before, 0),
                                                 only_here(behind, 0),
                                                 only_here(windows.kernel, 1))
        ->output(0);
}

Integers sizes_of(const Value& x) {
    Integers sizes;
    for (const auto& size : x.get_partial_shape())
        sizes.push_back(size.is_static() ? size.get_length() : -1);
    return sizes;
}

// [..., m, n, ...] -> [..., n, m, ...]
Value swapped(const Value& x, std::int64_t axis) {
    Integers order(rank_of(x));
    std::iota(order.begin(), order.end(), 0);
    std::swap(order[axis], order[axis + 1]);
    return transposed(x, order);
}

// [..., blocks * stride, ...] -> `stride` times [..., blocks, ...]: every stride-th position. They are moved apart
// first: the CPU plug-in transposes ten times as fast as it picks or joins single numbers.
Values phases_of(const Value& x, const Windows& windows) {
    if (windows.stride == 1)
        return {x};
    auto sizes = sizes_of(x);
    sizes[windows.axis] = windows.blocks();
    sizes.insert(sizes.begin() + windows.axis + 1, windows.stride);
    const auto apart = swapped(reshaped(x, sizes), windows.axis);
    Values phases;
    for (std::int64_t phase = 0; phase < windows.stride; ++phase)
        phases.push_back(pick(apart, windows.axis, phase));
    return phases;
}

Value interleaved(const Values& phases, const Windows& windows) {
    if (windows.stride == 1)
        return phases.front();
    auto sizes = sizes_of(phases.front());
    sizes[windows.axis] = windows.length();
    Values rows;
    for (const auto& phase : phases)
        rows.push_back(unsqueeze(phase, {windows.axis}));
    return reshaped(swapped(concat(rows, windows.axis), windows.axis), sizes);
}

// g, which belongs to the maxima y of the windows, at the first position of each window where x is y.
Value put_at_maxima(const Value& x, const Value& y, const Value& g, const Windows& windows) {
    const auto size = size_of(x, windows.axis);
    const double lowest = std::numeric_limits<float>::lowest();
    const auto padded = pad(x, windows.axis, windows.before, windows.length() - size - windows.before, lowest);
    const auto phases = phases_of(padded, windows);
    Values sums(windows.stride);
    Value open = g;  // 0 where the maximum was found already
    for (std::int64_t i = 0; i < windows.kernel; ++i) {
        const auto phase = i * windows.dilation % windows.stride;
        const auto block = i * windows.dilation / windows.stride;
        const auto behind = windows.blocks() - windows.count - block;
        const auto hit = equal(crop(phases[phase], windows.axis, block, block + windows.count), y);
        const auto placed = pad(where(hit, open), windows.axis, block, behind);
        sums[phase] = sums[phase].get_node() == nullptr ? placed : sums[phase] + placed;
        open = where(logical_not(hit), open);
    }
    std::ranges::replace_if(
        sums, [](const Value& sum) { return sum.get_node() == nullptr; }, zeros_like(phases.front()));
    return surround_with_zeros(
        interleaved(sums, windows), windows.axis, -windows.before, size + windows.before - windows.length());
}

Values dilated_max_pool_rule(const Step& step, const ov::Strides& dilations) {
    if (!step.reaches(0))
        return {};
    const auto windows = windows_of(step.as<ov::op::util::MaxPoolBase>(), dilations);
    Values maxima = {step.x()};
    for (auto i = windows.size() - 1; i > 0; --i)
        maxima.push_back(max_along(maxima.back(), windows[i]));
    maxima.push_back(step.y());
    Value g = step.g();
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const auto y = windows.size() - i;
        g = put_at_maxima(maxima[y - 1], maxima[y], g, windows[i]);
    }
    return {g};
}

Values max_pool_rule(const Step& step) {
    const auto& node = step.node();
    if (const auto* dilated = ov::as_type<const ov::op::v8::MaxPool>(&node))
        return dilated_max_pool_rule(step, dilated->get_dilations());
    if (const auto* dilated = ov::as_type<const ov::op::v14::MaxPool>(&node))
        return dilated_max_pool_rule(step, dilated->get_dilations());
    return dilated_max_pool_rule(step, ov::Strides(step.as<ov::op::v1::MaxPool>().get_kernel().size(), 1));
}

Values adaptive_avg_pool_rule(const Step& step) {
    auto g = step.g();
    for (std::int64_t axis = 2; axis < rank_of(g); ++axis) {
        const auto from = size_of(step.x(), axis);
        const auto to = size_of(step.y(), axis);
        const Value columns =
            std::make_shared<ov::op::v8::AdaptiveAvgPool>(identity_columns(g, from), integers({to, 1}));
        g = resized_back(g, axis, columns, from, to);
    }
    return {g};
}

// The indices count the places of a channel; the CPU plug-in knows them as i32 only.
Values adaptive_max_pool_rule(const Step& step) {
    const auto indices =
        std::make_shared<ov::op::v8::AdaptiveMaxPool>(step.x(), step.x(1), ov::element::i32)->output(1);
    const auto flat = [&](const Value& value) {
        std::int64_t places = 1;
        for (std::int64_t axis = 2; axis < rank_of(value); ++axis)
            places *= size_of(value, axis);
        return reshaped(value, {-1, size_of(value, 1), places});
    };
    const auto places = summed_at(flat(step.x()), flat(indices), flat(step.g()), integer(2));
    return {reshape_like(places, step.x())};
}

template <typename Pool>
std::optional<Value> pool_identity(const ov::Node& node) {
    const auto& operation = dynamic_cast<const Pool&>(node);
    const bool indices = node.get_output_size() > 1 && !node.output(1).get_target_inputs().empty();
    return input_if(!indices && all_are(operation.get_kernel(), 1) && all_are(operation.get_strides(), 1) &&
                        all_are(operation.get_pads_begin(), 0) && all_are(operation.get_pads_end(), 0),
                    node);
}

// Each place is a bin of its own.
std::optional<Value> adaptive_pool_identity(const ov::Node& node) {
    const auto& shape = node.get_input_partial_shape(0);
    const bool indices = node.get_output_size() > 1 && !node.output(1).get_target_inputs().empty();
    return input_if(
        !indices && std::all_of(shape.begin() + 2, shape.end(), [](const auto& size) { return size.is_static(); }),
        node);
}

}  // namespace

Operations pooling() {
    const auto pool = [](IdentityRule identity, GradientRule gradient) {
        return Operation{.axes = resampled_axes, .identity = identity, .gradient = Gradient{std::move(gradient)}};
    };
    const auto average = pool(pool_identity<AvgPool>, avg_pool_rule);
    const auto largest = pool(pool_identity<ov::op::util::MaxPoolBase>, max_pool_rule);
#if VINOSCOPE_HAS_AVG_POOL_16
    auto averages = row<v1::AvgPool, v14::AvgPool, v16::AvgPool>(average);
#else
    auto averages = row<v1::AvgPool, v14::AvgPool>(average);
#endif
    return {
        std::move(averages),
        ranged(ranges::of_first, row<v1::MaxPool, v8::MaxPool, v14::MaxPool>(largest)),
        row<v8::AdaptiveAvgPool>(pool(adaptive_pool_identity, adaptive_avg_pool_rule)),
        row<v8::AdaptiveMaxPool>(pool(adaptive_pool_identity, adaptive_max_pool_rule)),
    };
}

}  // namespace vinoscope::ops
