// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/cell_scores.hpp"

#include <fmt/format.h>

#include <openvino/op/constant.hpp>
#include <openvino/op/reshape.hpp>
#include <openvino/op/transpose.hpp>
#include <optional>

#include "graph/head.hpp"
#include "graph/pooled_head.hpp"
#include "graph/tiled_head.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

using ov::op::v0::Constant;

ov::Output<ov::Node> reshaped(const ov::Output<ov::Node>& value, const std::vector<std::int64_t>& shape) {
    return std::make_shared<ov::op::v1::Reshape>(
        value, Constant::create(ov::element::i64, {shape.size()}, shape), false);
}

// [batch * h * w, classes] (or with the cells as an axis of their own) -> [batch, classes, h, w]
ov::Output<ov::Node> as_maps(const ov::Output<ov::Node>& cells, const SpatialGrid& grid, std::int64_t classes) {
    const std::vector<std::int64_t> order = {0, 3, 1, 2};
    return std::make_shared<ov::op::v1::Transpose>(reshaped(cells, {-1, grid.height, grid.width, classes}),
                                                   Constant::create(ov::element::i64, {order.size()}, order));
}

std::optional<ov::Output<ov::Node>> pooled(const ov::Model& model,
                                           const AxisTrace& trace,
                                           const SpatialLayer& layer,
                                           const ov::Output<ov::Node>& scores) {
    const auto head = find_pooled_head(model, trace, layer, scores);
    if (!head)
        return std::nullopt;
    const auto cells = pooled_cells(model, trace, layer, *head);
    return copy_head_with_batch(
        head_between(model, head->pooled, scores), trace, {{head->pooled, cells}}, layer.grid.cells());
}

}  // namespace

std::string to_string(CellStrategy strategy) {
    switch (strategy) {
        case CellStrategy::pooled:
            return "one pass (pointwise head)";
        case CellStrategy::tiled:
            return "cells in batches";
        case CellStrategy::looped:
            return "cell by cell";
        default:
            return "automatic";
    }
}

CellScores cell_scores(const ov::Model& model,
                       const AxisTrace& trace,
                       const CellMasking& masking,
                       const ov::Output<ov::Node>& scores,
                       std::size_t memory_limit,
                       CellStrategy strategy) {
    const auto& layer = masking.layer;
    std::int64_t classes = 1;
    for (const auto& axis : *trace.find(scores))
        if (!counts(axis, Origin::batch))
            classes *= size_of(axis);
    const auto wants = [&](CellStrategy wanted) { return strategy == wanted || strategy == CellStrategy::automatic; };
    if (wants(CellStrategy::pooled) && masking.kernel == CellKernel::one && !masking.normalized)
        if (const auto cells = pooled(model, trace, layer, scores))
            return {as_maps(*cells, layer.grid, classes), CellStrategy::pooled};
    const auto head = head_between(model, layer.value, scores);
    if (wants(CellStrategy::tiled))
        if (const auto cells = tiled_head(head, trace, masking, memory_limit))
            return {as_maps(*cells, layer.grid, classes), CellStrategy::tiled};
    if (wants(CellStrategy::looped))
        return {as_maps(looped_head(head, trace, masking), layer.grid, classes), CellStrategy::looped};
    throw Error(ErrorKind::unsupported,
                fmt::format("the head behind layer \"{}\" cannot be run as \"{}\"", layer.name(), to_string(strategy)));
}

}  // namespace vinoscope
