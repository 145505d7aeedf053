// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

namespace vinoscope {

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers with every compiler, and cheap to start anywhere.
class Random {
public:
    /// @param stream any number of independent streams have one seed
    Random(std::uint64_t seed, std::uint64_t stream) : m_state(mix(mix(seed) + stream)) {}

    /// Uniform in [0, 1).
    double uniform() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

    /// Of the standard normal distribution (Box and Muller, 1958).
    double normal() {
        const double radius = std::sqrt(-2 * std::log(1 - uniform()));
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }

    /// Uniform in 0..count-1.
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(uniform() * static_cast<double>(count)); }

private:
    static std::uint64_t mix(std::uint64_t value) {
        value += 0x9E3779B97F4A7C15U;
        value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
        value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
        return value ^ (value >> 31U);
    }

    std::uint64_t next() { return mix(m_state++); }

    std::uint64_t m_state;
};

}  // namespace vinoscope
