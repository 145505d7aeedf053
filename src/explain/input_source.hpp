// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/runtime/tensor.hpp>
#include <optional>
#include <string_view>

#include "infer/masked_input.hpp"
#include "infer/preprocess_graph.hpp"
#include "model/image_input.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/region.hpp"
#include "vinoscope/tensor.hpp"

namespace vinoscope {

/// What is explained: a picture, or a model's input that the caller made out of it.
class InputSource {
public:
    /// @throws Error (bad_image) when it is empty, (unsupported) when the input takes no pictures.
    InputSource(Image image, const ImageInput& input);

    /// @param image what `tensor` shows; may be empty
    /// @throws Error (bad_image) when the tensor does not fit the input.
    InputSource(Tensor tensor, Image image, const ImageInput& input);

    /// @param make_input what makes a model's input out of `image`, and out of a black picture for the baseline "black"
    /// @throws Error (bad_image) when what it makes does not fit the input.
    InputSource(Image image, PreprocessFunction make_input, const ImageInput& input);

    /// How it goes into a model, as it is or masked.
    InputForm form(bool masked) const;

    /// Fills the input of a model for form(false).
    /// @return the part of the picture that the input shows, or nothing for all of it
    std::optional<Region> write(const Preprocess& preprocess, ov::Tensor& to) const;

    /// For form(true).
    struct Masked {
        MaskedInput input;
        std::optional<Region> region;
    };
    Masked masked(const Preprocess& preprocess, const ImageInput& input, std::string_view baseline) const;

    const Image& image() const { return m_image; }
    Image take_image() && { return std::move(m_image); }

private:
    Image m_image;
    std::optional<Tensor> m_tensor;
    PreprocessFunction m_make_input;
};

}  // namespace vinoscope
