// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "metrics/heatmap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/map_status.hpp"
#include "core/random.hpp"
#include "core/resize_plan.hpp"
#include "metrics/no_value.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// The pixels of one axis of a canvas that a map covers from `begin` to `end`, and how to sample it there.
struct Axis {
    std::vector<Tap> taps;
    int first = 0;
    int last = 0;  // one past
};

Axis axis(int cells, float map_begin, float map_end, int pixels, float frame_begin, float frame_end) {
    const double scale = pixels / (static_cast<double>(frame_end) - frame_begin);
    const double begin = (static_cast<double>(map_begin) - frame_begin) * scale;
    const double end = (static_cast<double>(map_end) - frame_begin) * scale;
    const auto centre_after = [pixels](double edge) {
        return static_cast<int>(std::clamp(std::ceil(edge - 0.5), 0.0, static_cast<double>(pixels)));
    };
    return {plan_resize(cells, pixels, begin, end), centre_after(begin), centre_after(end)};
}

void require_shape(const SaliencyMap& map) {
    const auto places = static_cast<std::int64_t>(map.height) * map.width;
    if (map.height < 1 || map.width < 1 || static_cast<std::int64_t>(map.values.size()) != places)
        throw Error(ErrorKind::usage,
                    fmt::format("expected a map with height x width values, found {}x{} with {} values",
                                map.height,
                                map.width,
                                map.values.size()));
}

void require_ok(const StatusAndReason& found) {
    if (!is_usable(found.status))
        throw NoValue(found.reason);
}

}  // namespace

Canvas image_canvas(int height, int width) {
    return {height, width, {0, 0, static_cast<float>(width), static_cast<float>(height)}};
}

std::vector<float> sample(const SaliencyMap& map, const Region& image, const Canvas& canvas) {
    const auto covered = map.region.value_or(image);
    const auto columns = axis(map.width, covered.x1, covered.x2, canvas.width, canvas.frame.x1, canvas.frame.x2);
    const auto rows = axis(map.height, covered.y1, covered.y2, canvas.height, canvas.frame.y1, canvas.frame.y2);
    std::vector<float> values(canvas.size(), *std::ranges::min_element(map.values));
    for (int y = rows.first; y < rows.last; ++y) {
        const auto [above, below, down] = rows.taps[static_cast<std::size_t>(y)];
        const auto* upper = map.values.data() + static_cast<std::ptrdiff_t>(above) * map.width;
        const auto* lower = map.values.data() + static_cast<std::ptrdiff_t>(below) * map.width;
        auto* row = values.data() + static_cast<std::ptrdiff_t>(y) * canvas.width;
        for (int x = columns.first; x < columns.last; ++x) {
            const auto [left, right, aside] = columns.taps[static_cast<std::size_t>(x)];
            const float top = upper[left] + aside * (upper[right] - upper[left]);
            const float bottom = lower[left] + aside * (lower[right] - lower[left]);
            row[x] = top + down * (bottom - top);
        }
    }
    return values;
}

std::vector<float> unit_scaled(std::vector<float> values) {
    require_ok(status_of(values));
    const auto [low, high] = std::ranges::minmax(values);
    const double range = static_cast<double>(high) - low;
    for (auto& value : values)
        value = static_cast<float>((static_cast<double>(value) - low) / range);
    return values;
}

void require_finite(const SaliencyMap& map) {
    require_shape(map);
    if (const auto found = status_of(map.values); found.status == MapStatus::not_finite)
        throw NoValue(found.reason);
}

void require_usable(const SaliencyMap& map) {
    require_shape(map);
    require_ok(status_of(map.values));
}

std::vector<std::size_t> ranks(const std::vector<float>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    auto draw = order;  // decides between equal values
    Random random(0, 0);
    for (std::size_t i = draw.size(); i > 1; --i)
        std::swap(draw[i - 1], draw[random.below(i)]);
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return values[a] != values[b] ? values[a] > values[b] : draw[a] < draw[b];
    });
    std::vector<std::size_t> ranks(values.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        ranks[order[i]] = i;
    return ranks;
}

}  // namespace vinoscope
