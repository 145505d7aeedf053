// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <openvino/op/concat.hpp>
#include <openvino/op/variadic_split.hpp>

#include "gradient/along_axis.hpp"
#include "gradient/known_integers.hpp"
#include "gradient/rules/rules.hpp"

namespace vinoscope {

Values transpose_rule(const Step& step) {
    auto order = known_integers(step.node().input(1));
    Integers inverse(rank_of(step.x()));
    for (std::int64_t i = 0; i < rank_of(step.x()); ++i)
        inverse[order.empty() ? rank_of(step.x()) - 1 - i : order[i]] = i;
    return {transposed(step.g(), inverse)};
}

Values concat_rule(const Step& step) {
    const auto axis = positive_axis(step.as<ov::op::v0::Concat>().get_axis(), rank_of(step.y()));
    Values gradients;
    std::int64_t start = 0;
    for (std::size_t i = 0; i < step.inputs(); ++i) {
        const auto end = start + size_of(step.x(i), axis);
        gradients.push_back(step.wants(i) ? crop(step.g(), axis, start, end) : Value());
        start = end;
    }
    return gradients;
}

Values split_rule(const Step& step) {
    const auto axis = known_integers(step.node().input(1)).front();
    Values parts;
    for (std::size_t i = 0; i < step.node().get_output_size(); ++i)
        parts.push_back(step.g(i));
    return {concat(parts, axis)};
}

}  // namespace vinoscope
