// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/axis_trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <openvino/core/except.hpp>

#include "graph/axis_rules/rule_table.hpp"
#include "graph/axis_rules/rules.hpp"
#include "graph/nodes.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

Axes input_axes(const ov::Shape& shape, const ImageInput& input) {
    if (ov::shape_size(shape) == 0)
        throw Error(
            ErrorKind::unsupported,
            fmt::format("expected an image input with pixels, found shape {}", ov::PartialShape(shape).to_string()));
    std::vector<Origin> origins(shape.size(), Origin::other);
    origins.at(0) = Origin::batch;
    origins.at(height_axis(input)) = Origin::height;
    origins.at(height_axis(input) + 1) = Origin::width;
    Axes axes;
    for (std::size_t i = 0; i < shape.size(); ++i)
        axes.push_back(new_axis(origins[i], static_cast<std::int64_t>(shape[i])));
    return axes;
}

ov::PartialShape one_image(ImageInput input) {
    constexpr std::int64_t usual_side = 224;
    input.batch = 1;
    input.height = input.height > 0 ? input.height : usual_side;
    input.width = input.width > 0 ? input.width : usual_side;
    return shape_of(input);
}

// The operation of `originals` that each of `copies` was cloned from. They come in the same order unless cloning or
// the inference of shapes changed the graph.
std::map<const ov::Node*, const ov::Node*> pairs_of(const ov::NodeVector& copies, const ov::NodeVector& originals) {
    const auto pair = [](const std::shared_ptr<ov::Node>& a, const std::shared_ptr<ov::Node>& b) {
        return a->get_type_info() == b->get_type_info() && a->get_friendly_name() == b->get_friendly_name() &&
               a->get_output_size() == b->get_output_size();
    };
    if (!std::ranges::equal(copies, originals, pair))
        throw Error(ErrorKind::unsupported,
                    "expected the operations of the model in the same order for one image of fixed size, found others; "
                    "its layers cannot be analysed: fix the input size of the model");
    std::map<const ov::Node*, const ov::Node*> original_of;
    for (std::size_t i = 0; i < copies.size(); ++i)
        original_of[copies[i].get()] = originals[i].get();
    return original_of;
}

// A copy whose shapes are all known; its operations come in the same order as the model's own. Not by Model::reshape,
// which may add operations.
std::shared_ptr<ov::Model> with_static_shapes(const ov::Model& model, const ImageInput& input) {
    auto copy = model.clone();
    try {
        const auto& parameters = copy->get_parameters();
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            auto shape = parameters[i]->get_partial_shape();
            if (shape.rank().is_static() && shape.size() > 0 && shape[0].is_dynamic())
                shape[0] = 1;
            parameters[i]->set_partial_shape(i == input.index ? one_image(input) : shape);
        }
        copy->validate_nodes_and_infer_types();
    } catch (const ov::Exception&) {
        throw Error(ErrorKind::unsupported,
                    fmt::format("the model does not accept an image of shape {}; its layers "
                                "cannot be analysed",
                                one_image(input).to_string()));
    }
    return copy;
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
    const auto copy = with_static_shapes(model, input);
    trace(*copy);
    const auto originals = model.get_ordered_ops();
    const auto copies = copy->get_ordered_ops();
    const auto original_of = pairs_of(copies, originals);
    decltype(m_axes) axes;
    for (auto& [value, value_axes] : m_axes)
        axes[{original_of.at(value.first), value.second}] = std::move(value_axes);
    m_axes = std::move(axes);
    std::set<const ov::Node*> guessed;
    for (const auto* node : m_guessed)
        guessed.insert(original_of.at(node));
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
        const auto rule = find_axis_rule(*node);
        const bool for_rules = have_rule_shapes(*node);
        if (rule == nullptr || !for_rules)
            m_guessed.insert(node.get());
        auto outputs = !for_rules        ? axis_rules::unknown_outputs(*node)
                       : rule == nullptr ? axis_rules::broadcast(*node, inputs)
                                         : rule(*node, inputs);
        for (std::size_t i = 0; i < node->get_output_size(); ++i) {
            const auto& shape = node->get_output_shape(i);
            const bool fits = i < outputs.size() && axis_rules::have_sizes(outputs[i], shape);
            if (!fits)
                m_guessed.insert(node.get());
            m_axes[{node.get(), i}] = fits ? std::move(outputs[i]) : axis_rules::unknown_axes(shape);
        }
    }
}

const Axes& AxisTrace::at(const ov::Node* node, std::size_t output) const {
    if (const auto* axes = find(node, output))
        return *axes;
    throw Error(
        ErrorKind::unsupported,
        fmt::format("expected a tensor whose rows and columns can be followed from the image, found output {} of "
                    "{} \"{}\", of shape {}: the image does not reach it, or a shape before it depends on the "
                    "data; a black-box method does without",
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
