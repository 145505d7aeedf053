// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <span>
#include <string>
#include <vector>

#include "vinoscope/image.hpp"

namespace vinoscope::test {

/// A copy in OpenCV's own order of channels.
inline cv::Mat to_bgr(const Image& image) {
    cv::Mat bgr;
    auto* pixels = const_cast<std::uint8_t*>(image.data());
    cv::cvtColor(cv::Mat(image.height(), image.width(), CV_8UC3, pixels), bgr, cv::COLOR_RGB2BGR);
    return bgr;
}

inline Image from_bgr(const cv::Mat& bgr) {
    Image image(bgr.cols, bgr.rows);
    cv::Mat rgb(bgr.rows, bgr.cols, CV_8UC3, image.data());
    cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
    return image;
}

/// A smooth colourful picture, so that lossy formats come close to it.
inline cv::Mat smooth_picture(int width, int height) {
    cv::Mat picture(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            picture.at<cv::Vec3b>(y, x) =
                cv::Vec3b(static_cast<std::uint8_t>(255 * x / width),
                          static_cast<std::uint8_t>(255 * y / height),
                          static_cast<std::uint8_t>(128 + 100 * x / width - 100 * y / height));
        }
    }
    return picture;
}

inline std::vector<std::byte> encoded(const std::string& extension, const cv::Mat& picture) {
    std::vector<unsigned char> bytes;
    cv::imencode(extension, picture, bytes);
    const auto view = std::as_bytes(std::span(bytes));
    return {view.begin(), view.end()};
}

/// The largest difference of two pictures of one size.
inline double max_difference(const cv::Mat& a, const cv::Mat& b) {
    return cv::norm(a, b, cv::NORM_INF);
}

}  // namespace vinoscope::test
