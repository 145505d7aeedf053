// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vinoscope/export.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// What a metric needs besides the map.
enum class MetricNeeds {
    nothing,
    /// The position of the object.
    annotation,
    model,
    /// The model, and the explainer of the map.
    explainer,
    /// The explainer, for a model with random weights.
    random_model,
};

/// Returns the name, e.g. "random model".
[[nodiscard]] VINOSCOPE_API std::string to_string(MetricNeeds needs);

/// Which values of a metric are better.
enum class Better { higher, lower };

/// Returns "higher" or "lower".
[[nodiscard]] VINOSCOPE_API std::string to_string(Better better);

/// A metric of saliency maps, as listed by `vinoscope metrics` and docs/reference/metrics.md.
struct MetricInfo {
    /// The name, as in `--metrics`, e.g. "insertion".
    std::string_view name;

    /// The name in the paper, e.g. "Insertion AUC".
    std::string_view title;

    MetricNeeds needs = MetricNeeds::nothing;

    /// The range, e.g. "0..1", for metrics of scores under the assumption that scores are in 0..1.
    std::string_view range;

    Better better = Better::higher;

    /// A description in one line.
    std::string_view summary;

    /// The paper.
    std::string_view source;
};

/// Returns all metrics.
[[nodiscard]] VINOSCOPE_API std::vector<MetricInfo> list_metrics();

/// Returns the metric called `name`.
/// @throws Error (usage) with the nearest names if there is none
[[nodiscard]] VINOSCOPE_API MetricInfo metric_info(std::string_view name);

/// The value of a metric, or the reason why there is none: the map is flat or not finite, a score is zero, no object is
/// annotated, ...
struct MetricValue {
    std::optional<double> value = {};

    /// The reason in one line if there is no value.
    std::string reason = {};
};

/// Options of metrics.
struct MetricOptions {
    /// The number of steps of insertion and deletion, which change equal numbers of pixels, at least one each.
    int steps = 50;

    /// The fill of hidden pixels, see BlackBoxOptions::baseline.
    std::string baseline = "zero";

    /// Whether masks hide pixels of the image before preprocessing, as in OpenVINO's explainable AI toolkit, instead of
    /// pixels of the model's input. This is slower.
    bool hide_in_image = false;

    /// The tolerance of the pointing game in pixels of the image.
    double tolerance = 0;

    /// The threshold of the map, scaled to 0..1, for the intersection over union.
    double threshold = 0.5;

    /// The number of random subsets that MuFidelity and infidelity hide.
    int subsets = 200;

    /// The number of noisy images that max-sensitivity evaluates.
    int noisy_images = 10;

    /// The maximum change of a pixel by this noise, as a fraction of 255.
    double noise = 0.02;

    /// The seed of the random subsets and the noise.
    std::uint64_t seed = 0;
};

/// The position of the explained object. If both boxes and a mask are given, the mask is used.
struct GroundTruth {
    /// The size of the image in pixels.
    int height = 0;
    int width = 0;

    /// The boxes of the object. A point in any of them is inside the object.
    std::vector<Region> boxes = {};

    /// A mask in row-major order, `[height][width]`, not zero inside the object; or empty.
    std::vector<std::uint8_t> mask = {};

    /// Returns whether the object is at most `tolerance` pixels along each axis from a point of the image. Right and
    /// lower edges of boxes are exclusive.
    [[nodiscard]] VINOSCOPE_API bool contains(double x, double y, double tolerance = 0) const;
};

/// Computes the pointing game (Zhang et al., arXiv:1608.00507): the fraction of the maxima of `map` that lie on the
/// object, which is 1 or 0 if the maximum is unique. For a flat map, all points are maxima. The points are the centres
/// of the cells of the map, where its bilinear enlargement has its maxima, too.
/// @param tolerance see GroundTruth::contains(); 15 in the paper
/// @return a value in 0..1, higher is better; no value for a map that is not finite
/// @throws Error (usage) if `truth` has neither a box nor a mask, or the size of the mask or the map is invalid
[[nodiscard]] VINOSCOPE_API MetricValue pointing_game(const SaliencyMap& map,
                                                      const GroundTruth& truth,
                                                      double tolerance = 0);

/// Computes the fraction of the energy of the map on the object (Wang et al., arXiv:1910.01279, section 4.3). The map
/// is enlarged bilinearly to the image and scaled to 0..1.
/// @return a value in 0..1, higher is better; no value for a map that is flat or not finite
/// @throws Error as pointing_game()
[[nodiscard]] VINOSCOPE_API MetricValue energy_pointing_game(const SaliencyMap& map, const GroundTruth& truth);

/// Computes the fraction of the sum of the positive values of the map on the object (Arras, Osman and Samek,
/// arXiv:2003.07258, eq. 6). The map is enlarged bilinearly to the image.
/// @return a value in 0..1, higher is better; no value for a map that is flat, not finite or without positive values
/// @throws Error as pointing_game()
[[nodiscard]] VINOSCOPE_API MetricValue relevance_mass_accuracy(const SaliencyMap& map, const GroundTruth& truth);

