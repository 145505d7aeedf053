// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vinoscope/export.hpp"
#include "vinoscope/render.hpp"

namespace vinoscope {

/// Draws `map` as render() does; a resized map then reaches from the lowest to the highest colour that it has at its
/// native size, a range that interpolation narrows otherwise. Maps that are centred at zero, and those with
/// RenderOptions::range, are drawn as by render().
/// @throws Error as render()
[[nodiscard]] VINOSCOPE_API Image render_full_range(const SaliencyMap& map,
                                                    const Image& image,
                                                    const RenderOptions& options = {});

}  // namespace vinoscope
