// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace vinoscope {

/// 64 bits that tell damaged data, not forged data: Fowler-Noll-Vo 1a on words of eight bytes. A change in one word
/// always changes them.
class Checksum {
public:
    /// The value depends on how the data is divided among the calls.
    void add(std::span<const std::byte> bytes) {
        add_word(bytes.size());
        for (; !bytes.empty(); bytes = bytes.subspan(std::min(bytes.size(), sizeof(std::uint64_t)))) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data(), std::min(bytes.size(), sizeof(word)));
            add_word(word);
        }
    }

    std::uint64_t value() const { return m_value; }

private:
    void add_word(std::uint64_t word) {
        m_value = (m_value ^ word) * 0x100000001B3U;
        m_value ^= m_value >> 32U;  // multiplication alone moves nothing down
    }

    std::uint64_t m_value = 0xCBF29CE484222325U;
};

inline std::uint64_t checksum_of(std::span<const std::byte> bytes) {
    Checksum sum;
    sum.add(bytes);
    return sum.value();
}

}  // namespace vinoscope
