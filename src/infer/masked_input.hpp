// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <openvino/runtime/tensor.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "vinoscope/image.hpp"
#include "vinoscope/preprocess.hpp"
#include "vinoscope/tensor.hpp"

namespace vinoscope {

/// What a mask can uncover: see MaskedInput.
extern const std::array<std::string_view, 4> baseline_names;

/// An image of which a mask shows a part: `baseline + mask * (image - baseline)`, at the model's input size.
class MaskedInput {
public:
    /// @param image u8 `[1, height, width, channels]`: grey, RGB, or RGB and alpha, which masks leave alone
    /// @param baseline one of baseline_names. "zero": the mean of `preprocess`, which normalisation turns into zeros;
    /// "black"; "mean": the
    ///        mean colour of the image; "blur": the image, blurred so that only its large parts are left
    /// @throws Error (usage) for another baseline.
    MaskedInput(const ov::Tensor& image, const Preprocess& preprocess, std::string_view baseline);

    /// The same for a model's own input: "zero" and "black" are zero. A mask hides the same place in all channels, and
    /// in all slices of a volume.
    /// @param tensor one image `[1,C,H,W]` or `[1,H,W,C]`, or one volume `[1,C,D,H,W]` or `[1,D,H,W,C]`
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

    /// The values of the whole image in the layout of the model.
    std::vector<float> values() const;

    /// Where values() has a place (row-major) of a channel; slices of a volume count as channels.
    std::size_t position(std::size_t channel, std::size_t place) const;
    std::size_t channels() const { return m_outer * m_inner; }

private:
    struct Picture;
    explicit MaskedInput(const Picture& picture);

    template <typename Value>
    void write_as(std::span<const float> mask, Value* to) const;

    int m_height = 0;
    int m_width = 0;
    std::size_t m_outer = 1;  // channels in front of the places, and behind them
    std::size_t m_inner = 1;
    std::vector<float> m_baseline;    // [outer][height][width][inner], the layout of the model
    std::vector<float> m_difference;  // image - baseline
};

}  // namespace vinoscope
