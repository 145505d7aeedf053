// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <openvino/core/model.hpp>
#include <optional>
#include <span>
#include <vector>

#include "infer/scorer.hpp"
#include "methods/selectable_score.hpp"
#include "methods/white_box.hpp"
#include "vinoscope/attribution.hpp"

namespace vinoscope {

/// Sizes of a model's input.
struct InputSizes {
    std::size_t channels = 0;  ///< times the slices of a volume
    std::size_t height = 0;
    std::size_t width = 0;
    std::size_t interleaved = 1;  ///< channels that the model's input keeps side by side, behind the places

    std::size_t places() const { return height * width; }
    std::size_t values() const { return channels * places(); }
};

/// The input of a method that averages gradients over many inputs: computes the gradient of one score with respect to
/// inputs that the method makes. They are as the model takes them, but planar: `[channels][height][width]`.
struct GradientBox {
    RequestPool&
        requests;  ///< of a model with the outputs of add_gradient_outputs(), for what add_selectable_score() built
    InputSizes sizes;
    std::span<const float> image;
    std::span<const float> baseline;  ///< the input without information
    const AttributionOptions& options;
    std::uint64_t seed = 0;
    TargetSelection selection = {};
    ScoreJob job;  ///< input, progress and stop; the rest is filled in

    using Draw = std::function<void(std::size_t index, std::span<float> input)>;
    using Take = std::function<void(std::size_t index, float score, std::span<const float> gradient)>;

    /// Returns the prediction for the image. @param read of the outputs that `job` names
    Answer answer(const Postprocess& read) const;

    /// Hands over score and gradient for `count` inputs, in the order of their indices: sums come out the same each
    /// time. @throws Error as score()
    void differentiate(std::size_t count, const Draw& draw, const Take& take) const;

    /// Fills an input of the model, of batch 1.
    void write(std::span<const float> planar, ov::Tensor& input) const;
    /// Fills all items of a batch alike.
    void write_all(std::span<const float> planar, const ov::Tensor& input) const;
};

/// The answer for one target.
struct GradientMap {
    std::vector<float> values;                    ///< `[height][width]`
    std::vector<float> standard_error = {};       ///< likewise, or empty
    std::optional<double> completeness_gap = {};  ///< see SaliencyMap
    std::size_t height = 0;                       ///< of the grid of a layer; 0: as the input
    std::size_t width = 0;
};

/// Adds two outputs to the model: the score, `[batch]`, and its gradient with respect to the input, planar.
/// @return the gradient
WhiteBoxMap add_gradient_outputs(ov::Model& model, const WhiteBox& box);

/// Converts the type of an integer input to f32, so that it accepts the values in between.
void convert_input_to_f32(ov::Model& model, std::size_t input);

/// `[channels][places]` summed over the channels.
std::vector<float> sum_of_channels(std::span<const float> values, const InputSizes& sizes);

/// The largest magnitude of `[channels][places]` among the channels.
std::vector<float> largest_of_channels(std::span<const float> values, const InputSizes& sizes);

}  // namespace vinoscope