/// Computes the fraction of the K strongest pixels that lie on the object, where K is the number of pixels of the
/// object (arXiv:2003.07258, eq. 7).
/// @return a value in 0..1, higher is better; no value for a map that is flat or not finite, or an object outside the
///         image
/// @throws Error as pointing_game()
[[nodiscard]] VINOSCOPE_API MetricValue relevance_rank_accuracy(const SaliencyMap& map, const GroundTruth& truth);

/// Computes the probability that a pixel of the object has a higher value than a pixel outside the object, where ties
/// count half (the Mann-Whitney U statistic; Fawcett, 2006).
/// @return a value in 0..1, higher is better; no value for a map that is flat or not finite, or an object that covers
///         no pixel or all pixels of the image
/// @throws Error as pointing_game()
[[nodiscard]] VINOSCOPE_API MetricValue roc_auc(const SaliencyMap& map, const GroundTruth& truth);

/// Computes the fraction of the `k` strongest pixels, or of all pixels if there are fewer, that lie on the object
/// (Theiner, Mueller-Budack and Ewerth, arXiv:2104.14995).
/// @return a value in 0..1, higher is better; no value for a map that is flat or not finite
/// @throws Error as pointing_game(), and (usage) for k < 1
[[nodiscard]] VINOSCOPE_API MetricValue top_k_intersection(const SaliencyMap& map,
                                                           const GroundTruth& truth,
                                                           std::int64_t k = 1000);

/// Computes the intersection over union of the object and the pixels where the map, enlarged bilinearly to the image
/// and scaled to 0..1, is at least `threshold`.
/// @return a value in 0..1, higher is better; no value for a map that is flat or not finite
/// @throws Error as pointing_game(), and (usage) for a threshold outside 0..1
[[nodiscard]] VINOSCOPE_API MetricValue intersection_over_union(const SaliencyMap& map,
                                                                const GroundTruth& truth,
                                                                double threshold = 0.5);

/// Computes the Gini index of the values, scaled to 0..1, at native size (Chalasani et al., arXiv:1810.06583): 0 if all
/// values are equal, near 1 if a single cell has the entire sum.
/// @return a value in 0..1, higher is better; no value for a map that is flat or not finite
/// @throws Error (usage) if the map does not have height * width values
[[nodiscard]] VINOSCOPE_API MetricValue sparseness(const SaliencyMap& map);

/// Computes the entropy of the values, scaled to 0..1 and then to a sum of 1, at native size, relative to the maximum
/// entropy (the complexity of Bhatt et al., arXiv:2005.00631, divided by the logarithm of the number of values).
/// @return a value in 0..1, lower is better; no value for a map that is flat or not finite
/// @throws Error as sparseness()
[[nodiscard]] VINOSCOPE_API MetricValue entropy(const SaliencyMap& map);

/// The change of the score while the strongest pixels of a map are inserted into the baseline, and while they are
/// deleted from the image (Petsiuk et al., arXiv:1806.07421, section 4.1). Areas are computed by the trapezoidal rule
/// over the fraction of pixels.
struct InsertionDeletion {
    /// The area under the insertion curve, higher is better.
    MetricValue insertion;

    /// The area under the deletion curve, lower is better.
    MetricValue deletion;

    /// insertion - deletion, higher is better.
    MetricValue delta;

    /// The scores before the first step and after each step.
    std::vector<float> insertion_curve = {};
    std::vector<float> deletion_curve = {};
};

/// The score for the image masked by its map (Poppi et al., arXiv:2104.10252). M is the map scaled to 0..1, x the
/// image, x * M the image masked by M, and f the score.
struct Adcc {
    /// The harmonic mean of coherency, 1 - complexity and 1 - average_drop; 0 if one of these is 0.
    MetricValue adcc;

    /// (1 + Pearson correlation of M and the map of x * M) / 2, higher is better.
    MetricValue coherency;

    /// The mean of M, lower is better.
    MetricValue complexity;

    /// max(0, f(x) - f(x * M)) / f(x), lower is better; no value for f(x) <= 0.
    MetricValue average_drop;
};

/// Returns a reference map with uniform random values in 0..1, reproducible for a given seed. Every method should beat
/// it.
[[nodiscard]] VINOSCOPE_API SaliencyMap random_map(int height, int width, std::uint64_t seed);

/// Returns a reference map with a centred Gaussian, whose standard deviation is 0.27 of each side, since photographs
/// tend to show their object in the centre. A method that does not beat it says nothing about the model.
[[nodiscard]] VINOSCOPE_API SaliencyMap centred_gaussian(int height, int width);

/// Returns the magnitude of the Sobel gradient of the luma of `image`, with replicated borders.
/// @throws Error (usage) for an empty image
[[nodiscard]] VINOSCOPE_API SaliencyMap sobel_map(const Image& image);

/// Returns the absolute value of the Laplacian (4 neighbours) of the luma of `image`, with replicated borders.
/// @throws Error (usage) for an empty image
[[nodiscard]] VINOSCOPE_API SaliencyMap laplace_map(const Image& image);

/// Returns the luma of `image`, 0..255.
/// @throws Error (usage) for an empty image
[[nodiscard]] VINOSCOPE_API SaliencyMap brightness_map(const Image& image);

}  // namespace vinoscope
