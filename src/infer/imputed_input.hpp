// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <openvino/runtime/tensor.hpp>
#include <span>
#include <vector>

#include "infer/masked_input.hpp"

namespace vinoscope {

/// An image of which a mask hides pixels that are then guessed from their neighbours, with a little noise (noisy linear
/// imputation, arXiv:2202.00449). Unlike a baseline this does not show the model where the mask was.
class ImputedInput {
public:
    /// @param image outlives this object
    ImputedInput(const MaskedInput& image, std::uint64_t seed);

    /// Writes to a tensor of the form that MaskedInput::write() takes.
    /// @param index draws the noise
    /// @param mask `[height][width]`, 1 shows and 0 hides
    void write(std::size_t index, std::span<const float> mask, ov::Tensor& tensor) const;

private:
    const MaskedInput& m_image;
    std::uint64_t m_seed;
    std::vector<float> m_values;  // of the whole image, in the layout of the model
    float m_noise;                // standard deviation
};

}  // namespace vinoscope
