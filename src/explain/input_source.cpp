// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "explain/input_source.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstring>

#include "infer/image_tensor.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

std::vector<std::size_t> shape_of(const ImageInput& input) {
    const auto height = static_cast<std::size_t>(input.height);
    const auto width = static_cast<std::size_t>(input.width);
    const auto channels = static_cast<std::size_t>(input.channels);
    return input.layout == TensorLayout::nchw ? std::vector{std::size_t{1}, channels, height, width}
                                              : std::vector{std::size_t{1}, height, width, channels};
}

Tensor fitting(Tensor tensor, const ImageInput& input) {
    if (tensor.shape != shape_of(input) || !tensor.values)
        throw Error(ErrorKind::bad_image,
                    fmt::format("expected a tensor of shape {} ({}), as the model takes it, found {}",
                                shape_of(input),
                                input.layout == TensorLayout::nchw ? "NCHW" : "NHWC",
                                tensor.shape));
    return tensor;
}

Image black_image(int width, int height) {
    Image black(width, height);
    std::fill_n(black.data(), black.size(), std::uint8_t{0});
    return black;
}

void copy_values(const Tensor& from, ov::Tensor& to) {
    const bool to_floats = to.get_element_type() == ov::element::f32;
    const auto images = to.get_size() / from.size();
    for (std::size_t i = 0; i < images; ++i) {
        auto* place = static_cast<std::byte*>(to.data()) + i * to.get_byte_size() / images;
        if (to_floats && from.type == TensorType::u8)
            std::copy_n(
                static_cast<const std::uint8_t*>(from.values.get()), from.size(), reinterpret_cast<float*>(place));
        else
            std::memcpy(place, from.values.get(), to.get_byte_size() / images);
    }
}

}  // namespace

InputSource::InputSource(Image image) : m_image(std::move(image)) {
    if (m_image.empty())
        throw Error(ErrorKind::bad_image, "expected an image, found an empty one");
}

InputSource::InputSource(Tensor tensor, Image image, const ImageInput& input)
    : m_image(std::move(image)), m_tensor(fitting(std::move(tensor), input)) {}

InputSource::InputSource(Image image, PreprocessFunction make_input, const ImageInput& input)
    : m_image(std::move(image)), m_tensor(fitting(make_input(m_image), input)), m_make_input(std::move(make_input)) {}

InputForm InputSource::form(bool masked) const {
    if (m_tensor)
        return InputForm::tensor;
    return masked ? InputForm::masked : InputForm::image;
}

std::optional<Region> InputSource::write(const Preprocess& preprocess, ov::Tensor& to) const {
    if (!m_tensor)
        return write_image_tensor(m_image, *preprocess.resize, to);
    if (to.get_element_type() == ov::element::u8 && m_tensor->type == TensorType::f32)
        throw Error(ErrorKind::bad_image, "expected a tensor of u8, as the model takes whole numbers, found f32");
    copy_values(*m_tensor, to);
    return std::nullopt;
}

InputSource::Masked InputSource::masked(const Preprocess& preprocess,
                                        const ImageInput& input,
                                        std::string_view baseline) const {
    if (m_make_input && baseline == "black") {
        const auto black = fitting(m_make_input(black_image(m_image.width(), m_image.height())), input);
        return {MaskedInput(*m_tensor, input.layout, black), std::nullopt};
    }
    if (m_tensor)
        return {MaskedInput(*m_tensor, input.layout, baseline), std::nullopt};
    ov::Tensor pixels(ov::element::u8,
                      {1,
                       static_cast<std::size_t>(input.height),
                       static_cast<std::size_t>(input.width),
                       static_cast<std::size_t>(input.channels)});
    const auto region = write_image_tensor(m_image, *preprocess.resize, pixels);
    return {MaskedInput(pixels, preprocess, baseline), region};
}

}  // namespace vinoscope
