// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/image_view.hpp"

#include <fmt/core.h>

#include <opencv2/imgproc.hpp>

#include "vinoscope/error.hpp"

namespace vinoscope {

Image to_image(const ImageView& view) {
    if (view.data == nullptr || view.height < 1 || view.width < 1) {
        throw Error(ErrorKind::bad_image,
                    fmt::format("expected an image view of at least 1x1 pixels, found {}x{}{}",
                                view.height,
                                view.width,
                                view.data == nullptr ? " at a null pointer" : ""));
    }
    const std::size_t channels = view.format == PixelFormat::gray ? 1 : 3;
    const auto row = channels * static_cast<std::size_t>(view.width);
    const auto stride = view.stride == 0 ? row : view.stride;
    if (stride < row) {
        throw Error(ErrorKind::bad_image,
                    fmt::format("expected an image view with a stride of at least {} bytes, {} for each of {} pixels, "
                                "found {}",
                                row,
                                channels,
                                view.width,
                                stride));
    }
    Image image(view.width, view.height);
    auto* data = const_cast<std::uint8_t*>(view.data);  // cv::Mat has no view of constant data; it is only read
    const cv::Mat source(view.height, view.width, CV_8UC(static_cast<int>(channels)), data, stride);
    cv::Mat target(view.height, view.width, CV_8UC3, image.data());
    switch (view.format) {
        case PixelFormat::rgb:
            source.copyTo(target);
            break;
        case PixelFormat::bgr:
            cv::cvtColor(source, target, cv::COLOR_BGR2RGB);
            break;
        case PixelFormat::gray:
            cv::cvtColor(source, target, cv::COLOR_GRAY2RGB);
            break;
    }
    return image;
}

}  // namespace vinoscope
