// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/model_info.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <locale>
#include <sstream>

#include "model/openvino_error.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

[[noreturn]] void unreadable(const std::string& key, const std::string& value, std::string_view expected) {
    throw Error(ErrorKind::bad_model,
                fmt::format("rt_info model_info/{} of the model is '{}'; expected {}", key, value, expected));
}

std::string lower(std::string text) {
    std::transform(
        text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::vector<std::string> split(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) {
        words.push_back(word);
    }
    return words;
}

float parse_number(const std::string& word, const std::string& key, const std::string& value) {
    std::istringstream stream(word);
    stream.imbue(std::locale::classic());
    float number = 0;
    if (!(stream >> number) || !stream.eof()) {
        unreadable(key, value, "numbers separated by spaces");
    }
    return number;
}

}  // namespace

const ov::Any* ModelInfo::find(const std::string& key) const {
    try {
        if (m_model.has_rt_info("model_info", key)) {
            return &m_model.get_rt_info<ov::Any>("model_info", key);
        }
        const auto property = "model_info " + key;
        return m_model.has_rt_info("framework", property) ? &m_model.get_rt_info<ov::Any>("framework", property)
                                                          : nullptr;
    } catch (const std::exception& error) {
        throw Error(
            ErrorKind::bad_model,
            fmt::format(
                "cannot read rt_info model_info/{} of the model: {}", key, condense_openvino_error(error.what())));
    }
}

std::optional<std::string> ModelInfo::text(const std::string& key) const {
    const auto* any = find(key);
    if (any == nullptr) {
        return {};
    }
    const auto value = any->as<std::string>();
    const auto first = value.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) {
        return {};
    }
    return value.substr(first, value.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<std::vector<float>> ModelInfo::numbers(const std::string& key) const {
    const auto value = text(key);
    if (!value) {
        return {};
    }
    auto blanks = *value;
    std::replace_if(
        blanks.begin(),
        blanks.end(),
        [](char c) { return std::string_view(",;[]()").find(c) != std::string::npos; },
        ' ');
    std::vector<float> numbers;
    for (const auto& word : split(blanks)) {
        numbers.push_back(parse_number(word, key, *value));
    }
    return numbers.empty() ? std::nullopt : std::optional(numbers);
}

std::optional<bool> ModelInfo::flag(const std::string& key) const {
    const auto value = text(key);
    if (!value) {
        return {};
    }
    const auto word = lower(*value);
    if (word == "yes" || word == "true" || word == "1") {
        return true;
    }
    if (word == "no" || word == "false" || word == "0") {
        return false;
    }
    unreadable(key, *value, "YES or NO");
}

std::vector<std::string> ModelInfo::words(const std::string& key) const {
    const auto* any = find(key);
    if (any != nullptr && any->is<std::vector<std::string>>()) {
        return any->as<std::vector<std::string>>();
    }
    return split(text(key).value_or(""));
}

}  // namespace vinoscope
