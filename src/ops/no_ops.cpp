// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/no_ops.hpp"

#include <openvino/op/parameter.hpp>
#include <openvino/op/result.hpp>
#include <optional>

#include "ops/find_operation.hpp"
#include "ops/operations.hpp"

namespace vinoscope {
namespace {

namespace v0 = ov::op::v0;

// The value that `node` returns unchanged as its first output, if any.
std::optional<Value> source_of(const ov::Node& node) {
    const auto rule = operation_of(node).identity;
    if (rule == nullptr || node.get_output_partial_shape(0).rank().is_dynamic())
        return std::nullopt;
    const auto source = rule(node);
    const auto& output = node.output(0);
    const bool same = source && source->get_element_type() == output.get_element_type() &&
                      source->get_partial_shape() == output.get_partial_shape();
    return same ? source : std::nullopt;
}

// Results that go by the name of what they read keep that name.
void pin_names(const Value& value) {
    for (const auto& reader : value.get_target_inputs()) {
        if (!ov::is_type<v0::Result>(reader.get_node()))
            continue;
        const auto port = reader.get_node()->output(0);
        auto names = port.get_names();
        if (names.empty())
            names = {value.get_node()->get_friendly_name()};
        port.get_tensor_ptr()->set_names(names);
    }
}

// An input of the model keeps its own names only.
void inherit_names(const Value& source, const ov::Node& gone) {
    if (source.get_node()->get_output_size() == 1)
        add_alias(*source.get_node(), gone);
    if (!ov::is_type<v0::Parameter>(source.get_node()))
        source.get_tensor_ptr()->add_names(gone.output(0).get_names());
}

}  // namespace

void remove_no_ops(ov::Model& model) {
    bool changed = false;
    for (const auto& node : model.get_ordered_ops()) {
        const auto source = node->get_output_size() > 0 ? source_of(*node) : std::nullopt;
        if (!source)
            continue;
        pin_names(node->output(0));
        pin_names(*source);
        for (auto reader : node->output(0).get_target_inputs())
            reader.replace_source_output(*source);
        inherit_names(*source, *node);
        changed = true;
    }
    if (changed)
        model.validate_nodes_and_infer_types();
}

}  // namespace vinoscope
