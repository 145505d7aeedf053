// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <openvino/op/constant.hpp>

#include "methods/gradient/layer_gradient.hpp"
#include "methods/method.hpp"
#include "ops/build.hpp"

namespace vinoscope {
namespace {

constexpr double cells_of_deviation = 1;

// [size, size]: the weights of all cells along an axis in the mean around each cell; those beyond the border are left
// out.
Value gaussian_means(const Value& like, std::int64_t size) {
    std::vector<double> weights(size * size);
    for (std::int64_t to = 0; to < size; ++to) {
        double sum = 0;
        for (std::int64_t from = 0; from < size; ++from) {
            const auto distance = static_cast<double>(from - to) / cells_of_deviation;
            sum += weights[from * size + to] = std::exp(-distance * distance / 2);
        }
        for (std::int64_t from = 0; from < size; ++from)
            weights[from * size + to] /= sum;
    }
    const ov::Shape shape{static_cast<std::size_t>(size), static_cast<std::size_t>(size)};
    return ov::op::v0::Constant::create(like.get_element_type(), shape, weights)->output(0);
}

// Of [batch, channels, h * w].
Value smoothed(const Value& places, const SpatialGrid& grid) {
    auto map = reshaped(places, {-1, size_of(places, 1), grid.height, grid.width});
    for (const std::int64_t axis : {2, 3})
        map = multiply_along(map, axis, gaussian_means(places, size_of(map, axis)));
    return reshape_like(map, places);
}

// Zhao and Chan, "ODAM: Gradient-based Instance-Specific Visual Explanations for Object Detection", arXiv:2304.06211,
// equations 3 and 4: S = ReLU(sum_k Phi(G_k) A_k), place by place, Phi a Gaussian.
WhiteBoxMap map_of_odam(const WhiteBox& box) {
    return class_activation_map(
        box,
        [](const LayerGradient& at) -> Value {
            return relu(sum(smoothed(at.gradient, at.layer.grid) * at.activations, over_channels));
        },
        "smoothed gradient times activation");
}

}  // namespace

Method odam() {
    return {.info = {.name = "odam",
                     .title = "ODAM",
                     .summary = "smoothed gradient times activation, cell by cell, for one box of a detector",
                     .source = "arXiv:2304.06211"},
            .needs = {.activations = true, .gradients = true},
            .granularity = Granularity::per_target,
            .run = map_of_odam,
            .positive_only = true};
}

}  // namespace vinoscope
