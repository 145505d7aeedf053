// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "render/color_table.hpp"

namespace vinoscope {

// Arithmetic on rows of pixels, written so that compilers vectorise it: plain loops, 16-bit fixed point with 8 bits of
// fraction, no branches.

/// Colours multiplied by the weight of the map, as 16-bit fixed point with the half for rounding added. The fourth
/// element is never shown: it lets a colour be copied as one 64-bit word.
using BlendTable = std::array<std::array<std::uint16_t, 4>, 256>;

/// @param map_weight 0..1
BlendTable make_blend_table(const ColorTable& colors, float map_weight);

/// `image_weight` (0..1) as the factor that blend_row takes.
std::uint16_t fixed_weight(float image_weight);

/// `indices[i] = base[i] + weight * slope[i]`, rounded down; the sums lie in 0..255.
void interpolate_row(std::span<const float> base,
                     std::span<const float> slope,
                     float weight,
                     std::span<std::uint8_t> indices);

/// The colours of `indices`, three elements each. `colors` has one element more than they fill.
void color_row(std::span<const std::uint8_t> indices, const BlendTable& table, std::span<std::uint16_t> colors);

/// `pixels[i] = colors[i] + weight * image[i]`, back in 8 bits. All three are rows of 3 * width elements.
void blend_row(const std::uint16_t* colors,
               const std::uint8_t* image,
               std::uint16_t weight,
               std::span<std::uint8_t> pixels);

/// The same without an image.
void store_row(const std::uint16_t* colors, std::span<std::uint8_t> pixels);

}  // namespace vinoscope
