// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/constant_value.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cstring>
#include <openvino/core/except.hpp>
#include <openvino/core/node.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/divide.hpp>
#include <openvino/op/floor_mod.hpp>
#include <openvino/op/mod.hpp>
#include <openvino/op/util/multi_subgraph_base.hpp>
#include <openvino/op/util/shape_of_base.hpp>
#include <openvino/runtime/tensor.hpp>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

constexpr std::size_t max_elements = 4096;

bool small_and_static(const ov::PartialShape& shape) {
    return shape.is_static() && ov::shape_size(shape.to_shape()) <= max_elements;
}

using OpenSize = std::optional<std::int64_t>;

std::optional<std::vector<std::int64_t>> sizes_of(const ov::PartialShape& shape, OpenSize open_size) {
    std::vector<std::int64_t> sizes;
    if (shape.rank().is_dynamic() || (shape.is_dynamic() && !open_size))
        return std::nullopt;
    for (const auto& size : shape)
        sizes.push_back(size.is_static() ? size.get_length() : *open_size);
    return sizes;
}

// Whether a computation of constants may pass through `node`: operations with a body may run for ever, and whole
// numbers are not divided by zero.
bool can_evaluate(const ov::Node& node) {
    return node.has_evaluate() && node.get_input_size() > 0 &&
           dynamic_cast<const ov::op::util::MultiSubGraphOp*>(&node) == nullptr;
}

bool divides_by_zero(const ov::Node& node, const ov::TensorVector& inputs) {
    const bool divides = ov::is_type<ov::op::v1::Divide>(&node) || ov::is_type<ov::op::v1::Mod>(&node) ||
                         ov::is_type<ov::op::v1::FloorMod>(&node);
    if (!divides || !inputs[1].get_element_type().is_integral())
        return false;
    const auto divisors = ov::op::v0::Constant(inputs[1]).cast_vector<std::int64_t>();
    return std::ranges::count(divisors, 0) > 0;
}

// Computes a value from constants and static shapes, every operation once and without recursion.
class Evaluation {
public:
    explicit Evaluation(OpenSize open_size) : m_open_size(open_size) {}

    std::optional<ov::Tensor> of(const ov::Output<ov::Node>& value) {
        std::vector<const ov::Node*> open = {value.get_node()};
        while (!open.empty()) {
            const auto* node = open.back();
            if (m_outputs.contains(node)) {
                open.pop_back();
                continue;
            }
            if (!is_small(*node) || m_outputs.size() > most_operations || open.size() > most_operations)
                return std::nullopt;
            auto outputs = begin_at(*node);
            if (!outputs) {
                if (!can_evaluate(*node))
                    return std::nullopt;
                const auto waiting = open.size();
                for (std::size_t i = 0; i < node->get_input_size(); ++i)
                    if (const auto* source = node->get_input_node_ptr(i); !m_outputs.contains(source))
                        open.push_back(source);
                if (open.size() > waiting)
                    continue;
                outputs = evaluate(*node);
            }
            if (!outputs)
                return std::nullopt;
            m_outputs[node] = std::move(*outputs);
            open.pop_back();
        }
        return m_outputs.at(value.get_node())[value.get_index()];
    }

private:
    static constexpr std::size_t most_operations = 1000;  // far more than any arithmetic of shapes takes

    static bool is_small(const ov::Node& node) {
        return std::ranges::all_of(node.outputs(),
                                   [](const auto& output) { return small_and_static(output.get_partial_shape()); });
    }

    // The value of a constant or of a static shape.
    std::optional<ov::TensorVector> begin_at(const ov::Node& node) const {
        const auto& type = node.get_output_element_type(0);
        if (const auto* constant = ov::as_type<const ov::op::v0::Constant>(&node)) {
            if (type == ov::element::string)
                return std::nullopt;
            ov::Tensor tensor(type, node.get_output_shape(0));
            std::memcpy(tensor.data(), constant->get_data_ptr(), tensor.get_byte_size());
            return ov::TensorVector{tensor};
        }
        const auto sizes = is_shape_of(node) ? sizes_of(node.get_input_partial_shape(0), m_open_size) : std::nullopt;
        if (!sizes)
            return std::nullopt;
        return begin_at(*ov::op::v0::Constant::create(type, node.get_output_shape(0), *sizes));
    }

    std::optional<ov::TensorVector> evaluate(const ov::Node& node) const {
        ov::TensorVector inputs;
        for (std::size_t i = 0; i < node.get_input_size(); ++i) {
            const auto source = node.get_input_source_output(i);
            inputs.push_back(m_outputs.at(source.get_node())[source.get_index()]);
        }
        ov::TensorVector outputs;
        for (const auto& output : node.outputs())
            outputs.emplace_back(output.get_element_type(), output.get_shape());
        if (divides_by_zero(node, inputs) || !node.evaluate(outputs, inputs))
            return std::nullopt;
        return outputs;
    }

