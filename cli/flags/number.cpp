// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "flags/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <locale>
#include <sstream>

#include "terminal/text.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::cli {
namespace {

[[noreturn]] void reject(std::string_view flag, std::string_view expected, const std::string& found) {
    throw Error(ErrorKind::usage, fmt::format("{}: expected {}, found '{}'", flag, expected, found));
}

}  // namespace

float parse_float(std::string_view flag, const std::string& text) {
    std::istringstream stream(text);
    stream.imbue(std::locale::classic());
    float value = 0;
    stream >> value;
    if (stream.fail() || stream.peek() != std::istringstream::traits_type::eof() || !std::isfinite(value)) {
        reject(flag, "a number", text);
    }
    return value;
}

std::vector<std::string> number_items(std::string_view flag, const std::string& text) {
    std::vector<std::string> items;
    for (std::size_t begin = 0; !text.empty() && begin <= text.size();) {
        const std::size_t comma = std::min(text.find(',', begin), text.size());
        const std::vector<std::string> words = split(text.substr(begin, comma - begin), " ");
        if (words.empty()) {
            reject(flag, "numbers separated by commas", text);
        }
        items.insert(items.end(), words.begin(), words.end());
        begin = comma + 1;
    }
    return items;
}

std::vector<float> parse_floats(std::string_view flag, const std::string& text) {
    std::vector<float> numbers;
    for (const std::string& item : number_items(flag, text)) {
        numbers.push_back(parse_float(flag, item));
    }
    return numbers;
}

std::uint64_t parse_count(std::string_view flag, const std::string& text) {
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || text.empty()) {
        reject(flag, "an integer from 0 to 2^64-1", text);
    }
    return value;
}

int parse_size(std::string_view flag, const std::string& text, int otherwise, int least, int most) {
    if (text.empty()) {
        return otherwise;
    }
    const std::uint64_t value = parse_count(flag, text);
    if (value < static_cast<std::uint64_t>(least) || value > static_cast<std::uint64_t>(most)) {
        throw Error(ErrorKind::usage,
                    fmt::format("{}: expected an integer from {} to {}, found {}", flag, least, most, text));
    }
    return static_cast<int>(value);
}

std::uint64_t parse_bytes(std::string_view flag, const std::string& text) {
    constexpr std::uint64_t most = std::uint64_t{1} << 20U;  // of GiB
    const bool giga = text.ends_with('G');
    if (!giga && !text.ends_with('M')) {
        reject(flag, "a size such as 500M or 2G", text);
    }
    const std::uint64_t count = parse_count(flag, text.substr(0, text.size() - 1));
    if (count < 1 || count > most) {
        reject(flag, "a size from 1M to 1048576G", text);
    }
    return count << (giga ? 30U : 20U);
}

Sides parse_sides(std::string_view flag, const std::string& text) {
    if (text.empty()) {
        return {};
    }
    const auto side = [&](const std::string& number) {
        const std::uint64_t pixels = parse_count(flag, number);
        if (pixels < 1 || pixels > 65536) {
            throw Error(ErrorKind::usage, fmt::format("{}: expected sides from 1 to 65536, found {}", flag, text));
        }
        return static_cast<int>(pixels);
    };
    const std::size_t cross = text.find('x');
    const int height = side(text.substr(0, cross));
    return {height, cross == std::string::npos ? height : side(text.substr(cross + 1))};
}

}  // namespace vinoscope::cli
