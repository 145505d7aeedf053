// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <opencv2/core/types.hpp>
#include <string>
#include <vector>

#include "support/assets.hpp"
#include "support/options.hpp"
#include "support/shapes.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope::test {

inline const std::vector<std::string> shape_names = {"circle", "square", "triangle", "star", "cross", "ring"};
inline const std::vector<std::string> area_names = {
    "background", "circle", "square", "triangle", "star", "cross", "ring"};

/// Of a model of the shapes, "shapes-unet", "shapes-ssd", ...
inline Explainer explainer_of(const std::string& model,
                              const std::string& method,
                              ResizeMode resize = ResizeMode::squash) {
    ExplainerOptions options;
    options.method = method;
    options.preprocess = shapes_preprocess();
    options.preprocess.resize = resize;
    options.precision = Precision::f32;
    options.labels = model == "shapes-unet" ? area_names : shape_names;
    return Explainer(test::data("models/" + model + ".xml"), options);
}

inline Image shapes_picture(const std::string& name) {
    return read_image(test::data("shapes/" + name));
}

inline Region box_of(const SingleShape& shape) {
    return {static_cast<float>(shape.x1),
            static_cast<float>(shape.y1),
            static_cast<float>(shape.x2),
            static_cast<float>(shape.y2)};
}

/// The centre of the strongest cell, in pixels of the image.
inline cv::Point2f strongest(const SaliencyMap& map, const Image& image) {
    const auto best = std::ranges::max_element(map.values) - map.values.begin();
    const auto whole = Region{0, 0, static_cast<float>(image.width()), static_cast<float>(image.height())};
    const auto seen = map.region.value_or(whole);
    const auto row = best / map.width;
    const auto column = best % map.width;
    return {seen.x1 + (static_cast<float>(column) + 0.5F) / static_cast<float>(map.width) * (seen.x2 - seen.x1),
            seen.y1 + (static_cast<float>(row) + 0.5F) / static_cast<float>(map.height) * (seen.y2 - seen.y1)};
}

MATCHER_P(LiesIn, box, "") {
    *result_listener << "(" << arg.x << ", " << arg.y << ") and the box " << box.x1 << " " << box.y1 << " " << box.x2
                     << " " << box.y2;
    return arg.x > box.x1 && arg.x < box.x2 && arg.y > box.y1 && arg.y < box.y2;
}

}  // namespace vinoscope::test
