// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/find_classes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

#include "core/text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope {
namespace {

using Indices = std::vector<std::int64_t>;
using Labels = std::vector<std::string>;

/// What makes two spellings of a name equal.
std::string folded(std::string_view name) {
    std::string text = lower_case(trim(name));
    std::ranges::replace(text, '_', ' ');
    return text;
}

bool has_synonym(std::string_view label, const std::string& wanted) {
    const auto synonyms = split(label, ',');
    return std::ranges::any_of(synonyms, [&](std::string_view synonym) { return folded(synonym) == wanted; });
}

template <typename Predicate>
Indices indices_where(const Labels& labels, Predicate matches) {
    Indices found;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (matches(labels[i])) {
            found.push_back(static_cast<std::int64_t>(i));
        }
    }
    return found;
}

[[noreturn]] void throw_unknown(const std::string& name, const Labels& labels) {
    if (labels.empty()) {
        throw Error(
            ErrorKind::bad_target,
            fmt::format("cannot find the class \"{}\": the model has no labels; use a class index, or provide labels",
                        name));
    }
    throw Error(ErrorKind::bad_target,
                fmt::format("none of the {} labels is \"{}\"{}", labels.size(), name, did_you_mean(name, labels)));
}

Indices with_label(const std::string& name, const Labels& labels) {
    const std::string wanted = folded(name);
    Indices found = indices_where(labels, [&](const std::string& label) { return label == name; });
    if (found.empty()) {
        found = indices_where(labels, [&](const std::string& label) { return folded(label) == wanted; });
    }
    if (found.empty()) {
        found = indices_where(labels, [&](const std::string& label) { return has_synonym(label, wanted); });
    }
    if (found.empty() || wanted.empty()) {
        throw_unknown(name, labels);
    }
    return found;
}

void require_in_range(std::int64_t index, std::size_t classes) {
    if (index < 0 && classes == 0) {
        throw Error(ErrorKind::bad_target, fmt::format("class {} is out of range: classes are counted from 0", index));
    }
    if (classes > 0 && (index < 0 || static_cast<std::size_t>(index) >= classes)) {
        throw Error(
            ErrorKind::bad_target,
            fmt::format("class {} is out of range: the model has {} classes, 0 to {}", index, classes, classes - 1));
    }
}

}  // namespace

std::vector<std::int64_t> find_classes(const ClassName& name, std::size_t classes, const Labels& labels) {
    const auto* const text = std::get_if<std::string>(&name);
    const Indices found = text == nullptr ? Indices{std::get<std::int64_t>(name)} : with_label(*text, labels);
    for (const auto index : found) {
        require_in_range(index, classes);
    }
    return found;
}

}  // namespace vinoscope
