// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/npy.hpp"

#include <fmt/core.h>

#include <bit>
#include <cstdint>
#include <span>

namespace vinoscope {

namespace {

void append_little_endian(std::vector<std::byte>& bytes, std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) {
        bytes.push_back(static_cast<std::byte>(value >> (8 * i) & 0xFFU));
    }
}

/// Padded with spaces so that the values start at a multiple of 64 bytes.
std::string header_text(const SaliencyMap& map) {
    constexpr std::size_t before = 10;  // magic, version, length
    std::string header =
        fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, {}), }}", map.height, map.width);
    header.append(63 - (before + header.size()) % 64, ' ');
    return header + '\n';
}

std::vector<std::byte> encode(const SaliencyMap& map, std::span<const float> values) {
    const std::string header = header_text(map);
    std::vector<std::byte> bytes;
    for (const char c : std::string_view("\x93NUMPY\x01\x00", 8)) {
        bytes.push_back(static_cast<std::byte>(c));
    }
    append_little_endian(bytes, static_cast<std::uint32_t>(header.size()), 2);
    for (const char c : header) {
        bytes.push_back(static_cast<std::byte>(c));
    }
    bytes.reserve(bytes.size() + 4 * values.size());
    for (const float value : values) {
        append_little_endian(bytes, std::bit_cast<std::uint32_t>(value), 4);
    }
    return bytes;
}

}  // namespace

std::vector<std::byte> encode_npy(const SaliencyMap& map) {
    return encode(map, map.values);
}

std::vector<std::byte> encode_standard_error(const SaliencyMap& map) {
    return encode(map, map.standard_error);
}

}  // namespace vinoscope
