// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vinoscope/export.hpp"

namespace vinoscope {

/// The order of the colour channels that a model expects.
enum class ColorOrder { rgb, bgr };

/// The layout of a model's input.
enum class TensorLayout { nchw, nhwc };

/// How an image is resized to the model's input size.
enum class ResizeMode {
    /// Stretched to the input size; the aspect ratio is not kept.
    squash,
    /// Scaled to fit inside, centred, and padded on both sides.
    letterbox,
    /// Scaled to fit inside, aligned with the upper-left corner, and padded to the right or below.
    corner,
    /// Scaled so that the shorter side is 256/224 of the input size, then cropped to the centre.
    crop,
};

/// The conversion of an 8-bit RGB image to a model's input: resizing, channel order, then `(x - mean) / scale` for x in
/// 0..255. Inputs with one channel receive greyscale, inputs with four channels an opaque alpha (255) after the
/// colours. Members that are not set are read from the model (`rt_info`) or, if it does not specify them, set to a
/// default.
struct Preprocess {
    /// One value, or one per channel in the model's channel order.
    std::optional<std::vector<float>> mean = {};

    /// One value, or one per channel in the model's channel order; never zero.
    std::optional<std::vector<float>> scale = {};

    std::optional<ColorOrder> color = {};
    std::optional<TensorLayout> layout = {};
    std::optional<ResizeMode> resize = {};

    /// The pixels beside the image of `letterbox` and `corner`, before mean and scale: one value in 0..255, or one per
    /// channel in the model's channel order. The default is 114 (grey).
    std::optional<std::vector<float>> pad = {};
};

/// A named preprocessing.
struct PreprocessPreset {
    std::string_view name;

    /// The formula and the models that use it, in one line.
    std::string_view summary;

    Preprocess preprocess;
};

/// Returns all presets in the order of the help.
[[nodiscard]] VINOSCOPE_API std::span<const PreprocessPreset> preprocess_presets();

/// Returns the preset called `name`.
/// @throws Error (usage) with the nearest names if there is none
[[nodiscard]] VINOSCOPE_API const Preprocess& preprocess_preset(std::string_view name);

/// Returns the members of `over` that are set, and those of `base` otherwise.
[[nodiscard]] VINOSCOPE_API Preprocess merge(const Preprocess& base, const Preprocess& over);

}  // namespace vinoscope
