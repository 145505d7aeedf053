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

std::string label_of(const SaliencyMap& map) {
    if (!map.target) {
        return {};
    }
    constexpr std::size_t longest = 1000;  // no picture is wide enough to show more
    return map.label.empty() ? std::to_string(*map.target) : drawable(map.label.substr(0, longest));
}

std::string score_of(const SaliencyMap& map) {
    return map.target && map.score ? fmt::format(" {:.2f}", *map.score) : "";
}

/// Calls `draw(colour, thickness)` for the outline and then for what it surrounds.
template <typename Draw>
void outlined(int thickness, Draw draw) {
    draw(black, thickness + 2 * std::max(thickness / 2, 1));
    draw(white, thickness);
}

/// A text of one line in the upper left corner, as large as fits.
class Line {
public:
    Line(cv::Mat& canvas, int thickness) : m_canvas(canvas), m_thickness(thickness), m_margin(2 * thickness + 1) {}

    /// The label loses letters before they get too small to be read.
    void draw(const std::string& label, const std::string& score) const {
        const std::string whole = label + score;
        const std::string text = scale_of(whole) < legible ? shortened(label, score) : whole;
        const double scale = scale_of(text);
        const cv::Point start(m_margin, m_margin + size_of(text, scale).height);
        outlined(m_thickness, [&](const cv::Scalar& color, int width) {
            cv::putText(m_canvas, text, start, font, scale, color, width, cv::LINE_AA);
        });
    }

private:
    static constexpr double legible = 0.3;

    /// With as many letters of the label as can be read, found by bisection.
    std::string shortened(const std::string& label, const std::string& score) const {
        const auto with = [&](std::size_t letters) { return fmt::format("{}..{}", label.substr(0, letters), score); };
        std::size_t fits = 0;
        for (std::size_t beyond = label.size(); fits + 1 < beyond;) {
            const std::size_t middle = (fits + beyond) / 2;
            (scale_of(with(middle)) < legible ? beyond : fits) = middle;
        }
        return with(fits);
    }

    cv::Size size_of(const std::string& text, double scale) const {
        return cv::getTextSize(text, font, scale, 3 * m_thickness, nullptr);
    }

    double scale_of(const std::string& text) const {
        double scale = std::max(std::min(m_canvas.cols, m_canvas.rows) / 400.0, 0.35);
        while (scale > 0.05 && size_of(text, scale).width + 2 * m_margin > m_canvas.cols) {
            scale *= 0.95;
        }
        return scale;
    }

    cv::Mat& m_canvas;
    int m_thickness;
    int m_margin;
};

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
    if (const std::string label = label_of(map); !label.empty()) {
        Line(canvas, thickness).draw(label, score_of(map));
    }
}

}  // namespace vinoscope
