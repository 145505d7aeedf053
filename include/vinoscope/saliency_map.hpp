// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "vinoscope/region.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {

/// Whether a map says anything.
enum class MapStatus {
    ok,
    flat,         ///< all values are equal, but for rounding: the method saw no difference between places
    not_finite,   ///< some values are NaN or infinite
    lost,         ///< the target was in none of the model's answers to the perturbed images
    nearly_flat,  ///< the values differ by less than 1 % of the largest magnitude among them; they are numbers all the
                  ///< same, and pictures show them in nearly one colour
};

std::string to_string(MapStatus status);

/// Whether the values of a map can be drawn and measured: those that are ok or nearly flat.
bool is_usable(MapStatus status);

/// One answer: how much each place speaks for the target. The values are what the method computed, never scaled,
/// resized or clipped.
struct SaliencyMap {
    std::optional<std::int64_t> target;  ///< class index; none for a map of the whole image
    std::string label;                   ///< name of the class, or empty
    std::string name = {};               ///< what file names call the target; empty: by its label or index
    std::optional<float> score = {};     ///< of the target in the answer to the image itself; see Provenance::score
    std::optional<Region> box = {};      ///< the box that was asked about, in pixels of the original image
    int height = 0;
    int width = 0;
    std::vector<float> values;               ///< row-major `[height][width]`
    std::vector<float> standard_error = {};  ///< of each value, for methods that sample; else empty
    /// Of methods whose values add up to what the score gains over the baseline: by how much they miss it, as a share
    /// of that gain.
    std::optional<double> completeness_gap = {};
    std::optional<Region> region;  ///< what the map covers in pixels of the original image; none: the whole image.
                                   ///< Larger than the image after a letterbox, smaller after a crop
    bool of_pixels = false;        ///< whether values belong to single pixels, of which few are large
    bool is_signed = false;  ///< whether values below 0 speak against the target: zero is the middle of the colours
    MapStatus status = MapStatus::ok;
    std::string reason;  ///< one line when the status is not ok

    /// What asks for the same again, where neither `target` nor `box` does: a part of an image, a character, ...
    std::optional<TargetRequest> asked = {};
};

}  // namespace vinoscope
