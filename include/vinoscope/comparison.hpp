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
#include "vinoscope/export.hpp"
#include "vinoscope/metrics.hpp"
#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// The similarity of two maps of one image.
struct MapAgreement {
    /// Spearman's rank correlation in -1..1; no value if a map is flat or not finite.
    MetricValue rank_correlation = {};

    /// The fraction of the strongest cells of `a` that are among the strongest cells of `b`, 0..1.
    MetricValue top_overlap = {};
};

/// Compares two maps of an image of `height` x `width` pixels on the finer of their grids. Maps that cover different
/// regions or have different sizes are resampled by bilinear interpolation.
/// @param top the fraction of the cells that count as the strongest, greater than 0 and at most 1; at least one cell.
///        Equal values are ordered by a fixed permutation
/// @throws Error (usage) if a map does not have height * width values, or `top` is out of range
[[nodiscard]] VINOSCOPE_API MapAgreement
compare_maps(const SaliencyMap& a, const SaliencyMap& b, int height, int width, double top = 0.1);

/// The explanations of one image by two models for the same targets.
struct ImageComparison {
    std::filesystem::path image = {};

    /// Both explanations have the same number of maps, and maps at the same position have the same target.
    Explanation a = {};
    Explanation b = {};

    /// One entry per pair of maps.
    std::vector<MapAgreement> maps = {};

    /// Whether the predictions differ: another best class, or a best box without a counterpart in the other model (same
    /// class, intersection over union of at least 0.5).
    bool flip = false;

    /// Whether neither model found anything to compare. Gates ignore such an image.
    bool nothing_found = false;

    /// The minimum over `maps`; no value if one of them has none.
    MetricValue rank_correlation = {};
    MetricValue top_overlap = {};

    /// The energy of the maps inside the annotation (see energy_pointing_game()). Set by callers that have annotations.
    MetricValue mass_a = {};
    MetricValue mass_b = {};
};

/// Explains `image` with `a` for `options.targets`, and with `b` for the same classes and boxes.
/// @throws Error as Explainer::explain(), and (bad_target) if `b` does not have a class of `a`
[[nodiscard]] VINOSCOPE_API ImageComparison compare(
    const Explainer& a, const Explainer& b, const Image& image, const ExplainOptions& options = {}, double top = 0.1);

/// Checks that two models have the same classes, according to their labels.
/// @throws Error (bad_target) that names the first difference
VINOSCOPE_API void require_same_classes(const Explainer& a, const Explainer& b);

/// The mean of a sample with its 95 % bootstrap interval, its minimum and its maximum.
struct SampleSummary {
    std::size_t count = 0;
    double mean = 0;
    double interval_low = 0;
    double interval_high = 0;
    double lowest = 0;
    double highest = 0;
};

/// Summarises a sample by a percentile bootstrap with 2000 resamples, which is reproducible for a given seed.
/// @return the summary, or std::nullopt if `values` is empty
[[nodiscard]] VINOSCOPE_API std::optional<SampleSummary> summarise(const std::vector<double>& values,
                                                                   std::uint64_t seed = 0);

/// Conditions on a comparison that decide whether a model may be released.
///
/// The syntax is `NAME OP NUMBER[%]`, where OP is >=, <=, > or <; several conditions are separated by commas. NAME is
/// `rank-correlation`, `top-overlap`, `mass-a` or `mass-b` (the mean over the images), one of these with the prefix
/// `lowest-` (the worst image), or `flips` (their number, or their percentage of the images if NUMBER ends in %).
class VINOSCOPE_API Gate {
public:
    /// @throws Error (usage) if the expression is invalid
    explicit Gate(std::string_view expression);

    struct Condition {
        std::string name;
        std::string operation;
        double limit = 0;
        bool percent = false;
    };

    struct Failure {
        /// The reason as a whole sentence.
        std::string reason;
        /// The images that fail the condition on their own, the worst first; may be empty.
        std::vector<std::filesystem::path> images;
    };

    /// Evaluates the conditions. A condition fails if an image (such as one with a flat map) or all images lack its
    /// quantity.
    /// @return the failed conditions; empty if the gate is passed
    [[nodiscard]] std::vector<Failure> check(const std::vector<ImageComparison>& images) const;

    [[nodiscard]] const std::string& expression() const { return m_expression; }

private:
    std::string m_expression;
    std::vector<Condition> m_conditions;
};

}  // namespace vinoscope
