// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/no_value.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

double norm(std::span<const float> values) {
    double square = 0;
    for (const double value : values)
        square += value * value;
    return std::sqrt(square);
}

double distance(std::vector<float> a, const std::vector<float>& b) {
    std::ranges::transform(a, b, a.begin(), std::minus());
    return norm(a);
}

}  // namespace

// The largest |M(x') - M(x)| / |M(x)| over images x' that differ from x by a little noise, maps scaled to 0..1.
double max_sensitivity(MetricCase& one) {
    const auto& inputs = one.inputs();
    if (inputs.options.noisy_images < 1)
        throw Error(ErrorKind::usage,
                    fmt::format("expected at least 1 noisy image, found {}", inputs.options.noisy_images));
    const auto& shares = one.shares();
    double largest = 0;
    for (int i = 0; i < inputs.options.noisy_images; ++i) {
        const auto noisy = inputs.explain_noisy(static_cast<std::size_t>(i));
        require_usable(noisy);
        const auto found = distance(unit_scaled(sample(noisy, inputs.image, inputs.input)), shares);
        largest = std::max(largest, found / norm(shares));
    }
    return largest;
}

}  // namespace vinoscope
