// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "methods/blackbox/budget.hpp"
#include "methods/blackbox/mask_average.hpp"
#include "methods/blackbox/mask_regression.hpp"
#include "methods/method.hpp"
#include "methods/shared_options.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// The square root stabilises the variance of probabilities: their noise is then about the same everywhere in 0..1.
Matrix variance_stabilized(Matrix scores, const std::vector<bool>& probabilities) {
    for (std::size_t i = 0; i < scores.rows; ++i)
        for (std::size_t target = 0; target < scores.columns; ++target)
            if (auto& score = scores.row(i)[target]; probabilities[target])
                score = std::sqrt(score);
    return scores;
}

// As in the paper's equation 6, which divides by the expectation of the mask.
Matrix over_share(Matrix scores, const RandomMasks& masks) {
    for (std::size_t i = 0; i < scores.rows; ++i)
        for (auto& score : scores.row(i))
            score /= static_cast<float>(masks.share(i));
    return scores;
}

// Masks are smooth: at this distance of the points of a map nothing is lost.
constexpr int points_per_cell = 7;

int points(int cells, int pixels) {
    return std::min(cells * points_per_cell, pixels);
}

BlackBoxMaps covariance(const BlackBox& box, const Matrix& scores, const RandomMasks& masks) {
    StopCheck check(box.job, scores.rows);
    return mask_average(centred_scores(scores, masks),
                        masks,
                        points(masks.style().rows, box.image.height()),
                        points(masks.style().columns, box.image.width()),
                        true,
                        check);
}

BlackBoxMaps faithful(const BlackBox& box, const Matrix& scores, const RandomMasks& masks) {
    return covariance(box, variance_stabilized(scores, box.probabilities), masks);
}

BlackBoxMaps regression(const BlackBox& box, const Matrix& scores, const RandomMasks& masks) {
    StopCheck check(box.job, scores.rows);
    return mask_regression(centred_scores(scores, masks),
                           masks,
                           points(masks.style().rows, box.image.height()),
                           points(masks.style().columns, box.image.width()),
                           check);
}

BlackBoxMaps plain(const BlackBox& box, const Matrix& scores, const RandomMasks& masks) {
    StopCheck check(box.job, scores.rows);
    return mask_average(over_share(scores, masks),
                        masks,
                        points(masks.style().rows, box.image.height()),
                        points(masks.style().columns, box.image.width()),
                        false,
                        check);
}

struct Estimator {
    std::string_view name;
    int cells = 0;  // along the shorter side
    double lowest_share = 0;
    double highest_share = 0;
    MaskPattern pattern = MaskPattern::balanced_cells;
    bool antithetic = false;
    BlackBoxMaps (*estimate)(const BlackBox&, const Matrix& scores, const RandomMasks&) = nullptr;
};

// docs/reference/methods/rise.md has the measurements behind these numbers.
constexpr std::array<Estimator, 4> estimators = {{
    {"auto", 4, 0.05, 0.8, MaskPattern::cells_and_regions, false, faithful},
    {"regression", 8, 0.5, 0.5, MaskPattern::balanced_cells, true, regression},
    {"centred", 8, 0.5, 0.5, MaskPattern::balanced_cells, false, covariance},
    {"plain", 8, 0.5, 0.5, MaskPattern::independent_cells, false, plain},
}};

// The edges of regions look like objects to a detector, which then finds what is not there.
MaskPattern pattern_of(const BlackBox& box, const Estimator& estimator) {
    const bool regions = estimator.pattern == MaskPattern::cells_and_regions;
    return regions && box.zero_means_absent ? MaskPattern::balanced_cells : estimator.pattern;
}

// Cells stay about square on inputs that are not.
MaskStyle style_of(const BlackBox& box, const Estimator& estimator) {
    const int shorter = std::min(box.image.height(), box.image.width());
    const int cells = box.options.num_cells > 0 ? box.options.num_cells : std::min(estimator.cells, shorter);
    if (cells > shorter)
        throw Error(
            ErrorKind::usage,
            fmt::format(
                "expected num_cells of at most {}, the pixels of the input's shorter side, found {}", shorter, cells));
    const double pixels = static_cast<double>(shorter) / cells;
    const auto along = [&](int side) { return static_cast<int>(std::lround(side / pixels)); };
    const double prob = box.options.prob;
    return {along(box.image.height()),
            along(box.image.width()),
            prob > 0 ? prob : estimator.lowest_share,
            prob > 0 ? prob : estimator.highest_share,
            pattern_of(box, estimator),
            estimator.antithetic && (prob <= 0 || prob == 0.5)};
}

// What it takes in all, and after how many masks it first looks whether the map is stable.
struct Length {
    std::size_t total = 0;
    std::size_t first = 0;
};

