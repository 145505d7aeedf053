// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// The raw values of `map` as a NumPy file: format 1.0, little-endian float32, C order, shape (height, width).
std::vector<std::byte> encode_npy(const SaliencyMap& map);

/// The raw values of maps of one size, likewise, with the shape (maps, height, width).
std::vector<std::byte> encode_npy(std::span<const SaliencyMap> maps);

/// Bytes of a NumPy file of encode_npy() in front of its values.
std::size_t npy_header_size(std::span<const SaliencyMap> maps);

/// The standard errors of the values of `map`, likewise.
std::vector<std::byte> encode_standard_error(const SaliencyMap& map);

}  // namespace vinoscope
