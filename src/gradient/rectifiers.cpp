// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <openvino/core/graph_util.hpp>
#include <openvino/core/rt_info.hpp>
#include <openvino/op/clamp.hpp>
#include <openvino/op/maximum.hpp>
#include <openvino/op/minimum.hpp>
#include <openvino/op/relu.hpp>
#include <optional>

#include "gradient/canonical.hpp"
#include "ops/constant_value.hpp"

namespace vinoscope {
namespace {

using Node = std::shared_ptr<ov::Node>;

// A value and a number that it does not fall below, or rise above.
struct Limited {
    Value x;
    double limit;
};

// The number that all elements of a constant are.
std::optional<double> one_number(const Value& value) {
    const auto numbers = constant_numbers(value);
    if (!numbers || numbers->empty() || std::ranges::adjacent_find(*numbers, std::not_equal_to()) != numbers->end())
        return std::nullopt;
    return numbers->front();
}

template <typename Extremum>
std::optional<Limited> limited_by(const ov::Node& node) {
    if (!ov::is_type<Extremum>(&node))
        return std::nullopt;
    for (const std::size_t input : {0, 1})
        if (const auto limit = one_number(node.input_value(input)))
            return Limited{node.input_value(1 - input), *limit};
    return std::nullopt;
}

std::optional<Limited> limited_below(const ov::Node& node) {
    if (ov::is_type<ov::op::v0::Relu>(&node))
        return Limited{node.input_value(0), 0};
    return limited_by<ov::op::v1::Maximum>(node);
}

std::optional<Limited> limited_above(const ov::Node& node) {
    return limited_by<ov::op::v1::Minimum>(node);
}

using Limits = std::optional<Limited> (*)(const ov::Node&);

Node clamp(const ov::Node& node, Limits outer, Limits inner, const Values& kept) {
    const auto first = outer(node);
    const auto second = first && is_read_once(first->x, kept) ? inner(*first->x.get_node()) : std::nullopt;
    if (!second)
        return nullptr;
    const auto [low, high] =
        outer == limited_above ? std::pair(second->limit, first->limit) : std::pair(first->limit, second->limit);
    return low <= high ? std::make_shared<ov::op::v0::Clamp>(second->x, low, high) : nullptr;
}

Node relu(const ov::Node& node) {
    const auto limited = limited_by<ov::op::v1::Maximum>(node);
    return limited && limited->limit == 0 ? std::make_shared<ov::op::v0::Relu>(limited->x) : nullptr;
}

// None when `node` is not a rectifier, or already written as one.
Node rectifier(const ov::Node& node, const Values& kept) {
    if (auto found = clamp(node, limited_above, limited_below, kept))
        return found;
    if (auto found = clamp(node, limited_below, limited_above, kept))
        return found;
    return relu(node);
}

bool is_as(const ov::Node& replacement, const ov::Node& node) {
    return replacement.get_output_element_type(0).is_real() &&
           replacement.get_output_partial_shape(0) == node.get_output_partial_shape(0);
}

}  // namespace

void recognize_rectifiers(const Value& score, const Values& kept) {
    for (const auto& node : ov::topological_sort(std::vector{score.get_node_shared_ptr()})) {
        const auto found = rectifier(*node, kept);
        if (!found || !is_as(*found, *node) || node == score.get_node_shared_ptr() ||
            std::ranges::count(kept, node->output(0)) > 0)
            continue;
        found->set_friendly_name(node->get_friendly_name());
        ov::copy_runtime_info(node, found);
        ov::replace_node(node, found);
    }
}

}  // namespace vinoscope
