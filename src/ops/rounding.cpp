// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rounding.hpp"

#include <algorithm>
#include <openvino/op/ops.hpp>
#include <optional>
#include <set>
#include <vector>

#include "ops/build.hpp"
#include "ops/constant_value.hpp"
#include "ops/is_any.hpp"
#include "ops/operations.hpp"

namespace vinoscope {
namespace {

namespace v0 = ov::op::v0;
namespace v1 = ov::op::v1;

bool rounds(const ov::Node& node) {
    if (is_any<v0::Convert, v1::ConvertLike>(node))
        return node.get_input_element_type(0).is_real() && node.get_output_element_type(0).is_integral_number();
    return is_any<v0::Floor, v0::Ceiling, ov::op::v5::Round>(node) && node.get_input_element_type(0).is_real();
}

bool scales(const ov::Node& node) {
    return is_any<v1::Multiply, v1::Divide>(node);
}

// What may stand between a scale and the rounding: a zero point, limits, other types and shapes.
bool keeps_scale(const ov::Node& node) {
    return rounds(node) || operation_of(node).kind == Kind::rearrangement ||
           is_any<v0::Convert,
                  v1::ConvertLike,
                  v1::Add,
                  v1::Subtract,
                  v0::Clamp,
                  v1::Minimum,
                  v1::Maximum,
                  v0::Negative>(node);
}

// Whole numbers are multiplied with those of weights, moved and cut before they are scaled back.
bool is_linear(const ov::Node& node) {
    switch (operation_of(node).kind) {
        case Kind::product:
        case Kind::convolution:
        case Kind::concatenation:
        case Kind::part:
            return true;
        default:
            return keeps_scale(node) || is_any<v1::Pad, ov::op::v12::Pad, v1::ReduceSum>(node);
    }
}

// The values that become the whole numbers, from the rounding back to those that are scaled.
struct Scaled {
    std::set<Value> values;
    bool by_scale = false;
};

Scaled scaled_before(const ov::Node& rounding) {
    Scaled found;
    std::vector<Value> open = {rounding.input_value(0)};
    while (!open.empty()) {
        const auto value = open.back();
        open.pop_back();
        if (!found.values.insert(value).second)
            continue;
        const auto& node = *value.get_node();
        if (scales(node)) {
            found.by_scale = true;
            for (const auto& input : node.input_values())
                found.values.insert(input);
            // (x * levels) / range
            if (scales(*node.get_input_node_ptr(0)))
                found.values.insert(node.get_input_node_ptr(0)->input_value(0));
        } else if (keeps_scale(node)) {
            for (const auto& input : node.input_values())
                open.push_back(input);
        }
    }
    return found;
}

// Whether a number is taken away from what it was rounded from, at most scaled back before.
bool leaves_remainder(const ov::Node& rounding, const std::set<Value>& before) {
    std::vector<std::pair<const ov::Node*, bool>> open = {{&rounding, false}};
    while (!open.empty()) {
        const auto [node, scaled] = open.back();
        open.pop_back();
        for (const auto& reader : node->output(0).get_target_inputs()) {
            const auto& next = *reader.get_node();
            if (ov::is_type<v1::Subtract>(&next) && reader.get_index() == 1 && before.contains(next.input_value(0)))
                return true;
            if (is_any<v0::Convert, v1::ConvertLike>(next))
                open.emplace_back(&next, scaled);
            else if (scales(next) && !scaled)
                open.emplace_back(&next, true);
        }
    }
    return false;
}

bool is_scaled_behind(const ov::Node& rounding) {
    std::set<const ov::Node*> seen;
    std::vector<const ov::Node*> open = {&rounding};
    while (!open.empty()) {
        const auto* node = open.back();
        open.pop_back();
        if (!seen.insert(node).second)
            continue;
        for (const auto& output : node->outputs())
            for (const auto& reader : output.get_target_inputs()) {
                if (scales(*reader.get_node()))
                    return true;
                if (is_linear(*reader.get_node()))
                    open.push_back(reader.get_node());
            }
    }
    return false;
}

std::optional<std::size_t> elements_of(const Value& value) {
    const auto& shape = value.get_partial_shape();
    if (shape.rank().is_dynamic())
        return std::nullopt;
    std::size_t count = 1;
    for (const auto& size : shape)
        count *= size.is_static() ? static_cast<std::size_t>(size.get_length()) : 1;
    return count;
}

// The input of the numbers themselves among those of the scale, the zero point and limits: the larger.
std::optional<std::size_t> data_input(const ov::Node& node) {
    if (node.get_input_size() == 1 || ov::is_type<v1::Divide>(&node))
        return 0;
    if (!is_any<v1::Multiply, v1::Add, v1::Subtract, v1::Minimum, v1::Maximum>(node))
        return 0;
    const auto first = elements_of(node.input_value(0));
    const auto second = elements_of(node.input_value(1));
    if (!first || !second || *first == *second)
        return std::nullopt;
    return *first > *second ? 0 : 1;
}

bool is_arithmetic(const ov::Node& node) {
    return scales(node) || is_any<v1::Add, v1::Subtract, v1::Minimum, v1::Maximum>(node);
}

// `value` and what it follows from by scaling and shifting.
void insert_origins(std::set<Value>& origins, const Value& value) {
    if (is_constant(value) || !origins.insert(value).second)
        return;
    const auto& node = *value.get_node();
    if (scales(node) || keeps_scale(node))
        for (const auto& input : node.input_values())
            insert_origins(origins, input);
}

class Parameters {
public:
    explicit Parameters(ov::Node& rounding) {
        walk_back(rounding);
        walk_on(rounding);
    }

