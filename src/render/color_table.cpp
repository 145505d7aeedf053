// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/color_table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "core/text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope {

namespace {

struct ColormapRow {
    std::string_view name;
    int opencv_code;  ///< cv::ColormapTypes, or gray_ramp
};

constexpr int gray_ramp = -1;

/// In the order of Colormap.
constexpr std::array<ColormapRow, 5> colormap_rows = {{
    {"jet", cv::COLORMAP_JET},
    {"turbo", cv::COLORMAP_TURBO},
    {"viridis", cv::COLORMAP_VIRIDIS},
    {"gray", gray_ramp},
    {"none", gray_ramp},
}};

ColorTable make_table(const ColormapRow& row) {
    cv::Mat1b ramp(1, 256);
    std::iota(ramp.begin(), ramp.end(), std::uint8_t{0});
    cv::Mat rgb;
    if (row.opencv_code == gray_ramp) {
        cv::cvtColor(ramp, rgb, cv::COLOR_GRAY2RGB);
    } else {
        cv::Mat bgr;
        cv::applyColorMap(ramp, bgr, row.opencv_code);
        cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
    }
    ColorTable table;
    for (int i = 0; i < 256; ++i) {
        std::copy_n(rgb.ptr(0, i), 3, table[static_cast<std::size_t>(i)].begin());
    }
    return table;
}

}  // namespace

std::span<const std::string_view> colormap_choices() {
    static const std::array<std::string_view, colormap_rows.size()> names = [] {
        std::array<std::string_view, colormap_rows.size()> made;
        std::ranges::transform(colormap_rows, made.begin(), &ColormapRow::name);
        return made;
    }();
    return names;
}

std::vector<std::string> colormap_names() {
    return {colormap_choices().begin(), colormap_choices().end()};
}

Colormap parse_colormap(std::string_view name) {
    const auto* row = std::ranges::find(colormap_rows, name, &ColormapRow::name);
    if (row != colormap_rows.end()) {
        return static_cast<Colormap>(row - colormap_rows.begin());
    }
    const std::vector<std::string> names = colormap_names();
    throw Error(
        ErrorKind::usage,
        fmt::format("unknown colormap \"{}\"; expected one of {}{}", name, list_of(names), did_you_mean(name, names)));
}

const ColorTable& diverging_table(Colormap colormap) {
    static const ColorTable table = [] {
        constexpr double middle = 127.5;
        ColorTable made;
        for (std::size_t i = 0; i < made.size(); ++i) {
            const double share = (static_cast<double>(i) - middle) / middle;  // -1 blue, 0 white, 1 red
            const auto fade = [&](double distance) {
                return static_cast<std::uint8_t>(std::lround(255 * (1 - std::max(distance, 0.0))));
            };
            made[i] = {fade(-share), fade(std::abs(share)), fade(share)};
        }
        return made;
    }();
    const bool is_gray = colormap_rows.at(static_cast<std::size_t>(colormap)).opencv_code == gray_ramp;
    return is_gray ? color_table(colormap) : table;
}

const ColorTable& color_table(Colormap colormap) {
    static const std::array<ColorTable, colormap_rows.size()> tables = [] {
        std::array<ColorTable, colormap_rows.size()> made;
        std::ranges::transform(colormap_rows, made.begin(), make_table);
        return made;
    }();
    return tables.at(static_cast<std::size_t>(colormap));
}

}  // namespace vinoscope
