// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/cell_scores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/head.hpp"
#include "heads/compact_head.hpp"
#include "heads/dense_head.hpp"
#include "heads/early_reductions.hpp"
#include "heads/macs.hpp"
#include "heads/pooled_head.hpp"
#include "heads/resized_head.hpp"
#include "heads/tiled_head.hpp"
#include "ops/build.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// [batch * h * w, classes] (or with the cells as an axis of their own) -> [batch, classes, h, w]
Value as_maps(const Value& cells, const SpatialGrid& grid, std::int64_t classes) {
    return transposed(reshaped(cells, {-1, grid.height, grid.width, classes}), {0, 3, 1, 2});
}

std::optional<ov::Output<ov::Node>> pooled(const ov::Model& model,
                                           const AxisTrace& trace,
                                           const SpatialLayer& layer,
                                           const ov::Output<ov::Node>& scores) {
    const auto head = find_pooled_head(model, trace, layer, scores);
    if (!head)
        return std::nullopt;
    const auto cells = pooled_cells(model, trace, layer, *head);
    if (!cells)
        return std::nullopt;
    return copy_head_with_batch(
        head_between(model, head->pooled, scores), trace, {{head->pooled, *cells}}, layer.grid.cells());
}

std::optional<Value> dense(const ov::Model& model,
                           const AxisTrace& trace,
                           const SpatialLayer& layer,
                           const Value& scores) {
    const auto head = find_dense_head(trace, layer);
    if (!head)
        return std::nullopt;
    const auto behind = head_between(model, head->response, scores);
    if (behind.nodes.empty() || !is_self_contained(behind))
        return std::nullopt;
    return copy_head_with_batch(behind, trace, {{head->response, dense_cells(layer, *head)}}, layer.grid.cells());
}

struct TracedHead {
    Head head;
    AxisTrace trace;
};

// The head with early reductions, where they spare work, and as it is.
std::vector<TracedHead> forms_of_head(const ov::Model& model,
                                      const AxisTrace& trace,
                                      const CellMasking& masking,
                                      const Value& scores) {
    std::vector<TracedHead> forms = {{head_between(model, masking.layer.value, scores), trace}};
    if (const auto reduced = with_early_reductions(forms[0].head, trace, masking.tensors())) {
        const ov::Model part({*reduced}, model.get_parameters());
        TracedHead form{head_between(part, masking.layer.value, *reduced), AxisTrace(part, trace.input())};
        if (estimated_macs(form.head, form.trace) < estimated_macs(forms[0].head, trace))
            forms.insert(forms.begin(), std::move(form));
    }
    return forms;
}

bool runs_for_every_cell(CellStrategy strategy) {
    return strategy == CellStrategy::tiled || strategy == CellStrategy::looped;
}

// How many times the work of `whole` it is to run `head` for all cells.
double relative_cost(std::int64_t head, const SpatialLayer& layer, std::int64_t whole) {
    return std::max(
        1.0, static_cast<double>(head * layer.grid.cells()) / static_cast<double>(std::max<std::int64_t>(whole, 1)));
}

using HeadStrategy = std::optional<Value> (*)(const Head& head,
                                              const AxisTrace& trace,
                                              const CellMasking& masking,
                                              std::size_t memory_limit);

constexpr std::pair<CellStrategy, HeadStrategy> head_strategies[] = {
    {CellStrategy::compact, compact_head},
    {CellStrategy::tiled, tiled_head},
    {CellStrategy::looped,
     [](const Head& head, const AxisTrace& trace, const CellMasking& masking, std::size_t) {
         return std::optional(looped_head(head, trace, masking));
     }},
};

// Whether the batch is the outermost digit of a row-major index.
bool is_batch_outermost(const Axes& axes) {
    if (batch_axis(axes) != 0 || axes.front().size() != 1)
        return false;
    const auto& digits = axes.front().front();
    return !digits.empty() && digits.front().origin == Origin::batch;
}

// Whether the scores of each image stand together. Where they do not, only cells of one image can be run, one by one.
bool has_batch_first(const ov::Model& model, const AxisTrace& trace, const Value& scores) {
    const auto& axes = trace.at(scores);
    const auto& image = model.input(trace.input().index).get_partial_shape();
    if (batch_axis(axes) && !is_batch_outermost(axes) && image[0] != 1)
        throw Error(ErrorKind::unsupported,
                    fmt::format("expected scores whose first axis is the batch, found another axis in \"{}\" {}; "
                                "set the batch of the model to 1",
                                scores.get_node()->get_friendly_name(),
                                scores.get_partial_shape().to_string()));
    return is_batch_outermost(axes);
}

}  // namespace

std::string to_string(CellStrategy strategy) {
    switch (strategy) {
        case CellStrategy::pooled:
            return "one pass (pointwise head)";
        case CellStrategy::dense:
            return "one pass (each cell with its own weights)";
        case CellStrategy::compact:
            return "one pass (equal tokens once)";
        case CellStrategy::tiled:
            return "cells in batches";
        case CellStrategy::looped:
            return "cell by cell";
        default:
            return "automatic";
    }
}

std::string describe(const CellScores& cells) {
    const auto text = to_string(cells.strategy);
    return cells.relative_cost < 2
               ? text
               : fmt::format("{}, as much computation as {:.0f} inferences", text, cells.relative_cost);
}

CellScores cell_scores(const ov::Model& model,
                       const AxisTrace& trace,
                       const CellMasking& masking,
                       const ov::Output<ov::Node>& scores,
                       std::size_t memory_limit,
                       CellStrategy strategy) {
    const auto& layer = masking.layer;
    const auto classes = values_per_image(trace.at(scores));
    const bool batch_first = has_batch_first(model, trace, scores);
    const auto wants = [&](CellStrategy wanted) {
        return (strategy == wanted || strategy == CellStrategy::automatic) &&
               (batch_first || wanted == CellStrategy::looped);
    };
    const bool linear = masking.kernel == CellKernel::one && !masking.normalized;
    if (wants(CellStrategy::pooled) && linear)
        if (const auto cells = pooled(model, trace, layer, scores))
            return {as_maps(*cells, layer.grid, classes), CellStrategy::pooled};
    if (wants(CellStrategy::dense) && linear)
        if (const auto cells = dense(model, trace, layer, scores))
            return {as_maps(*cells, layer.grid, classes), CellStrategy::dense};
    const auto forms = forms_of_head(model, trace, masking, scores);
    const auto work_of_model = [&] {
        return estimated_macs(head_between(model, model.get_parameters().at(trace.input().index), scores), trace);
    };
    for (const auto& [name, run] : head_strategies)
        for (const auto& form : forms)
            if (wants(name))
                if (const auto cells = run(form.head, form.trace, masking, memory_limit))
                    return {as_maps(*cells, layer.grid, classes),
                            name,
                            runs_for_every_cell(name)
                                ? relative_cost(estimated_macs(form.head, form.trace), layer, work_of_model())
                                : 1};
    throw Error(ErrorKind::unsupported,
                fmt::format("the head after layer \"{}\" cannot be run as \"{}\"", layer.name(), to_string(strategy)));
}

}  // namespace vinoscope
