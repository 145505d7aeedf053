// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/glob.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace vinoscope {

namespace {

/// The set that starts `pattern`, brackets included; empty when it is not closed.
std::string_view set_of(std::string_view pattern) {
    const std::size_t first = pattern.size() > 1 && pattern[1] == '!' ? 2 : 1;
    const std::size_t end = pattern.find(']', first + 1);  // a bracket right after the start belongs to the set
    return end == std::string_view::npos ? std::string_view() : pattern.substr(0, end + 1);
}

bool set_holds(std::string_view set, char c) {
    std::string_view items = set.substr(1, set.size() - 2);
    const bool inverted = items.starts_with('!');
    items.remove_prefix(inverted ? 1 : 0);
    bool found = false;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const bool range = i + 2 < items.size() && items[i + 1] == '-';
        found = found || (range ? items[i] <= c && c <= items[i + 2] : items[i] == c);
        i += range ? 2 : 0;
    }
    return found != inverted;
}

/// How much of `pattern` and of `name` one step consumes; nothing of the pattern when they differ.
struct Step {
    std::size_t pattern = 0;
    std::size_t name = 0;
};

Step match_one(std::string_view pattern, std::string_view name) {
    if (pattern.empty() || name.empty()) {
        return {};
    }
    if (pattern[0] == '?') {
        return {1, std::max<std::size_t>(1, utf8_character(name).size())};
    }
    const std::string_view set = pattern[0] == '[' ? set_of(pattern) : std::string_view();
    if (!set.empty()) {
        return set_holds(set, name[0]) ? Step{set.size(), 1} : Step{};
    }
    return pattern[0] == name[0] ? Step{1, 1} : Step{};
}

}  // namespace

bool is_glob(std::string_view text) {
    return text.find_first_of("*?[") != std::string_view::npos;
}

bool glob_match(std::string_view pattern, std::string_view name) {
    std::string_view after_star;  // where to go back to: what follows the last star, and the name that it may still eat
    std::string_view retry;
    bool starred = false;
    while (!name.empty() || !pattern.empty()) {
        const Step step = pattern.starts_with('*') ? Step{} : match_one(pattern, name);
        if (pattern.starts_with('*')) {
            pattern.remove_prefix(1);
            after_star = pattern;
            retry = name;
            starred = true;
        } else if (step.pattern > 0) {
            pattern.remove_prefix(step.pattern);
            name.remove_prefix(step.name);
        } else if (starred && !retry.empty()) {
            retry.remove_prefix(1);
            name = retry;
            pattern = after_star;
        } else {
            return false;
        }
    }
    return true;
}

}  // namespace vinoscope
