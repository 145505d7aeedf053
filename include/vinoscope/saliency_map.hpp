// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "vinoscope/export.hpp"
#include "vinoscope/region.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {

/// Whether a map is meaningful.
enum class MapStatus {
    ok,
    /// All values are equal except for rounding: the method found no difference between image regions.
    flat,
    /// Some values are NaN or infinite.
    not_finite,
    /// No prediction for the perturbed images contained the target.
    lost,
    /// The values differ by less than 1 % of their largest magnitude. They are valid, but drawn in nearly one colour.
    nearly_flat,
};

/// Returns the name of a status.
[[nodiscard]] VINOSCOPE_API std::string to_string(MapStatus status);

/// Returns whether the values of a map can be drawn and evaluated, that is, for the status ok or nearly_flat.
[[nodiscard]] VINOSCOPE_API bool is_usable(MapStatus status);

/// The relevance of each cell or pixel for a target. The values are those that the method computed, not scaled, resized
/// or clipped.
struct SaliencyMap {
    /// The class index, or std::nullopt for a map of the whole image.
    std::optional<std::int64_t> target;

    /// The name of the class, or empty.
    std::string label;

    /// The name of the target in file names. If empty, its label or index is used.
    std::string name = {};

    /// The score of the target for the unmodified image, see Provenance::score.
    std::optional<float> score = {};

    /// The explained box, in pixels of the original image.
    std::optional<Region> box = {};

    int height = 0;
    int width = 0;

    /// The values in row-major order, `[height][width]`.
    std::vector<float> values;

    /// The standard error of each value, for methods that sample; else empty.
    std::vector<float> standard_error = {};

    /// For methods whose values add up to the score difference between image and baseline: the deviation of their sum,
    /// as a fraction of this difference.
    std::optional<double> completeness_gap = {};

    /// The region that the map covers, in pixels of the original image. std::nullopt means the whole image. It is
    /// larger than the image after a letterbox and smaller after a crop.
    std::optional<Region> region;

    /// Whether values belong to single pixels, of which few have large values.
    bool of_pixels = false;

    /// Whether values below 0 are evidence against the target, so that zero is the centre of the colour range.
    bool is_signed = false;

    MapStatus status = MapStatus::ok;

    /// The reason for a status other than ok, in one line.
    std::string reason;

    /// A request for the same target, if neither `target` nor `box` identifies it: a region, a character, ...
    std::optional<TargetRequest> asked = {};
};

}  // namespace vinoscope
