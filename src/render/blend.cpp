// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/blend.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace vinoscope {

BlendTable make_blend_table(const ColorTable& colors, float map_weight) {
    constexpr float one = 256;
    constexpr std::uint16_t half = 128;
    BlendTable table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
            table[i][c] =
                static_cast<std::uint16_t>(std::lround(one * map_weight * static_cast<float>(colors[i][c])) + half);
        }
    }
    return table;
}

std::uint16_t fixed_weight(float image_weight) {
    return static_cast<std::uint16_t>(std::min(65535L, std::lround(65536.0F * image_weight)));
}

void interpolate_row(std::span<const float> base,
                     std::span<const float> slope,
                     float weight,
                     std::span<std::uint8_t> indices) {
    const float* from = base.data();
    const float* step = slope.data();
    std::uint8_t* to = indices.data();
    for (std::size_t x = 0; x < indices.size(); ++x) {
        to[x] = static_cast<std::uint8_t>(static_cast<std::int32_t>(from[x] + weight * step[x]));
    }
}

void color_row(std::span<const std::uint8_t> indices, const BlendTable& table, std::span<std::uint16_t> colors) {
    std::uint16_t* to = colors.data();
    for (const std::uint8_t index : indices) {
        std::memcpy(to, table[index].data(), sizeof(table[index]));
        to += 3;
    }
}

void blend_row(const std::uint16_t* colors,
               const std::uint8_t* image,
               std::uint16_t weight,
               std::span<std::uint8_t> pixels) {
    std::uint8_t* to = pixels.data();
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const auto wide = static_cast<std::uint16_t>(image[i] << 8);
        const auto weighted = static_cast<std::uint16_t>(std::uint32_t{wide} * weight >> 16);
        const auto sum = static_cast<std::uint16_t>(colors[i] + weighted);
        to[i] = static_cast<std::uint8_t>(sum >> 8);
    }
}

void store_row(const std::uint16_t* colors, std::span<std::uint8_t> pixels) {
    std::uint8_t* to = pixels.data();
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        to[i] = static_cast<std::uint8_t>(colors[i] >> 8);
    }
}

}  // namespace vinoscope
