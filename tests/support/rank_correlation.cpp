// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/rank_correlation.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "support/run_model.hpp"

namespace vinoscope::test {
namespace {

std::vector<float> ranks(std::span<const float> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
    std::vector<float> result(values.size());
    for (std::size_t first = 0; first < order.size();) {
        auto last = first;
        while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]])
            ++last;
        for (auto i = first; i <= last; ++i)
            result[order[i]] = static_cast<float>(first + last) / 2;
        first = last + 1;
    }
    return result;
}

}  // namespace

double rank_correlation(std::span<const float> a, std::span<const float> b) {
    return correlation(ranks(a), ranks(b));
}

}  // namespace vinoscope::test
