// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <opencv2/imgproc.hpp>

#include "vinoscope/error.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope {

Image resize_image(const Image& image, int width, int height) {
    if (width < 1 || height < 1)
        throw Error(ErrorKind::usage, fmt::format("expected a size of 1 x 1 or more, found {} x {}", width, height));
    if (image.empty())
        throw Error(ErrorKind::bad_image, "expected an image to resize, found an empty one");
    Image result(width, height);
    auto* pixels = const_cast<std::uint8_t*>(image.data());  // cv::Mat has no view of constant data; it is only read
    cv::Mat target(height, width, CV_8UC3, result.data());
    cv::resize(cv::Mat(image.height(), image.width(), CV_8UC3, pixels), target, target.size(), 0, 0, cv::INTER_LINEAR);
    return result;
}

}  // namespace vinoscope
