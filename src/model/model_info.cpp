// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/model_info.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <locale>
#include <openvino/core/except.hpp>
#include <sstream>

#include "core/text.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

[[noreturn]] void unreadable(const std::string& key, const std::string& value, std::string_view expected) {
    throw Error(ErrorKind::bad_model,
                fmt::format("rt_info model_info/{} of the model is '{}'; expected {}", key, value, expected));
}

std::vector<std::string> split_words(const std::string& text) {
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
    } catch (const ov::Exception&) {
        return nullptr;  // not a map: something else under the same name
    }
}

std::optional<std::string> ModelInfo::text(const std::string& key) const {
    const auto* any = find(key);
    if (any == nullptr) {
        return {};
    }
    const std::string value(trim(any->as<std::string>()));
    return value.empty() ? std::nullopt : std::optional(value);
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
    for (const auto& word : split_words(blanks)) {
        numbers.push_back(parse_number(word, key, *value));
    }
    return numbers.empty() ? std::nullopt : std::optional(numbers);
}

std::optional<bool> ModelInfo::flag(const std::string& key) const {
    const auto value = text(key);
    if (!value) {
        return {};
    }
    const auto word = lower_case(*value);
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
    return split_words(text(key).value_or(""));
}

}  // namespace vinoscope
