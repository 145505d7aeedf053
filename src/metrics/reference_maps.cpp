// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "core/random.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/metrics.hpp"

namespace vinoscope {
namespace {

SaliencyMap empty_map(int height, int width) {
    if (height < 1 || width < 1)
        throw Error(ErrorKind::usage, "expected a map with at least one row and one column");
    SaliencyMap map;
    map.height = height;
    map.width = width;
    map.values.resize(static_cast<std::size_t>(height) * static_cast<std::size_t>(width));
    return map;
}

// From -1/2 at the first edge to 1/2 at the last, in standard deviations.
double deviations(int position, int size) {
    constexpr double standard_deviation = 0.27;
    return ((position + 0.5) / size - 0.5) / standard_deviation;
}

// Luma of ITU-R BT.601 at the pixel nearest to (x, y) inside of the image.
double luma(const Image& image, int y, int x) {
    const auto* pixel = image.row(std::clamp(y, 0, image.height() - 1)) + 3 * std::clamp(x, 0, image.width() - 1);
    return 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
}

template <typename Value>
SaliencyMap map_of_pixels(const Image& image, Value value) {
    auto map = empty_map(image.height(), image.width());
    auto* to = map.values.data();
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            *to++ = static_cast<float>(value(y, x));
    return map;
}

}  // namespace

SaliencyMap random_map(int height, int width, std::uint64_t seed) {
    auto map = empty_map(height, width);
    Random random(seed, 0);
    std::ranges::generate(map.values, [&] { return static_cast<float>(random.uniform()); });
    return map;
}

SaliencyMap centred_gaussian(int height, int width) {
    auto map = empty_map(height, width);
    auto value = map.values.begin();
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            *value++ = static_cast<float>(
                std::exp(-0.5 * (std::pow(deviations(y, height), 2) + std::pow(deviations(x, width), 2))));
    return map;
}

SaliencyMap sobel_map(const Image& image) {
    return map_of_pixels(image, [&](int y, int x) {
        const auto at = [&](int dy, int dx) { return luma(image, y + dy, x + dx); };
        const double across = at(-1, 1) + 2 * at(0, 1) + at(1, 1) - at(-1, -1) - 2 * at(0, -1) - at(1, -1);
        const double down = at(1, -1) + 2 * at(1, 0) + at(1, 1) - at(-1, -1) - 2 * at(-1, 0) - at(-1, 1);
        return std::hypot(across, down);
    });
}

SaliencyMap laplace_map(const Image& image) {
    return map_of_pixels(image, [&](int y, int x) {
        const double around =
            luma(image, y - 1, x) + luma(image, y + 1, x) + luma(image, y, x - 1) + luma(image, y, x + 1);
        return std::abs(around - 4 * luma(image, y, x));
    });
}

SaliencyMap brightness_map(const Image& image) {
    return map_of_pixels(image, [&](int y, int x) { return luma(image, y, x); });
}

}  // namespace vinoscope
