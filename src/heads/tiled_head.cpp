// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/tiled_head.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <openvino/op/concat.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/gather.hpp>
#include <openvino/op/one_hot.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/result.hpp>
#include <openvino/op/squeeze.hpp>
#include <openvino/op/tensor_iterator.hpp>
#include <openvino/op/unsqueeze.hpp>
#include <set>
#include <vector>

#include "heads/batch_axis.hpp"
#include "heads/resized_head.hpp"
#include "heads/tokenwise_prefix.hpp"
#include "ops/build.hpp"
#include "ops/constant_value.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

using ov::op::v0::Constant;

// [n, h * w]. Masks of single cells are computed: as a constant those of a fine grid would take hundreds of megabytes.
Value flat_masks(const Value& indices, const CellMasking& masking, const ov::element::Type& type) {
    const auto cells = masking.layer.grid.cells();
    if (masking.kernel == CellKernel::one)
        return std::make_shared<ov::op::v1::OneHot>(
            indices, scalar(ov::element::i64, cells), scalar(type, 1), scalar(type, 0), -1);
    const auto side = static_cast<std::size_t>(cells);
    const auto all = Constant::create(type, {side, side}, cell_masks(masking.layer.grid, masking.kernel));
    return gather(all, 0, indices);
}

// The masks of the cells in `indices` [n], to be multiplied with a tensor of these axes and one of n in front of axis
// 1: [1, n, ..., h, ..., w, ...], or [1, n, ..., w, ..., h, ...] where the tensor keeps its width before its height.
Value masks_of(const Value& indices, const Axes& axes, const CellMasking& masking, const ov::element::Type& type) {
    const auto grid = spatial_grid(axes).value_or(masking.layer.grid);
    Value masks = flat_masks(indices, masking, type);
    const auto count = indices.get_partial_shape()[0].get_length();
    if (grid.prefix + grid.suffix > 0) {
        const auto ones = [&](std::int64_t size) {
            const auto shape = ov::Shape{static_cast<std::size_t>(count), static_cast<std::size_t>(size)};
            return Constant::create(type, shape, {1.0F})->output(0);
        };
        masks = concat({ones(grid.prefix), masks, ones(grid.suffix)}, 1);
    }
    Integers shape(axes.size() + 1, 1);
    shape[1] = count;
    shape[grid.height_axis + 1] = grid.tokens() ? size_of(axes[grid.height_axis]) : grid.height;
    if (!grid.tokens())
        shape[grid.width_axis + 1] = grid.width;
    if (grid.width_axis < grid.height_axis)
        masks = transposed(reshaped(masks, {count, grid.height, grid.width}), {0, 2, 1});
    return reshaped(masks, shape);
}

Integers sizes_of(const Axes& axes, std::int64_t batch) {
    Integers shape = {batch};
    for (std::size_t i = 1; i < axes.size(); ++i)
        shape.push_back(size_of(axes[i]));
    return shape;
}

// The masked tensor for the cells in `indices`: [batch, ...] x [1, n, ...] -> [batch * n, ...], and the same for one
// cell where no axis counts the batch. The masks come first: the CPU plug-in may write a product over its first factor,
// and a loop needs the features again for the next cells.
Value masked(const Value& indices, const Value& features, const Axes& axes, const CellMasking& masking) {
    const auto& type = features.get_element_type();
    if (!batch_axis(axes)) {
        auto with_batch = axes;
        with_batch.insert(with_batch.begin(), new_axis(Origin::batch, 1));
        const auto alone = unsqueeze(features, {0, 1});
        const auto product = masks_of(indices, with_batch, masking, type) * alone;
        return std::make_shared<ov::op::v0::Squeeze>(product, integers({0, 1}));
    }
    const auto alone = unsqueeze(features, {1});
    const auto masks = masks_of(indices, axes, masking, type);
    return reshaped(masks * alone, sizes_of(axes, -1));
}

// An input of the head that depends on the cell: the tensor, its source, and its values for a batch of cells.
struct CellInput {
    Value original;
    Value source;
    std::function<Value(const Value& source, const Value& indices)> for_cells;
};

std::vector<CellInput> masked_cell_inputs(const AxisTrace& trace, const CellMasking& masking) {
    std::vector<CellInput> cell_inputs;
    for (const auto& original : masking.tensors())
        cell_inputs.push_back(
            {original, original, [&trace, &masking, original](const Value& source, const Value& indices) {
                 const auto mask = [&](const Value& value, const Axes& axes) {
                     return masked(indices, value, axes, masking);
                 };
                 return with_batch_first(source, trace.at(original), mask);
             }});
    return cell_inputs;
}

std::vector<CellInput> cell_inputs_of(const TokenwisePrefix& part) {
    std::vector<CellInput> cell_inputs;
    for (const auto& [original, levels] : part.values())
        cell_inputs.push_back({original, levels, [&part, original](const Value& source, const Value& indices) {
                                   return part.for_cells(original, source, indices);
                               }});
    return cell_inputs;
}

// Replaces the cell-dependent inputs. `inputs` may hold the replacements of the sources inside of a loop.
void set_cell_inputs(const std::vector<CellInput>& cell_inputs, const Value& indices, Replacements& inputs) {
    for (const auto& one : cell_inputs) {
        const auto found = inputs.find(one.source);
        const auto fed = one.for_cells(found == inputs.end() ? one.source : found->second, indices);
        inputs[one.original] = fed;
    }
}

