// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <openvino/core/model.hpp>
#include <span>
#include <vector>

#include "methods/gradient_box.hpp"
#include "methods/white_box.hpp"

namespace vinoscope {

/// Lets what stands behind the target layer read a A + (1 - a) A0, where A is what the layer gives to the image and the
/// position a and the activations A0 are new inputs, and adds outputs: A, the score, the gradient with respect to the
/// layer times A - A0, summed over channels, `[batch, h, w]`, and its sum over everything, `[batch]`.
/// @return the layer, all that the score knows passes through it
/// @throws Error (unsupported) when there is none, or when an operation behind it has no gradient
WhiteBoxMap add_layer_path(ov::Model& model, const WhiteBox& box);

/// The straight line between the activations of a layer for the baseline and for the image.
class LayerPath {
public:
    /// Infers the baseline's. @param box of a model with add_layer_path()
    explicit LayerPath(const GradientBox& box);

    std::size_t height() const;
    std::size_t width() const;

    using Position = std::function<float(std::size_t index)>;
    /// @param shares of each cell, and of everything as the last value
    using Take = std::function<void(std::size_t index, float score, std::span<const float> shares)>;

    /// Hands over what is found at `count` positions, in the order of their indices. @throws Error as score()
    void differentiate(std::size_t count, const Position& position, const Take& take) const;

private:
    const GradientBox& m_box;
    std::vector<float> m_baseline;
};

}  // namespace vinoscope
