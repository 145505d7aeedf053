// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "support/build_model.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope::test {

/// A classifier of images of 8x8 pixels into four classes: so small that a test can run it thousands of times.
/// @param features_of what the network does with its input [1,3,8,8] before its convolution
template <typename FeaturesOf>
std::shared_ptr<ov::Model> tiny_network(const FeaturesOf& features_of) {
    const auto image = image_parameter({1, 3, 8, 8});
    const Value features = relu(convolution(features_of(image), random_floats({5, 3, 3, 3}, 1), 1, 1));
    return model_of(fully_connected(mean_over(features, {2, 3}), 5, 4, 2), image);
}

inline std::shared_ptr<ov::Model> tiny_network() {
    return tiny_network([](const Value& image) { return image; });
}

/// @param seed images of different seeds differ
inline Image tiny_image(std::size_t seed = 0) {
    Image image(8, 8);
    for (std::size_t i = 0; i < image.size(); ++i) {
        image.data()[i] = static_cast<std::uint8_t>((i + seed) * 37);
    }
    return image;
}

}  // namespace vinoscope::test
