// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "vinoscope/export.hpp"

namespace vinoscope {

/// The precision of inferences.
enum class Precision {
    /// The default of the device, but f32 if the maps need it.
    automatic,
    f32,
    f16,
    bf16,
};

/// Returns "auto", "f32", "f16" or "bf16".
[[nodiscard]] VINOSCOPE_API std::string_view name_of(Precision precision);

/// The conversion of class scores to probabilities.
enum class ScoreConversion {
    /// Softmax if the graph ends in logits, and none otherwise.
    automatic,
    softmax,
    sigmoid,
    /// None.
    raw,
};

/// The class of the blank of a text recogniser.
enum class BlankClass {
    /// The character that is empty or named blank, else the more common end of the alphabet.
    automatic,
    first,
    last,
};

/// Further images whose maps are averaged with the map of the image.
enum class Augmentation {
    none,
    /// The mirror image, left and right exchanged, at twice the cost.
    flips,
};

}  // namespace vinoscope
