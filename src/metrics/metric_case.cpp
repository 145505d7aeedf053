// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "metrics/metric_case.hpp"

#include <algorithm>
#include <cmath>

#include "metrics/metric_functions.hpp"
#include "metrics/no_value.hpp"
#include "metrics/statistics.hpp"

namespace vinoscope {
namespace {

template <typename Value, typename Compute>
const Value& once(std::optional<Value>& kept, Compute compute) {
    if (!kept)
        kept = compute();
    return *kept;
}

std::vector<float> at_input(const SaliencyMap& map, const MetricInputs& inputs) {
    require_usable(map);
    return sample(map, inputs.image, inputs.input);
}

}  // namespace

const std::vector<float>& MetricCase::values() {
    return once(m_values, [&] { return at_input(m_inputs.map, m_inputs); });
}

const std::vector<float>& MetricCase::shares() {
    return once(m_shares, [&] { return unit_scaled(values()); });
}

const InsertionDeletion& MetricCase::curves() {
    return once(m_curves, [&] { return insertion_deletion(values(), m_inputs.options.steps, m_inputs.score); });
}

double MetricCase::masked_score() {
    return once(m_masked_score, [&] {
        const auto& mask = shares();
        const auto draw = [&](std::size_t, std::span<float> drawn) { std::ranges::copy(mask, drawn.begin()); };
        return static_cast<double>(m_inputs.score(1, draw)[0]);
    });
}

double MetricCase::coherency() {
    return once(m_coherency, [&] {
        const auto& whole = values();
        const double found = correlation(whole, at_input(m_inputs.explain_masked(), m_inputs));
        if (std::isnan(found))
            throw NoValue("the map of the masked image is flat");
        return (1 + found) / 2;
    });
}

}  // namespace vinoscope
