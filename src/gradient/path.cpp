// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "gradient/path.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <openvino/core/graph_util.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/convert_like.hpp>
#include <ranges>
#include <string>

#include "ops/constant_value.hpp"
#include "ops/operations.hpp"
#include "ops/rounding.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

using Nodes = std::vector<std::shared_ptr<ov::Node>>;

bool is_real(const Value& value) {
    return value.get_element_type().is_real();
}

bool is_supported(const ov::Input<ov::Node>& input) {
    const auto& gradient = operation_of(*input.get_node()).gradient;
    return gradient && gradient->differentiates(input.get_index());
}

// Whether an answer is due for the gradient with respect to this input: integers that an operation does not move or
// convert, such as indices, have none, and neither have truth values.
bool passes(const ov::Input<ov::Node>& input) {
    const auto& node = *input.get_node();
    if (rounding_of(node) == Rounding::remainder || node.get_output_element_type(0) == ov::element::boolean)
        return false;
    return is_supported(input) || (!operation_of(node).piecewise_constant && is_real(input.get_source_output()));
}

std::vector<ov::Input<ov::Node>> inputs_from(ov::Node& node, const std::set<Value>& values) {
    std::vector<ov::Input<ov::Node>> found;
    for (const auto& input : node.inputs())
        if (values.contains(input.get_source_output()))
            found.push_back(input);
    return found;
}

// All outputs but indices, such as those of MaxPool: integers behind the first output that are not what was put in.
void insert_values(std::set<Value>& values, ov::Node& node) {
    for (const auto& output : node.outputs())
        if (is_real(output) || output.get_index() == 0 || output.get_element_type() == node.get_input_element_type(0))
            values.insert(output);
}

struct Reach {
    std::set<Value> values;  // that the gradient reaches, seen from the wanted end
    Nodes stops;             // where it ends
};

using Inputs = std::set<ov::Input<ov::Node>>;

Reach reach_of(const Values& wanted, const Nodes& ordered, const Inputs& constants) {
    Reach reach{{wanted.begin(), wanted.end()}, {}};
    for (const auto& node : ordered) {
        const auto inputs = inputs_from(*node, reach.values);
        const auto varies = [&](const auto& input) { return !constants.contains(input); };
        if (std::ranges::any_of(inputs, [&](const auto& input) { return varies(input) && passes(input); }))
            insert_values(reach.values, *node);
        else if (std::ranges::any_of(inputs, varies) && !is_shape_of(*node))
            reach.stops.push_back(node);
    }
    return reach;
}

std::string list_of(const std::set<std::string>& operations) {
    return fmt::format("{}", fmt::join(operations, ", "));
}

std::string described(const ov::Node& node) {
    return fmt::format(
        "{}-{} \"{}\"", node.get_type_name(), node.get_type_info().get_version(), node.get_friendly_name());
}

void refuse_unsupported(const GradientPath& path) {
    std::set<std::string> unsupported;
    for (const auto& node : path.nodes)
        for (const auto& input : inputs_from(*node, path.values))
            if (path.leads_to(input) && !is_supported(input))
                unsupported.insert(!operation_of(*node).gradient
                                       ? described(*node)
                                       : fmt::format("{} (input {})", described(*node), input.get_index()));
    if (!unsupported.empty())
        throw Error(ErrorKind::unsupported,
                    fmt::format("no gradient is known for {} between the layer and the score: {}; "
                                "choose a later layer, or a method without gradients",
                                unsupported.size() == 1 ? "an operation" : "operations",
                                list_of(unsupported)));
}

// Conversions are left out: whoever converts a picture to bytes means its values.
bool hides_slope(const ov::Node& node) {
    return rounding_of(node) == Rounding::unknown && !ov::is_type<ov::op::v0::Convert>(&node) &&
           !ov::is_type<ov::op::v1::ConvertLike>(&node);
}

// The score changes with what is rounded, and a gradient of 0 says that it does not, be there another way or not.
void refuse_rounded(const GradientPath& path) {
    std::set<std::string> rounding;
    for (const auto& node : path.nodes)
        if (hides_slope(*node))
            rounding.insert(described(*node));
    if (!rounding.empty())
        throw Error(ErrorKind::unsupported,
                    fmt::format("values between the layer and the score are rounded, and not in order to quantise "
                                "them (divided by a scale before, multiplied by it after), so that the gradient "
                                "is zero: {}; choose a later layer, or a method without gradients",
                                list_of(rounding)));
}

// A value that the score depends on, but through steps only, would get a gradient of zeros that says nothing.
void refuse_stopped(const Values& wanted, const GradientPath& path, const Nodes& ordered) {
    for (const auto& value : wanted) {
        if (path.values.contains(value))
            continue;
        std::set<std::string> stops;
        for (const auto& node : reach_of({value}, ordered, path.constants).stops)
            stops.insert(described(*node));
        if (!stops.empty())
            throw Error(
                ErrorKind::unsupported,
                fmt::format("the score depends on \"{}\" only through piecewise-constant operations, whose gradient "
                            "is zero almost everywhere: {}",
                            value.get_node()->get_friendly_name(),
                            list_of(stops)));
    }
}

}  // namespace

bool GradientPath::leads_to(const ov::Input<ov::Node>& input) const {
    return values.contains(input.get_source_output()) && !constants.contains(input) && passes(input);
}

GradientPath path_between(const Values& wanted, const Value& score) {
    const auto ordered = ov::topological_sort(Nodes{score.get_node_shared_ptr()});
    GradientPath path;
    path.constants = quantization_parameters(ordered);
    const auto reached = reach_of(wanted, ordered, path.constants).values;
    const auto passes_on = [&](const auto& input) { return !path.constants.contains(input) && passes(input); };
    if (reached.contains(score))
        path.values.insert(score);
    for (const auto& node : std::views::reverse(ordered)) {
        if (std::ranges::none_of(node->outputs(), [&](const auto& output) { return path.values.contains(output); }))
            continue;
        const auto inputs = inputs_from(*node, reached);
        if (std::ranges::none_of(inputs, passes_on))
            continue;
        path.nodes.push_back(node);
        for (const auto& input : inputs)
            if (passes_on(input))
                path.values.insert(input.get_source_output());
    }
    std::ranges::reverse(path.nodes);
    refuse_unsupported(path);
    refuse_rounded(path);
    refuse_stopped(wanted, path, ordered);
    return path;
}

}  // namespace vinoscope