    const std::set<ov::Input<ov::Node>>& inputs() const { return m_inputs; }

private:
    struct Candidate {
        ov::Input<ov::Node> input;
        std::set<Value> origins;
    };

    // Whatever the numbers are scaled or shifted by before; among it there may be data, such as the gate of a channel.
    void walk_back(ov::Node& rounding) {
        auto* node = rounding.get_input_node_ptr(0);
        bool scaled = false;
        while (scales(*node) || (keeps_scale(*node) && !scaled)) {
            scaled = scaled || scales(*node);
            const auto data = data_input(*node);
            if (!data)
                return;
            if (is_arithmetic(*node)) {
                Candidate candidate{node->input(1 - *data), {}};
                insert_origins(candidate.origins, candidate.input.get_source_output());
                m_candidates.push_back(std::move(candidate));
            }
            node = node->get_input_node_ptr(*data);
        }
    }

    // What the numbers are scaled or shifted by behind, too, is a scale or a zero point.
    void take_other(ov::Node& node, std::size_t data) {
        const auto other = node.input(1 - data);
        std::set<Value> origins;
        insert_origins(origins, other.get_source_output());
        for (const auto& candidate : m_candidates)
            if (std::ranges::any_of(origins, [&](const auto& value) { return candidate.origins.contains(value); })) {
                m_inputs.insert(candidate.input);
                m_inputs.insert(other);
            }
    }

    void walk_on(ov::Node& rounding) {
        std::set<ov::Node*> seen;
        std::vector<ov::Node*> open = {&rounding};
        while (!open.empty()) {
            auto* node = open.back();
            open.pop_back();
            if (!seen.insert(node).second)
                continue;
            for (const auto& output : node->outputs())
                for (const auto& reader : output.get_target_inputs()) {
                    auto& next = *reader.get_node();
                    if (is_arithmetic(next)) {
                        if (data_input(next) != reader.get_index())
                            continue;
                        take_other(next, reader.get_index());
                    }
                    if (is_linear(next))
                        open.push_back(&next);
                }
        }
    }

    std::vector<Candidate> m_candidates;
    std::set<ov::Input<ov::Node>> m_inputs;
};

}  // namespace

std::set<ov::Input<ov::Node>> quantization_parameters(const std::vector<std::shared_ptr<ov::Node>>& nodes) {
    std::set<ov::Input<ov::Node>> inputs;
    for (const auto& node : nodes)
        if (rounding_of(*node) == Rounding::quantizes)
            inputs.merge(std::set(Parameters(*node).inputs()));
    return inputs;
}

bool limits_levels(const ov::Node& clamp) {
    const auto* before = clamp.get_input_node_ptr(0);
    while (keeps_scale(*before) && !rounds(*before) && data_input(*before))
        before = before->get_input_node_ptr(*data_input(*before));
    const auto readers = clamp.output(0).get_target_inputs();
    return rounds(*before) ||
           std::ranges::any_of(readers, [](const auto& reader) { return rounds(*reader.get_node()); });
}

Rounding rounding_of(const ov::Node& node) {
    if (!rounds(node))
        return Rounding::none;
    const auto before = scaled_before(node);
    if (leaves_remainder(node, before.values))
        return Rounding::remainder;
    return before.by_scale && is_scaled_behind(node) ? Rounding::quantizes : Rounding::unknown;
}

}  // namespace vinoscope
