// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/box_side.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

constexpr std::array<std::string_view, 4> sides = {"left", "top", "right", "bottom"};  // in the order of BoxSide

std::optional<BoxSide> side_of(std::string_view text) {
    const auto found = std::ranges::find(sides, text);
    return found == sides.end() ? std::nullopt : std::optional(static_cast<BoxSide>(found - sides.begin()));
}

}  // namespace

std::string to_string(BoxSide side) {
    return std::string(sides.at(static_cast<std::size_t>(side)));
}

BoxSide parse_side(std::string_view text) {
    if (const auto side = side_of(trim(text)))
        return *side;
    throw Error(ErrorKind::usage, fmt::format("expected a side: left, top, right or bottom, found \"{}\"", text));
}

BoxText split_side(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon != std::string_view::npos)
        if (const auto side = side_of(trim(text.substr(colon + 1))))
            return {trim(text.substr(0, colon)), side};
    return {text, std::nullopt};
}

}  // namespace vinoscope
