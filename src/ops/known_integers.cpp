// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/known_integers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "ops/constant_value.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {

namespace {

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

std::int64_t positive_axis(std::int64_t axis, std::int64_t rank) {
    return axis < 0 ? axis + rank : axis;
}

Integers sorted_axes(Integers axes, std::int64_t rank) {
    std::ranges::transform(axes, axes.begin(), [&](std::int64_t axis) { return positive_axis(axis, rank); });
    std::ranges::sort(axes);
    return axes;
}

}  // namespace vinoscope
