// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vinoscope/export.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/image_view.hpp"
#include "vinoscope/saliency_map.hpp"

namespace vinoscope {

/// The colormap of a drawn map. `none` is equivalent to `gray`.
enum class Colormap { jet, turbo, viridis, gray, none };

/// Returns the names of the colormaps in the order of the enumeration.
[[nodiscard]] VINOSCOPE_API std::vector<std::string> colormap_names();

/// Returns the colormap called `name`.
/// @throws Error (usage) with the nearest names if there is none
[[nodiscard]] VINOSCOPE_API Colormap parse_colormap(std::string_view name);

/// The values of a map that are drawn.
enum class Sign {
    /// `both` for maps with SaliencyMap::is_signed, else all values from the minimum to the maximum.
    automatic,
    /// Values above 0. All others are drawn in the colour of 0.
    positive,
    /// Values below 0, by magnitude. All others are drawn in the colour of 0.
    negative,
    /// All values on a scale centred at zero: red above, white at and blue below zero; shades of grey for a grey
    /// colormap.
    both,
};

/// Returns the names of the signs in the order of the enumeration: "auto", "positive", ...
[[nodiscard]] VINOSCOPE_API std::vector<std::string> sign_names();

/// Returns the sign called `name`.
/// @throws Error (usage) if the name is unknown
[[nodiscard]] VINOSCOPE_API Sign parse_sign(std::string_view name);

/// How a map is drawn.
struct RenderOptions {
    /// Whether to resize the map to the size of the image. Otherwise it is drawn at its native size.
    bool resize = true;

    /// The colormap. In the default, blue is low and red is high.
    Colormap colormap = Colormap::jet;

    /// Whether to blend the map with the image (implies resize).
    bool overlay = true;

    /// The weight of the image in the overlay, 0..1.
    float overlay_weight = 0.5F;

    /// Whether to draw the label, the score and the box of the target.
    bool overlay_prediction = false;

    /// The values that are drawn.
    Sign sign = Sign::automatic;

    /// The values at the two ends of the colour range, the lower one first, as a common scale of all maps. std::nullopt
    /// means the range chosen by render().
    std::optional<std::pair<float, float>> range = {};

    /// Whether to add a colour bar with the values to the right, which increases the width.
    bool color_bar = false;

    /// The size of the drawn map if it is resized: both sides, or 0 and 0 for the size of the image.
    int width = 0;
    int height = 0;
};

/// Draws `map` over `image`: values are mapped to colours, resized bilinearly and blended. The map itself is not
/// changed.
///
/// The colour range follows the same rules for every map. It reaches from the minimum to the maximum of the values,
/// starts at zero for a single sign and for maps of single pixels, and is symmetric around zero for both signs. The
/// highest and the lowest 0.1 % of the values are ignored, or the highest 1 % for maps of single pixels. The range
/// extends at most three times as far below the median as above it, so that a single low value does not turn all others
/// red. It spans at least 1 % of the largest magnitude, so that a nearly flat map has nearly one colour. Values outside
/// the range have the colour of its end.
///
/// If the map covers only a part of the image (SaliencyMap::region), the rest, which the model did not see, is grey. A
/// map that is not usable (is_usable()) is drawn as the greyscale image, or as uniform grey without an overlay. If
/// width and height are set, the map is drawn over `image` resized to them. Without an overlay, no image is needed.
/// @throws Error (usage) if the weight is outside 0..1, the range is empty or not finite, only one of width and height
/// is set or one is negative,
///         or the map does not have height * width values; (bad_image) if an image is needed (overlay or resize) and
///         `image` is empty
[[nodiscard]] VINOSCOPE_API Image render(const SaliencyMap& map, const Image& image, const RenderOptions& options = {});

/// The same over pixels of the caller.
/// @throws Error as render(), and (bad_image) as to_image()
[[nodiscard]] VINOSCOPE_API Image render(const SaliencyMap& map,
                                         const ImageView& image,
                                         const RenderOptions& options = {});

/// The same for many maps over one image, on all CPU cores. The order is kept.
[[nodiscard]] VINOSCOPE_API std::vector<Image> render(const std::vector<SaliencyMap>& maps,
                                                      const Image& image,
                                                      const RenderOptions& options = {});

}  // namespace vinoscope
