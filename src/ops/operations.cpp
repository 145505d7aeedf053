// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/operations.hpp"

#include <algorithm>
#include <unordered_map>

#include "ops/families.hpp"

namespace vinoscope {
namespace {

bool has_static_shapes(const ov::Node& node) {
    const auto is_static = [](const auto& port) { return port.get_partial_shape().is_static(); };
    return std::ranges::all_of(node.inputs(), is_static) && std::ranges::all_of(node.outputs(), is_static);
}

}  // namespace

const std::vector<Operation>& operations() {
    static const auto rows = [] {
        ops::Operations all;
        for (const auto family : ops::families)
            std::ranges::move(family(), std::back_inserter(all));
        return all;
    }();
    return rows;
}

const Operation& operation_of(const ov::Node& node) {
    static const auto by_type = [] {
        std::unordered_map<ov::DiscreteTypeInfo, const Operation*> found;
        for (const auto& row : operations())
            for (const auto& type : row.types)
                found.emplace(type, &row);
        return found;
    }();
    static const Operation unknown;
    const auto found = by_type.find(node.get_type_info());
    return found == by_type.end() ? unknown : *found->second;
}

std::optional<Value> reduced_before(const Value& value, const Reduction& reduction, const Reduce& reduce) {
    const auto rule = operation_of(*value.get_node()).reduced;
    return rule == nullptr ? std::nullopt : rule(value, reduction, reduce);
}

std::vector<ClassTensor> class_sources(const ClassTensor& tensor) {
    const auto& node = *tensor.value.get_node();
    const auto rule = operation_of(node).classes;
    return rule == nullptr || !has_static_shapes(node) ? std::vector<ClassTensor>()
                                                       : rule(node, tensor.value.get_index(), tensor.classes);
}

Value raw_scores(Value output) {
    while (operation_of(*output.get_node()).rescales_scores)
        output = output.get_node()->input_value(0);
    return output;
}

}  // namespace vinoscope
