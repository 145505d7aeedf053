// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/map_painter.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "core/resize_plan.hpp"
#include "render/annotate.hpp"
#include "render/color_bar.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {

namespace {

constexpr float most_level = 255;  // of a NormalizedMap

const RenderOptions& checked(const RenderOptions& options) {
    if (!(options.overlay_weight >= 0 && options.overlay_weight <= 1)) {
        throw Error(ErrorKind::usage,
                    fmt::format("expected an overlay weight in 0..1, found {}", options.overlay_weight));
    }
    return options;
}

/// The map at the output's width, for the rows between two rows of the map: `base + weight * slope`.
class RowInterpolator {
public:
    RowInterpolator(const std::vector<float>& values, int source_width, std::vector<Tap> columns)
        : m_values(values),
          m_source_width(source_width),
          m_columns(std::move(columns)),
          m_base(m_columns.size()),
          m_slope(m_columns.size()) {}

    void interpolate(const Tap& rows, std::span<std::uint8_t> indices) {
        prepare(rows);
        interpolate_row(m_base, m_slope, rows.weight, indices);
    }

    /// The lowest and the highest value of the map at the output's size. Between the same two rows of the map, values
    /// are linear in the position, so that the first and the last row of the output have the extremes.
    std::pair<float, float> extremes(const std::vector<Tap>& rows) {
        float low = std::numeric_limits<float>::max();
        float high = std::numeric_limits<float>::lowest();
        for (std::size_t y = 0; y < rows.size(); ++y) {
            const Tap& row = rows[y];
            if (y > 0 && y + 1 < rows.size() && same_rows(rows[y - 1], row) && same_rows(row, rows[y + 1]))
                continue;
            prepare(row);
            for (std::size_t x = 0; x < m_base.size(); ++x) {
                const float value = m_base[x] + row.weight * m_slope[x] - half;
                low = std::min(low, value);
                high = std::max(high, value);
            }
        }
        return {low, high};
    }

private:
    static constexpr float half = 0.5F;  // interpolate_row rounds down

    static bool same_rows(const Tap& one, const Tap& other) {
        return one.first == other.first && one.second == other.second;
    }

    void prepare(const Tap& rows) {
        if (same_rows(rows, m_rows))
            return;
        m_rows = rows;
        const float* above = m_values.data() + std::size_t(m_rows.first) * m_source_width;
        const float* below = m_values.data() + std::size_t(m_rows.second) * m_source_width;
        for (std::size_t x = 0; x < m_columns.size(); ++x) {
            const auto [left, right, weight] = m_columns[x];
            const float top = above[left] + weight * (above[right] - above[left]);
            const float bottom = below[left] + weight * (below[right] - below[left]);
            m_base[x] = top + half;
            m_slope[x] = bottom - top;
        }
    }

    const std::vector<float>& m_values;
    int m_source_width;
    std::vector<Tap> m_columns;
    std::vector<float> m_base;
    std::vector<float> m_slope;
    Tap m_rows{-1, -1, 0};
};

}  // namespace

MapPainter::MapPainter(const Image& image, const RenderOptions& options, bool full_range)
    : m_backdrop(image, options),
      m_options(checked(options)),
      m_full_range(full_range && !options.range && (options.overlay || options.resize)),
      m_table(make_blend_table(color_table(options.colormap), options.overlay ? 1 - options.overlay_weight : 1)),
      m_diverging_table(
          make_blend_table(diverging_table(options.colormap), options.overlay ? 1 - options.overlay_weight : 1)),
      m_image_weight(fixed_weight(options.overlay_weight)) {}

Image MapPainter::paint(const SaliencyMap& map) const {
    NormalizedMap shown = normalized(map, m_options.sign, m_options.range);
    if (m_full_range && !shown.about_zero && !shown.values.empty())
        stretch(shown, map);
    Image picture = paint_map(map, shown);
    if (m_options.overlay_prediction) {
        const Image& image = m_backdrop.original().empty() ? picture : m_backdrop.original();
        annotate(picture, map, image.width(), image.height());
    }
    if (m_options.color_bar && !shown.values.empty()) {
        const auto& table = shown.about_zero ? diverging_table(m_options.colormap) : color_table(m_options.colormap);
        return with_color_bar(picture, table, shown.low, shown.high);
    }
    return picture;
}

