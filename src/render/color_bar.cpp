// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/color_bar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>
#include <string>

namespace vinoscope {
namespace {

constexpr int font = cv::FONT_HERSHEY_SIMPLEX;

struct Label {
    std::string text;
    double height = 0;  // 0 at the bottom of the bar, 1 at its top
};

std::array<Label, 3> labels_of(float low, float high) {
    const auto text = [](float value) { return fmt::format("{:.3g}", value); };
    return {{{text(high), 1}, {text(low + (high - low) / 2), 0.5}, {text(low), 0}}};
}

}  // namespace

Image with_color_bar(const Image& picture, const ColorTable& colors, float low, float high) {
    constexpr int least_height = 48;
    const int height = picture.height();
    const int bar_width = std::max(height / 20, 4);
    const double scale = std::max(height / 500.0, 0.35);
    const int gap = std::max(height / 50, 2);
    const auto labels = labels_of(low, high);
    int text_width = 0;
    int text_height = 0;
    if (height >= least_height) {
        for (const Label& label : labels) {
            const cv::Size size = cv::getTextSize(label.text, font, scale, 1, nullptr);
            text_width = std::max(text_width, size.width + gap);
            text_height = std::max(text_height, size.height);
        }
    }
    Image result(picture.width() + gap + bar_width + gap + text_width, height);
    cv::Mat canvas(height, result.width(), CV_8UC3, result.data());
    canvas.setTo(cv::Scalar(255, 255, 255));
    const int left = picture.width() + gap;
    for (int y = 0; y < height; ++y) {
        std::copy_n(picture.row(y), 3 * static_cast<std::size_t>(picture.width()), result.row(y));
        const auto color = static_cast<std::size_t>(255 * (height - 1 - y) / std::max(height - 1, 1));
        for (int x = left; x < left + bar_width; ++x) {
            std::ranges::copy(colors[color], result.row(y) + 3 * static_cast<std::size_t>(x));
        }
    }
    for (const Label& label : labels) {
        const int middle = static_cast<int>((1 - label.height) * (height - 1));
        const int base = std::clamp(middle + text_height / 2, text_height, height - 1);
        if (text_width > 0) {
            cv::putText(canvas, label.text, {left + bar_width + gap, base}, font, scale, {0, 0, 0}, 1, cv::LINE_AA);
        }
    }
    return result;
}

}  // namespace vinoscope
