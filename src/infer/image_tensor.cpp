// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/image_tensor.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <opencv2/imgproc.hpp>

namespace vinoscope {
namespace {

constexpr int letterbox_grey = 114;
constexpr int opaque = 255;
constexpr double crop_share = 224.0 / 256.0;

// A picture of size `from` drawn at `scale`, its centre on the centre of a canvas of size `to`.
struct Placement {
    cv::Size drawn;
    cv::Point offset;  // of the drawn picture on the canvas; negative where the canvas cuts it
};

Placement place(cv::Size from, cv::Size to, double scale) {
    const cv::Size drawn(std::max(1, static_cast<int>(std::lround(from.width * scale))),
                         std::max(1, static_cast<int>(std::lround(from.height * scale))));
    return {drawn, {(to.width - drawn.width) / 2, (to.height - drawn.height) / 2}};
}

// The middle `most` of `size` pixels, or one more, as [first, end): what is cut off is the same at both ends.
cv::Range middle(int size, double most) {
    const auto cut = std::max(0, static_cast<int>((size - most) / 2));
    return {cut, size - cut};
}

// The middle of a picture that is much longer than what a canvas shows of it; drawn whole it could fill gigabytes.
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

std::optional<Region> draw(const cv::Mat& source, ResizeMode mode, cv::Mat& canvas) {
    const auto from = source.size();
    const auto to = canvas.size();
    if (mode == ResizeMode::squash) {
        cv::resize(source, canvas, to, 0, 0, cv::INTER_LINEAR);
        return std::nullopt;
    }
    const double x_scale = static_cast<double>(to.width) / from.width;
    const double y_scale = static_cast<double>(to.height) / from.height;
    const bool letterbox = mode == ResizeMode::letterbox;
    const double scale = letterbox ? std::min(x_scale, y_scale) : std::max(x_scale, y_scale) / crop_share;
    const auto used = near_middle(from, to, scale);
    const auto placement = place(used.size(), to, scale);
    canvas.setTo(cv::Scalar(letterbox_grey, letterbox_grey, letterbox_grey, opaque));
    const cv::Rect target = cv::Rect(placement.offset, placement.drawn) & cv::Rect({0, 0}, to);
    cv::Mat drawn;
    cv::resize(source(used), drawn, placement.drawn, 0, 0, cv::INTER_LINEAR);
    drawn(target - placement.offset).copyTo(canvas(target));
    return shown_region(used, to, placement);
}

}  // namespace

std::optional<Region> write_image_tensor(const Image& image, ResizeMode mode, ov::Tensor& tensor) {
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
    const auto region = draw(source, mode, canvas);
    const auto bytes = tensor.get_byte_size() / shape[0];
    for (std::size_t i = 1; i < shape[0]; ++i)
        std::memcpy(first + i * bytes, first, bytes);
    return region;
}

}  // namespace vinoscope
