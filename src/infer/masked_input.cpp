// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/masked_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>
#include <type_traits>

#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

cv::Mat constant(const cv::Mat& image, const cv::Scalar& color) {
    return {image.size(), image.type(), color};
}

cv::Mat zero_baseline(const cv::Mat& image, const cv::Scalar& zero) {
    return constant(image, zero);
}

cv::Mat black_baseline(const cv::Mat& image, const cv::Scalar&) {
    return constant(image, cv::Scalar::all(0));
}

cv::Mat mean_baseline(const cv::Mat& image, const cv::Scalar&) {
    return constant(image, cv::mean(image));
}

cv::Mat blur_baseline(const cv::Mat& image, const cv::Scalar&) {
    cv::Mat blurred;
    const double sigma = std::min(image.rows, image.cols) / 16.0;
    cv::GaussianBlur(image, blurred, {}, sigma, sigma, cv::BORDER_REFLECT);
    return blurred;
}

struct Baseline {
    std::string_view name;
    cv::Mat (*make)(const cv::Mat& image, const cv::Scalar& zero);
};

constexpr std::array<Baseline, 4> baselines = {{
    {"zero", zero_baseline},
    {"black", black_baseline},
    {"mean", mean_baseline},
    {"blur", blur_baseline},
}};

const Baseline& find_baseline(std::string_view name) {
    const auto* const found = std::ranges::find(baselines, name, &Baseline::name);
    if (found == baselines.end())
        throw Error(ErrorKind::usage, fmt::format("expected baseline zero, black, mean or blur, found \"{}\"", name));
    return *found;
}

std::vector<float> values_of(const cv::Mat& image, bool planar) {
    std::vector<float> values(image.total() * static_cast<std::size_t>(image.channels()));
    if (!planar) {
        image.copyTo(cv::Mat(image.rows, image.cols, image.type(), values.data()));
        return values;
    }
    std::vector<cv::Mat> planes;
    for (int channel = 0; channel < image.channels(); ++channel)
        planes.emplace_back(image.rows, image.cols, CV_32F, values.data() + channel * image.total());
    cv::split(image, planes);
    return values;
}

// The mean is in the order of the model's channels, the image in RGB.
cv::Scalar mean_color(const Preprocess& preprocess, int channels) {
    const auto& mean = *preprocess.mean;
    cv::Scalar color = cv::Scalar::all(mean[0]);
    for (int channel = 0; channel < std::min<int>(channels, static_cast<int>(mean.size())); ++channel)
        color[channel] = mean[channel];
    if (mean.size() == 3 && preprocess.color == ColorOrder::bgr)
        std::swap(color[0], color[2]);
    return color;
}

cv::Mat picture_of(const ov::Tensor& image) {
    const auto& shape = image.get_shape();
    auto* bytes = const_cast<std::uint8_t*>(image.data<const std::uint8_t>());
    const cv::Mat view(
        static_cast<int>(shape[1]), static_cast<int>(shape[2]), CV_8UC(static_cast<int>(shape[3])), bytes);
    cv::Mat pixels;
    view.convertTo(pixels, CV_32F);
    return pixels;
}

cv::Mat picture_of(const Tensor& tensor, TensorLayout layout) {
    const bool planar = layout == TensorLayout::nchw;
    const auto side = [&](std::size_t axis) { return static_cast<int>(tensor.shape[axis]); };
    const int height = side(planar ? 2 : 1);
    const int width = side(planar ? 3 : 2);
    const int channels = side(planar ? 1 : 3);
    const int depth = tensor.type == TensorType::f32 ? CV_32F : CV_8U;
    auto* bytes = static_cast<std::uint8_t*>(const_cast<void*>(tensor.values.get()));
    cv::Mat all(height, width, CV_MAKETYPE(depth, channels), bytes);
    cv::Mat merged;
    if (planar) {
        const std::size_t plane = tensor.size() / static_cast<std::size_t>(channels) * CV_ELEM_SIZE1(depth);
        std::vector<cv::Mat> planes;
        for (int channel = 0; channel < channels; ++channel)
            planes.emplace_back(height, width, depth, bytes + static_cast<std::size_t>(channel) * plane);
        cv::merge(planes, merged);
    }
    cv::Mat pixels;
    (planar ? merged : all).convertTo(pixels, CV_32F);
    return pixels;
}

template <typename Value>
Value as_value(float value) {
    if constexpr (std::is_same_v<Value, float>)
        return value;
    else
        return static_cast<Value>(std::lround(std::clamp(value, 0.0F, 255.0F)));
}

}  // namespace

// What there is to see, and what counts as nothing; f32 `[height][width][channels]`.
struct MaskedInput::Picture {
    cv::Mat pixels;
    cv::Mat baseline;

    static Picture with(std::string_view baseline, const cv::Mat& pixels, const cv::Scalar& zero) {
        return {pixels, find_baseline(baseline).make(pixels, zero)};
    }
};

MaskedInput::MaskedInput(const ov::Tensor& image, const Preprocess& preprocess, std::string_view baseline)
    : MaskedInput(
          Picture::with(baseline, picture_of(image), mean_color(preprocess, static_cast<int>(image.get_shape()[3]))),
          preprocess.layout != TensorLayout::nhwc) {}

MaskedInput::MaskedInput(const Tensor& tensor, TensorLayout layout, std::string_view baseline)
    : MaskedInput(Picture::with(baseline, picture_of(tensor, layout), cv::Scalar::all(0)),
                  layout != TensorLayout::nhwc) {}

MaskedInput::MaskedInput(const Tensor& tensor, TensorLayout layout, const Tensor& baseline)
    : MaskedInput({picture_of(tensor, layout), picture_of(baseline, layout)}, layout != TensorLayout::nhwc) {}

MaskedInput::MaskedInput(const Picture& picture, bool planar)
    : m_height(picture.pixels.rows),
      m_width(picture.pixels.cols),
      m_channels(picture.pixels.channels()),
      m_planar(planar),
      m_baseline(values_of(picture.baseline, planar)),
      m_difference(values_of(picture.pixels, planar)) {
    std::ranges::transform(m_difference, m_baseline, m_difference.begin(), std::minus());
}

template <typename Value>
void MaskedInput::write_as(std::span<const float> mask, Value* to) const {
    const auto places = mask.size();
    const auto* baseline = m_baseline.data();
    const auto* difference = m_difference.data();
    if (m_planar)
        for (int channel = 0; channel < m_channels; ++channel, baseline += places, difference += places, to += places)
            for (std::size_t i = 0; i < places; ++i)
                to[i] = as_value<Value>(baseline[i] + mask[i] * difference[i]);
    else
        for (std::size_t i = 0; i < places; ++i)
            for (int channel = 0; channel < m_channels; ++channel)
                *to++ = as_value<Value>(*baseline++ + mask[i] * *difference++);
}

void MaskedInput::write(std::span<const float> mask, ov::Tensor& tensor) const {
    if (tensor.get_element_type() == ov::element::f32)
        write_as(mask, tensor.data<float>());
    else
        write_as(mask, tensor.data<std::uint8_t>());
}

void MaskedInput::write_values(std::span<const float> values, ov::Tensor& tensor) const {
    if (tensor.get_element_type() == ov::element::f32)
        std::ranges::copy(values, tensor.data<float>());
    else
        std::ranges::transform(values, tensor.data<std::uint8_t>(), as_value<std::uint8_t>);
}

std::vector<float> MaskedInput::values() const {
    auto values = m_baseline;
    std::ranges::transform(values, m_difference, values.begin(), std::plus());
    return values;
}

}  // namespace vinoscope
