// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/compact/head.hpp"

#include <algorithm>

#include "heads/batch_first.hpp"
#include "heads/compact/rules.hpp"
#include "heads/resized_head.hpp"

namespace vinoscope {

std::optional<ov::Output<ov::Node>> compact_head(const Head& head,
                                                 const AxisTrace& trace,
                                                 const CellMasking& masking,
                                                 std::size_t memory_limit) {
    const auto masked = masking.tensors();
    const bool have_batch =
        std::ranges::all_of(masked, [&](const Value& value) { return batch_axis(trace.at(value)).has_value(); });
    if (!masking.layer.grid.tokens() || !have_batch)
        return std::nullopt;
    const CompactTokens tokens(trace, masking);
    compact::Context context{trace, tokens};
    const bool all_have_tokens = std::ranges::all_of(
        masked, [&](const Value& value) { return compact::token_axis(context, trace.at(value)).has_value(); });
    if (tokens.far() < 1 || !all_have_tokens)
        return std::nullopt;
    const auto cells = masking.layer.grid.cells();
    const auto size = [&](const Axis& axis) {
        const auto length = tokens.are_on(axis) ? tokens.size(axis) : size_of(axis);
        return length * (counts(axis, Origin::batch) ? cells : 1);
    };
    if (widest_activations(head, trace, size) > memory_limit)
        return std::nullopt;
    Replacements replacements;
    for (const auto& value : masked)
        replacements[value] = with_batch_first(value, trace.at(value), [&](const Value& features, const Axes& axes) {
            return tokens.masked(features, axes);
        });
    return copy_head_resized(
        head, trace, std::move(replacements), size, [&](const ov::Node& node, const ov::OutputVector& inputs) {
            return compact::copy(context, node, inputs);
        });
}

}  // namespace vinoscope
