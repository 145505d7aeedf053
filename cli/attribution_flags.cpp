// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "attribution_flags.hpp"

#include <fmt/format.h>

#include "choice.hpp"
#include "number.hpp"

namespace vinoscope::cli {

void AttributionFlags::add_to(Arguments& arguments) {
    arguments.group("Gradient methods");
    arguments.value("--steps", m_steps, "N", "From baseline to image, of integrated gradients (default: 50)");
    arguments.value("--rule", m_rule, "gauss-legendre|trapezoid|midpoint", "Where these steps lie");
    arguments.value("--samples", m_samples, "N", "Random inputs (default: 50; expected gradients: 200)");
    arguments.value("--noise", m_noise, "S", "Of noisy inputs, as a share of the range of values (default: 0.15)");
}

AttributionOptions AttributionFlags::parse() const {
    check_choice("--rule", m_rule, {"gauss-legendre", "trapezoid", "midpoint"});
    AttributionOptions options;
    options.steps = parse_size("--steps", m_steps, options.steps, 1, 1000000);
    options.rule = m_rule;
    options.samples = static_cast<std::size_t>(parse_size("--samples", m_samples, 0, 1, 1000000));
    if (!m_noise.empty()) {
        options.noise = parse_float("--noise", m_noise);
    }
    if (options.noise <= 0) {
        throw Error(ErrorKind::usage, fmt::format("--noise: expected a number above 0, found {}", m_noise));
    }
    return options;
}

}  // namespace vinoscope::cli
