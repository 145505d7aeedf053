// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/jpeg_damage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <vector>

namespace vinoscope {
namespace {

using Bytes = std::span<const std::byte>;

constexpr int coefficients = 64;  // of a block

/// Ends the walk: with what is wrong, or with nothing for a file that is not followed.
struct Verdict : std::exception {
    explicit Verdict(std::string text) : reason(std::move(text)) {}
    std::string reason;
};

[[noreturn]] void not_followed() {
    throw Verdict({});
}

/// The codes of one table, by their length and value.
class HuffmanTable {
public:
    HuffmanTable() = default;

    HuffmanTable(Bytes counts, Bytes symbols) : m_symbols(symbols.begin(), symbols.end()) {
        int code = 0;
        int first = 0;
        for (std::size_t i = 0; i < counts.size(); ++i, code <<= 1) {
            const int count = std::to_integer<int>(counts[i]);
            m_last[i] = count > 0 ? code + count - 1 : -1;
            m_offset[i] = first - code;
            for (int j = 0; j < count && i < short_length; ++j)
                add_short(code + j, static_cast<int>(i) + 1, first + j);
            code += count;
            first += count;
        }
    }

    bool empty() const { return m_symbols.empty(); }

    /// The symbol at the front of a stream.
    template <typename Bits>
    int read(Bits& bits) const {
        const auto& entry = m_short[bits.peek(short_length)];
        if (entry.length > 0) {
            bits.skip(entry.length);
            return entry.symbol;
        }
        for (int length = short_length + 1; length <= longest; ++length) {
            const auto code = static_cast<int>(bits.peek(length));
            const auto i = static_cast<std::size_t>(length) - 1;
            if (code > m_last[i])
                continue;
            bits.skip(length);
            const int position = m_offset[i] + code;
            return std::to_integer<int>(m_symbols.at(static_cast<std::size_t>(position)));
        }
        throw Verdict("its compressed data contain a code that the file does not define");
    }

private:
    static constexpr int longest = 16;
    static constexpr int short_length = 9;

    struct Entry {
        std::int16_t symbol = 0;
        std::int16_t length = 0;
    };

    void add_short(int code, int length, int index) {
        const int spare = short_length - length;
        const auto symbol = std::to_integer<std::int16_t>(m_symbols.at(static_cast<std::size_t>(index)));
        for (int extended = code << spare; extended < (code + 1) << spare; ++extended)
            m_short.at(static_cast<std::size_t>(extended)) = {symbol, static_cast<std::int16_t>(length)};
    }

    std::vector<std::byte> m_symbols;
    std::array<int, longest> m_last{};
    std::array<int, longest> m_offset{};
    std::array<Entry, 1 << short_length> m_short{};
};

/// Entropy-coded data up to the next marker.
class Bits {
public:
    Bits(Bytes bytes, std::size_t at) : m_bytes(bytes), m_at(at) {}

    /// The next bits without taking them; zeros where the data end.
    std::uint32_t peek(int count) {
        fill();
        if (m_count == 0)
            return 0;
        return static_cast<std::uint32_t>(m_bits << (64 - m_count) >> (64 - count)) & ((1U << count) - 1);
    }

    void skip(int count) {
        fill();
        if (count > m_count)
            throw Verdict("its compressed data end early");
        m_count -= count;
    }

    std::uint32_t take(int count) {
        const auto value = count > 0 ? peek(count) : 0;
        skip(count);
        return value;
    }

    /// Drops the rest of the last byte and returns the position of the marker that ends the data.
    std::size_t end() {
        m_count = 0;
        while (m_at + 1 < m_bytes.size() && !at_marker())
            ++m_at;
        return m_at;
    }

private:
    bool at_marker() const {
        return m_bytes[m_at] == std::byte{0xFF} && m_bytes[m_at + 1] != std::byte{0} &&
               m_bytes[m_at + 1] != std::byte{0xFF};
    }

    void fill() {
        while (m_count <= 48 && m_at + 1 < m_bytes.size() && !at_marker()) {
            const auto byte = m_bytes[m_at++];
            if (byte == std::byte{0xFF}) {
                if (m_bytes[m_at] == std::byte{0xFF})
                    continue;  // fill bytes before a marker
                ++m_at;        // a stuffed zero
            }
            m_bits = m_bits << 8U | std::to_integer<std::uint64_t>(byte);
            m_count += 8;
        }
    }

    Bytes m_bytes;
    std::size_t m_at;
    std::uint64_t m_bits = 0;
    int m_count = 0;  // valid bits of m_bits, the lowest ones
};

struct Component {
    int id = 0;
    int across = 1;  // blocks of an MCU
    int down = 1;
    int blocks_across = 0;  // that show the picture
    int blocks_down = 0;
    int stride = 0;                        // blocks of a row, those that fill up the last MCU included
    std::vector<std::uint64_t> known;      // by block: which coefficients are not zero, for refinements
    std::array<int, coefficients> open{};  // lower bits still to come, -1: no scan so far
};

struct ScanComponent {
    Component* component = nullptr;
    const HuffmanTable* dc = nullptr;
    const HuffmanTable* ac = nullptr;
};

class Walk {
public:
    explicit Walk(Bytes bytes) : m_bytes(bytes) {}

