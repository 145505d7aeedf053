// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/tokenwise_prefix.hpp"

#include <algorithm>
#include <numeric>
#include <openvino/op/constant.hpp>
#include <openvino/op/gather.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/unsqueeze.hpp>
#include <set>

#include "heads/early_reductions.hpp"
#include "heads/resized_head.hpp"
#include "ops/constant_value.hpp"

namespace vinoscope {
namespace {

using ov::op::v0::Constant;

// The different weights of a mask, 0 first.
std::vector<float> levels_of(const CellMasking& masking) {
    std::set<float> weights = {0.0F};
    const auto reach = kernel_reach(masking.kernel);
    for (auto dy = -reach; dy <= reach; ++dy)
        for (auto dx = -reach; dx <= reach; ++dx)
            weights.insert(kernel_weight(dy, dx, masking.kernel));
    return {weights.begin(), weights.end()};
}

// The grid of a tensor that holds the tokens of the layer; std::nullopt for any other.
std::optional<SpatialGrid> token_grid(const Axes& axes, const SpatialGrid& of) {
    const auto grid = spatial_grid(axes);
    return grid && grid->tokens() && grid->height == of.height && grid->width == of.width ? grid : std::nullopt;
}

// Sorts the tensors of a head while it follows them.
class Search {
public:
    Search(const AxisTrace& trace, const CellMasking& masking) : m_trace(trace), m_grid(masking.layer.grid) {
        for (const auto& value : masking.tensors())
            m_placed.insert(value);
    }

    bool takes(const ov::Node& node) {
        const bool whole = std::ranges::all_of(node.outputs(), [&](const auto& output) {
            const auto* axes = m_trace.find(&node, output.get_index());
            return axes != nullptr && batch_axis(*axes).has_value();
        });
        if (!whole || !m_trace.is_certain(&node))
            return false;
        const bool unplaced = reads_other_tokens(node) || std::ranges::all_of(node.input_values(), [&](const auto& v) {
                                  return m_unplaced.contains(v) || (m_trace.find(v) == nullptr && is_known(v));
                              });
        if (!unplaced && !acts_tokenwise(node))
            return false;
        for (std::size_t i = 0; i < node.get_output_size(); ++i)
            (unplaced ? m_unplaced : m_placed)
                .insert(std::const_pointer_cast<ov::Node>(node.shared_from_this())->output(i));
        return true;
    }

    bool holds(const Value& value) const { return m_placed.contains(value) || m_unplaced.contains(value); }

private:
    // Tokens before or behind the patches are the same for all cells.
    bool reads_other_tokens(const ov::Node& node) const {
        const auto reduction = reduction_of_places(node, m_trace);
        if (!reduction || reduction->mean || !m_placed.contains(node.input_value(0)))
            return false;
        const auto grid = spatial_grid(m_trace.at(node.input_value(0)));
        return grid && (reduction->end <= grid->prefix || reduction->begin >= grid->prefix + grid->cells());
    }

    // Whether the first patch of each output needs the first patch of what has patches, and nothing else that changes.
    bool acts_tokenwise(const ov::Node& node) const {
        return std::ranges::all_of(node.outputs(), [&](const auto& output) {
            const auto grid = token_grid(m_trace.at(&node, output.get_index()), m_grid);
            if (!grid)
                return false;
            const auto value = std::const_pointer_cast<ov::Node>(node.shared_from_this())->output(output.get_index());
            std::set<Value> read;
            const auto record = [&](const Value& input, const Reduction& part) {
                const auto* from = m_trace.find(input);
                const auto own = from != nullptr ? spatial_grid(*from) : std::nullopt;
                if (m_placed.contains(input) && own && own->height_axis == part.axis && own->prefix == part.begin)
                    read.insert(input);
                return applied(part, input);
            };
            const auto passed = reduced_before(value, {grid->height_axis, grid->prefix, grid->prefix + 1}, record);
            return passed && std::ranges::all_of(node.input_values(), [&](const Value& input) {
                       return read.contains(input) || m_unplaced.contains(input) ||
                              (m_trace.find(input) == nullptr && is_known(input));
                   });
        });
    }