Region MapPainter::place_of(const SaliencyMap& map) const {
    if (map.region)
        return m_backdrop.place(*map.region);
    return {0, 0, static_cast<float>(m_backdrop.image().width()), static_cast<float>(m_backdrop.image().height())};
}

void MapPainter::stretch(NormalizedMap& shown, const SaliencyMap& map) const {
    const Image& image = m_backdrop.image();
    const Region place = place_of(map);
    RowInterpolator interpolator(shown.values, map.width, plan_resize(map.width, image.width(), place.x1, place.x2));
    const auto [low, high] = interpolator.extremes(plan_resize(map.height, image.height(), place.y1, place.y2));
    if (high <= low)
        return;
    const auto [least, most] = std::ranges::minmax(shown.values);
    const float scale = (most - least) / (high - low);
    const float start = least - scale * low;
    for (float& value : shown.values)
        value = start + scale * value;
    const float per_level = (shown.high - shown.low) / most_level;
    shown.low -= start / scale * per_level;
    shown.high = shown.low + most_level / scale * per_level;
}

Image MapPainter::paint_map(const SaliencyMap& map, const NormalizedMap& normalized) const {
    const bool native = !m_options.overlay && !m_options.resize;
    const int width = native ? map.width : m_backdrop.image().width();
    const int height = native ? map.height : m_backdrop.image().height();
    const std::vector<float>& values = normalized.values;
    if (values.empty()) {
        return paint_gray(width, height);
    }
    Image picture(width, height);
    const Region region = native ? Region{0, 0, static_cast<float>(width), static_cast<float>(height)} : place_of(map);
    RowInterpolator interpolator(values, map.width, plan_resize(map.width, width, region.x1, region.x2));
    std::vector<std::uint8_t> indices(static_cast<std::size_t>(width));
    std::vector<std::uint16_t> colors(3 * indices.size() + 1);
    const std::vector<Tap> rows = plan_resize(map.height, height, region.y1, region.y2);
    for (int y = 0; y < height; ++y) {
        interpolator.interpolate(rows[static_cast<std::size_t>(y)], indices);
        color_row(indices, normalized.about_zero ? m_diverging_table : m_table, colors);
        const std::span pixels(picture.row(y), 3 * indices.size());
        if (m_options.overlay) {
            blend_row(colors.data(), m_backdrop.image().row(y), m_image_weight, pixels);
        } else {
            store_row(colors.data(), pixels);
        }
    }
    paint_gray_outside(region, picture);
    return picture;
}

void MapPainter::paint_gray_outside(const Region& seen, Image& picture) const {
    const auto first = [](float edge) { return std::max(0, static_cast<int>(std::lround(edge))); };
    const int left = std::min(first(seen.x1), picture.width());
    const int right = std::min(first(seen.x2), picture.width());
    const int top = first(seen.y1);
    const int bottom = first(seen.y2);
    if (left == 0 && top == 0 && right == picture.width() && bottom >= picture.height()) {
        return;
    }
    const Image gray = paint_gray(picture.width(), picture.height());
    for (int y = 0; y < picture.height(); ++y) {
        const bool unseen = y < top || y >= bottom;
        std::copy_n(gray.row(y), 3 * (unseen ? picture.width() : left), picture.row(y));
        const int from = unseen ? picture.width() : right;
        std::copy(gray.row(y) + 3 * from, gray.row(y) + 3 * picture.width(), picture.row(y) + 3 * from);
    }
}

Image MapPainter::paint_gray(int width, int height) const {
    constexpr std::uint8_t middle = 128;
    Image picture(width, height);
    if (!m_options.overlay) {
        std::fill_n(picture.data(), picture.size(), middle);
        return picture;
    }
    auto* pixels =
        const_cast<std::uint8_t*>(m_backdrop.image().data());  // cv::Mat has no view of constant data; it is only read
    cv::Mat gray;
    cv::cvtColor(cv::Mat(height, width, CV_8UC3, pixels), gray, cv::COLOR_RGB2GRAY);
    cv::Mat target(height, width, CV_8UC3, picture.data());
    cv::cvtColor(gray, target, cv::COLOR_GRAY2RGB);
    return picture;
}

}  // namespace vinoscope
