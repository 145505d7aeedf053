// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Other number formats of the same values.
#include "ops/families.hpp"

namespace vinoscope::ops {
namespace {

std::optional<Value> unchanged(const ov::Node& node) {
    return node.input_value(0);
}

std::optional<Value> unchanged_integers(const ov::Node& node) {
    return input_if(!node.get_input_element_type(0).is_real(), node);
}

bool holds(const ov::element::Type& wide, const ov::element::Type& narrow) {
    if (wide.is_real() && narrow.is_real())
        return narrow.bitwidth() >= 16 && wide.bitwidth() >= 2 * narrow.bitwidth();
    if (wide.is_real())  // a mantissa of 24 or 53 bits, and of 11 in f16
        return wide.bitwidth() >= 2 * narrow.bitwidth() && wide != ov::element::bf16;
    return !narrow.is_real() && narrow != ov::element::boolean && wide.bitwidth() > narrow.bitwidth() &&
           (wide.is_signed() || !narrow.is_signed());
}

// To the same type, or back from a type that holds all its numbers.
std::optional<Value> convert_identity(const ov::Node& node) {
    const auto& type = node.get_output_element_type(0);
    if (node.get_input_element_type(0) == type)
        return node.input_value(0);
    const auto* before = node.get_input_node_ptr(0);
    if (!ov::is_type<v0::Convert>(before) && !ov::is_type<v1::ConvertLike>(before))
        return std::nullopt;
    return input_if(before->get_input_element_type(0) == type && holds(node.get_input_element_type(0), type), *before);
}

Values converted_gradient(const Step& step) {
    return {convert(step.g(), gradient_type(step.x()))};
}

// Gradients pass as far as gradient/path.cpp lets them.
Operation rounding() {
    auto known = elementwise({});
    known.identity = unchanged_integers;
    known.gradient = Gradient{reshaped_gradient};
    return known;
}

}  // namespace

Operations conversion() {
    auto convert = elementwise({});
    convert.identity = convert_identity;
    convert.range = ranges::of_first;
    convert.rescales_scores = true;
    convert.gradient = Gradient{converted_gradient};
    return {
        row<v0::Convert>(convert),
        row<v1::ConvertLike>(
            {.identity = convert_identity, .range = ranges::of_first, .gradient = Gradient{converted_gradient}}),
        row<v16::Identity>({.identity = unchanged, .range = ranges::of_first, .gradient = Gradient{reshaped_gradient}}),
        row<v0::Floor, v0::Ceiling, v5::Round>(rounding()),
    };
}

}  // namespace vinoscope::ops