Length length_of(const BlackBoxOptions& options) {
    constexpr std::size_t first = 128;
    if (options.until_stable <= 0)
        return {inference_budget(options), inference_budget(options)};
    const auto total = options.num_masks > 0 ? options.num_masks : most_inferences;
    return {total, std::min(first, total)};
}

// The correlation with the map after endless masks that the standard errors let expect: see BlackBoxOptions.
double expected_correlation(std::span<const float> map, std::span<const float> errors) {
    const auto count = static_cast<double>(map.size());
    const double mean = std::accumulate(map.begin(), map.end(), 0.0) / count;
    double variance = 0;
    double noise = 0;
    for (std::size_t i = 0; i < map.size(); ++i) {
        variance += (map[i] - mean) * (map[i] - mean) / count;
        noise += errors[i] * errors[i] / count;
    }
    return variance > noise ? std::sqrt(1 - noise / variance) : 0;
}

bool stable(const BlackBoxMaps& maps, double correlation) {
    for (std::size_t target = 0; target < maps.values.rows; ++target)
        if (expected_correlation(maps.values.row(target), maps.standard_error.row(target)) < correlation)
            return false;
    return true;
}

void append(const Matrix& more, Matrix& scores) {
    scores.values.insert(scores.values.end(), more.values.begin(), more.values.end());
    scores.rows += more.rows;
}

void check(const BlackBoxOptions& options) {
    if (options.until_stable > 0 && options.estimator == "regression")
        throw Error(
            ErrorKind::usage,
            "the estimator regression provides no standard error, which until_stable needs; use another estimator");
}

// Petsiuk, Das and Saenko, "RISE", arXiv:1806.07421: S = E[f(I * M) M] / E[M] over random masks M. The same expectation
// with scores and masks less their means has the same map up to a constant where all masks have one share, and far less
// noise.
BlackBoxMaps maps_of(const BlackBox& box) {
    check(box.options);
    const auto& estimator = named_row(estimators, box.options.estimator, "estimator");
    const RandomMasks masks(style_of(box, estimator), box.seed);
    const auto length = length_of(box.options);
    if (estimator.name == "regression")
        require_room_for_regression(
            length.total, masks.style(), box.image.height(), box.image.width(), box.memory_limit);
    Matrix scores(0, box.targets());
    for (auto next = length.first;; next = std::min(next + 2 * next / 5, length.total)) {
        const auto before = scores.rows;
        const auto draw = [&](std::size_t index, std::span<float> mask) {
            masks.draw(before + index, box.image.height(), box.image.width(), mask);
        };
        append(box.score(next - before, draw, {before, length.total}), scores);
        auto maps = estimator.estimate(box, scores, masks);
        if (scores.rows < next || next == length.total || stable(maps, box.options.until_stable))
            return maps;
    }
}

constexpr auto estimator_names = names_of(estimators);

using RiseOption = Option<BlackBoxOptions>;

constexpr RiseOption until_stable{
    .name = "until_stable",
    .member = &BlackBoxOptions::until_stable,
    .help = "Stop once the expected correlation of every map with its fully converged map is at least 0.95",
    .placeholder = "R",
    .range = {0, 1, true, true},
    .automatic = "never",
    .zero_turns_off = true,
    .switched_on = 0.95};
constexpr RiseOption estimator{.name = "estimator",
                               .member = &BlackBoxOptions::estimator,
                               .help = "Estimator of the map from the scores of masks; plain is that of the paper",
                               .choices = estimator_names};
constexpr RiseOption num_cells{.name = "num_cells",
                               .member = &BlackBoxOptions::num_cells,
                               .help = "Number of cells of a mask along the shorter side of the input",
                               .range = {1, 256},
                               .automatic = "4; 8 for estimators other than auto"};
constexpr RiseOption prob{.name = "prob",
                          .member = &BlackBoxOptions::prob,
                          .help = "Fraction of the cells of a mask that show the image",
                          .placeholder = "P",
                          .range = {0, 1, true, true},
                          .automatic = "0.05 to 0.8; 0.5 for estimators other than auto"};

}  // namespace

Method rise() {
    return {.info = {.name = "rise",
                     .title = "RISE",
                     .summary = "dependence of the score on the visibility of each pixel under random masks",
                     .source = "arXiv:1806.07421"},
            .needs = {.inferences = true},
            .granularity = Granularity::per_class,
            .run = maps_of,
            .options = {budget_option,
                        num_masks_option,
                        time_budget_option,
                        until_stable,
                        estimator,
                        num_cells,
                        prob,
                        baseline_option}};
}

}  // namespace vinoscope
