// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <random>
#include <vector>

#include "vinoscope/image.hpp"

namespace vinoscope::test {

/// Uniform in -1..1; unlike std::uniform_real_distribution the same with every standard library.
inline std::vector<float> random_values(std::size_t count, unsigned seed) {
    std::mt19937 generator(seed);
    std::vector<float> values(count);
    for (auto& value : values)
        value = static_cast<float>(generator() >> 8U) / static_cast<float>(1U << 23U) - 1.0F;
    return values;
}

inline Image random_image(int width, int height, unsigned seed) {
    std::mt19937 generator(seed);
    Image image(width, height);
    for (std::size_t i = 0; i < image.size(); ++i)
        image.data()[i] = static_cast<std::uint8_t>(generator() >> 24U);
    return image;
}

}  // namespace vinoscope::test
