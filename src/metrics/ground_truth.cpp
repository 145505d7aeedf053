// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "metrics/localisation.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// Whether a pixel of the mask is set whose row and column lie within the tolerance of the point's.
bool mask_contains(const GroundTruth& truth, double x, double y, double tolerance) {
    const auto pixel = [](double place, int size) {
        return static_cast<int>(std::clamp(std::floor(place), -1.0, static_cast<double>(size)));
    };
    const int right = std::min(pixel(x + tolerance, truth.width), truth.width - 1);
    const int bottom = std::min(pixel(y + tolerance, truth.height), truth.height - 1);
    for (int row = std::max(pixel(y - tolerance, truth.height), 0); row <= bottom; ++row)
        for (int column = std::max(pixel(x - tolerance, truth.width), 0); column <= right; ++column)
            if (truth.mask[static_cast<std::size_t>(row) * static_cast<std::size_t>(truth.width) +
                           static_cast<std::size_t>(column)] != 0)
                return true;
    return false;
}

}  // namespace

bool GroundTruth::contains(double x, double y, double tolerance) const {
    if (!mask.empty())
        return mask_contains(*this, x, y, tolerance);
    return std::ranges::any_of(boxes, [&](const Region& box) {
        return x >= box.x1 - tolerance && x < box.x2 + tolerance && y >= box.y1 - tolerance && y < box.y2 + tolerance;
    });
}

void require_annotation(const GroundTruth& truth) {
    if (truth.width < 1 || truth.height < 1)
        throw Error(
            ErrorKind::usage,
            fmt::format("expected an annotation with the size of its image, found {}x{}", truth.width, truth.height));
    if (truth.boxes.empty() && truth.mask.empty())
        throw Error(ErrorKind::usage, "expected an annotation with a box or a mask, found neither");
    for (const auto& box : truth.boxes)
        if (!(box.x1 < box.x2 && box.y1 < box.y2))
            throw Error(ErrorKind::usage,
                        fmt::format("expected boxes with x1 < x2 and y1 < y2, found one from ({}, {}) to ({}, {})",
                                    box.x1,
                                    box.y1,
                                    box.x2,
                                    box.y2));
    const auto pixels = static_cast<std::size_t>(truth.width) * static_cast<std::size_t>(truth.height);
    if (!truth.mask.empty() && truth.mask.size() != pixels)
        throw Error(
            ErrorKind::usage,
            fmt::format(
                "expected a mask of {}x{} pixels, found {} values", truth.width, truth.height, truth.mask.size()));
}

std::vector<bool> object_pixels(const GroundTruth& truth) {
    std::vector<bool> inside;
    inside.reserve(static_cast<std::size_t>(truth.height) * static_cast<std::size_t>(truth.width));
    for (int y = 0; y < truth.height; ++y)
        for (int x = 0; x < truth.width; ++x)
            inside.push_back(truth.contains(x + 0.5, y + 0.5));
    return inside;
}

}  // namespace vinoscope
