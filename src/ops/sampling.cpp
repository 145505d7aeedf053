// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// GridSample reads each output pixel at a position of its own: a weighted sum over neighbouring cells of the data. The
// gradient with respect to the data adds up what arrives with these weights; that with respect to the position needs
// the slopes of the weights and the data themselves. Weights are products of one factor for each axis.
#include <fmt/format.h>

#include "ops/families.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::ops {
namespace {

using ov::op::v9::GridSample;
using Mode = GridSample::InterpolationMode;
using Padding = GridSample::PaddingMode;

// A cell that is read along one axis, all [batch, 1, outputs].
struct Tap {
    Value index;   // i32, within the data
    Value weight;  // 0 where padding of zeros is read
    Value slope;   // of the weight, by the position in cells
};

// -1..1 -> cells: the centres of the outer cells (aligned corners) or their outer borders lie at the ends.
Value in_cells(const Value& coordinate, double size, bool align_corners) {
    return align_corners ? (coordinate + 1.0) * ((size - 1) / 2) : ((coordinate + 1.0) * size - 1.0) / 2.0;
}

Value floored(const Value& x) {
    return std::make_shared<ov::op::v0::Floor>(x);
}

Value limited(const Value& x, double size) {
    return std::make_shared<ov::op::v0::Clamp>(x, 0, size - 1);
}

// Mirrored at the centres of the outer cells (aligned corners) or at their outer borders.
Value reflected(const Value& index, double size, bool align_corners) {
    if (size == 1)
        return index;
    const double period = align_corners ? 2 * (size - 1) : 2 * size;
    const auto position = index - floored(index / period) * period;
    return std::make_shared<ov::op::v1::Minimum>(position, (align_corners ? period : period - 1) - position);
}

Tap tap_at(const Value& index, const Value& weight, const Value& slope, double size, const GridSample& node) {
    const auto& how = node.get_attributes();
    const auto inside = how.padding_mode == Padding::REFLECTION ? reflected(index, size, how.align_corners) : index;
    Tap tap{convert(limited(inside, size), ov::element::i32), weight, slope};
    if (how.padding_mode != Padding::ZEROS)
        return tap;
    const auto read = logical_and(greater(index, -0.5), less(index, size - 0.5));
    tap.weight = where(read, weight);
    tap.slope = where(read, slope);
    return tap;
}

// Keys, "Cubic convolution interpolation for digital image processing", 1981, with a = -0.75: the weight and its slope
// at a distance of less than 1, and of 1 to 2.
struct Cubic {
    Value weight;
    Value slope;
};

Cubic near_cubic(const Value& x) {
    return {(x * 1.25 - 2.25) * x * x + 1.0, (x * 3.75 - 4.5) * x};
}

Cubic far_cubic(const Value& x) {
    return {((x - 5.0) * x + 8.0) * x * -0.75 + 3.0, ((x * 3.0 - 10.0) * x + 8.0) * -0.75};
}

std::vector<Tap> taps_along(const Value& coordinate, std::int64_t cells, const GridSample& node) {
    const auto size = static_cast<double>(cells);
    const auto position = in_cells(coordinate, size, node.get_attributes().align_corners);
    const auto tap = [&](const Value& index, const Value& weight, const Value& slope) {
        return tap_at(index, weight, slope, size, node);
    };
    const auto one = ones_like(position);
    if (node.get_attributes().mode == Mode::NEAREST) {
        const Value rounded = std::make_shared<ov::op::v5::Round>(position, ov::op::v5::Round::RoundMode::HALF_TO_EVEN);
        return {tap(rounded, one, zeros_like(position))};
    }
    const auto first = floored(position);
    const auto behind = position - first;
    if (node.get_attributes().mode == Mode::BILINEAR)
        return {tap(first, 1.0 - behind, -one), tap(first + 1.0, behind, one)};
    const auto before = far_cubic(behind + 1.0);
    const auto left = near_cubic(behind);
    const auto right = near_cubic(1.0 - behind);
    const auto beyond = far_cubic(2.0 - behind);
    return {tap(first - 1.0, before.weight, before.slope),
            tap(first, left.weight, left.slope),
            tap(first + 1.0, right.weight, -right.slope),
            tap(first + 2.0, beyond.weight, -beyond.slope)};
}

// What several taps contribute to one gradient.
void add_to(Value& total, const Value& part) {
    total = total.get_node() == nullptr ? part : total + part;
}

// The slope of what changes in steps is 0, which says nothing where there is no other way to the score.
void refuse_steps(const Step& step, Mode mode) {
    if (mode == Mode::NEAREST && !step.wants(0))
        throw Error(
            ErrorKind::unsupported,
            fmt::format("GridSample \"{}\" has no gradient: it selects the nearest cell, and only its positions "
                        "depend on the layer; choose a later layer, or a "
                        "method without gradients",
                        step.node().get_friendly_name()));
}

// Data [batch, channels, rows, columns], positions [batch, height, width, 2] -> [batch, channels, height, width]
Values grid_sample_rule(const Step& step) {
    const auto& node = step.as<GridSample>();
    refuse_steps(step, node.get_attributes().mode);
    const auto channels = size_of(step.x(), 1);
    const auto rows = size_of(step.x(), 2);
    const auto columns = size_of(step.x(), 3);
    const auto outputs = size_of(step.x(1), 1) * size_of(step.x(1), 2);
    const auto grid = convert(reshaped(step.x(1), {-1, outputs, 2}), gradient_type(step.x()));
    const auto along = [&](std::int64_t axis, std::int64_t cells) {
        return taps_along(reshaped(pick(grid, 2, axis), {-1, 1, outputs}), cells, node);
    };
    const auto data = reshaped(step.x(), {-1, channels, rows * columns});
    const auto g = reshaped(step.g(), {-1, channels, outputs});
    const auto horizontal = along(0, columns);
    const auto vertical = along(1, rows);
    Values indices;
    Values updates;
    Value by_x;
    Value by_y;
    for (const auto& v : vertical)
        for (const auto& h : horizontal) {
            const auto index = broadcast_like(v.index * static_cast<double>(columns) + h.index, g);
            if (step.wants(0)) {
                indices.push_back(index);
                updates.push_back(g * (v.weight * h.weight));
            }
            if (step.wants(1)) {
                const auto read = sum(g * std::make_shared<ov::op::v6::GatherElements>(data, index, 2), {1});
                add_to(by_x, read * (v.weight * h.slope));
                add_to(by_y, read * (v.slope * h.weight));
            }
        }
    Values gradients(2);
    if (step.wants(0)) {
        using ov::op::v12::ScatterElementsUpdate;
        const Value sums = std::make_shared<ScatterElementsUpdate>(zeros_like(data),
                                                                   concat(indices, 2),
                                                                   concat(updates, 2),
                                                                   integer(2),
                                                                   ScatterElementsUpdate::Reduction::SUM);
        gradients[0] = reshape_like(sums, step.x());
    }
    if (step.wants(1)) {
        const bool aligned = node.get_attributes().align_corners;
        const auto scaled = [&](const Value& slope, std::int64_t cells) {
            const auto range = static_cast<double>(aligned ? cells - 1 : cells);
            return reshaped(slope * (range / 2), {-1, outputs, 1});
        };
        const auto both = concat({scaled(by_x, columns), scaled(by_y, rows)}, 2);
        gradients[1] = convert(reshape_like(both, step.x(1)), gradient_type(step.x(1)));
    }
    return gradients;
}

}  // namespace

Operations sampling() {
    return {row<v9::GridSample>({.gradient = Gradient{grid_sample_rule, {0, 1}}})};
}

}  // namespace vinoscope::ops
