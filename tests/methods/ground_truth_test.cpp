// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "support/assets.hpp"
#include "support/fitting_methods.hpp"
#include "support/options.hpp"
#include "support/shapes.hpp"

namespace vinoscope {
namespace {

using test::in_f32;
using test::shapes_preprocess;

bool is_inside(const test::SingleShape& shape, const SaliencyMap& map, int margin) {
    const auto strongest = std::ranges::max_element(map.values) - map.values.begin();
    const auto column = strongest % map.width;
    const auto row = strongest / map.width;
    const auto x = (static_cast<double>(column) + 0.5) * 96 / map.width;
    const auto y = (static_cast<double>(row) + 0.5) * 96 / map.height;
    return shape.x1 - margin <= x && x < shape.x2 + margin && shape.y1 - margin <= y && y < shape.y2 + margin;
}

// How many pictures have the middle of the strongest cell in the box of their shape, or at most `margin` pixels beside
// it.
std::size_t hits(const std::string& model,
                 const std::string& method,
                 const std::filesystem::path& folder,
                 const std::vector<test::SingleShape>& shapes,
                 int margin) {
    const Explainer explainer(test::data("models/" + model), in_f32(method, shapes_preprocess()));
    return static_cast<std::size_t>(std::ranges::count_if(shapes, [&](const test::SingleShape& shape) {
        ExplainOptions options;
        options.targets = {shape.label};
        return is_inside(shape, explainer.explain(read_image(folder / shape.file), options).maps.front(), margin);
    }));
}

constexpr int one_cell = 8;  // pixels: the grid is 12x12

std::string plain(std::string name) {
    std::erase(name, '-');
    return name;
}

const auto name_of = [](const auto& test) { return plain(test.param); };

class StrongestPlace : public testing::TestWithParam<std::string> {};

TEST_P(StrongestPlace, LiesInTheAskedShape) {
    const auto folder = test::data("shapes");
    const auto shapes = test::single_shapes(folder);
    ASSERT_EQ(shapes.size(), 12U) << "two of each class";
    for (const auto* model : {"shapes-cnn.xml", "shapes-cnn-single-softmax.xml"})
        EXPECT_EQ(hits(model, GetParam(), folder, shapes, one_cell), shapes.size()) << model;
}

TEST_P(StrongestPlace, LiesInTheAskedShapeOfAHundred) {
    const auto fixtures = test::fixtures();
    if (!fixtures)
        GTEST_SKIP() << "VINOSCOPE_FIXTURES names no folder with the other pictures";
    const auto folder = *fixtures / "shapes" / "images";
    const auto shapes = test::single_shapes(folder);
    ASSERT_EQ(shapes.size(), 100U);
    const auto found = hits("shapes-cnn.xml", GetParam(), folder, shapes, 0);
    std::cout << GetParam() << ", shapes-cnn: " << found << " of 100\n";
    EXPECT_GE(found, 95U);
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         StrongestPlace,
                         testing::ValuesIn(test::class_methods_at_a_layer(test::methods_for_convolutions())),
                         name_of);

// These two divide by sums of activations, which have both signs behind the norm of a transformer.
std::vector<std::string> methods_for_tokens() {
    auto names = test::class_methods_at_a_layer(test::methods_for_transformers());
    std::erase(names, "grad-cam-plus-plus");
    std::erase(names, "x-grad-cam");
    return names;
}

class StrongestToken : public testing::TestWithParam<std::string> {};

// The boxes cover a tenth of a picture on average; a transformer spreads what it knows over its tokens.
TEST_P(StrongestToken, LiesInTheAskedShapeMoreOftenThanByChance) {
    const auto fixtures = test::fixtures();
    if (!fixtures)
        GTEST_SKIP() << "VINOSCOPE_FIXTURES names no folder with the other pictures";
    const auto folder = *fixtures / "shapes" / "images";
    const auto found = hits("shapes-vit.xml", GetParam(), folder, test::single_shapes(folder), 0);
    std::cout << GetParam() << ", shapes-vit: " << found << " of 100\n";
    EXPECT_GE(found, 40U);
}

INSTANTIATE_TEST_SUITE_P(Methods, StrongestToken, testing::ValuesIn(methods_for_tokens()), name_of);

}  // namespace
}  // namespace vinoscope
