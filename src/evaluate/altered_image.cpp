// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "evaluate/altered_image.hpp"

#include <algorithm>
#include <cmath>

#include "core/random.hpp"
#include "infer/masked_input.hpp"
#include "metrics/heatmap.hpp"

namespace vinoscope {

ov::Tensor pixels_of(Image& image) {
    return {ov::element::u8,
            {1, static_cast<std::size_t>(image.height()), static_cast<std::size_t>(image.width()), 3},
            image.data()};
}

MaskedInput maskable(Image& image, Preprocess preprocess, std::string_view baseline) {
    preprocess.layout = TensorLayout::nhwc;
    return {pixels_of(image), preprocess, baseline};
}

Image masked_image(const Image& image,
                   const SaliencyMap& map,
                   const Preprocess& preprocess,
                   std::string_view baseline) {
    require_usable(map);
    const auto canvas = image_canvas(image.height(), image.width());
    const auto shares = unit_scaled(sample(map, canvas.frame, canvas));
    Image masked = image;
    auto pixels = pixels_of(masked);
    maskable(masked, preprocess, baseline).write(shares, pixels);
    return masked;
}

Image noisy_image(const Image& image, double noise, std::uint64_t seed, std::uint64_t sample) {
    Random random(seed, sample);
    Image noisy = image;
    std::transform(image.data(), image.data() + image.size(), noisy.data(), [&](std::uint8_t value) {
        const double changed = value + noise * 255 * (2 * random.uniform() - 1);
        return static_cast<std::uint8_t>(std::lround(std::clamp(changed, 0.0, 255.0)));
    });
    return noisy;
}

double relative_distance(const Image& a, const Image& b) {
    double difference = 0;
    double size = 0;
    for (std::size_t i = 0; i < b.size(); ++i) {
        difference += std::pow(static_cast<double>(a.data()[i]) - b.data()[i], 2);
        size += std::pow(static_cast<double>(b.data()[i]), 2);
    }
    return size == 0 ? 0 : std::sqrt(difference / size);
}

}  // namespace vinoscope
