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

/// The explained data: an image, or a model input that the caller prepared from it.
class InputSource {
public:
    /// @throws Error (bad_image) if the image is empty, (unsupported) if the input cannot receive images
    InputSource(Image image, const ImageInput& input);

    /// @param image the image from which `tensor` was prepared, or an empty image
    /// @throws Error (bad_image) if the tensor does not fit the input
    InputSource(Tensor tensor, Image image, const ImageInput& input);

    /// @param make_input converts `image`, and a black image for the baseline "black", to the model's input
    /// @throws Error (bad_image) if its result does not fit the input
    InputSource(Image image, PreprocessFunction make_input, const ImageInput& input);

    /// Returns the form in which it is passed to a model, with or without masks.
    InputForm form(bool masked) const;

    /// Fills the input of a model for form(false).
    /// @return the region of the image that the input shows, or std::nullopt for the whole image
    std::optional<Region> write(const Preprocess& preprocess, ov::Tensor& to) const;

    /// For form(true).
    struct Masked {
        MaskedInput input;
        std::optional<Region> region;
    };
    Masked masked(const Preprocess& preprocess, const ImageInput& input, std::string_view baseline) const;

    /// Fills the input of a model for form(true), with nothing hidden.
    void write_whole(const Preprocess& preprocess, const ImageInput& input, ov::Tensor& to) const;

    const Image& image() const { return m_image; }
    Image take_image() && { return std::move(m_image); }

private:
    Image m_image;
    std::optional<Tensor> m_tensor;
    PreprocessFunction m_make_input;
};

}  // namespace vinoscope
