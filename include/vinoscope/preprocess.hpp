// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vinoscope {

/// Order of the colour channels that a model wants.
enum class ColorOrder { rgb, bgr };

/// Where a model's input keeps its channels.
enum class TensorLayout { nchw, nhwc };

/// How an image of any size becomes the model's input size.
enum class ResizeMode {
    squash,     ///< stretched to the input size; the aspect ratio is lost
    letterbox,  ///< scaled to fit inside, centred, padded with grey (114)
    crop,       ///< scaled so that the shorter side is 256/224 of the input, then the centre is cut out
};

/// How an 8-bit RGB image becomes a model's input tensor: resize, channel order, then `(x - mean) / scale` with x in
/// 0..255. An input of one channel gets grey, one of four channels an opaque alpha (255) behind the colours. What is
/// left empty is taken from the model (`rt_info`) and, where that is silent, from a default.
struct Preprocess {
    std::optional<std::vector<float>> mean = {};   ///< one value, or one per channel in the model's channel order
    std::optional<std::vector<float>> scale = {};  ///< as mean; never zero
    std::optional<ColorOrder> color = {};
    std::optional<TensorLayout> layout = {};
    std::optional<ResizeMode> resize = {};
};

/// A well-known normalisation by name.
struct PreprocessPreset {
    std::string_view name;
    std::string_view summary;  ///< one line: formula and which models use it
    Preprocess preprocess;
};

/// All presets, in the order in which help shows them.
std::span<const PreprocessPreset> preprocess_presets();

/// The preset called `name`. @throws Error (usage) with the nearest names when there is none.
const Preprocess& preprocess_preset(std::string_view name);

/// `over` where it says something, `base` elsewhere.
Preprocess merge(const Preprocess& base, const Preprocess& over);

}  // namespace vinoscope
