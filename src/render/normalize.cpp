// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/normalize.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "core/map_status.hpp"
#include "core/text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope {
namespace {

struct Range {
    float low = 0;
    float high = 0;
};

// The value that `share` of all do not exceed; of a few values the largest.
float quantile(std::vector<float> values, double share) {
    const auto position =
        std::min(static_cast<std::size_t>(share * static_cast<double>(values.size())), values.size() - 1);
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(position));
    return values[position];
}

std::vector<float> negated(std::vector<float> values) {
    std::ranges::transform(values, values.begin(), std::negate());
    return values;
}

// The end of the colours for values that start at zero: of single pixels, a few are far larger than all others.
float highest_shown(const SaliencyMap& map, std::vector<float> values) {
    const float highest = std::ranges::max(values);
    const float most = quantile(std::move(values), map.of_pixels ? 0.99 : 0.999);
    return std::max(most > 0 ? most : highest, 0.0F);
}

// Without outliers: see render().
Range spread_of(const SaliencyMap& map) {
    constexpr double outliers = 0.001;
    constexpr float farthest_below = 3;
    const auto [lowest, highest] = std::ranges::minmax(map.values);
    Range range{-quantile(negated(map.values), 1 - outliers), quantile(map.values, 1 - outliers)};
    if (range.low == range.high)
        range = {lowest, highest};
    const float median = quantile(map.values, 0.5);
    if (range.high > median)
        range.low = std::max(range.low, median - farthest_below * (range.high - median));
    const float magnitude = std::max(std::abs(range.low), std::abs(range.high));
    const float missing = least_difference * magnitude - (range.high - range.low);
    if (missing > 0)
        range = {range.low - missing / 2, range.high + missing / 2};
    return range;
}

std::vector<float> magnitudes(const SaliencyMap& map) {
    std::vector<float> values = map.values;
    std::ranges::transform(values, values.begin(), [](float value) { return std::abs(value); });
    return values;
}

Range range_of(const SaliencyMap& map, Sign sign, bool about_zero, const std::vector<float>& values) {
    if (about_zero) {
        const float limit = highest_shown(map, magnitudes(map));
        return {-limit, limit};
    }
    if (map.of_pixels || sign != Sign::automatic)
        return {0, highest_shown(map, values)};
    return spread_of(map);
}

}  // namespace

std::span<const std::string_view> sign_choices() {
    static constexpr std::array<std::string_view, 4> names = {"auto", "positive", "negative", "both"};
    return names;
}

std::vector<std::string> sign_names() {
    return {sign_choices().begin(), sign_choices().end()};
}

Sign parse_sign(std::string_view name) {
    const auto names = sign_names();
    const auto found = std::ranges::find(names, name);
    if (found == names.end())
        throw Error(ErrorKind::usage,
                    fmt::format("expected sign {}, found \"{}\"{}", list_of(names), name, did_you_mean(name, names)));
    return static_cast<Sign>(found - names.begin());
}

NormalizedMap normalized(const SaliencyMap& map, Sign sign, const std::optional<std::pair<float, float>>& range) {
    if (range && !(range->first < range->second && std::isfinite(range->second - range->first)))
        throw Error(ErrorKind::usage,
                    fmt::format("expected a range of two finite numbers, the lower first, found {:g} and {:g}",
                                range->first,
                                range->second));
    if (map.height < 1 || map.width < 1 || map.values.size() / map.height != static_cast<std::size_t>(map.width) ||
        map.values.size() % map.height != 0) {
        throw Error(ErrorKind::usage,
                    fmt::format("expected a map with height x width values, found {}x{} with {} values",
                                map.height,
                                map.width,
                                map.values.size()));
    }
    if (!is_usable(map.status) || !is_usable(status_of(map.values).status)) {
        return {};
    }
    NormalizedMap result{.values = sign == Sign::negative ? negated(map.values) : map.values};
    result.about_zero = sign == Sign::both || (sign == Sign::automatic && map.is_signed);
    if (range)
        result.about_zero = result.about_zero && range->first == -range->second;
    const auto [low, high] =
        range ? Range{range->first, range->second} : range_of(map, sign, result.about_zero, result.values);
    const double offset = low;
    const double scale = low < high ? 255.0 / (static_cast<double>(high) - offset) : 0;
    for (float& value : result.values)
        value = static_cast<float>((std::clamp(value, low, high) - offset) * scale);
    result.low = sign == Sign::negative ? -low : low;
    result.high = sign == Sign::negative ? -high : high;
    return result;
}

}  // namespace vinoscope
