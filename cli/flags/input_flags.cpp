// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "flags/input_flags.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "flags/number.hpp"
#include "terminal/text.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::cli {
namespace {

bool is_whole(const std::string& text) {
    const std::size_t first = text.starts_with("-") ? 1 : 0;
    constexpr std::size_t most = 18;  // digits, to fit 64 bits
    return text.size() > first && text.size() - first <= most &&
           std::all_of(text.begin() + static_cast<std::ptrdiff_t>(first), text.end(), [](char c) {
               return c >= '0' && c <= '9';
           });
}

Tensor parse_numbers(const std::string& text) {
    if (text.empty()) {
        throw Error(ErrorKind::usage, "--input: expected numbers or a .npy file after '=', found nothing");
    }
    const std::vector<std::string> words = number_items("--input", text);
    if (!std::all_of(words.begin(), words.end(), is_whole)) {
        return make_tensor({words.size()}, parse_floats("--input", text));
    }
    std::vector<std::int64_t> values;
    for (const std::string& word : words) {
        values.push_back(std::stoll(word));
    }
    return make_tensor({words.size()}, std::move(values));
}

Tensor parse_value(const std::string& text) {
    if (!text.ends_with(".npy")) {
        return parse_numbers(text);
    }
    try {
        return read_tensor(to_path(text));
    } catch (const Error& error) {
        throw Error(ErrorKind::bad_image, fmt::format("--input: {}", error.what()));
    }
}

}  // namespace

void InputFlags::add_to(Arguments& arguments) {
    arguments.value("--image-input", m_image_input, "NAME", "Input to explain (default: the only image input)");
    arguments.values(
        "--input", m_values, "NAME=VALUE", "Value of another input: numbers or a .npy file; may be repeated");
}

InputValues InputFlags::parse() const {
    InputValues values;
    for (const std::string& text : m_values) {
        const std::size_t at = text.find('=');
        if (at == std::string::npos || at == 0) {
            throw Error(ErrorKind::usage,
                        fmt::format("--input: expected NAME=NUMBERS or NAME=FILE.npy, found '{}'", text));
        }
        const std::string name = text.substr(0, at);
        if (!values.emplace(name, parse_value(text.substr(at + 1))).second) {
            throw Error(ErrorKind::usage, fmt::format("--input: expected one value for '{}', found two", name));
        }
    }
    return values;
}

}  // namespace vinoscope::cli
