// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vinoscope/image.hpp"
#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// One metric of saliency maps, as `vinoscope evaluate --help` and docs/reference/metrics.md show it.
struct MetricInfo {
    std::string_view name;     ///< as in `--metrics`, e.g. "insertion"
    std::string_view title;    ///< as the papers write it, e.g. "Insertion AUC"
    std::string_view needs;    ///< besides the map: "nothing", "annotation", "model", "explainer" (and the model) or
                               ///< "random model" (to explain)
    std::string_view range;    ///< e.g. "0..1"; those that read scores assume scores in 0..1
    std::string_view better;   ///< "higher" or "lower"
    std::string_view summary;  ///< one line
    std::string_view source;   ///< paper
};

/// All metrics.
std::vector<MetricInfo> list_metrics();

/// The row called `name`. @throws Error (usage) with the nearest names.
MetricInfo metric_info(std::string_view name);

/// A number, or why there is none: the map is flat or not finite, a score is zero, nothing is annotated, ...
struct MetricValue {
    std::optional<double> value = {};
    std::string reason = {};  ///< one line when there is no value
};

struct MetricOptions {
    int steps = 50;                 ///< of insertion and deletion: the pixels change in so many equal portions, each of
                                    ///< at least one pixel
    std::string baseline = "zero";  ///< what a hidden pixel shows: see BlackBoxOptions::baseline
    bool hide_in_image = false;  ///< whether masks hide pixels of the image, before it is prepared for the model, and
                                 ///< not pixels of the model's input: as OpenVINO's explainable AI toolkit, slower
    double tolerance = 0;        ///< of the pointing game, in pixels of the image
    double threshold = 0.5;      ///< of the intersection over union, on the map scaled to 0..1
    int subsets = 200;           ///< random parts that MuFidelity and infidelity hide
    int noisy_images = 10;       ///< that max-sensitivity tries
    double noise = 0.02;         ///< largest change of a pixel by that noise, as a share of 0..255
    std::uint64_t seed = 0;      ///< of the random parts and the noise
};

/// Where the explained object is. With boxes and a mask, the mask counts.
struct GroundTruth {
    int width = 0;                        ///< of the image in pixels
    int height = 0;                       ///< likewise
    std::vector<Region> boxes = {};       ///< a point inside of any of them is inside
    std::vector<std::uint8_t> mask = {};  ///< row-major `[height][width]`, not zero inside; or empty

    /// Whether the object is at most `tolerance` pixels, along each axis, from a point of the image. Right and lower
    /// edges of boxes are outside.
    bool contains(double x, double y, double tolerance = 0) const;
};

/// The share of the strongest points of `map` that lie on the object (Zhang et al., arXiv:1608.00507): 1 or 0 when one
/// point is strongest, something between when several are equal; of a flat map, the share of all its points. The
/// points are the centres of the map's own cells, where a bilinear enlargement has its maxima too.
/// @param tolerance see GroundTruth::contains(); 15 in the paper
/// @return 0..1, higher is better; no value for a map that is not finite
/// @throws Error (usage) when `truth` has no box and no mask, or the sizes of the mask or the map do not fit
MetricValue pointing_game(const SaliencyMap& map, const GroundTruth& truth, double tolerance = 0);

/// The share of the map's energy that lies on the object (Wang et al., arXiv:1910.01279, section 4.3), with the map
/// enlarged bilinearly to the image and scaled to 0..1.
/// @return 0..1, higher is better; no value for a map that is flat or not finite
/// @throws Error as pointing_game()
MetricValue energy_pointing_game(const SaliencyMap& map, const GroundTruth& truth);

/// The share of the map's positive values that lies on the object (Arras, Osman and Samek, arXiv:2003.07258, eq. 6),
/// with the map enlarged bilinearly to the image.
/// @return 0..1, higher is better; no value for a map that is flat, not finite or nowhere above 0
/// @throws Error as pointing_game()
MetricValue relevance_mass_accuracy(const SaliencyMap& map, const GroundTruth& truth);

/// The share of the K strongest pixels that lie on the object, K being the number of its pixels (arXiv:2003.07258, eq.
/// 7).
/// @return 0..1, higher is better; no value for a map that is flat or not finite, or an object outside of the image
/// @throws Error as pointing_game()
MetricValue relevance_rank_accuracy(const SaliencyMap& map, const GroundTruth& truth);

