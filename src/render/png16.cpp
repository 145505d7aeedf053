// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/png16.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <opencv2/imgcodecs.hpp>
#include <span>

namespace vinoscope {

std::vector<std::byte> encode_png16(const SaliencyMap& map) {
    const auto [low, high] = std::ranges::minmax(map.values);
    const double offset = low;
    const double scale = 65535.0 / (static_cast<double>(high) - offset);
    cv::Mat1w gray(map.height, map.width);
    std::ranges::transform(map.values, gray.begin(), [&](float value) {
        return static_cast<std::uint16_t>(std::lround((value - offset) * scale));
    });
    std::vector<unsigned char> file;
    cv::imencode(".png", gray, file);
    const auto bytes = std::as_bytes(std::span(file));
    return {bytes.begin(), bytes.end()};
}

}  // namespace vinoscope
