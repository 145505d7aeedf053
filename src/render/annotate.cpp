// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/annotate.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>

namespace vinoscope {

namespace {

constexpr int font = cv::FONT_HERSHEY_SIMPLEX;
const cv::Scalar black(0, 0, 0);
const cv::Scalar white(255, 255, 255);

/// The font knows ASCII only: one question mark for each other character.
std::string drawable(const std::string& text) {
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80 || byte >= 0xC0) {
            result += byte < 0x80 ? c : '?';
        }
    }
    return result;
}

std::string text_of(const SaliencyMap& map) {
    if (!map.target) {
        return {};
    }
    const std::string label = map.label.empty() ? std::to_string(*map.target) : drawable(map.label);
    return map.score ? fmt::format("{} {:.2f}", label, *map.score) : label;
}

/// Calls `draw(colour, thickness)` for the outline and then for what it surrounds.
template <typename Draw>
void outlined(int thickness, Draw draw) {
    draw(black, thickness + 2 * std::max(thickness / 2, 1));
    draw(white, thickness);
}

void draw_text(cv::Mat& canvas, const std::string& text, int thickness) {
    const int margin = 2 * thickness + 1;
    const auto size = [&](double scale) { return cv::getTextSize(text, font, scale, 3 * thickness, nullptr); };
    double scale = std::max(std::min(canvas.cols, canvas.rows) / 400.0, 0.35);
    while (scale > 0.05 && size(scale).width + 2 * margin > canvas.cols) {
        scale *= 0.95;
    }
    const cv::Point start(margin, margin + size(scale).height);
    outlined(thickness, [&](const cv::Scalar& color, int width) {
        cv::putText(canvas, text, start, font, scale, color, width, cv::LINE_AA);
    });
}

void draw_box(cv::Mat& canvas, const Region& box, cv::Size image, int thickness) {
    const auto at = [&](float x, float y) {
        return cv::Point(
            static_cast<int>(std::lround(x * static_cast<float>(canvas.cols) / static_cast<float>(image.width))),
            static_cast<int>(std::lround(y * static_cast<float>(canvas.rows) / static_cast<float>(image.height))));
    };
    outlined(thickness, [&](const cv::Scalar& color, int width) {
        cv::rectangle(canvas, at(box.x1, box.y1), at(box.x2, box.y2), color, width);
    });
}

}  // namespace

void annotate(Image& picture, const SaliencyMap& map, int image_width, int image_height) {
    cv::Mat canvas(picture.height(), picture.width(), CV_8UC3, picture.data());
    const int thickness = std::max(std::min(picture.width(), picture.height()) / 300, 1);
    if (map.box) {
        draw_box(canvas, *map.box, {image_width, image_height}, thickness);
    }
    if (const std::string text = text_of(map); !text.empty()) {
        draw_text(canvas, text, thickness);
    }
}

}  // namespace vinoscope
