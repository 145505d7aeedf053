// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vinoscope/explainer.hpp"
#include "vinoscope/explanation.hpp"
#include "vinoscope/metrics.hpp"
#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// How similar two maps of one image are.
struct MapAgreement {
    /// Spearman's rank correlation, -1..1; no value where a map is flat or not finite.
    MetricValue rank_correlation = {};

    /// Share of the strongest cells of `a` that are among the strongest of `b`, 0..1.
    MetricValue top_overlap = {};
};

/// Compares two maps of an image of `height` x `width` pixels on the finer of their grids; where they cover different
/// parts of the image or have different sizes, by bilinear interpolation.
/// @param top share of the cells that count as the strongest, above 0 and at most 1; at least one cell. Equal values
/// are
///        ordered by a fixed draw
/// @throws Error (usage) when a map has not height * width values or `top` is out of range
MapAgreement compare_maps(const SaliencyMap& a, const SaliencyMap& b, int height, int width, double top = 0.1);

/// One image, explained by two models for the same targets.
struct ImageComparison {
    std::filesystem::path image = {};

    /// With the same number of maps: each map of `b` answers the question of that of `a` at the same position.
    Explanation a = {};
    Explanation b = {};

    /// One for each pair of maps.
    std::vector<MapAgreement> maps = {};

    /// Whether the answers differ: another best class, or a best box that the other model does not have (same class,
    /// intersection over union of at least 0.5).
    bool flip = false;

    /// Whether neither model found anything, so that there is nothing to compare; gates leave such an image out.
    bool nothing_found = false;

    /// The lowest of `maps`; no value as soon as one of them has none.
    MetricValue rank_correlation = {};
    MetricValue top_overlap = {};

    /// Energy of the maps inside of the annotation (see energy_pointing_game()), for a caller that has one.
    MetricValue mass_a = {};
    MetricValue mass_b = {};
};

/// Explains `image` with `a` for `options.targets`, and with `b` for the same classes and boxes.
/// @throws Error as Explainer::explain(), and (bad_target) where `b` does not have a class of `a`
ImageComparison compare(
    const Explainer& a, const Explainer& b, const Image& image, const ExplainOptions& options = {}, double top = 0.1);

/// Checks that two models have the same classes, as far as their labels tell.
/// @throws Error (bad_target) naming the first difference
void require_same_classes(const Explainer& a, const Explainer& b);

/// A mean over images with its 95 % bootstrap interval, and the extremes.
struct SampleSummary {
    std::size_t count = 0;
    double mean = 0;
    double interval_low = 0;
    double interval_high = 0;
    double lowest = 0;
    double highest = 0;
};

/// Percentile bootstrap with 2000 resamples, the same for the same values and seed.
/// @return nothing for no values
std::optional<SampleSummary> summarise(const std::vector<double>& values, std::uint64_t seed = 0);

/// Conditions on a comparison that decide whether a model may be released.
///
/// Written `NAME OP NUMBER[%]`, several separated by commas, OP being >=, <=, > or <. Names and what they compare:
/// `rank-correlation`, `top-overlap`, `mass-a`, `mass-b` (mean over images), each also with `lowest-` in front, and
/// `flips` (their number, or their share of the images when the number carries %).
class Gate {
public:
    /// @throws Error (usage) with what was expected and the nearest names
    explicit Gate(std::string_view expression);

    struct Condition {
        std::string name;
        std::string operation;
        double limit = 0;
        bool percent = false;
    };

    struct Failure {
        /// A whole sentence.
        std::string reason;
        /// Those that fail the condition on their own, the worst first; may be empty.
        std::vector<std::filesystem::path> images;
    };

    /// @return what failed; empty when the gate is passed. A quantity that an image does not have (a flat map) or no
    ///         image has fails its condition
    std::vector<Failure> check(const std::vector<ImageComparison>& images) const;

    const std::string& expression() const { return m_expression; }

private:
    std::string m_expression;
    std::vector<Condition> m_conditions;
};

}  // namespace vinoscope
