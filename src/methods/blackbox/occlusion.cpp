// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "methods/blackbox/budget.hpp"
#include "methods/methods.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// Where windows begin along one side: every `stride` pixels, and one that ends at the edge.
std::vector<int> window_starts(int side, int window, int stride) {
    std::vector<int> starts;
    for (int start = 0; start + window < side; start += stride)
        starts.push_back(start);
    starts.push_back(std::max(side - window, 0));
    return starts;
}

struct Windows {
    int side = 0;
    std::vector<int> tops;
    std::vector<int> lefts;

    std::size_t count() const { return tops.size() * lefts.size(); }

    // Calls `visit(pixel)` for each pixel of the window on an image of this size.
    template <typename Visit>
    void pixels(std::size_t index, int height, int width, Visit visit) const {
        const int top = tops[index / lefts.size()];
        const int left = lefts[index % lefts.size()];
        for (int y = top; y < std::min(top + side, height); ++y)
            for (int x = left; x < std::min(left + side, width); ++x)
                visit(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
    }
};

Windows windows_of(const BlackBox& box) {
    const int shorter = std::min(box.image.height(), box.image.width());
    const int side = box.options.window > 0 ? box.options.window : std::max(shorter / 8, 1);
    const int stride = box.options.stride > 0 ? box.options.stride : std::max(side / 2, 1);
    if (side > shorter || stride > side)
        throw Error(ErrorKind::usage,
                    fmt::format("expected a window of at most {} pixels and a stride of at most the "
                                "window, found window {} and stride {}",
                                shorter,
                                side,
                                stride));
    return {side, window_starts(box.image.height(), side, stride), window_starts(box.image.width(), side, stride)};
}

}  // namespace

// Zeiler and Fergus, arXiv:1311.2901, section 4.2: S[x] = mean over the windows w that cover x of f(I) - f(I without
// w).
BlackBoxMaps occlusion(const BlackBox& box) {
    refuse_until_stable(box.options, "occlusion");
    const auto windows = windows_of(box);
    const int height = box.image.height();
    const int width = box.image.width();
    const auto scores = box.score(windows.count(), [&](std::size_t index, std::span<float> mask) {
        std::ranges::fill(mask, 1.0F);
        windows.pixels(index, height, width, [&](std::size_t pixel) { mask[pixel] = 0; });
    });
    if (scores.rows < windows.count())
        throw Error(ErrorKind::unsupported,
                    fmt::format("the time budget ended after {} of {} windows; give more time, or larger strides",
                                scores.rows,
                                windows.count()));
    const auto places = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    std::vector<float> cover(places);
    for (std::size_t i = 0; i < windows.count(); ++i)
        windows.pixels(i, height, width, [&](std::size_t pixel) { ++cover[pixel]; });
    BlackBoxMaps maps{height, width, Matrix(box.targets(), places), Matrix(0, 0)};
    for (std::size_t target = 0; target < box.targets(); ++target) {
        const auto map = maps.values.row(target);
        for (std::size_t i = 0; i < windows.count(); ++i) {
            const float loss = box.image_scores[target] - scores.row(i)[target];
            windows.pixels(i, height, width, [&](std::size_t pixel) { map[pixel] += loss; });
        }
        std::ranges::transform(map, cover, map.begin(), std::divides());
    }
    return maps;
}

}  // namespace vinoscope
