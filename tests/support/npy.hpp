// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

namespace vinoscope::test {

/// The contents of a NumPy file in C order.
template <typename Value>
struct NpyArray {
    std::vector<std::size_t> shape;
    std::vector<Value> values;
};

/// Reads a .npy file (format 1.x, little-endian, C order) of exactly this type: float, std::uint8_t or std::int64_t.
/// @throws std::runtime_error when it is something else.
template <typename Value>
NpyArray<Value> read_npy(const std::filesystem::path& file);

}  // namespace vinoscope::test