    const AxisTrace& m_trace;
    SpatialGrid m_grid;
    std::set<Value> m_placed;
    std::set<Value> m_unplaced;
};

Integers sizes_of(const Axes& axes) {
    Integers sizes = {-1};
    for (std::size_t i = 1; i < axes.size(); ++i)
        sizes.push_back(size_of(axes[i]));
    return sizes;
}

// A masked tensor at all levels: [batch, ...] -> [batch * levels, ...].
Value at_levels(const Value& value, const Axes& axes, const SpatialGrid& grid, const std::vector<float>& levels) {
    const auto tokens = size_of(axes[grid.height_axis]);
    std::vector<float> masks;
    for (const auto level : levels) {
        masks.insert(masks.end(), grid.prefix, 1.0F);
        masks.insert(masks.end(), grid.cells(), level);
        masks.insert(masks.end(), grid.suffix, 1.0F);
    }
    ov::Shape shape(axes.size() + 1, 1);
    shape[1] = levels.size();
    shape[grid.height_axis + 1] = static_cast<std::size_t>(tokens);
    const auto alone = unsqueeze(value, {1});
    return reshaped(Constant::create(value.get_element_type(), shape, masks) * alone, sizes_of(axes));
}

// Where each token of each cell's picture is among those of all levels: [cells, tokens].
Value places_in_levels(const SpatialGrid& grid, const CellMasking& masking, const std::vector<float>& levels) {
    const auto masks = cell_masks(masking.layer.grid, masking.kernel);
    const auto tokens = grid.prefix + grid.cells() + grid.suffix;
    std::vector<std::int32_t> places;
    for (std::int64_t cell = 0; cell < grid.cells(); ++cell) {
        for (std::int64_t token = 0; token < tokens; ++token) {
            const auto patch = token - grid.prefix;
            const bool masked = patch >= 0 && patch < grid.cells();
            const auto level =
                masked ? std::ranges::find(levels, masks[cell * grid.cells() + patch]) - levels.begin() : 0;
            places.push_back(static_cast<std::int32_t>(level * tokens + token));
        }
    }
    return Constant::create(
        ov::element::i32, {static_cast<std::size_t>(grid.cells()), static_cast<std::size_t>(tokens)}, places);
}

Integers moved(std::size_t rank, std::int64_t from, std::int64_t to) {
    Integers order(rank);
    std::iota(order.begin(), order.end(), 0);
    order.erase(order.begin() + from);
    order.insert(order.begin() + to, from);
    return order;
}

}  // namespace

std::optional<TokenwisePrefix> TokenwisePrefix::find(const Head& head,
                                                     const AxisTrace& trace,
                                                     const CellMasking& masking) {
    const auto masked = masking.tensors();
    const bool usable = std::ranges::all_of(masked, [&](const Value& value) {
        const auto& axes = trace.at(value);
        return token_grid(axes, masking.layer.grid) && batch_axis(axes) == 0;
    });
    if (!usable)
        return std::nullopt;
    Search search(trace, masking);
    Head rest{head.input, head.output, {}};
    Head placed = rest;
    for (const auto& node : head.nodes)
        if (std::ranges::count(masked, node->output(0)) == 0)
            (search.takes(*node) ? placed : rest).nodes.push_back(node);
    const bool has_matrix =
        std::ranges::any_of(placed.nodes, [](const auto& node) { return ov::is_type<ov::op::v0::MatMul>(node); });
    if (!has_matrix || search.holds(head.output))
        return std::nullopt;
    TokenwisePrefix part(trace, masking, rest);
    std::set<Value> seen;
    for (const auto& node : rest.nodes)
        for (const auto& value : node->input_values())
            if (search.holds(value) && seen.insert(value).second && !part.add(value, placed))
                return std::nullopt;
    return part;
}

bool TokenwisePrefix::add(const Value& value, const Head& placed) {
    const auto levels = levels_of(m_masking);
    Replacements replacements;
    for (const auto& masked : m_masking.tensors())
        replacements[masked] = at_levels(masked, m_trace->at(masked), m_trace->grid_at(masked), levels);
    if (batch_axis(m_trace->at(value)) != 0)
        return false;
    if (!replacements.contains(value)) {
        Head way{placed.input, value, placed.nodes};
        const auto last = std::ranges::find(way.nodes, value.get_node(), &std::shared_ptr<ov::Node>::get);
        way.nodes.erase(last + 1, way.nodes.end());
        const auto copy = copy_head_with_batch(way, *m_trace, replacements, static_cast<std::int64_t>(levels.size()));
        if (!copy)
            return false;
        replacements[value] = *copy;
    }
    m_values.emplace_back(value, replacements.at(value));
    return true;
}

Value TokenwisePrefix::for_cells(const Value& original, const Value& levels, const Value& indices) const {
    const auto& axes = m_trace->at(original);
    const auto weights = levels_of(m_masking);
    const auto count = static_cast<std::int64_t>(weights.size());
    const auto cells = indices.get_partial_shape()[0].get_length();
    auto sizes = sizes_of(axes);
    auto apart = sizes;
    apart.insert(apart.begin() + 1, count);
    const auto rank = apart.size();
    const Value split = reshaped(levels, apart);  // [batch, levels, ...]
    const auto tokens_of = token_grid(axes, m_masking.layer.grid);
    if (!tokens_of) {
        const auto same = Constant::create(ov::element::i32, {static_cast<std::size_t>(cells)}, {0});
        return reshaped(gather(split, 1, same), sizes);
    }
    const auto& grid = *tokens_of;
    const auto tokens = size_of(axes[grid.height_axis]);
    const auto token_axis = grid.height_axis + 1;
    const auto forth = moved(rank, token_axis, 2);
    auto flat = Integers{-1, count * tokens};
    for (std::size_t i = 3; i < rank; ++i)
        flat.push_back(apart[forth[i]]);
    const auto all = reshaped(transposed(split, forth), flat);  // [batch, levels * tokens, ...]
    const auto places = gather(places_in_levels(grid, m_masking, weights), 0, indices);
    const auto picked = gather(all, 1, places);
    return reshaped(transposed(picked, moved(rank, 2, token_axis)), sizes);  // [batch, cells, tokens, ...] before
}

}  // namespace vinoscope
