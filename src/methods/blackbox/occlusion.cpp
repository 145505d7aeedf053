// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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

// The windows whose centres are before and behind a pixel, and how near it is to the second; at the edges both are one.
struct Between {
    std::size_t first = 0;
    std::size_t second = 0;
    float weight = 0;
};

std::vector<Between> between_centres(const std::vector<int>& starts, int window, int pixels) {
    std::vector<Between> result;
    std::size_t next = 0;
    for (int i = 0; i < pixels; ++i) {
        const double place = i + 0.5 - 0.5 * window;  // among the starts
        while (next < starts.size() && starts[next] <= place)
            ++next;
        const auto first = next - std::min<std::size_t>(next, 1);
        const auto second = std::min(next, starts.size() - 1);
        const int gap = starts[second] - starts[first];
        result.push_back({first, second, gap > 0 ? static_cast<float>((place - starts[first]) / gap) : 0});
    }
    return result;
}

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

// Zeiler and Fergus, arXiv:1311.2901, section 4.2: S[centre of w] = f(I) - f(I without window w), bilinear between the
// centres.
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
    BlackBoxMaps maps{height,
                      width,
                      Matrix(box.targets(), static_cast<std::size_t>(height) * static_cast<std::size_t>(width)),
                      Matrix(0, 0)};
    const auto rows = between_centres(windows.tops, windows.side, height);
    const auto columns = between_centres(windows.lefts, windows.side, width);
    for (std::size_t target = 0; target < box.targets(); ++target) {
        const auto loss = [&](std::size_t row, std::size_t column) {
            return box.image_scores[target] - scores.row(row * windows.lefts.size() + column)[target];
        };
        auto value = maps.values.row(target).begin();
        for (const auto& y : rows)
            for (const auto& x : columns)
                *value++ = std::lerp(std::lerp(loss(y.first, x.first), loss(y.first, x.second), x.weight),
                                     std::lerp(loss(y.second, x.first), loss(y.second, x.second), x.weight),
                                     y.weight);
    }
    return maps;
}

}  // namespace vinoscope
