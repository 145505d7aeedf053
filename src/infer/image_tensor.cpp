// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/image_tensor.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <opencv2/imgproc.hpp>

namespace vinoscope {
namespace {

constexpr float grey = 114;
constexpr int opaque = 255;
constexpr double crop_share = 224.0 / 256.0;

// An image of size `from` drawn at `scale` on a canvas of size `to`: centre on centre, or in the upper-left corner.
struct Placement {
    cv::Size drawn;
    cv::Point offset;  // of the drawn image on the canvas; negative where the canvas cuts it
};

Placement place(cv::Size from, cv::Size to, double scale, bool centred) {
    const cv::Size drawn(std::max(1, static_cast<int>(std::lround(from.width * scale))),
                         std::max(1, static_cast<int>(std::lround(from.height * scale))));
    if (!centred)
        return {drawn, {0, 0}};
    return {drawn, {(to.width - drawn.width) / 2, (to.height - drawn.height) / 2}};
}

// The middle `most` of `size` pixels, or one more, as [first, end): what is cut off is the same at both ends.
cv::Range middle(int size, double most) {
    const auto cut = std::max(0, static_cast<int>((size - most) / 2));
    return {cut, size - cut};
}

// The middle of an image that is much longer than what a canvas shows of it; drawn whole it could fill gigabytes.
cv::Rect near_middle(cv::Size from, cv::Size to, double scale) {
    constexpr double ample = 4;
    const auto x = middle(from.width, ample * to.width / scale + 2);
    const auto y = middle(from.height, ample * to.height / scale + 2);
    return {x.start, y.start, x.size(), y.size()};
}

Region shown_region(const cv::Rect& from, cv::Size to, const Placement& placement) {
    const auto x_scale = static_cast<float>(from.width) / static_cast<float>(placement.drawn.width);
    const auto y_scale = static_cast<float>(from.height) / static_cast<float>(placement.drawn.height);
    const auto left = static_cast<float>(from.x);
    const auto top = static_cast<float>(from.y);
    const auto x = static_cast<float>(-placement.offset.x);
    const auto y = static_cast<float>(-placement.offset.y);
    return {left + x * x_scale,
            top + y * y_scale,
            left + (x + static_cast<float>(to.width)) * x_scale,
            top + (y + static_cast<float>(to.height)) * y_scale};
}

// The padding as a colour of the canvas, whose colours are in the order RGB.
cv::Scalar padding(const Preprocess& preprocess, int channels) {
    const auto values = preprocess.pad.value_or(std::vector<float>{grey});
    cv::Scalar color = cv::Scalar::all(opaque);
    const int colors = std::min(channels, 3);
    for (int i = 0; i < colors; ++i) {
        const int source = preprocess.color == ColorOrder::bgr ? colors - 1 - i : i;
        color[i] = std::round(values.at(values.size() == 1 ? 0 : static_cast<std::size_t>(source)));
    }
    return color;
}

std::optional<Region> draw(const cv::Mat& source, ResizeMode mode, const cv::Scalar& pad, cv::Mat& canvas) {
    const auto from = source.size();
    const auto to = canvas.size();
    if (mode == ResizeMode::squash) {
        cv::resize(source, canvas, to, 0, 0, cv::INTER_LINEAR);
        return std::nullopt;
    }
    const double x_scale = static_cast<double>(to.width) / from.width;
    const double y_scale = static_cast<double>(to.height) / from.height;
    const double scale =
        mode == ResizeMode::crop ? std::max(x_scale, y_scale) / crop_share : std::min(x_scale, y_scale);
    const auto used = near_middle(from, to, scale);
    const auto placement = place(used.size(), to, scale, mode != ResizeMode::corner);
    canvas.setTo(pad);
    const cv::Rect target = cv::Rect(placement.offset, placement.drawn) & cv::Rect({0, 0}, to);
    cv::Mat drawn;
    cv::resize(source(used), drawn, placement.drawn, 0, 0, cv::INTER_LINEAR);
    drawn(target - placement.offset).copyTo(canvas(target));
    return shown_region(used, to, placement);
}

}  // namespace

std::optional<Region> write_image_tensor(const Image& image, const Preprocess& preprocess, ov::Tensor& tensor) {
    const auto shape = tensor.get_shape();
    const int height = static_cast<int>(shape[1]);
    const int width = static_cast<int>(shape[2]);
    const cv::Mat rgb(image.height(), image.width(), CV_8UC3, const_cast<std::uint8_t*>(image.data()));
    cv::Mat source = rgb;
    if (shape[3] != 3) {
        source = cv::Mat();
        cv::cvtColor(rgb, source, shape[3] == 1 ? cv::COLOR_RGB2GRAY : cv::COLOR_RGB2RGBA);
    }
    auto* first = tensor.data<std::uint8_t>();
    cv::Mat canvas(height, width, CV_8UC(static_cast<int>(shape[3])), first);
    const auto region = draw(source, *preprocess.resize, padding(preprocess, canvas.channels()), canvas);
    const auto bytes = tensor.get_byte_size() / shape[0];
    for (std::size_t i = 1; i < shape[0]; ++i)
        std::memcpy(first + i * bytes, first, bytes);
    return region;
}

}  // namespace vinoscope