// The largest number of cells that divides all of them and fits into the limit.
std::int64_t cells_at_once(std::int64_t cells, std::size_t bytes_per_cell, std::size_t memory_limit) {
    const auto most = std::clamp<std::size_t>(memory_limit / std::max<std::size_t>(bytes_per_cell, 1), 1, cells);
    auto count = static_cast<std::int64_t>(most);
    while (cells % count != 0)
        --count;
    return count;
}

// A copy of what is known, so that a loop body owns its nodes; the memory of the weights is shared.
// @param copies of what was copied before
Value own_copy(const Value& value, Replacements& copies) {
    if (const auto found = copies.find(value); found != copies.end())
        return found->second;
    const auto tensor = is_constant(value) ? std::nullopt : constant_tensor(value);
    if (tensor)
        return copies[value] = std::make_shared<Constant>(*tensor)->output(0);
    ov::OutputVector inputs;
    for (const auto& input : value.get_node()->input_values())
        inputs.push_back(own_copy(input, copies));
    const auto copied = value.get_node()->clone_with_new_inputs(inputs);
    for (const auto& output : value.get_node()->outputs())
        copies[output] = copied->output(output.get_index());
    return copies.at(value);
}

using Body = std::function<Value(const Value& indices, const Replacements& inputs)>;

// Runs `body` -> [batch, n, classes] for n cells at a time and joins the results. What the body reads of the model
// comes in through parameters; weights become its own.
Value iterate(const Head& head,
              const CellMasking& masking,
              const std::vector<CellInput>& cell_inputs,
              std::int64_t at_once,
              const Body& body) {
    const auto loop = std::make_shared<ov::op::v0::TensorIterator>();
    const auto indices = std::make_shared<ov::op::v0::Parameter>(ov::element::i64, ov::PartialShape{at_once});
    ov::ParameterVector parameters = {indices};
    Replacements inputs;
    ov::OutputVector outside;
    Replacements copies;
    std::set<Value> fed;
    for (const auto& one : cell_inputs) {
        outside.push_back(one.source);
        fed.insert(one.original);
    }
    for (const auto& value : borrowed_values(head)) {
        if (fed.contains(value))
            continue;
        if (is_known(value))
            inputs[value] = own_copy(value, copies);
        else
            outside.push_back(value);
    }
    for (const auto& value : outside) {
        parameters.push_back(
            std::make_shared<ov::op::v0::Parameter>(value.get_element_type(), value.get_partial_shape()));
        inputs[value] = parameters.back();
    }
    const auto result = std::make_shared<ov::op::v0::Result>(body(indices, inputs));
    loop->set_body(std::make_shared<ov::Model>(ov::ResultVector{result}, parameters));
    Integers all(masking.layer.grid.cells());
    std::iota(all.begin(), all.end(), 0);
    loop->set_sliced_input(indices, integers(all), 0, at_once, at_once, -1, 0);
    for (std::size_t i = 0; i < outside.size(); ++i)
        loop->set_invariant_input(parameters[i + 1], outside[i]);
    return loop->get_concatenated_slices(result, 0, at_once, at_once, -1, 1);
}

}  // namespace

std::optional<ov::Output<ov::Node>> tiled_head(const Head& whole_head,
                                               const AxisTrace& trace,
                                               const CellMasking& masking,
                                               std::size_t memory_limit) {
    const auto& score_axes = trace.at(whole_head.output);
    const auto masked_tensors = masking.tensors();
    const bool have_batch = std::ranges::all_of(
        masked_tensors, [&](const Value& value) { return batch_axis(trace.at(value)).has_value(); });
    if (!have_batch || batch_axis(score_axes) != 0)
        return std::nullopt;
    const auto part = TokenwisePrefix::find(whole_head, trace, masking);
    const auto& head = part ? part->rest() : whole_head;
    const auto cell_inputs = part ? cell_inputs_of(*part) : masked_cell_inputs(trace, masking);
    const auto cells = masking.layer.grid.cells();
    const auto at_once = cells_at_once(
        cells, widest_activations(head, trace, [](const Axis& axis) { return size_of(axis); }), memory_limit);
    const auto tile = [&](const Value& indices, Replacements inputs) -> std::optional<Value> {
        set_cell_inputs(cell_inputs, indices, inputs);
        const auto scores = copy_head_with_batch(head, trace, inputs, at_once);
        if (!scores)
            return std::nullopt;
        return reshaped(*scores, {-1, at_once, values_per_image(score_axes)});
    };
    Integers first(at_once);
    std::iota(first.begin(), first.end(), 0);
    const auto whole = tile(integers(first), {});
    if (!whole || at_once == cells)
        return whole;
    return iterate(head, masking, cell_inputs, at_once, [&](const Value& indices, const Replacements& inputs) {
        return *tile(indices, inputs);
    });
}

ov::Output<ov::Node> looped_head(const Head& head, const AxisTrace& trace, const CellMasking& masking) {
    for (const auto& node : head.nodes)
        if (ov::is_type<ov::op::v0::TensorIterator>(node))
            throw Error(ErrorKind::unsupported,
                        fmt::format("cannot run the head after \"{}\" for each cell: it contains a loop, "
                                    "TensorIterator \"{}\"; choose a layer after it",
                                    masking.layer.name(),
                                    node->get_friendly_name()));
    const auto classes = values_per_image(trace.at(head.output));
    const auto cell_inputs = masked_cell_inputs(trace, masking);
    return iterate(head, masking, cell_inputs, 1, [&](const Value& indices, Replacements inputs) {
        set_cell_inputs(cell_inputs, indices, inputs);
        return reshaped(copy_head(head, inputs), {-1, 1, classes});
    });
}

}  // namespace vinoscope
