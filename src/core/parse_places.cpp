// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <array>
#include <optional>

#include "core/box_side.hpp"
#include "core/file.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {
namespace {

/// What stands before and behind the last colon that may part them.
struct Parts {
    std::string_view place;
    std::string_view label;  ///< empty when there is none
};

Parts split_label(std::string_view text, std::size_t colon) {
    if (colon == std::string_view::npos) {
        return {trim(text), {}};
    }
    return {trim(text.substr(0, colon)), trim(text.substr(colon + 1))};
}

template <std::size_t Count>
std::optional<std::array<float, Count>> parse_numbers(std::string_view text) {
    const auto pieces = split(text, ',');
    std::array<float, Count> numbers = {};
    if (pieces.size() != Count) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < Count; ++i) {
        const auto number = to_float(pieces[i]);
        if (!number) {
            return std::nullopt;
        }
        numbers.at(i) = *number;
    }
    return numbers;
}

std::optional<ClassName> optional_class(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(parse_class(text));
}

/// A colon in front of a slash is part of the path, as in `C:\\masks\\cat.png`.
std::size_t label_colon(std::string_view text) {
    const auto colon = text.rfind(':');
    return colon == std::string_view::npos || text.find_first_of("/\\", colon) != std::string_view::npos
               ? std::string_view::npos
               : colon;
}

bool names_image(std::string_view text) {
    constexpr std::array<std::string_view, 7> extensions = {".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tiff", ".tif"};
    const std::string lower = lower_case(text);
    for (const auto extension : extensions) {
        if (lower.ends_with(extension)) {
            return true;
        }
    }
    return false;
}

}  // namespace

ClassName parse_class(std::string_view text) {
    text = trim(text);
    if (const auto index = to_integer<std::int64_t>(text)) {
        return *index;
    }
    return std::string(text);
}

GivenBox parse_box(std::string_view text) {
    const auto [box, side] = split_side(text);
    const auto [place, label] = split_label(box, box.find(':'));
    const auto corners = parse_numbers<4>(place);
    if (!corners || label.empty()) {
        throw Error(
            ErrorKind::usage,
            fmt::format("expected a box as x1,y1,x2,y2:LABEL in pixels of the image, e.g. 10,20,110,220:person, "
                        "found \"{}\"",
                        text));
    }
    const auto [x1, y1, x2, y2] = *corners;
    if (x2 <= x1 || y2 <= y1) {
        throw Error(
            ErrorKind::usage,
            fmt::format("expected a box as x1,y1,x2,y2 with x1 < x2 and y1 < y2, found \"{}\": is it x,y,width,height?",
                        place));
    }
    return {{x1, y1, x2, y2}, parse_class(label), side};
}

TargetRequest parse_region(std::string_view text) {
    const auto [place, label] = split_label(text, label_colon(text));
    if (place.empty()) {
        throw Error(ErrorKind::usage, fmt::format("expected a class, x,y or an image file, found \"{}\"", text));
    }
    if (const auto point = parse_numbers<2>(place)) {
        return PointTarget{(*point)[0], (*point)[1], optional_class(label)};
    }
    if (names_image(place)) {
        const auto file = text_path(std::string(place));
        return MaskTarget{read_image(file), optional_class(label), path_text(file.stem())};
    }
    const auto name = parse_class(text);
    return std::visit([](const auto& value) { return TargetRequest(value); }, name);
}

}  // namespace vinoscope
