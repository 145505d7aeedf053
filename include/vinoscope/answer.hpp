// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "vinoscope/region.hpp"

namespace vinoscope {

/// One output of a model for one image. It points into memory of the inference: copy what is kept.
struct OutputTensor {
    std::string_view name;
    std::vector<std::size_t> shape;  ///< as the model has it; where the first dimension is the batch it is 1
    std::span<const float> values;   ///< row-major; other element types are converted
};

/// One box that a model found.
struct Detection {
    Region box;              ///< in pixels of the model's input
    std::int64_t label = 0;  ///< class index
    float score = 0;         ///< 0..1: class score times objectness where the model has both
};

/// A score of every class for every place of the model's input, or for every cell of a coarser grid over it.
struct ClassMap {
    std::size_t classes = 0;
    std::size_t height = 0;
    std::size_t width = 0;
    std::vector<float> values = {};  ///< `[classes][height][width]`

    /// Instead of `values`, where an answer says no more than which class each place has: `[height][width]`; a negative
    /// number stands for none. `classes` is then one more than the highest number.
    std::vector<std::int64_t> labels = {};
};

/// The probability of every character for each step of a line of text; one of them is the blank, which stands for none.
struct TextScores {
    std::size_t steps = 0;
    std::size_t characters = 0;      ///< the blank included
    std::vector<float> values = {};  ///< `[steps][characters]`
    std::int64_t blank = 0;
};

/// What a model said about one image, in the terms of its task; only the fields of that task are filled.
struct Answer {
    /// Classification: one score a class, logits or probabilities. Regression: the values.
    std::vector<float> scores = {};

    /// Detection: what was found, in any order, or every candidate of a model that leaves the choice to its caller.
    std::vector<Detection> detections = {};

    /// `[detections][classes]`: the score of each class for each detection. When it is empty, a detection speaks for
    /// its own label only.
    std::vector<float> detection_scores = {};

    /// Whether `detections` are overlapping candidates: then non-maximum suppression chooses those that are listed as
    /// predictions. Targets are always scored among all of them.
    bool candidates = false;

    /// Segmentation; regression of a quantity that each place has, such as a depth: its values, as those of one class.
    ClassMap class_map = {};

    /// Recognition of text.
    TextScores text_scores = {};
};

/// Reads the outputs of one inference (in the model's order) for one image.
///
/// The first answer is that to the image itself (or to noise, see ExplainerOptions::postprocess). The others must have
/// its form: as many scores, or as many classes and places; boxes may come and go, and an answer without any is one.
///
/// Called in the thread that called Explainer::explain(), once for each inference and one call at a time; when several
/// threads explain with one Explainer, their calls overlap. An exception it throws ends explain() and reaches its
/// caller as it is.
using Postprocess = std::function<Answer(std::span<const OutputTensor> outputs)>;

}  // namespace vinoscope
