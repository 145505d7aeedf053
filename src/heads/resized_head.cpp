// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/resized_head.hpp"

#include <algorithm>
#include <numeric>
#include <openvino/core/except.hpp>
#include <openvino/op/concat.hpp>
#include <openvino/op/reshape.hpp>
#include <openvino/op/scaled_dot_product_attention.hpp>
#include <openvino/op/tile.hpp>

#include "heads/batch_axis.hpp"
#include "ops/build.hpp"
#include "ops/constant_value.hpp"

namespace vinoscope {
namespace {

// How many inputs, from the first on, must have the same batch: operations do not repeat it.
std::size_t count_of_equal_batches(const ov::Node& node) {
    if (ov::is_type<ov::op::v0::Concat>(&node))
        return node.get_input_size();
    return ov::is_type<ov::op::v13::ScaledDotProductAttention>(&node) ? 3 : 0;
}

class Resizer {
public:
    Resizer(const AxisTrace& trace, const AxisSize& size) : m_trace(trace), m_size(size) {}

    ov::OutputVector copy(const ov::Node& node, ov::OutputVector inputs) const {
        if (ov::is_type<ov::op::v1::Reshape>(&node)) {
            if (const auto moved = moved_batch(node, inputs[0]))
                return {*moved};
            inputs[1] = reshape_target(node, inputs[1]);
        }
        return node.clone_with_new_inputs(inputs)->outputs();
    }

    // What does not come from the picture (a class token, learned queries) is there for a batch of one.
    ov::OutputVector for_whole_batch(const ov::Node& node, ov::OutputVector inputs) const {
        for (std::size_t i = 0; i < inputs.size() && i < count_of_equal_batches(node); ++i)
            if (m_trace.find(node.input_value(i)) == nullptr)
                inputs[i] = repeated(inputs[i], node.get_input_partial_shape(i), batch_of(node));
        return inputs;
    }

    // Every axis of the wanted size, or something is lost.
    bool fits(const ov::Node& original, const ov::OutputVector& copied) const {
        for (std::size_t i = 0; i < original.get_output_size(); ++i) {
            const auto* axes = m_trace.find(&original, i);
            if (axes == nullptr) {
                if (reads_image(original))
                    return false;
                continue;
            }
            const auto batch = batch_axis(*axes);
            const auto& shape = copied[i].get_partial_shape();
            if (!batch || shape.rank().is_dynamic() || shape.size() != axes->size())
                return false;
            for (std::size_t j = 0; j < axes->size(); ++j) {
                const bool open = shape[j].is_dynamic() && static_cast<std::int64_t>(j) == *batch;
                if (!open && shape[j] != m_size((*axes)[j]))
                    return false;
            }
        }
        return m_trace.is_certain(&original);
    }

private:
    // Whether it computes with values that come from the image, not only with their shapes.
    bool reads_image(const ov::Node& node) const {
        return !is_shape_of(node) && std::ranges::any_of(node.input_values(), [&](const Value& value) {
            return m_trace.find(value) != nullptr;
        });
    }

    std::optional<std::int64_t> batch_of(const ov::Node& node) const {
        const auto* axes = m_trace.find(&node);
        return axes ? batch_axis(*axes) : std::nullopt;
    }

    std::optional<Value> moved_batch(const ov::Node& node, const Value& input) const {
        const auto* from = m_trace.find(node.input_value(0));
        const auto* to = m_trace.find(&node);
        return from && to ? with_moved_batch(input, *from, *to, m_size) : std::nullopt;
    }

    Value reshape_target(const ov::Node& node, const Value& target) const {
        const auto* axes = m_trace.find(&node);
        const auto batch = batch_of(node);
        if (!batch || !constant_integers(target))
            return target;
        Integers sizes;
        for (const auto& axis : *axes)
            sizes.push_back(m_size(axis));
        sizes[*batch] = -1;
        return integers(sizes);
    }

    // [1,1,C] becomes [factor,1,C].
    Value repeated(const Value& value, const ov::PartialShape& original, std::optional<std::int64_t> axis) const {
        if (!axis || value.get_partial_shape() != original || original.is_dynamic())
            return value;
        Integers repeats(original.size(), 1);
        repeats[*axis] = m_size(new_axis(Origin::batch, 1));
        return std::make_shared<ov::op::v0::Tile>(value, integers(repeats))->output(0);
    }

    const AxisTrace& m_trace;
    const AxisSize& m_size;
};

}  // namespace

std::size_t widest_activations(const Head& head, const AxisTrace& trace, const AxisSize& size) {
    const auto bytes = [&](const Value& value) {
        const auto* axes = trace.find(value);
        if (axes == nullptr)
            return std::size_t{0};
        return std::transform_reduce(
            axes->begin(), axes->end(), sizeof(float), std::multiplies<>(), [&](const Axis& axis) {
                return static_cast<std::size_t>(size(axis));
            });
    };
    std::size_t widest = bytes(head.input);
    for (const auto& node : head.nodes) {
        std::size_t alive = 0;
        for (const auto& value : node->input_values())
            alive += bytes(value);
        for (const auto& value : node->outputs())
            alive += bytes(value);
        widest = std::max(widest, alive);
    }
    return widest;
}

std::optional<ov::Output<ov::Node>> copy_head_resized(
    const Head& head, const AxisTrace& trace, Replacements replacements, const AxisSize& size, const NodeCopy& copy) {
    const auto known = [&](const Value& value) { return replacements.contains(value) || is_known(value); };
    if (!std::ranges::all_of(borrowed_values(head), known))
        return std::nullopt;
    const Resizer resizer(trace, size);
    try {
        for (const auto& node : head.nodes) {
            if (replacements.contains(node->output(0)))
                continue;
            const auto inputs = resizer.for_whole_batch(*node, mapped_inputs(*node, replacements));
            auto copied = copy ? copy(*node, inputs) : ov::OutputVector{};
            if (!copied)
                return std::nullopt;
            if (copied->empty())
                copied = resizer.copy(*node, inputs);
            if (!resizer.fits(*node, *copied))
                return std::nullopt;
            for (const auto& output : node->outputs())
                replacements[output] = (*copied)[output.get_index()];
        }
    } catch (const ov::Exception&) {
        return std::nullopt;  // an operation that insists on the old sizes
    }
    return replacements.at(head.output);
}

std::optional<ov::Output<ov::Node>> copy_head_with_batch(const Head& head,
                                                         const AxisTrace& trace,
                                                         Replacements replacements,
                                                         std::int64_t factor) {
    return copy_head_resized(head, trace, std::move(replacements), [factor](const Axis& axis) {
        return size_of(axis) * (counts(axis, Origin::batch) ? factor : 1);
    });
}

}  // namespace vinoscope
