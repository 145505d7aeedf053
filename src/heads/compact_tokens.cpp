// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/compact_tokens.hpp"

#include <algorithm>
#include <numeric>
#include <openvino/op/constant.hpp>
#include <openvino/op/gather.hpp>

namespace vinoscope {
namespace {

struct Layout {
    std::int64_t prefix = 0;
    std::int64_t suffix = 0;
};

// How many tokens stand before and behind the patches.
Layout layout_of(const Axis& axis, const Segment& patches) {
    Layout layout;
    bool behind = false;
    for (const auto& segment : axis) {
        if (same_digits(segment, patches))
            behind = true;
        else
            (behind ? layout.suffix : layout.prefix) += size_of(segment);
    }
    return layout;
}

Segment patches_of(const AxisTrace& trace, const SpatialLayer& layer) {
    std::int64_t start = 0;
    for (const auto& segment : trace.at(layer.value)[layer.grid.height_axis]) {
        if (start == layer.grid.prefix && size_of(segment) == layer.grid.cells())
            return segment;
        start += size_of(segment);
    }
    return {};
}

// The tokens of one compact picture: where each comes from, and how much of it is left.
struct Selection {
    Integers indices;
    std::vector<float> weights;

    void add(std::int64_t index, float weight) {
        indices.push_back(index);
        weights.push_back(weight);
    }
};

void add_slots(Selection& selection, std::int64_t cell, std::int64_t first, const CellMasking& masking) {
    const auto& grid = masking.layer.grid;
    const auto reach = kernel_reach(masking.kernel);
    for (auto dy = -reach; dy <= reach; ++dy) {
        for (auto dx = -reach; dx <= reach; ++dx) {
            const auto y = cell / grid.width + dy;
            const auto x = cell % grid.width + dx;
            const bool inside = y >= 0 && y < grid.height && x >= 0 && x < grid.width;
            selection.add(first + (inside ? y * grid.width + x : cell),
                          inside ? kernel_weight(dy, dx, masking.kernel) : 0.0F);
        }
    }
    selection.add(first + cell, 0);  // all the others
}

Selection select(const CellMasking& masking, const Layout& layout) {
    const auto cells = masking.layer.grid.cells();
    Selection selection;
    for (std::int64_t cell = 0; cell < cells; ++cell) {
        for (std::int64_t token = 0; token < layout.prefix; ++token)
            selection.add(token, 1);
        add_slots(selection, cell, layout.prefix, masking);
        for (std::int64_t token = 0; token < layout.suffix; ++token)
            selection.add(layout.prefix + cells + token, 1);
    }
    return selection;
}

// [batch, ..., cells, tokens, ...] -> [batch, cells, ..., tokens, ...]
Value cells_behind_batch(const Value& value, std::int64_t position, std::size_t rank) {
    if (position == 1)
        return value;
    Integers order(rank);
    std::iota(order.begin(), order.end(), 0);
    std::rotate(order.begin() + 1, order.begin() + position, order.begin() + position + 1);
    return transposed(value, order);
}

}  // namespace

CompactTokens::CompactTokens(const AxisTrace& trace, const CellMasking& masking)
    : m_masking(masking), m_patches(patches_of(trace, masking.layer)), m_cells(masking.layer.grid.cells()) {
    const auto side = 2 * kernel_reach(masking.kernel) + 1;
    m_slots = side * side + 1;
}

bool CompactTokens::are_on(const Axis& axis) const {
    return std::ranges::count_if(axis, [&](const Segment& segment) { return same_digits(segment, m_patches); }) == 1;
}

std::vector<float> CompactTokens::multiplicities(const Axis& axis) const {
    std::vector<float> result(static_cast<std::size_t>(size(axis)), 1.0F);
    result[static_cast<std::size_t>(layout_of(axis, m_patches).prefix + m_slots - 1)] = static_cast<float>(far());
    return result;
}

Value CompactTokens::masked(const Value& features, const Axes& axes) const {
    const auto position = std::ranges::find_if(axes, [&](const Axis& axis) { return are_on(axis); }) - axes.begin();
    const auto selection = select(m_masking, layout_of(axes[position], m_patches));
    const auto tokens = size(axes[position]);
    const auto shape = ov::Shape{static_cast<std::size_t>(m_cells), static_cast<std::size_t>(tokens)};
    const auto indices = ov::op::v0::Constant::create(ov::element::i64, shape, selection.indices);
    const auto picked = gather(features, position, indices);
    Integers mask_shape(axes.size() + 1, 1);
    mask_shape[1] = m_cells;
    mask_shape[position + 1] = tokens;
    const auto masks =
        reshaped(ov::op::v0::Constant::create(features.get_element_type(), shape, selection.weights), mask_shape);
    Integers sizes = {-1};
    for (std::size_t i = 1; i < axes.size(); ++i)
        sizes.push_back(static_cast<std::ptrdiff_t>(i) == position ? tokens : size_of(axes[i]));
    const auto moved = cells_behind_batch(picked, position, axes.size() + 1);
    return reshaped(masks * moved, sizes);
}

}  // namespace vinoscope
