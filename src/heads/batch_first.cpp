// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/batch_first.hpp"

#include <algorithm>
#include <numeric>

namespace vinoscope {

Value with_batch_first(const Value& features,
                       const Axes& axes,
                       const std::function<Value(const Value& features, const Axes& axes)>& change) {
    const auto batch = batch_axis(axes).value_or(0);
    if (batch == 0)
        return change(features, axes);
    Integers forth(axes.size());
    std::iota(forth.begin(), forth.end(), 0);
    auto back = forth;
    std::rotate(forth.begin(), forth.begin() + batch, forth.begin() + batch + 1);
    std::rotate(back.begin(), back.begin() + 1, back.begin() + batch + 1);
    Axes moved;
    for (const auto axis : forth)
        moved.push_back(axes[axis]);
    return transposed(change(transposed(features, forth), moved), back);
}

}  // namespace vinoscope
