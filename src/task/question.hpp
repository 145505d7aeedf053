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

/// A scalar question about what a model says: what a wish of the user means for one image.
struct Question {
    std::optional<std::int64_t> target = {};         ///< class index
    std::string label = {};                          ///< of the class, for people; or empty
    std::function<float(const Answer&)> score = {};  ///< of an answer whose scores are scaled (score_scale.hpp)

    /// Whether maps of classes answer it: that of `target`, less that of `versus` when there is one.
    bool by_class = true;
    std::optional<std::int64_t> versus = {};

    /// Which places of the answer it is about: positions in ClassMap, row by row, or in Answer::detections. Empty where
    /// answers have no places.
    std::vector<std::size_t> places = {};

    /// The side of a box whose coordinate gradients are taken of, instead of the class score.
    std::optional<BoxSide> side = {};

    std::string name = {};           ///< for files; empty: the label or the index
    std::optional<Region> box = {};  ///< what it is about, in pixels of the original image
    bool probability = false;        ///< whether scores lie in 0..1, most of them near an end
    bool lost_at_zero = false;       ///< whether a score of zero means that the model found nothing of it at all
    std::optional<TargetRequest> asked = {};  ///< SaliencyMap::asked
    std::string note = {};                    ///< what the user should know about how the wish was understood
};

}  // namespace vinoscope
