// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/masked_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <opencv2/imgproc.hpp>
#include <type_traits>

#include "core/named_row.hpp"
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

// The mean is in the order of the model's channels, the image in RGB.
float mean_of_channel(const Preprocess& preprocess, std::size_t channel) {
    const auto& mean = *preprocess.mean;
    if (preprocess.color == ColorOrder::bgr && mean.size() >= 3 && channel < 3)
        channel = 2 - channel;
    return mean[std::min(channel, mean.size() - 1)];
}

template <typename Value>
Value as_value(float value) {
    constexpr double half = 0.5;  // std::lround would be a call for each value
    if constexpr (std::is_same_v<Value, float>)
        return value;
    else
        return static_cast<Value>(static_cast<double>(std::clamp(value, 0.0F, 255.0F)) + half);
}

}  // namespace

constinit const std::array<std::string_view, 4> baseline_names = names_of(baselines);

// What there is to see, and what counts as nothing: one plane of f32 for each channel.
struct MaskedInput::Picture {
    std::size_t outer = 1;
    std::size_t inner = 1;
    std::vector<cv::Mat> pixels;
    std::vector<cv::Mat> baseline;
};

namespace {

struct Sides {
    std::size_t outer = 1;
    int height = 0;
    int width = 0;
    std::size_t inner = 1;
};

// Of `[1,C,H,W]`, `[1,H,W,C]`, `[1,C,D,H,W]` or `[1,D,H,W,C]`.
Sides sides_of(const std::vector<std::size_t>& shape, bool planar) {
    const auto rows = planar ? shape.size() - 2 : shape.size() - 3;
    Sides sides{1, static_cast<int>(shape[rows]), static_cast<int>(shape[rows + 1]), planar ? 1 : shape.back()};
    for (std::size_t axis = 1; axis < rows; ++axis)
        sides.outer *= shape[axis];
    return sides;
}

template <typename Value>
std::vector<cv::Mat> planes_of(const Value* values, const Sides& sides) {
    std::vector<cv::Mat> planes;
    for (std::size_t outer = 0; outer < sides.outer; ++outer) {
        for (std::size_t inner = 0; inner < sides.inner; ++inner) {
            cv::Mat plane(sides.height, sides.width, CV_32F);
            const auto* from = values + outer * plane.total() * sides.inner + inner;
            auto* to = plane.ptr<float>();
            for (std::size_t place = 0; place < plane.total(); ++place, from += sides.inner)
                to[place] = static_cast<float>(*from);
            planes.push_back(std::move(plane));
        }
    }
    return planes;
}

std::vector<cv::Mat> planes_of(const Tensor& tensor, const Sides& sides) {
    return tensor.type == TensorType::u8 ? planes_of(static_cast<const std::uint8_t*>(tensor.values.get()), sides)
                                         : planes_of(static_cast<const float*>(tensor.values.get()), sides);
}

}  // namespace

MaskedInput::MaskedInput(const ov::Tensor& image, const Preprocess& preprocess, std::string_view baseline)
    : MaskedInput([&] {
          const auto& shape = image.get_shape();
          Picture picture{.pixels = planes_of(image.data<const std::uint8_t>(), sides_of(shape, false)),
                          .baseline = {}};
          constexpr std::size_t alpha = 3;
          for (std::size_t channel = 0; channel < picture.pixels.size(); ++channel) {
              const auto& plane = picture.pixels[channel];
              const auto zero = cv::Scalar::all(mean_of_channel(preprocess, channel));
              picture.baseline.push_back(
                  channel == alpha ? plane : named_row(baselines, baseline, "baseline").make(plane, zero));
          }
          (preprocess.layout == TensorLayout::nhwc ? picture.inner : picture.outer) = picture.pixels.size();
          return picture;
      }()) {}

MaskedInput::MaskedInput(const Tensor& tensor, TensorLayout layout, std::string_view baseline)
    : MaskedInput([&] {
          const auto sides = sides_of(tensor.shape, layout == TensorLayout::nchw);
          Picture picture{sides.outer, sides.inner, planes_of(tensor, sides), {}};
          for (const auto& plane : picture.pixels)
              picture.baseline.push_back(named_row(baselines, baseline, "baseline").make(plane, cv::Scalar::all(0)));
          return picture;
      }()) {}

MaskedInput::MaskedInput(const Tensor& tensor, TensorLayout layout, const Tensor& baseline)
    : MaskedInput([&] {
          const auto sides = sides_of(tensor.shape, layout == TensorLayout::nchw);
          return Picture{sides.outer, sides.inner, planes_of(tensor, sides), planes_of(baseline, sides)};
      }()) {}

MaskedInput::MaskedInput(const Picture& picture)
    : m_height(picture.pixels.front().rows),
      m_width(picture.pixels.front().cols),
      m_outer(picture.outer),
      m_inner(picture.inner) {
    const auto places = picture.pixels.front().total();
    m_baseline.resize(channels() * places);
    m_difference.resize(channels() * places);
    for (std::size_t channel = 0; channel < channels(); ++channel) {
        const auto* baseline = picture.baseline[channel].ptr<float>();
        const auto* pixels = picture.pixels[channel].ptr<float>();
        for (std::size_t place = 0; place < places; ++place) {
            m_baseline[position(channel, place)] = baseline[place];
            m_difference[position(channel, place)] = pixels[place] - baseline[place];
        }
    }
}

std::size_t MaskedInput::position(std::size_t channel, std::size_t place) const {
    const auto places = static_cast<std::size_t>(m_height) * static_cast<std::size_t>(m_width);
    return (channel / m_inner * places + place) * m_inner + channel % m_inner;
}

template <typename Value>
void MaskedInput::write_as(std::span<const float> mask, Value* to) const {
    const auto places = mask.size();
    const auto* baseline = m_baseline.data();
    const auto* difference = m_difference.data();
    for (std::size_t outer = 0; outer < m_outer; ++outer) {
        if (m_inner == 1) {
            for (std::size_t i = 0; i < places; ++i)
                to[i] = as_value<Value>(baseline[i] + mask[i] * difference[i]);
            baseline += places;
            difference += places;
            to += places;
            continue;
        }
        for (std::size_t i = 0; i < places; ++i)
            for (std::size_t inner = 0; inner < m_inner; ++inner)
                *to++ = as_value<Value>(*baseline++ + mask[i] * *difference++);
    }
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
