// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/axis_trace.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/one_image.hpp"
#include "ops/build.hpp"
#include "ops/constant_value.hpp"
#include "ops/operations.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

Axes input_axes(const ov::Shape& shape, const ImageInput& input) {
    if (ov::shape_size(shape) == 0)
        throw Error(ErrorKind::unsupported,
                    fmt::format("expected an image input with a height and a width, found shape {}",
                                ov::PartialShape(shape).to_string()));
    std::vector<Origin> origins(shape.size(), Origin::other);
    origins.at(0) = Origin::batch;
    origins.at(height_axis(input)) = Origin::height;
    origins.at(height_axis(input) + 1) = Origin::width;
    Axes axes;
    for (std::size_t i = 0; i < shape.size(); ++i)
        axes.push_back(new_axis(origins[i], static_cast<std::int64_t>(shape[i])));
    return axes;
}

// Rules read shapes and divide by sizes: all must be known, and nothing empty may be computed.
bool have_rule_shapes(const ov::Node& node) {
    const auto is_open = [](const auto& input) { return input.get_partial_shape().is_dynamic(); };
    const auto is_empty = [](const auto& output) { return ov::shape_size(output.get_shape()) == 0; };
    return std::ranges::none_of(node.inputs(), is_open) && std::ranges::none_of(node.outputs(), is_empty);
}

}  // namespace

AxisTrace::AxisTrace(const ov::Model& model, const ImageInput& input) : m_input(input) {
    if (!model.is_dynamic()) {
        trace(model);
        return;
    }
    const auto copy = copy_of_one_image(model, input);
    trace(*copy.model);
    const auto& original_of = copy.original_of;
    decltype(m_axes) axes;
    for (auto& [value, value_axes] : m_axes)
        axes[{original_of.at(value.first).get(), value.second}] = std::move(value_axes);
    m_axes = std::move(axes);
    std::set<const ov::Node*> guessed;
    for (const auto* node : m_guessed)
        guessed.insert(original_of.at(node).get());
    m_guessed = std::move(guessed);
}

void AxisTrace::trace(const ov::Model& model) {
    const auto image = model.input(m_input.index);
    m_axes[{image.get_node(), image.get_index()}] = input_axes(image.get_shape(), m_input);
    for (const auto& node : model.get_ordered_ops()) {
        if (is_shape_of(*node))
            continue;
        std::vector<const Axes*> inputs;
        for (const auto& value : node->input_values())
            inputs.push_back(find(value));
        if (std::ranges::all_of(inputs, [](const Axes* axes) { return axes == nullptr; }))
            continue;
        if (std::ranges::any_of(node->outputs(),
                                [](const auto& output) { return output.get_partial_shape().is_dynamic(); }))
            continue;
        const auto rule = operation_of(*node).axes;
        const bool for_rules = have_rule_shapes(*node);
        if (rule == nullptr || !for_rules)
            m_guessed.insert(node.get());
        std::vector<Axes> outputs;
        if (for_rules)
            outputs = rule == nullptr ? broadcast_axes(*node, inputs) : rule(*node, inputs);
        for (std::size_t i = 0; i < node->get_output_size(); ++i) {
            const auto& shape = node->get_output_shape(i);
            const bool fits = i < outputs.size() && have_sizes(outputs[i], shape);
            if (!fits)
                m_guessed.insert(node.get());
            m_axes[{node.get(), i}] = fits ? std::move(outputs[i]) : unknown_axes(shape);
        }
    }
}

const Axes& AxisTrace::at(const ov::Node* node, std::size_t output) const {
    if (const auto* axes = find(node, output))
        return *axes;
    throw Error(
        ErrorKind::unsupported,
        fmt::format("expected a tensor whose axes can be traced from the image, found output {} of "
                    "{} \"{}\", of shape {}: it does not depend on the image, or a shape before it depends on the "
                    "data; use a black-box method",
                    output,
                    node->get_type_name(),
                    node->get_friendly_name(),
                    node->get_output_partial_shape(output).to_string()));
}

SpatialGrid AxisTrace::grid_at(const ov::Output<ov::Node>& value) const {
    if (const auto grid = spatial_grid(at(value)))
        return *grid;
    throw Error(ErrorKind::unsupported,
                fmt::format("expected a tensor with the height and the width of the image, found output {} of {} "
                            "\"{}\", of shape {}",
                            value.get_index(),
                            value.get_node()->get_type_name(),
                            value.get_node()->get_friendly_name(),
                            value.get_partial_shape().to_string()));
}

const Axes* AxisTrace::find(const ov::Node* node, std::size_t output) const {
    const auto found = m_axes.find({node, output});
    return found == m_axes.end() ? nullptr : &found->second;
}

}  // namespace vinoscope
