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

/// One output of a model for one image. The view is valid during the call only: copy what is kept.
struct OutputTensor {
    std::string_view name;

    /// The shape of the output. If the first dimension is the batch, it is 1.
    std::vector<std::size_t> shape;

    /// The values in row-major order. Other element types are converted to f32.
    std::span<const float> values;
};

/// One detected box.
struct Detection {
    /// The box in pixels of the model's input.
    Region box;

    /// The class index.
    std::int64_t label = 0;

    /// The score in 0..1: class score times objectness, if the model has both.
    float score = 0;
};

/// The scores of all classes for every pixel of the model's input, or for every cell of a coarser grid over it.
struct ClassMap {
    std::size_t classes = 0;
    std::size_t height = 0;
    std::size_t width = 0;

    /// The scores, `[classes][height][width]`.
    std::vector<float> values = {};

    /// For models that return only the class of each pixel, used instead of `values`: `[height][width]`. A negative
    /// number means no class. `classes` is then one more than the largest index.
    std::vector<std::int64_t> labels = {};
};

/// The probabilities of all characters for each step of a line of text. One of the characters is the blank, which
/// stands for none.
struct TextScores {
    std::size_t steps = 0;

    /// The number of characters, including the blank.
    std::size_t characters = 0;

    /// The probabilities, `[steps][characters]`.
    std::vector<float> values = {};

    /// The index of the blank.
    std::int64_t blank = 0;
};

/// The decoded outputs of a model for one image. Only the fields of the model's task are set.
struct Answer {
    /// Classification: one score per class, logits or probabilities. Regression: the values.
    std::vector<float> scores = {};

    /// Detection: the detected boxes in any order, or all candidate boxes of a model without non-maximum suppression.
    std::vector<Detection> detections = {};

    /// The score of each class for each detection, `[detections][classes]`. If empty, a detection has a score for its
    /// own label only.
    std::vector<float> detection_scores = {};

    /// Whether `detections` are overlapping candidates. If so, non-maximum suppression selects those that are listed as
    /// predictions. Targets are always scored over all of them.
    bool candidates = false;

    /// Segmentation: the scores of each pixel. Dense regression, such as depth estimation: its values as a single
    /// class.
    ClassMap class_map = {};

    /// Text recognition: the probabilities of the characters.
    TextScores text_scores = {};
};

/// Decodes the outputs of one inference (in the order of the model) for one image.
///
/// The first call decodes the original image (or noise, see ExplainerOptions::postprocess). All further results must
/// have the same form: the same number of scores, or the same number of classes and pixels. The number of boxes may
/// vary and may be zero.
///
/// The function is called by the thread that called Explainer::explain(), once per inference and one call at a time. If
/// several threads use one Explainer, their calls overlap. An exception that it throws ends explain() and is passed on
/// to the caller.
using Postprocess = std::function<Answer(std::span<const OutputTensor> outputs)>;

}  // namespace vinoscope
