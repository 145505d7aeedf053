// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>

#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/no_value.hpp"
#include "metrics/statistics.hpp"

namespace vinoscope {
namespace {

constexpr std::size_t bins = 100;

/// Entropy of the histogram of a map's values between its lowest and highest, in nats.
double histogram_entropy(const SaliencyMap& map) {
    require_usable(map);
    std::array<double, bins> histogram = {};
    for (const float share : unit_scaled(map.values))
        ++histogram.at(std::min(static_cast<std::size_t>(share * static_cast<float>(bins)), bins - 1));
    double entropy = 0;
    for (const double count : histogram)
        if (count > 0) {
            const double share = count / static_cast<double>(map.values.size());
            entropy -= share * std::log(share);
        }
    return entropy;
}

double norm_of_difference(const std::vector<float>& a, const std::vector<float>& b) {
    double square = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        square += std::pow(static_cast<double>(a[i]) - b[i], 2);
    return std::sqrt(square);
}

double norm(const std::vector<float>& values) {
    return norm_of_difference(values, std::vector<float>(values.size()));
}

/// The largest relative change of the map over that of what `change` tells, over the noisy images.
double largest_ratio(MetricCase& one, const std::function<double(std::size_t)>& change) {
    const auto& inputs = one.inputs();
    const auto& whole = one.values();
    if (!change)
        throw NoValue("no noisy image was evaluated");
    const double size = norm(whole);
    std::optional<double> largest;
    for (int i = 0; i < inputs.options.noisy_images; ++i) {
        const auto sample_index = static_cast<std::size_t>(i);
        const double by = change(sample_index);
        if (!(by > 0))
            continue;
        const auto noisy = inputs.explain_noisy(sample_index);
        require_usable(noisy);
        const double ratio = norm_of_difference(whole, sample(noisy, inputs.image, inputs.input)) / size / by;
        largest = std::max(largest.value_or(0), ratio);
    }
    if (!largest)
        throw NoValue("no noisy image changed it");
    return *largest;
}

}  // namespace

double efficient_randomisation(MetricCase& one) {
    const double entropy = histogram_entropy(one.inputs().map);
    const double random = histogram_entropy(one.inputs().explain_randomised());
    if (entropy == 0)
        throw NoValue("the values of the map have no entropy");
    return (random - entropy) / entropy;
}

double random_logit(MetricCase& one) {
    const auto& inputs = one.inputs();
    const auto& whole = one.values();
    if (!inputs.explain_other)
        throw NoValue("another class cannot be explained");
    const auto other = inputs.explain_other();
    require_usable(other);
    const double found = rank_correlation(whole, sample(other, inputs.image, inputs.input));
    if (std::isnan(found))
        throw NoValue("the map of the other class is flat");
    return std::abs(found);
}

double relative_input_stability(MetricCase& one) {
    return largest_ratio(one, one.inputs().noise_of_input);
}

double relative_output_stability(MetricCase& one) {
    return largest_ratio(one, one.inputs().noise_of_score);
}

}  // namespace vinoscope
