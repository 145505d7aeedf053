// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <iostream>
#include <opencv2/imgproc.hpp>
#include <set>

#include "support/pointing.hpp"
#include "support/shapes.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

using test::area_names;

// The label of each pixel as a number: 0 is background, class + 1.
cv::Mat1b labels_of(const Image& classes) {
    cv::Mat1b labels(classes.height(), classes.width());
    std::ranges::generate(labels, [next = classes.data()]() mutable { return *std::exchange(next, next + 3); });
    return labels;
}

// Where a strongest point may lie: on a pixel of the class; on one or in a hole of a ring, where no coarse mask tells
// the two apart; in the box around one shape of the class, as pointing games have it.
struct Places {
    cv::Mat1b on;
    cv::Mat1b outline;
    cv::Mat1b boxes;

    explicit Places(const cv::Mat1b& of_class) : on(of_class), outline(of_class.clone()), boxes(of_class.clone()) {
        std::vector<std::vector<cv::Point>> contours;
        cv::findContours(of_class, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
        cv::drawContours(outline, contours, -1, 255, cv::FILLED);
        for (const auto& contour : contours)
            cv::rectangle(boxes, cv::boundingRect(contour), 255, cv::FILLED);
    }
};

struct Hits {
    int on = 0;
    int outline = 0;
    int boxes = 0;
    int maps = 0;

    void count(const SaliencyMap& map, const Image& image, const cv::Mat1b& labels) {
        const auto name = std::ranges::find(area_names, map.label);
        const Places places(labels == static_cast<int>(name - area_names.begin()));
        const auto best = test::strongest(map, image);
        const cv::Point point(static_cast<int>(best.x), static_cast<int>(best.y));
        const bool asked = !map.box || testing::Matches(test::LiesIn(*map.box))(best);
        on += static_cast<int>(asked && places.on(point) != 0);
        outline += static_cast<int>(asked && places.outline(point) != 0);
        boxes += static_cast<int>(asked && places.boxes(point) != 0);
        ++maps;
    }
};

// On pictures of two or three shapes, for each class that is there.
Hits hits_of(const std::string& model, const std::string& method) {
    const auto folder = *test::fixtures() / "shapes";
    const auto explainer = test::explainer_of(model, method);
    Hits hits;
    for (int number = 100; number < 110; ++number) {
        const auto file = std::to_string(number) + ".png";
        const auto image = read_image(folder / "images" / file);
        const auto labels = labels_of(read_image(folder / "class_masks" / file));
        TargetRequests targets;
        for (const auto label : std::set<std::uint8_t>(labels.begin(), labels.end()))
            if (label > 0 && model == "shapes-ssd")
                targets.emplace_back(PredictedBox{area_names[label]});
            else if (label > 0)
                targets.emplace_back(area_names[label]);
        for (const auto& map : explainer.explain(image, {.targets = targets}).maps)
            hits.count(map, image, labels);
    }
    std::cout << model << ", " << method << ": of " << hits.maps << " strongest points " << hits.on << " on the shape, "
              << hits.outline << " in its outline, " << hits.boxes << " in its box\n";
    return hits;
}

// The least shares of strongest points in the outline and in the box: of 149 shapes RISE has 0.91 and 0.99, occlusion
// 0.83 and 0.96 (docs/reference/methods/rise.md); a tenth less on the few shapes here.
struct Case {
    std::string method;
    double outline = 0;
    double boxes = 0;
};

class Pointing : public testing::TestWithParam<Case> {};

TEST_P(Pointing, FindsTheAskedShape) {
    if (!test::fixtures())
        GTEST_SKIP() << "VINOSCOPE_FIXTURES does not name the folder of the large test data";
    for (const auto* model : {"shapes-cnn", "shapes-ssd", "shapes-unet"}) {
        const auto hits = hits_of(model, GetParam().method);
        EXPECT_GE(hits.boxes, GetParam().boxes * hits.maps) << model;
        EXPECT_GE(hits.outline, GetParam().outline * hits.maps) << model;
    }
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         Pointing,
                         testing::Values(Case{"rise", 0.9, 0.95},
                                         Case{"occlusion", 0.75, 0.85},
                                         Case{"aise", 0.9, 0.95}),
                         [](const auto& test) { return test.param.method; });

}  // namespace
}  // namespace vinoscope
