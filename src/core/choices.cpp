// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/choices.hpp"

#include <array>

#include "vinoscope/option.hpp"

namespace vinoscope {
namespace {

// In the order of their enumerations.
constexpr std::array<std::string_view, 4> precisions = {"auto", "f32", "f16", "bf16"};
constexpr std::array<std::string_view, 4> score_conversions = {"auto", "softmax", "sigmoid", "raw"};
constexpr std::array<std::string_view, 3> blank_classes = {"auto", "first", "last"};
constexpr std::array<std::string_view, 2> augmentations = {"none", "flips"};

}  // namespace

std::string_view name_of(Precision precision) {
    return precisions[static_cast<std::size_t>(precision)];
}

template <>
std::vector<Option<ExplainerOptions>> list_options<ExplainerOptions>() {
    return {{.name = "score",
             .member = &ExplainerOptions::score,
             .help = "How class scores are turned into probabilities",
             .choices = score_conversions},
            {.name = "blank",
             .member = &ExplainerOptions::blank,
             .help = "Position of the blank of a text recognition model",
             .choices = blank_classes},
            {.name = "augment",
             .member = &ExplainerOptions::augment,
             .help = "flips: mean map of the image and its mirror image, at twice the cost",
             .choices = augmentations},
            {.name = "smooth",
             .member = &ExplainerOptions::smooth,
             .help = "Smooth maps of pixels by a Gaussian of this standard deviation in pixels of the input",
             .placeholder = "SIGMA",
             .range = {0, 1000}},
            {.name = "precision",
             .member = &ExplainerOptions::precision,
             .help = "Inference precision",
             .choices = precisions}};
}

}  // namespace vinoscope
