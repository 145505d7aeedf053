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

/// Magic, version, length and the text itself, which is padded with spaces so that the values start at a multiple of 64
/// bytes.
std::vector<std::byte> encode_header(std::string_view shape) {
    constexpr std::size_t before = 10;
    std::string header = fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}), }}", shape);
    header.append(63 - (before + header.size()) % 64, ' ');
    header += '\n';
    std::vector<std::byte> bytes;
    for (const char c : std::string_view("\x93NUMPY\x01\x00", 8)) {
        bytes.push_back(static_cast<std::byte>(c));
    }
    append_little_endian(bytes, static_cast<std::uint32_t>(header.size()), 2);
    for (const char c : header) {
        bytes.push_back(static_cast<std::byte>(c));
    }
    return bytes;
}

void append(std::vector<std::byte>& bytes, std::span<const float> values) {
    if constexpr (std::endian::native == std::endian::little) {
        const auto raw = std::as_bytes(values);
        bytes.insert(bytes.end(), raw.begin(), raw.end());
    } else {
        for (const float value : values) {
            append_little_endian(bytes, std::bit_cast<std::uint32_t>(value), 4);
        }
    }
}

std::vector<std::byte> encode(const SaliencyMap& map, std::span<const float> values) {
    std::vector<std::byte> bytes = encode_header(fmt::format("{}, {}", map.height, map.width));
    append(bytes, values);
    return bytes;
}

std::vector<std::byte> encode_header(std::span<const SaliencyMap> maps) {
    return encode_header(fmt::format("{}, {}, {}", maps.size(), maps.front().height, maps.front().width));
}

}  // namespace

std::vector<std::byte> encode_npy(std::span<const SaliencyMap> maps) {
    std::vector<std::byte> bytes = encode_header(maps);
    bytes.reserve(bytes.size() + maps.size() * maps.front().values.size() * sizeof(float));
    for (const SaliencyMap& map : maps) {
        append(bytes, map.values);
    }
    return bytes;
}

std::size_t npy_header_size(std::span<const SaliencyMap> maps) {
    return encode_header(maps).size();
}

std::vector<std::byte> encode_npy(const SaliencyMap& map) {
    return encode(map, map.values);
}

std::vector<std::byte> encode_standard_error(const SaliencyMap& map) {
    return encode(map, map.standard_error);
}

}  // namespace vinoscope
