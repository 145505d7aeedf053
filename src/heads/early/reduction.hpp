// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>

#include "analysis/axis_trace.hpp"
#include "ops/nodes.hpp"

namespace vinoscope::early {

/// What is read along one axis of a tensor: the indices [begin, end), or their mean. The axis stays.
struct Reduction {
    std::int64_t axis = 0;
    std::int64_t begin = 0;
    std::int64_t end = 0;
    bool mean = false;

    std::int64_t size() const { return mean ? 1 : end - begin; }
    Reduction along(std::int64_t other) const { return {other, begin, end, mean}; }
    Reduction shifted(std::int64_t by) const { return {axis, begin + by, end + by, mean}; }
    auto operator<=>(const Reduction&) const = default;
};

/// What `node` reads of its first input, if it is nothing but a reduction of an axis of places after which no places
/// are left.
std::optional<Reduction> reduction_of_places(const ov::Node& node, const AxisTrace& trace);

/// `value` less what the reduction leaves out.
Value applied(const Reduction& reduction, const Value& value);

}  // namespace vinoscope::early
