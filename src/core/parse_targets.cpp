// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <optional>

#include "core/box_side.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {

namespace {

constexpr std::string_view label_prefix = "label:";
constexpr std::string_view top_prefix = "top:";
constexpr std::string_view box_prefix = "box:";
constexpr std::string_view character_prefix = "char:";
constexpr std::string_view keypoint_prefix = "keypoint:";
constexpr std::string_view forms =
    "expected a class index, a label, top:COUNT, all, box:INDEX, box:LABEL, box:INDEX:SIDE, char:INDEX, "
    "keypoint:INDEX, highest or label:NAME";

[[noreturn]] void throw_bad_item(std::string_view item, std::string_view reason) {
    throw Error(ErrorKind::usage, fmt::format("target \"{}\": {}; {}", item, reason, forms));
}

TargetRequest parse_top(std::string_view item) {
    const std::optional<int> count = to_integer<int>(item.substr(top_prefix.size()));
    if (!count || *count < 1) {
        throw_bad_item(item, "the count must be an integer of at least 1");
    }
    return TopTargets{*count};
}

TargetRequest parse_index(std::string_view item) {
    const std::optional<std::int64_t> index = to_integer<std::int64_t>(item);
    if (!index) {
        throw_bad_item(item, "the index is too large");
    }
    return *index;
}

TargetRequest parse_predicted_box(std::string_view item) {
    const auto [which, side] = split_side(trim(item.substr(box_prefix.size())));
    if (which.empty()) {
        throw_bad_item(item, "the box is not named");
    }
    if (which.starts_with('-')) {
        throw_bad_item(item, "boxes are counted from 0");
    }
    if (const auto colon = which.rfind(':');
        colon != std::string_view::npos && to_integer<int>(which.substr(0, colon))) {
        throw_bad_item(item, "the side must be left, top, right or bottom");
    }
    return PredictedBox{parse_class(which), side};
}

TargetRequest parse_character(std::string_view item) {
    const std::optional<std::int64_t> index = to_integer<std::int64_t>(trim(item.substr(character_prefix.size())));
    if (!index || *index < 0) {
        throw_bad_item(item, "characters are counted from 0");
    }
    return CharacterTarget{*index};
}

TargetRequest parse_keypoint(std::string_view item) {
    const std::string_view which = trim(item.substr(keypoint_prefix.size()));
    if (which.empty() || which.starts_with('-')) {
        throw_bad_item(item, "keypoints are given by name, or counted from 0");
    }
    return KeypointTarget{parse_class(which)};
}

TargetRequest parse_item(std::string_view item) {
    if (item.empty()) {
        throw_bad_item(item, "it is empty");
    }
    if (item.starts_with(label_prefix)) {
        throw_bad_item(item, "label:NAME must stand alone, because NAME may hold commas");
    }
    if (item == "all") {
        return AllTargets{};
    }
    if (item.starts_with(top_prefix)) {
        return parse_top(item);
    }
    if (item.starts_with(box_prefix)) {
        return parse_predicted_box(item);
    }
    if (item.starts_with(character_prefix)) {
        return parse_character(item);
    }
    if (item.starts_with(keypoint_prefix)) {
        return parse_keypoint(item);
    }
    if (item == "highest") {
        return HighestTarget{};
    }
    return looks_like_integer(item) ? parse_index(item) : TargetRequest(std::string(item));
}

}  // namespace

TargetRequests top(int count) {
    return {TopTargets{count}};
}

TargetRequests all_classes() {
    return {AllTargets{}};
}

TargetRequests parse_targets(std::string_view text) {
    text = trim(text);
    if (text.starts_with(label_prefix)) {
        const std::string_view name = trim(text.substr(label_prefix.size()));
        if (name.empty()) {
            throw_bad_item(text, "the name is empty");
        }
        return {std::string(name)};
    }
    TargetRequests requests;
    for (const std::string_view item : split(text, ',')) {
        requests.push_back(parse_item(item));
    }
    return requests;
}

}  // namespace vinoscope