/// The probability that a pixel of the object has a higher value than one beside it, equal values counting half (Mann
/// and Whitney's U; Fawcett, 2006).
/// @return 0..1, higher is better; no value for a map that is flat or not finite, or an object that is none or all of
/// the
///         image
/// @throws Error as pointing_game()
MetricValue roc_auc(const SaliencyMap& map, const GroundTruth& truth);

/// The share of the `k` strongest pixels, or of all where there are fewer, that lie on the object (Theiner,
/// Mueller-Budack and Ewerth, arXiv:2104.14995).
/// @return 0..1, higher is better; no value for a map that is flat or not finite
/// @throws Error as pointing_game(), and (usage) for k < 1
MetricValue top_k_intersection(const SaliencyMap& map, const GroundTruth& truth, std::int64_t k = 1000);

/// Intersection over union of the object and of the places where the map, enlarged bilinearly to the image and scaled
/// to 0..1, is at least `threshold`.
/// @return 0..1, higher is better; no value for a map that is flat or not finite
/// @throws Error as pointing_game(), and (usage) for a threshold outside of 0..1
MetricValue intersection_over_union(const SaliencyMap& map, const GroundTruth& truth, double threshold = 0.5);

/// Gini index of the values scaled to 0..1, at the map's own size (Chalasani et al., arXiv:1810.06583): 0 when all
/// places are equal, near 1 when one place has it all.
/// @return 0..1, higher is better; no value for a map that is flat or not finite
/// @throws Error (usage) when the map has not height * width values
MetricValue sparseness(const SaliencyMap& map);

/// Entropy of the values scaled to 0..1 and then to a sum of 1, at the map's own size, as a share of the largest
/// possible entropy (the complexity of Bhatt et al., arXiv:2005.00631, divided by the logarithm of the number of
/// values).
/// @return 0..1, lower is better; no value for a map that is flat or not finite
/// @throws Error as sparseness()
MetricValue entropy(const SaliencyMap& map);

/// How the score rises while the strongest pixels of a map appear on the baseline, and falls while they disappear from
/// the image (Petsiuk et al., arXiv:1806.07421, section 4.1). Areas by the trapezoidal rule over the share of pixels.
struct InsertionDeletion {
    MetricValue insertion;                    ///< area under the rising curve, higher is better
    MetricValue deletion;                     ///< area under the falling curve, lower is better
    MetricValue delta;                        ///< insertion - deletion, higher is better
    std::vector<float> insertion_curve = {};  ///< the score after each step, that after none first
    std::vector<float> deletion_curve = {};
};

/// What is left of the score when only what a map shows is seen (Poppi et al., arXiv:2104.10252). With M the map scaled
/// to 0..1, x the image, x * M the image of which M shows a part, and f the score:
struct Adcc {
    MetricValue adcc;          ///< harmonic mean of coherency, 1 - complexity and 1 - average_drop; 0 if one of them is
    MetricValue coherency;     ///< (1 + Pearson's correlation of M and the map of x * M) / 2, higher is better
    MetricValue complexity;    ///< mean of M, lower is better
    MetricValue average_drop;  ///< max(0, f(x) - f(x * M)) / f(x), lower is better; no value for f(x) <= 0
};

/// A map that knows nothing of the model: each value uniform in 0..1, the same for the same seed. Any method must beat
/// it.
SaliencyMap random_map(int height, int width, std::uint64_t seed);

/// A map that knows where photographs have their object: a bell in the middle with a standard deviation of 0.27 of each
/// side. A method that does not beat it tells less than the habit of photographers.
SaliencyMap centred_gaussian(int height, int width);

/// The strength of the edges of `image`: magnitude of the Sobel gradient of its luma, edge pixels repeated outside.
/// @throws Error (usage) for an empty image
SaliencyMap sobel_map(const Image& image);

/// The absolute value of the Laplacian (4 neighbours) of the luma of `image`, edge pixels repeated outside.
/// @throws Error (usage) for an empty image
SaliencyMap laplace_map(const Image& image);

/// The luma of `image`, 0..255. @throws Error (usage) for an empty image
SaliencyMap brightness_map(const Image& image);

}  // namespace vinoscope
