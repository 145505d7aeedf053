// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "support/build_model.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope::fuzz {

/// Convolution, rectifier, mean and dense layer: image [1,3,8,8] to four scores.
inline std::shared_ptr<ov::Model> small_network() {
    using namespace vinoscope::test;
    const auto image = image_parameter({1, 3, 8, 8});
    const Value features = relu(convolution(image, random_floats({5, 3, 3, 3}, 1), 1, 1));
    return model_of(fully_connected(mean_over(features, {2, 3}), 5, 4, 2), image);
}

inline Image small_image() {
    Image image(9, 7);
    for (std::size_t i = 0; i < image.size(); ++i) {
        image.data()[i] = static_cast<std::uint8_t>(i * 37);
    }
    return image;
}

/// Ends an explanation after a few inferences, as a user who presses Ctrl-C.
inline ExplainOptions few_inferences() {
    ExplainOptions options;
    options.progress = [](std::size_t done, std::size_t) {
        if (done >= 48) {
            throw Error(ErrorKind::cancelled, "enough");
        }
    };
    return options;
}

}  // namespace vinoscope::fuzz