    void run() {
        for (std::size_t at = 2; at + 4 <= m_bytes.size();) {
            if (m_bytes[at] != std::byte{0xFF} || m_bytes[at + 1] == std::byte{0xFF}) {
                ++at;
                continue;
            }
            const int marker = number(at + 1, 1);
            at += 2;
            if (marker == 0xD9)
                break;
            if (marker == 0x01 || marker == 0 || (marker >= 0xD0 && marker <= 0xD8))
                continue;
            const auto length = static_cast<std::size_t>(number(at, 2));
            if (length < 2 || at + length > m_bytes.size())
                throw Verdict("it ends early");
            m_segment = m_bytes.subspan(at + 2, length - 2);
            at += length;
            segment(marker, at);
        }
        for (const auto& component : m_components)
            if (std::ranges::any_of(component.open, [](int open) { return open != 0; }))
                throw Verdict("scans of its compressed data are missing");
    }

private:
    int number(std::size_t at, std::size_t count) const {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value = value << 8 | (at + i < m_bytes.size() ? std::to_integer<int>(m_bytes[at + i]) : 0);
        return value;
    }

    int byte(std::size_t at) const {
        if (at >= m_segment.size())
            not_followed();
        return std::to_integer<int>(m_segment[at]);
    }

    void segment(int marker, std::size_t& at) {
        if (marker == 0xC4)
            read_tables();
        else if (marker >= 0xC0 && marker <= 0xC2)
            read_frame(marker == 0xC2);
        else if (marker > 0xC2 && marker <= 0xCF && marker != 0xC8)
            not_followed();  // lossless, hierarchical, arithmetic
        else if (marker == 0xDD)
            m_restart = byte(0) << 8 | byte(1);
        else if (marker == 0xDA)
            at = read_scan(at);
    }

    void read_tables() {
        for (std::size_t at = 0; at < m_segment.size();) {
            const int target = byte(at);
            std::size_t count = 0;
            for (std::size_t i = 1; i <= 16; ++i)
                count += static_cast<std::size_t>(byte(at + i));
            if ((target >> 4) > 1 || (target & 15) > 3 || at + 17 + count > m_segment.size())
                not_followed();
            const int table = (target >> 4) * 4 + (target & 15);
            m_tables.at(static_cast<std::size_t>(table)) =
                HuffmanTable(m_segment.subspan(at + 1, 16), m_segment.subspan(at + 17, count));
            at += 17 + count;
        }
    }

    void read_frame(bool progressive) {
        m_progressive = progressive;
        const int height = byte(1) << 8 | byte(2);
        const int width = byte(3) << 8 | byte(4);
        const int count = byte(5);
        if (height == 0 || width == 0 || count == 0 || count > 4 || !m_components.empty())
            not_followed();
        m_components.resize(static_cast<std::size_t>(count));
        int most_across = 1;
        int most_down = 1;
        for (std::size_t i = 0; i < m_components.size(); ++i) {
            auto& component = m_components[i];
            component.id = byte(6 + 3 * i);
            component.across = byte(7 + 3 * i) >> 4;
            component.down = byte(7 + 3 * i) & 15;
            if (component.across < 1 || component.across > 4 || component.down < 1 || component.down > 4)
                not_followed();
            component.open.fill(-1);
            most_across = std::max(most_across, component.across);
            most_down = std::max(most_down, component.down);
        }
        const auto parts = [](int size, int part) { return (size + part - 1) / part; };
        m_mcus_across = parts(width, 8 * most_across);
        m_mcus_down = parts(height, 8 * most_down);
        for (auto& component : m_components) {
            component.blocks_across = parts(parts(width * component.across, most_across), 8);
            component.blocks_down = parts(parts(height * component.down, most_down), 8);
            component.stride = m_mcus_across * component.across;
            if (progressive)
                component.known.resize(static_cast<std::size_t>(component.stride) *
                                       static_cast<std::size_t>(m_mcus_down * component.down));
        }
    }

    std::size_t read_scan(std::size_t at) {
        const int count = byte(0);
        std::vector<ScanComponent> scan;
        for (int i = 0; i < count; ++i) {
            const auto found =
                std::ranges::find(m_components, byte(1 + 2 * static_cast<std::size_t>(i)), &Component::id);
            const int tables = byte(2 + 2 * static_cast<std::size_t>(i));
            if (found == m_components.end() || (tables >> 4) > 3 || (tables & 15) > 3)
                not_followed();
            scan.push_back({&*found,
                            &m_tables[static_cast<std::size_t>(tables >> 4)],
                            &m_tables[4 + static_cast<std::size_t>(tables & 15)]});
        }
        const auto behind = 1 + 2 * static_cast<std::size_t>(count);
        m_first = m_progressive ? byte(behind) : 0;
        m_last = m_progressive ? byte(behind + 1) : coefficients - 1;
        m_refines = m_progressive && (byte(behind + 2) >> 4) > 0;
        if (scan.empty() || m_first > m_last || m_last >= coefficients || (m_first > 0 && scan.size() > 1))
            not_followed();
        for (const auto& [component, dc, ac] : scan) {
            if ((m_first == 0 && !m_refines && dc->empty()) || (m_last > 0 && ac->empty()))
                not_followed();
            const int open = m_progressive ? byte(behind + 2) & 15 : 0;
            std::fill(component->open.begin() + m_first, component->open.begin() + m_last + 1, open);
        }
        return follow(scan, at);
    }

