// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <utility>

#include "vinoscope/metrics.hpp"

namespace vinoscope {

/// A metric is not defined for what it was given; never leaves the library: see value_of().
struct NoValue : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What `compute` returns, or why there is nothing. @throws what `compute` throws, but for NoValue
template <typename Compute>
MetricValue value_of(Compute&& compute) {
    try {
        return {std::forward<Compute>(compute)(), {}};
    } catch (const NoValue& none) {
        return {std::nullopt, none.what()};
    }
}

/// The other way round. @throws NoValue
inline double number_of(const MetricValue& value) {
    return value.value ? *value.value : throw NoValue(value.reason);
}

}  // namespace vinoscope
