// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/render.hpp"

#include "render/map_painter.hpp"
#include "render/parallel.hpp"
#include "vinoscope/internal/full_range.hpp"

namespace vinoscope {

Image render(const SaliencyMap& map, const Image& image, const RenderOptions& options) {
    return MapPainter(image, options).paint(map);
}

Image render_full_range(const SaliencyMap& map, const Image& image, const RenderOptions& options) {
    return MapPainter(image, options, true).paint(map);
}

Image render(const SaliencyMap& map, const ImageView& image, const RenderOptions& options) {
    return render(map, to_image(image), options);
}

std::vector<Image> render(const std::vector<SaliencyMap>& maps, const Image& image, const RenderOptions& options) {
    const MapPainter painter(image, options);
    std::vector<Image> pictures(maps.size());
    parallel_for(maps.size(), [&](std::size_t i) { pictures[i] = painter.paint(maps[i]); });
    return pictures;
}

}  // namespace vinoscope