    std::size_t follow(const std::vector<ScanComponent>& scan, std::size_t at) {
        const bool single = scan.size() == 1;
        const auto& first = *scan.front().component;
        const int across = single ? first.blocks_across : m_mcus_across;
        const int down = single ? first.blocks_down : m_mcus_down;
        Bits bits(m_bytes, at);
        m_run = 0;
        int until_restart = m_restart;
        for (int y = 0; y < down; ++y) {
            for (int x = 0; x < across; ++x) {
                if (m_restart > 0 && until_restart-- == 0) {
                    bits = Bits(m_bytes, behind_restart(bits.end()));
                    m_run = 0;
                    until_restart = m_restart - 1;
                }
                if (single)
                    block(scan.front(), x, y, bits);
                else
                    mcu(scan, x, y, bits);
            }
        }
        return bits.end();
    }

    std::size_t behind_restart(std::size_t at) const {
        const int marker = number(at + 1, 1);
        if (marker < 0xD0 || marker > 0xD7)
            throw Verdict("its compressed data end early");
        return at + 2;
    }

    void mcu(const std::vector<ScanComponent>& scan, int x, int y, Bits& bits) {
        for (const auto& one : scan)
            for (int row = 0; row < one.component->down; ++row)
                for (int column = 0; column < one.component->across; ++column)
                    block(one, x * one.component->across + column, y * one.component->down + row, bits);
    }

    void block(const ScanComponent& scan, int x, int y, Bits& bits) {
        if (!m_progressive) {
            bits.skip(scan.dc->read(bits) & 15);
            std::uint64_t ignored = 0;
            first_pass(*scan.ac, 1, ignored, bits);
            return;
        }
        if (m_first == 0) {
            bits.skip(m_refines ? 1 : scan.dc->read(bits) & 15);
            return;
        }
        auto& known =
            scan.component->known.at(static_cast<std::size_t>(y) * static_cast<std::size_t>(scan.component->stride) +
                                     static_cast<std::size_t>(x));
        if (m_refines)
            refine(*scan.ac, known, bits);
        else
            first_pass(*scan.ac, m_first, known, bits);
    }

    void first_pass(const HuffmanTable& table, int k, std::uint64_t& known, Bits& bits) {
        if (m_run > 0) {
            --m_run;
            return;
        }
        for (; k <= m_last; ++k) {
            const int symbol = table.read(bits);
            const int zeros = symbol >> 4;
            const int size = symbol & 15;
            if (size == 0 && zeros < 15) {
                if (m_progressive)
                    m_run = (1 << zeros) - 1 + static_cast<int>(bits.take(zeros));
                return;
            }
            k += zeros;
            if (k > m_last && size > 0)
                throw Verdict("its compressed data are damaged");
            bits.skip(size);
            if (size > 0)
                known |= std::uint64_t{1} << static_cast<unsigned>(k);
        }
    }

    void refine(const HuffmanTable& table, std::uint64_t& known, Bits& bits) {
        const auto is_known = [&](int k) { return (known >> static_cast<unsigned>(k) & 1U) != 0; };
        int k = m_first;
        for (; m_run == 0 && k <= m_last; ++k) {
            const int symbol = table.read(bits);
            int zeros = symbol >> 4;
            const bool is_new = (symbol & 15) > 0;
            if (!is_new && zeros < 15) {
                m_run = (1 << zeros) + static_cast<int>(bits.take(zeros));
                break;
            }
            bits.skip(is_new ? 1 : 0);
            for (; k <= m_last && (is_known(k) || zeros-- > 0); ++k)
                bits.skip(is_known(k) ? 1 : 0);
            if (is_new && k <= m_last)
                known |= std::uint64_t{1} << static_cast<unsigned>(k);
        }
        if (m_run == 0)
            return;
        for (; k <= m_last; ++k)
            bits.skip(is_known(k) ? 1 : 0);
        --m_run;
    }

    Bytes m_bytes;
    Bytes m_segment;
    std::array<HuffmanTable, 8> m_tables{};  // four for the means of blocks (DC), four for the rest (AC)
    std::vector<Component> m_components;
    bool m_progressive = false;
    int m_mcus_across = 0;
    int m_mcus_down = 0;
    int m_restart = 0;  // MCUs between two markers; 0: none
    int m_first = 0;    // coefficients of the scan
    int m_last = 0;
    bool m_refines = false;
    int m_run = 0;  // blocks that have no further coefficients in this scan
};

}  // namespace

std::string jpeg_damage(Bytes bytes) {
    try {
        Walk(bytes).run();
    } catch (const Verdict& verdict) {
        return verdict.reason;
    } catch (const std::out_of_range&) {
        return "its tables are damaged";
    }
    return {};
}

}  // namespace vinoscope
