// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "session/input_source.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>

#include "infer/image_tensor.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

ov::Shape shape_of_one(ImageInput input) {
    input.batch = 1;
    return shape_of(input).to_shape();
}

void refuse_not_finite(const Tensor& tensor) {
    if (tensor.type != TensorType::f32)
        return;
    const std::span values(static_cast<const float*>(tensor.values.get()), tensor.size());
    const auto bad = std::ranges::count_if(values, [](float value) { return !std::isfinite(value); });
    if (bad > 0)
        throw Error(ErrorKind::bad_image,
                    fmt::format("expected a tensor of finite numbers, found {} of {} values that are NaN or infinite",
                                bad,
                                values.size()));
}

// What a shape is besides dimensions of 1, which do not change the order of the values: a batch that is left out, or
// the dimensions that an input of lower rank got.
std::vector<std::size_t> without_ones(std::vector<std::size_t> shape) {
    std::erase(shape, 1);
    return shape;
}

Tensor fitting(Tensor tensor, const ImageInput& input) {
    const auto expected = shape_of_one(input);
    if (tensor.shape.size() < expected.size() && without_ones(tensor.shape) == without_ones(expected))
        tensor.shape = expected;
    if (ov::Shape(tensor.shape.begin(), tensor.shape.end()) != expected)
        throw Error(ErrorKind::bad_image,
                    fmt::format("expected a tensor of shape [{}] ({}), the input shape of the model, found {}",
                                fmt::join(expected, ", "),
                                layout_name(input),
                                tensor.shape));
    if (!tensor.values)
        throw Error(ErrorKind::bad_image, "expected a tensor with values, found an empty one");
    if (tensor.type == TensorType::i64) {
        const std::span values(static_cast<const std::int64_t*>(tensor.values.get()), tensor.size());
        return make_tensor(std::move(tensor.shape), std::vector<float>(values.begin(), values.end()));
    }
    refuse_not_finite(tensor);
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

InputSource::InputSource(Image image, const ImageInput& input) : m_image(std::move(image)) {
    if (m_image.empty())
        throw Error(ErrorKind::bad_image, "expected an image, found an empty one");
    if (const auto problem = unsupported_image_reason(input); !problem.empty())
        throw Error(ErrorKind::unsupported, problem);
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
        return write_image_tensor(m_image, preprocess, to);
    if (to.get_element_type() == ov::element::u8 && m_tensor->type == TensorType::f32)
        throw Error(ErrorKind::bad_image, "expected a tensor of u8, the input type of the model, found f32");
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
    const auto region = write_image_tensor(m_image, preprocess, pixels);
    return {MaskedInput(pixels, preprocess, baseline), region};
}

void InputSource::write_whole(const Preprocess& preprocess, const ImageInput& input, ov::Tensor& to) const {
    const bool keeps_values =
        m_tensor && (m_tensor->type == TensorType::u8 || to.get_element_type() == ov::element::f32);
    if (keeps_values) {
        copy_values(*m_tensor, to);
        return;
    }
    const auto whole = masked(preprocess, input, "zero").input;
    whole.write_values(whole.values(), to);
}

}  // namespace vinoscope
