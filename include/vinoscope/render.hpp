// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vinoscope/image.hpp"
#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// Colours of a picture of a map; `none` is the same as `gray`.
enum class Colormap { jet, turbo, viridis, gray, none };

/// The names of the colour maps, in the order of the enumeration.
std::vector<std::string> colormap_names();

/// @throws Error (usage) with the nearest names.
Colormap parse_colormap(std::string_view name);

/// Which values of a map are drawn.
enum class Sign {
    automatic,  ///< both for a map with SaliencyMap::is_signed, else all values from the lowest to the highest
    positive,   ///< values above 0; the others have the colour of 0
    negative,   ///< likewise those below 0, by magnitude
    both,       ///< about zero: red above, white at and blue below zero, grey values for a grey colour map
};

/// The names of the signs, in the order of the enumeration: "auto", "positive", ...
std::vector<std::string> sign_names();

/// @throws Error (usage) with the known names.
Sign parse_sign(std::string_view name);

/// How a map becomes a picture.
struct RenderOptions {
    bool resize = true;                 ///< to the size of the image; otherwise the map keeps its native size
    Colormap colormap = Colormap::jet;  ///< blue is low, red is high
    bool overlay = true;                ///< blend with the image (implies resize)
    float overlay_weight = 0.5F;        ///< weight of the image, 0..1; the map gets the rest
    bool overlay_prediction = false;    ///< write the label and the score of the target, and draw its box
    Sign sign = Sign::automatic;        ///< which values are drawn
    /// The values at the two ends of the colours, the lower first: one scale for all maps. None: by the rule of
    /// render().
    std::optional<std::pair<float, float>> range = {};
    bool color_bar = false;  ///< what the colours mean, to the right of the picture, which gets wider
    int width = 0;           ///< of the picture, when it is resized; 0: that of the image
    int height = 0;          ///< both are given, or none
};

/// The picture of `map` over `image`: values become colours, resized bilinearly and blended. The range of colours is
/// the same rule for every map. It reaches from the lowest to the highest value that is drawn, or as far above as below
/// zero for both signs; without the highest and lowest value in a thousand, and for maps of single pixels without the
/// highest in a hundred magnitudes, from zero. Nor does it reach farther below the median than three times as far as
/// above: a single low value does not turn all others red. It spans at least 1 % of the largest magnitude: a nearly
/// flat map has nearly one colour. Values beyond the range have the colour of its end. The values of the map itself are
/// never changed. Where the map covers only a part of the image (SaliencyMap::region), the rest, which the model did
/// not see, is grey. A map that is not usable (is_usable()) is drawn without colour: as the image alone in grey when it
/// was to be blended, as an even grey otherwise. With a width and height of its own, the picture is drawn over `image`
/// resized to them; no image is needed without overlay.
/// @throws Error (usage) when the weight is outside 0..1, the range is empty or not finite, only one of width and
/// height is given or one is negative, or
///         the map has not height * width values; (bad_image) when an image is needed (overlay or resize) and `image`
///         is empty.
Image render(const SaliencyMap& map, const Image& image, const RenderOptions& options = {});

/// The same for many maps over one image, on all cores; the order is kept.
std::vector<Image> render(const std::vector<SaliencyMap>& maps, const Image& image, const RenderOptions& options = {});

}  // namespace vinoscope
