// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "support/assets.hpp"
#include "support/options.hpp"
#include "support/shapes.hpp"

namespace vinoscope {
namespace {

using test::in_f32;
using test::shapes_preprocess;

// How many pictures have the middle of the strongest cell in the box of their shape, or at most `margin` pixels beside
// it.
std::size_t hits(const Explainer& explainer,
                 const std::filesystem::path& folder,
                 const std::vector<test::SingleShape>& shapes,
                 int margin) {
    std::size_t count = 0;
    for (const auto& shape : shapes) {
        ExplainOptions options;
        options.targets = {shape.label};
        const auto map = explainer.explain(read_image(folder / shape.file), options).maps.front();
        const auto strongest = std::ranges::max_element(map.values) - map.values.begin();
        const auto column = strongest % map.width;
        const auto row = strongest / map.width;
        const auto x = (static_cast<double>(column) + 0.5) * 96 / map.width;
        const auto y = (static_cast<double>(row) + 0.5) * 96 / map.height;
        const bool inside =
            shape.x1 - margin <= x && x < shape.x2 + margin && shape.y1 - margin <= y && y < shape.y2 + margin;
        count += inside ? 1 : 0;
    }
    return count;
}

constexpr int one_cell = 8;  // pixels: the grid is 12x12

TEST(ReciproCam, IsStrongestInTheAskedShape) {
    const auto folder = test::data("shapes");
    const auto shapes = test::single_shapes(folder);
    ASSERT_EQ(shapes.size(), 12U) << "two of each class";
    for (const auto* name : {"shapes-cnn.xml", "shapes-cnn-single-softmax.xml"}) {
        const Explainer explainer(test::data("models") / name, in_f32("recipro-cam", shapes_preprocess()));
        EXPECT_EQ(hits(explainer, folder, shapes, one_cell), shapes.size()) << name;
    }
}

TEST(ReciproCam, IsStrongestInTheAskedShapeOfAHundred) {
    const auto fixtures = test::fixtures();
    if (!fixtures)
        GTEST_SKIP() << "VINOSCOPE_FIXTURES names no folder with the other pictures";
    const auto folder = *fixtures / "shapes" / "images";
    const auto shapes = test::single_shapes(folder);
    ASSERT_EQ(shapes.size(), 100U);
    const Explainer explainer(test::data("models/shapes-cnn.xml"), in_f32("recipro-cam", shapes_preprocess()));
    EXPECT_EQ(hits(explainer, folder, shapes, one_cell), shapes.size());
    EXPECT_GE(hits(explainer, folder, shapes, 0), 95U);
}

}  // namespace
}  // namespace vinoscope
