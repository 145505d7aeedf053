// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// What reads elements at indices is transposed by what writes there, and the other way round.
#include <fmt/format.h>

#include "ops/families.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::ops {
namespace {

using ov::op::v12::ScatterElementsUpdate;

void refuse(const Step& step, bool condition, const char* what) {
    if (condition)
        throw Error(ErrorKind::unsupported,
                    fmt::format("no gradient is known for {} \"{}\" with {}",
                                step.node().get_type_name(),
                                step.node().get_friendly_name(),
                                what));
}

Values gather_elements_rule(const Step& step) {
    const auto axis = step.as<ov::op::v6::GatherElements>().get_axis();
    return {summed_at(step.x(), step.x(1), step.g(), integer(axis))};
}

Values top_k_rule(const Step& step) {
    const auto axis = integer(static_cast<std::int64_t>(step.as<ov::op::util::TopKBase>().get_axis()));
    return {summed_at(step.x(), step.y(1), step.g(), axis)};
}

Values gather_nd_rule(const Step& step) {
    using ov::op::v15::ScatterNDUpdate;
    const auto& node = dynamic_cast<const ov::op::util::GatherNDBase&>(step.node());
    refuse(step, node.get_batch_dims() != 0, "batch dimensions");
    return {
        std::make_shared<ScatterNDUpdate>(zeros_like(step.x()), step.x(1), step.g(), ScatterNDUpdate::Reduction::SUM)};
}

// Of data, indices and updates: where something was written, the data lose their gradient to the updates.
Values scatter_elements_update_rule(const Step& step) {
    const auto* reducing = ov::as_type<const ScatterElementsUpdate>(&step.node());
    refuse(step,
           reducing != nullptr && reducing->get_reduction() != ScatterElementsUpdate::Reduction::NONE,
           "a reduction");
    const auto* old = ov::as_type<const ov::op::v3::ScatterElementsUpdate>(&step.node());
    const auto axis = step.x(3);
    const auto zeros = zeros_like(step.x(2));
    const Value data =
        old != nullptr ? Value(std::make_shared<ov::op::v3::ScatterElementsUpdate>(step.g(), step.x(1), zeros, axis))
                       : Value(std::make_shared<ScatterElementsUpdate>(step.g(), step.x(1), zeros, axis));
    return {data,
            Value(),
            std::make_shared<ov::op::v6::GatherElements>(
                step.g(), step.x(1), known_integers(step.node().input(3)).front())};
}

Values scatter_nd_update_rule(const Step& step) {
    return {std::make_shared<ov::op::v3::ScatterNDUpdate>(step.g(), step.x(1), zeros_like(step.x(2))),
            Value(),
            std::make_shared<ov::op::v8::GatherND>(step.g(), step.x(1))};
}

Values scatter_update_rule(const Step& step) {
    return {std::make_shared<ov::op::v3::ScatterUpdate>(step.g(), step.x(1), zeros_like(step.x(2)), step.x(3)),
            Value(),
            std::make_shared<v8::Gather>(step.g(), step.x(1), step.x(3))};
}

}  // namespace

Operations indexing() {
    return {
        row<v6::GatherElements>({.gradient = Gradient{gather_elements_rule}}),
        row<v5::GatherND, v8::GatherND>({.gradient = Gradient{gather_nd_rule}}),
        row<v3::ScatterUpdate>({.gradient = Gradient{scatter_update_rule, {0, 2}}}),
        row<v3::ScatterElementsUpdate, v12::ScatterElementsUpdate>(
            {.gradient = Gradient{scatter_elements_update_rule, {0, 2}}}),
        row<v3::ScatterNDUpdate>({.gradient = Gradient{scatter_nd_update_rule, {0, 2}}}),
        row<v1::TopK, v3::TopK, v11::TopK>({.gradient = Gradient{top_k_rule}}),
        row<v1::OneHot, v3::NonZero, v3::Bucketize, v0::Range, v4::Range>({.piecewise_constant = true}),
    };
}

}  // namespace vinoscope::ops
