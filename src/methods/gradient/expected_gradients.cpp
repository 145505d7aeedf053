// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "core/random.hpp"
#include "methods/gradient/running_moments.hpp"
#include "methods/method.hpp"
#include "methods/shared_options.hpp"

namespace vinoscope {
namespace {

// A baseline, and how far the input lies on the way from it to the image. The baseline is a card of one colour: in each
// channel a random value between the lowest and the highest of the image. Positions are spread evenly, each random
// within its own interval.
struct Sample {
    std::vector<float> color;
    float position = 0;

    Sample(const GradientBox& box, std::size_t index, std::size_t count) {
        Random random(box.seed, index);
        for (std::size_t channel = 0; channel < box.sizes.channels; ++channel) {
            const auto plane = box.image.subspan(channel * box.sizes.places(), box.sizes.places());
            const auto [low, high] = std::ranges::minmax(plane);
            color.push_back(std::lerp(low, high, static_cast<float>(random.uniform())));
        }
        position = static_cast<float>((static_cast<double>(index) + random.uniform()) / static_cast<double>(count));
    }
};

// Erion et al., arXiv:1906.10670: S = mean of (x - x0) G(x0 + a (x - x0)) over baselines x0 and positions a, summed
// over channels.
GradientMap map_of(const GradientBox& box) {
    const std::size_t samples = box.options.samples > 0 ? box.options.samples : 200;
    const auto places = box.sizes.places();
    RunningMoments moments(places);
    std::vector<float> product(box.sizes.values());
    box.differentiate(
        samples,
        [&](std::size_t index, std::span<float> input) {
            const Sample sample(box, index, samples);
            for (std::size_t i = 0; i < input.size(); ++i)
                input[i] = std::lerp(sample.color[i / places], box.image[i], sample.position);
        },
        [&](std::size_t index, float, std::span<const float> gradient) {
            const Sample sample(box, index, samples);
            for (std::size_t i = 0; i < product.size(); ++i)
                product[i] = (box.image[i] - sample.color[i / places]) * gradient[i];
            moments.add(sum_of_channels(product, box.sizes));
        });
    return {.values = moments.mean(), .standard_error = moments.standard_error()};
}

}  // namespace

Method expected_gradients() {
    return {.info = {.name = "expected-gradients",
                     .title = "Expected Gradients",
                     .summary = "Integrated Gradients averaged over baselines of one colour",
                     .source = "arXiv:1906.10670"},
            .needs = {.gradients = true, .inferences = true},
            .granularity = Granularity::per_target,
            .run = map_of,
            .options = {samples_option},
            .add = add_gradient_outputs,
            .of_pixels = true,
            .is_signed = true};
}

}  // namespace vinoscope
