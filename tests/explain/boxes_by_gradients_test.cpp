// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Boxes of detectors whose queries look at the cells of several levels: what each query looks at is planted.
#include <gmock/gmock.h>

#include <algorithm>
#include <openvino/op/matmul.hpp>
#include <openvino/op/sigmoid.hpp>

#include "support/build_model.hpp"
#include "support/decisions.hpp"
#include "support/run_model.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

using test::Value;
using testing::Contains;
using testing::HasSubstr;

constexpr std::size_t features = 8;
constexpr std::size_t fine_cell = 2 * 6 + 2;         // of 6x6
constexpr std::size_t coarse_cell = 36 + 2 * 3 + 2;  // of 3x3, behind them

Value sigmoid(const Value& x) {
    return std::make_shared<ov::op::v0::Sigmoid>(x);
}

Value cells_of(const Value& map, std::int64_t count) {
    return test::transposed(test::reshaped(map, {1, features, count}), {0, 2, 1});
}

// Two queries: the first sees one fine cell, the second one coarse cell, twice as strongly.
std::shared_ptr<ov::Model> detector() {
    const auto image = test::image_parameter({1, 3, 12, 12});
    const auto fine = sigmoid(test::convolution(image, test::random_floats({features, 3, 3, 3}, 1), 2, 1));
    const auto coarse = sigmoid(test::convolution(fine, test::random_floats({features, features, 3, 3}, 2), 2, 1));
    const auto cells = test::concat({cells_of(fine, 36), cells_of(coarse, 9)}, 1);
    std::vector<float> seen(std::size_t{2} * 45, 0);
    seen[fine_cell] = 1;
    seen[45 + coarse_cell] = 2;
    const Value queries = std::make_shared<ov::op::v0::MatMul>(test::floats({1, 2, 45}, seen), cells);
    std::vector<float> classes(features * 2, 1);
    std::fill_n(classes.begin() + features, features, -1.0F);
    const Value logits =
        std::make_shared<ov::op::v0::MatMul>(queries, test::floats({2, features}, classes), false, true);
    const auto boxes = sigmoid(test::fully_connected(queries, features, 4, 3));
    const auto model = std::make_shared<ov::Model>(ov::OutputVector{logits, boxes}, ov::ParameterVector{image});
    model->output(0).set_names({"logits"});
    model->output(1).set_names({"pred_boxes"});
    return model;
}

ExplainerOptions options() {
    ExplainerOptions options;
    options.decoder = "detr";
    options.labels = {"bright", "dark"};
    options.precision = Precision::f32;
    return options;
}

Image picture() {
    Image image(12, 12);
    for (int i = 0; i < 12 * 12 * 3; ++i)
        image.data()[i] = static_cast<std::uint8_t>(i * 37 % 256);
    return image;
}

std::pair<std::size_t, std::size_t> strongest(const SaliencyMap& map) {
    const auto columns = static_cast<std::size_t>(map.width);
    const auto at = static_cast<std::size_t>(std::ranges::max_element(map.values) - map.values.begin());
    return {at / columns, at % columns};
}

TEST(BoxesByGradients, ShowWhatEachQueryLooksAt) {
    const Explainer explainer(detector(), options());
    EXPECT_THAT(test::lines_of(explainer.decisions()), Contains(HasSubstr("sum over the levels")));
    const auto explanation =
        explainer.explain(picture(), {.targets = {PredictedBox{std::int64_t{0}}, PredictedBox{std::int64_t{1}}}});
    EXPECT_EQ(explanation.provenance.method, "odam");
    EXPECT_LE(explanation.provenance.inferences, 3U);
    ASSERT_EQ(explanation.maps.size(), 2U);
    EXPECT_EQ(explanation.maps[0].width, 6);
    const auto [row, column] = strongest(explanation.maps[0]);  // the coarse cell covers four fine ones
    EXPECT_TRUE(row >= 4 && column >= 4) << row << ", " << column;
    EXPECT_EQ(strongest(explanation.maps[1]), std::pair(std::size_t{2}, std::size_t{2}));
}

TEST(BoxesByGradients, LeaveTheChoiceOfABlackBoxMethod) {
    auto chosen = options();
    chosen.method = "black-box";
    EXPECT_EQ(Explainer(detector(), chosen).provenance().method, "rise");
}

}  // namespace
}  // namespace vinoscope
