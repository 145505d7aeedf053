// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "vinoscope/answer.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {

/// A target that was resolved for one image: a scalar function of the prediction.
struct ResolvedTarget {
    std::optional<std::int64_t> target = {};         ///< class index
    std::string label = {};                          ///< of the class, for people; or empty
    std::function<float(const Answer&)> score = {};  ///< of a prediction with scaled scores (score_scale.hpp)

    /// Whether class maps explain it: the map of `target`, minus the map of `versus` if there is one.
    bool by_class = true;
    std::optional<std::int64_t> versus = {};

    /// The positions that it covers, in ClassMap (row by row) or in Answer::detections. Empty if the prediction has no
    /// positions.
    std::vector<std::size_t> places = {};

    /// The side of a box whose coordinate gradients are taken of, instead of the class score.
    std::optional<BoxSide> side = {};

    std::string name = {};                    ///< for files; empty: the label or the index
    std::optional<Region> box = {};           ///< its region in pixels of the original image
    bool probability = false;                 ///< whether scores lie in 0..1, most of them near an end
    bool zero_means_absent = false;           ///< whether a score of zero means that the model did not detect it
    std::optional<TargetRequest> asked = {};  ///< SaliencyMap::asked
    std::string note = {};                    ///< how the request was interpreted, for the user
};

}  // namespace vinoscope
