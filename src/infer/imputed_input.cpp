// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/imputed_input.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/random.hpp"
#include "infer/impute.hpp"

namespace vinoscope {
namespace {

// Standard deviation as a share of the range of the image.
constexpr float noise_share = 0.01F;

// By the method of Box and Muller.
float normal(Random& random) {
    const double radius = std::sqrt(-2 * std::log(1 - random.uniform()));
    return static_cast<float>(radius * std::cos(2 * std::numbers::pi * random.uniform()));
}

float noise_of(const std::vector<float>& values) {
    const auto [low, high] = std::ranges::minmax(values);
    return noise_share * (high - low);
}

}  // namespace

ImputedInput::ImputedInput(const MaskedInput& image, std::uint64_t seed)
    : m_image(image), m_seed(seed), m_values(image.values()), m_noise(noise_of(m_values)) {}

void ImputedInput::write(std::size_t index, std::span<const float> mask, ov::Tensor& tensor) const {
    Random random(m_seed, index);
    auto values = m_values;
    std::vector<float> plane(mask.size());
    for (std::size_t channel = 0; channel < m_image.channels(); ++channel) {
        for (std::size_t i = 0; i < plane.size(); ++i)
            plane[i] = values[m_image.position(channel, i)];
        impute(plane, m_image.height(), m_image.width(), mask);
        for (std::size_t i = 0; i < plane.size(); ++i)
            values[m_image.position(channel, i)] = plane[i] + (mask[i] == 0 ? m_noise * normal(random) : 0);
    }
    m_image.write_values(values, tensor);
}

}  // namespace vinoscope
