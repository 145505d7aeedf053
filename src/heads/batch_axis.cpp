// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/batch_axis.hpp"

#include <algorithm>
#include <numeric>

namespace vinoscope {
namespace {

// What stands before the batch and what behind it, in row-major order.
struct Surroundings {
    std::int64_t before = 1;
    std::int64_t behind = 1;
};

// The digits of an axis that stand before the batch and behind it.
std::pair<Axis, Axis> split_at_batch(const Axis& axis) {
    Axis before;
    Axis behind;
    for (const auto& segment : axis) {
        const auto batch =
            std::ranges::find_if(segment, [](const Factor& factor) { return factor.origin == Origin::batch; });
        before.emplace_back(segment.begin(), batch);
        behind.emplace_back(batch == segment.end() ? batch : batch + 1, segment.end());
    }
    return {before, behind};
}

std::optional<Surroundings> surroundings_of_batch(const Axes& axes, const AxisSize& size) {
    const auto batch = batch_axis(axes);
    if (!batch)
        return std::nullopt;
    Surroundings result;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(axes.size()); ++i)
        if (i != *batch)
            (i < *batch ? result.before : result.behind) *= size(axes[i]);
    const auto [before, behind] = split_at_batch(axes[*batch]);
    result.before *= size(before);
    result.behind *= axes[*batch].size() == 1 ? size(behind) : 1;  // tokens of several kinds have the batch behind them
    return result;
}

}  // namespace

Value with_batch_first(const Value& features,
                       const Axes& axes,
                       const std::function<Value(const Value& features, const Axes& axes)>& change) {
    const auto batch = batch_axis(axes).value_or(0);
    if (batch == 0)
        return change(features, axes);
    Integers forth(axes.size());
    std::iota(forth.begin(), forth.end(), 0);
    auto back = forth;
    std::rotate(forth.begin(), forth.begin() + batch, forth.begin() + batch + 1);
    std::rotate(back.begin(), back.begin() + 1, back.begin() + batch + 1);
    Axes moved;
    for (const auto axis : forth)
        moved.push_back(axes[axis]);
    return transposed(change(transposed(features, forth), moved), back);
}

std::optional<Value> with_moved_batch(const Value& value, const Axes& from, const Axes& to, const AxisSize& size) {
    const auto old_place = surroundings_of_batch(from, size);
    const auto new_place = surroundings_of_batch(to, size);
    if (!old_place || !new_place || old_place->before == new_place->before)
        return std::nullopt;
    const auto batch_first = transposed(reshaped(value, {old_place->before, -1, old_place->behind}), {1, 0, 2});
    const auto moved = transposed(reshaped(batch_first, {-1, new_place->before, new_place->behind}), {1, 0, 2});
    Integers shape;
    for (const auto& axis : to)
        shape.push_back(size(axis));
    shape[*batch_axis(to)] = -1;
    return reshaped(moved, shape);
}

}  // namespace vinoscope
