// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <openvino/op/einsum.hpp>

#include "ops/constant_value.hpp"
#include "ops/gradients/rules.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

using ov::op::v7::Einsum;

// Each label once, and each known from the other operands: else the product has a diagonal or a sum over one operand.
bool follows_from(const std::string& own, const std::string& others) {
    return std::ranges::all_of(own, [&](char label) {
        return std::ranges::count(own, label) == 1 && others.find(label) != std::string::npos;
    });
}

}  // namespace

// "ij,jk->ik": the first operand gets "ik,jk->ij", the result taking its place.
Values einsum_rule(const Step& step) {
    const auto& node = step.as<Einsum>();
    std::vector<std::string> operands;
    std::string result;
    Einsum::parse_equation(node.get_equation(), operands, result);
    Values gradients(step.inputs());
    for (std::size_t i = 0; i < step.inputs(); ++i) {
        if (!step.wants(i))
            continue;
        auto labels = operands;
        labels[i] = result;
        if (!follows_from(operands[i], fmt::format("{}", fmt::join(labels, ","))))
            throw Error(ErrorKind::unsupported,
                        fmt::format("no gradient is known for Einsum \"{}\" with the equation {}",
                                    node.get_friendly_name(),
                                    node.get_equation()));
        auto values = node.input_values();
        values[i] = step.g();
        if (const auto weights = std::ranges::find_if(values, is_constant); weights != values.end()) {
            *weights = -*weights;  // see shared_weights.hpp
            values[i] = -values[i];
        }
        const Value gradient =
            std::make_shared<Einsum>(values, fmt::format("{}->{}", fmt::join(labels, ","), operands[i]));
        gradients[i] = sum_to_shape_of(gradient, step.x(i));
    }
    return gradients;
}

}  // namespace vinoscope
