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
    const bool nchw = input.layout == TensorLayout::nchw;
    const Origin nchw_origins[] = {Origin::batch, Origin::other, Origin::height, Origin::width};
    const Origin nhwc_origins[] = {Origin::batch, Origin::height, Origin::width, Origin::other};
    Axes axes;
    for (std::size_t i = 0; i < shape.size(); ++i)
        axes.push_back(new_axis((nchw ? nchw_origins : nhwc_origins)[i], static_cast<std::int64_t>(shape[i])));
    return axes;
}

ov::PartialShape one_image(const ImageInput& input) {
    constexpr std::int64_t usual_side = 224;
    const auto height = input.height > 0 ? input.height : usual_side;
    const auto width = input.width > 0 ? input.width : usual_side;
    return input.layout == TensorLayout::nchw ? ov::PartialShape{1, input.channels, height, width}
                                              : ov::PartialShape{1, height, width, input.channels};
}

// A copy whose shapes are all known; its operations come in the same order as the model's own. Not by Model::reshape,
// which may add operations.
std::shared_ptr<ov::Model> with_static_shapes(const ov::Model& model, const ImageInput& input) {
    auto copy = model.clone();
    try {
        copy->get_parameters().at(input.index)->set_partial_shape(one_image(input));
        copy->validate_nodes_and_infer_types();
    } catch (const ov::Exception&) {
        throw Error(ErrorKind::unsupported,
                    fmt::format("the model does not accept an image of shape {}; its layers "
                                "cannot be analysed",
                                one_image(input).to_string()));
    }
    return copy;
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
    std::map<const ov::Node*, const ov::Node*> original_of;
    for (std::size_t i = 0; i < copies.size(); ++i)
        original_of[copies[i].get()] = originals[i].get();
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
        if (rule == nullptr)
            m_guessed.insert(node.get());
        auto outputs = (rule == nullptr ? axis_rules::broadcast : rule)(*node, inputs);
        for (std::size_t i = 0; i < outputs.size(); ++i)
            m_axes[{node.get(), i}] = std::move(outputs[i]);
    }
}

const Axes* AxisTrace::find(const ov::Node* node, std::size_t output) const {
    const auto found = m_axes.find({node, output});
    return found == m_axes.end() ? nullptr : &found->second;
}

}  // namespace vinoscope
