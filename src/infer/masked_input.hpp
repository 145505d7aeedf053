// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/runtime/tensor.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "vinoscope/image.hpp"
#include "vinoscope/preprocess.hpp"
#include "vinoscope/tensor.hpp"

namespace vinoscope {

/// An image of which a mask shows a part: `baseline + mask * (image - baseline)`, at the model's input size.
class MaskedInput {
public:
    /// @param image u8 `[1, height, width, channels]`, RGB or grey
    /// @param baseline "zero": the mean of `preprocess`, which normalisation turns into zeros; "black"; "mean": the
    ///        mean colour of the image; "blur": the image, blurred so that only its large parts are left
    /// @throws Error (usage) for another baseline.
    MaskedInput(const ov::Tensor& image, const Preprocess& preprocess, std::string_view baseline);

    /// The same for a model's own input: "zero" and "black" are zero. @param tensor one image of 1 to 4 channels
    MaskedInput(const Tensor& tensor, TensorLayout layout, std::string_view baseline);

    /// The same with a baseline of the same shape.
    MaskedInput(const Tensor& tensor, TensorLayout layout, const Tensor& baseline);

    int height() const { return m_height; }
    int width() const { return m_width; }

    /// Writes f32 values or rounded u8 values in 0..255, in the layout of the model.
    /// @param mask `[height][width]`, 1 shows the image, 0 the baseline
    void write(std::span<const float> mask, ov::Tensor& tensor) const;

    /// Writes `values` instead of those of the image; both are in the layout of the model.
    void write_values(std::span<const float> values, ov::Tensor& tensor) const;

    /// The whole image in the layout of the model: whether channels come first, and the values.
    bool planar() const { return m_planar; }
    std::vector<float> values() const;

private:
    struct Picture;
    MaskedInput(const Picture& picture, bool planar);

    template <typename Value>
    void write_as(std::span<const float> mask, Value* to) const;

    int m_height = 0;
    int m_width = 0;
    int m_channels = 0;
    bool m_planar = true;
    std::vector<float> m_baseline;    // in the layout of the model
    std::vector<float> m_difference;  // image - baseline
};

}  // namespace vinoscope