    OpenSize m_open_size;
    std::unordered_map<const ov::Node*, ov::TensorVector> m_outputs;
};

std::optional<ov::Tensor> evaluated(const ov::Output<ov::Node>& value, OpenSize open_size) {
    try {
        return Evaluation(open_size).of(value);
    } catch (const ov::Exception&) {
        return std::nullopt;  // an operation without a value here, such as a range of step 0
    }
}

bool is_weight(const ov::Node& node) {
    return ov::is_type<ov::op::v0::Constant>(&node);
}

bool is_weight_or_fixed_size(const ov::Node& node) {
    return is_weight(node) || (is_shape_of(node) && node.get_input_partial_shape(0).is_static());
}

// Whether all paths to `value` begin at such operations. More than `most` operations are not looked at, which keeps the
// analysis of a model linear in its size: what is computed from constants takes a few.
bool rests_on(const ov::Output<ov::Node>& value, bool (*begins)(const ov::Node&)) {
    constexpr std::size_t most = 1000;
    std::vector<const ov::Node*> open = {value.get_node()};
    std::unordered_set<const ov::Node*> seen = {value.get_node()};
    while (!open.empty()) {
        const auto* node = open.back();
        open.pop_back();
        if (begins(*node))
            continue;
        if (node->get_input_size() == 0 || seen.size() > most)
            return false;
        for (std::size_t i = 0; i < node->get_input_size(); ++i)
            if (const auto* source = node->get_input_node_ptr(i); seen.insert(source).second)
                open.push_back(source);
    }
    return true;
}

// What does not depend on an open size is the same whatever that is.
std::optional<Integers> integers_for_any_size(const Value& value) {
    if (auto fixed = constant_integers(value))
        return fixed;
    auto values = constant_integers(value, 2);
    const auto others = constant_integers(value, 3);
    if (!values || !others || values->size() != others->size())
        return std::nullopt;
    for (std::size_t i = 0; i < values->size(); ++i) {
        if ((*values)[i] == 2 && (*others)[i] == 3)
            (*values)[i] = open_size;
        else if ((*values)[i] != (*others)[i])
            return std::nullopt;
    }
    return values;
}

}  // namespace

std::optional<std::vector<std::int64_t>> constant_integers(const ov::Output<ov::Node>& value,
                                                           std::optional<std::int64_t> size_if_open) {
    const auto tensor = evaluated(value, size_if_open);
    if (!tensor)
        return std::nullopt;
    return ov::op::v0::Constant(*tensor).cast_vector<std::int64_t>();
}

std::optional<ov::Tensor> constant_tensor(const ov::Output<ov::Node>& value) {
    return evaluated(value, std::nullopt);
}

std::optional<std::vector<double>> constant_numbers(const ov::Output<ov::Node>& value) {
    const auto tensor = evaluated(value, std::nullopt);
    return tensor ? std::optional(ov::op::v0::Constant(*tensor).cast_vector<double>()) : std::nullopt;
}

std::optional<std::int64_t> constant_integer(const ov::Output<ov::Node>& value) {
    const auto values = constant_integers(value);
    return values && values->size() == 1 ? std::optional(values->front()) : std::nullopt;
}

bool is_constant(const ov::Output<ov::Node>& value) {
    return rests_on(value, is_weight);
}

bool is_known(const ov::Output<ov::Node>& value) {
    return rests_on(value, is_weight_or_fixed_size) || constant_integers(value);
}

Integers known_integers(const ov::Input<const ov::Node>& input) {
    const auto source = input.get_source_output();
    const auto values = integers_for_any_size({const_cast<ov::Node*>(source.get_node()), source.get_index()});
    if (!values)
        throw Error(ErrorKind::unsupported,
                    fmt::format("the gradient of {} \"{}\" needs its input {} to be constant, but it is "
                                "computed by \"{}\"; set a fixed input size",
                                input.get_node()->get_type_name(),
                                input.get_node()->get_friendly_name(),
                                input.get_index(),
                                source.get_node()->get_friendly_name()));
    return *values;
}

Integers sorted_axes(Integers axes, std::int64_t rank) {
    std::ranges::transform(axes, axes.begin(), [&](std::int64_t axis) { return positive_axis(axis, rank); });
    std::ranges::sort(axes);
    return axes;
}

bool is_shape_of(const ov::Node& node) {
    return dynamic_cast<const ov::op::util::ShapeOfBase*>(&node) != nullptr;
}

}  // namespace vinoscope
