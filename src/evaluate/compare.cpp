// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/numbers.hpp"
#include "core/text.hpp"
#include "metrics/heatmap.hpp"
#include "metrics/no_value.hpp"
#include "metrics/statistics.hpp"
#include "vinoscope/comparison.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/verifier.hpp"

namespace vinoscope {
namespace {

double top_overlap(const std::vector<float>& a, const std::vector<float>& b, double top) {
    const auto count =
        std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(top * static_cast<double>(a.size()))));
    const auto of_a = ranks(a);
    const auto of_b = ranks(b);
    std::size_t both = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        both += of_a[i] < count && of_b[i] < count ? 1 : 0;
    return static_cast<double>(both) / static_cast<double>(count);
}

double overlap(const Region& a, const Region& b) {
    const double width = std::min(a.x2, b.x2) - std::max(a.x1, b.x1);
    const double height = std::min(a.y2, b.y2) - std::max(a.y1, b.y1);
    if (width <= 0 || height <= 0)
        return 0;
    const auto area = [](const Region& box) { return static_cast<double>(box.x2 - box.x1) * (box.y2 - box.y1); };
    return width * height / (area(a) + area(b) - width * height);
}

/// Whether `other` has the best of `predictions`.
bool agrees(const std::vector<Prediction>& predictions, const std::vector<Prediction>& other) {
    if (predictions.empty())
        return other.empty();
    const auto& best = predictions.front();
    if (!best.box)
        return !other.empty() && other.front().index == best.index;
    return std::ranges::any_of(other, [&](const Prediction& found) {
        return found.box && found.index == best.index && overlap(*best.box, *found.box) >= 0.5;
    });
}

MetricValue lowest(const std::vector<MapAgreement>& maps, MetricValue MapAgreement::*member) {
    MetricValue result{std::nullopt, "no map was computed"};
    for (const auto& map : maps) {
        const auto& found = map.*member;
        if (!found.value)
            return found;
        if (!result.value || *found.value < *result.value)
            result = found;
    }
    return result;
}

}  // namespace

MapAgreement compare_maps(const SaliencyMap& a, const SaliencyMap& b, int height, int width, double top) {
    if (!(top > 0 && top <= 1))
        throw Error(ErrorKind::usage,
                    fmt::format("expected a fraction of the cells greater than 0 and at most 1, found {}", top));
    MapAgreement agreement;
    try {
        require_usable(a);
        require_usable(b);
        const auto frame = image_canvas(height, width).frame;
        const Canvas grid{std::max(a.height, b.height), std::max(a.width, b.width), frame};
        const auto of_a = sample(a, frame, grid);
        const auto of_b = sample(b, frame, grid);
        const double correlation = rank_correlation(of_a, of_b);
        if (std::isnan(correlation))
            throw NoValue("a map is flat inside the image");
        agreement.rank_correlation.value = correlation;
        agreement.top_overlap.value = top_overlap(of_a, of_b, top);
    } catch (const NoValue& none) {
        agreement.rank_correlation.reason = none.what();
        agreement.top_overlap.reason = none.what();
    }
    return agreement;
}

TargetRequest target_of(const SaliencyMap& map) {
    if (map.asked)
        return *map.asked;
    if (!map.target)
        return TopTargets{1};
    if (map.box)
        return GivenBox{*map.box, *map.target};
    return *map.target;
}

ImageComparison compare(
    const Explainer& a, const Explainer& b, const Image& image, const ExplainOptions& options, double top) {
    ImageComparison result;
    result.a = a.explain(image, options);
    auto asked = options;
    asked.targets.clear();
    for (const auto& map : result.a.maps)
        asked.targets.push_back(target_of(map));
    if (asked.targets.empty())
        asked.targets = options.targets;
    result.b = b.explain(image, asked);
    // Per-image maps answer for all targets; boxes that nothing was found for have no map.
    const auto count = std::min(result.a.maps.size(), result.b.maps.size());
    result.a.maps.resize(count);
    result.b.maps.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        result.maps.push_back(compare_maps(result.a.maps[i], result.b.maps[i], image.height(), image.width(), top));
    result.flip =
        !agrees(result.a.predictions, result.b.predictions) || !agrees(result.b.predictions, result.a.predictions);
    result.nothing_found = result.a.predictions.empty() && result.b.predictions.empty() && count == 0;
    result.rank_correlation = lowest(result.maps, &MapAgreement::rank_correlation);
    result.top_overlap = lowest(result.maps, &MapAgreement::top_overlap);
    return result;
}

void require_same_classes(const Explainer& a, const Explainer& b) {
    const auto& first = a.labels();
    const auto& second = b.labels();
    if (first.empty() || second.empty())
        return;
    if (first.size() != second.size())
        throw Error(
            ErrorKind::bad_target,
            fmt::format(
                "expected two models with the same classes, found {} classes in {} and {} in {}; if only the names "
                "differ, pass the same names for both with --labels",
                first.size(),
                a.provenance().model,
                second.size(),
                b.provenance().model));
    const auto [left, right] = std::ranges::mismatch(first, second);
    if (left != first.end())
        throw Error(
            ErrorKind::bad_target,
            fmt::format("expected two models with the same classes, found that class {} is \"{}\" in {} and \"{}\" "
                        "in {}; if only the names differ, pass the same names for both with --labels",
                        left - first.begin(),
                        *left,
                        a.provenance().model,
                        *right,
                        b.provenance().model));
}

std::optional<SampleSummary> summarise(const std::vector<double>& values, std::uint64_t seed) {
    if (values.empty())
        return std::nullopt;
    SampleSummary summary;
    summary.count = values.size();
    for (const double value : values)
        summary.mean += value / static_cast<double>(values.size());
    const auto interval = bootstrap_interval(values, 0.95, seed);
    summary.interval_low = interval.low;
    summary.interval_high = interval.high;
    const auto [low, high] = std::ranges::minmax(values);
    summary.lowest = low;
    summary.highest = high;
    return summary;
}

}  // namespace vinoscope
