// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "metric_flags.hpp"

#include <fmt/format.h>

#include "number.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::cli {
namespace {

constexpr int many = 100000;
constexpr double widest_image = 65536;

/// The number from 0 to `most` that `text` is; `otherwise` when the flag is not given.
double parse_up_to(const char* flag, const std::string& text, double otherwise, double most) {
    if (text.empty()) {
        return otherwise;
    }
    const double value = parse_float(flag, text);
    if (value < 0 || value > most) {
        throw Error(ErrorKind::usage, fmt::format("{}: expected a number from 0 to {}, found {}", flag, most, text));
    }
    return value;
}

}  // namespace

void MetricFlags::add_to(Arguments& arguments) {
    arguments.group("Metrics (--baseline and --seed are theirs too)");
    arguments.value("--steps", m_steps, "N", "Of insertion and deletion (default: 50)");
    arguments.value("--subsets", m_subsets, "N", "Random parts that fidelities hide (default: 200)");
    arguments.value("--noisy-images", m_noisy_images, "N", "That max-sensitivity tries (default: 10)");
    arguments.value("--noise", m_noise, "N", "Largest share of 0..255 that they differ by (default: 0.02)");
    arguments.value("--tolerance", m_tolerance, "PIXELS", "Of the pointing game (default: 0)");
    arguments.value("--threshold", m_threshold, "N", "Of the scaled map for iou, 0..1 (default: 0.5)");
}

MetricOptions MetricFlags::parse() const {
    MetricOptions options;
    options.steps = parse_size("--steps", m_steps, options.steps, 1, many);
    options.subsets = parse_size("--subsets", m_subsets, options.subsets, 2, many);
    options.noisy_images = parse_size("--noisy-images", m_noisy_images, options.noisy_images, 1, many);
    options.noise = parse_up_to("--noise", m_noise, options.noise, 1);
    options.tolerance = parse_up_to("--tolerance", m_tolerance, options.tolerance, widest_image);
    options.threshold = parse_up_to("--threshold", m_threshold, options.threshold, 1);
    return options;
}

}  // namespace vinoscope::cli
