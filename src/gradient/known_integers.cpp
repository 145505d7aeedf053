// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "gradient/known_integers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "graph/constant_value.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {

Integers known_integers(const ov::Input<const ov::Node>& input) {
    const auto source = input.get_source_output();
    const auto values = constant_integers({const_cast<ov::Node*>(source.get_node()), source.get_index()});
    if (!values)
        throw Error(ErrorKind::unsupported,
                    fmt::format("the gradient of {} \"{}\" needs its input {} to be known before it runs, but that is "
                                "computed by \"{}\"; give the model's input a fixed size",
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
