// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "methods/blackbox/budget.hpp"
#include "methods/method.hpp"
#include "methods/shared_options.hpp"
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
    int stride = 0;
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

// The windows that cover something of the surroundings of a pixel, as wide as the stride, and how much; they sum to
// one.
struct Cover {
    std::size_t first = 0;
    std::vector<float> shares;
};

std::vector<Cover> covers_of(const std::vector<int>& starts, int window, int stride, int pixels) {
    std::vector<Cover> covers(static_cast<std::size_t>(pixels));
    for (int i = 0; i < pixels; ++i) {
        auto& [first, shares] = covers[static_cast<std::size_t>(i)];
        const double begin = i + 0.5 - 0.5 * stride;
        for (std::size_t k = 0; k < starts.size(); ++k) {
            const double covered =
                std::min(begin + stride, starts[k] + window + 0.0) - std::max(begin, starts[k] + 0.0);
            if (covered <= 0)
                continue;
            first = shares.empty() ? k : first;
            shares.push_back(static_cast<float>(covered));
        }
        const float sum = std::accumulate(shares.begin(), shares.end(), 0.0F);
        std::ranges::transform(shares, shares.begin(), [&](float share) { return share / sum; });
    }
    return covers;
}

// sum over windows of cover times value
template <typename Value>
float weighted(const Cover& cover, Value value) {
    float sum = 0;
    for (std::size_t i = 0; i < cover.shares.size(); ++i)
        sum += cover.shares[i] * value(cover.first + i);
    return sum;
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
    return {
        side, stride, window_starts(box.image.height(), side, stride), window_starts(box.image.width(), side, stride)};
}

// Zeiler and Fergus, arXiv:1311.2901, section 4.2: S[x] = mean over windows w of f(I) - f(I without w), each counted by
// how much of the surroundings of x it covers, so that S has no steps.
BlackBoxMaps maps_of(const BlackBox& box) {
    const auto windows = windows_of(box);
    const int height = box.image.height();
    const int width = box.image.width();
    const auto scores = box.score(windows.count(), [&](std::size_t index, std::span<float> mask) {
        std::ranges::fill(mask, 1.0F);
        windows.pixels(index, height, width, [&](std::size_t pixel) { mask[pixel] = 0; });
    });
    if (scores.rows < windows.count())
        throw Error(ErrorKind::unsupported,
                    fmt::format("the time budget ended after {} of {} windows; use a larger budget, or a larger stride",
                                scores.rows,
                                windows.count()));
    BlackBoxMaps maps{height,
                      width,
                      Matrix(box.targets(), static_cast<std::size_t>(height) * static_cast<std::size_t>(width)),
                      Matrix(0, 0)};
    const auto rows = covers_of(windows.tops, windows.side, windows.stride, height);
    const auto columns = covers_of(windows.lefts, windows.side, windows.stride, width);
    Matrix lines(windows.tops.size(), columns.size());
    for (std::size_t target = 0; target < box.targets(); ++target) {
        for (std::size_t row = 0; row < lines.rows; ++row)
            std::ranges::transform(columns, lines.row(row).begin(), [&](const Cover& cover) {
                return weighted(cover, [&](std::size_t column) {
                    return box.image_scores[target] - scores.row(row * windows.lefts.size() + column)[target];
                });
            });
        auto value = maps.values.row(target).begin();
        for (const auto& cover : rows)
            for (std::size_t x = 0; x < lines.columns; ++x)
                *value++ = weighted(cover, [&](std::size_t row) { return lines.row(row)[x]; });
    }
    return maps;
}

constexpr Option<BlackBoxOptions> window{
    .name = "window",
    .member = &BlackBoxOptions::window,
    .help = "Side of the square that hides the image, in pixels of the model's input",
    .range = {1, 65536},
    .automatic = "an eighth of the shorter side"};
constexpr Option<BlackBoxOptions> stride{.name = "stride",
                                         .member = &BlackBoxOptions::stride,
                                         .help = "Distance between squares in pixels of the model's input",
                                         .range = {1, 65536},
                                         .automatic = "half a window"};

}  // namespace

Method occlusion() {
    return {.info = {.name = "occlusion",
                     .title = "Occlusion",
                     .summary = "decrease of the score if a square hides each image region in turn",
                     .source = "arXiv:1311.2901"},
            .needs = {.inferences = true},
            .granularity = Granularity::per_class,
            .run = maps_of,
            .options = {time_budget_option, window, stride, baseline_option}};
}

}  // namespace vinoscope
