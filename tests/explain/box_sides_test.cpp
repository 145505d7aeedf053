// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Sides of the boxes of a planted detector: each number of the box is a linear function of one cell of the image.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <openvino/op/constant.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/reverse_sequence.hpp>

#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/run_model.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/verifier.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using test::Value;
using testing::HasSubstr;

constexpr int pixels = 12;     // of a side of the image
constexpr int cell_size = 4;   // 3x3 cells
constexpr float shown = 0.5F;  // of every pixel

// Where the numbers of the box come from: cell, and change of the number, a share of the image, per unit of its mean.
struct Source {
    std::size_t cell;
    float slope;
    float offset;
};
constexpr Source sources[] = {{0, 0.25F, 0.375F}, {2, 0.125F, 0.4375F}, {8, 0.5F, 0.15F}, {6, 0.25F, 0.275F}};
constexpr std::size_t score_cell = 4;

// One query; cells are means over red.
std::shared_ptr<ov::Model> planted(bool with_gradients = true) {
    const auto image = test::image_parameter({1, 3, pixels, pixels});
    std::vector<float> kernel(std::size_t{3} * cell_size * cell_size, 0);
    std::fill_n(kernel.begin(), cell_size * cell_size, 1.0F / (cell_size * cell_size));
    Value cells = test::convolution(image, test::floats({1, 3, cell_size, cell_size}, kernel), cell_size);
    cells = test::reshaped(relu(cells), {1, 1, 9});
    std::vector<float> to_box(std::size_t{9} * 4, 0);
    std::vector<float> offsets;
    for (std::size_t i = 0; i < 4; ++i) {
        to_box[sources[i].cell * 4 + i] = sources[i].slope;
        offsets.push_back(sources[i].offset);
    }
    std::vector<float> to_class(std::size_t{9} * 2, 0);
    to_class[score_cell * 2] = 4;
    Value boxes = test::add(std::make_shared<ov::op::v0::MatMul>(cells, test::floats({9, 4}, to_box)),
                            test::floats({1, 1, 4}, offsets));
    if (!with_gradients)  // a reversal of one number, which has no gradient here
        boxes = std::make_shared<ov::op::v0::ReverseSequence>(
            boxes, ov::op::v0::Constant::create(ov::element::i32, {1}, {1}), 0, 2);
    const Value logits = std::make_shared<ov::op::v0::MatMul>(cells, test::floats({9, 2}, to_class));
    const auto model = std::make_shared<ov::Model>(ov::OutputVector{logits, boxes}, ov::ParameterVector{image});
    model->output(0).set_names({"logits"});
    model->output(1).set_names({"pred_boxes"});
    return model;
}

ExplainerOptions options_of(const std::string& method) {
    ExplainerOptions options;
    options.method = method;
    options.decoder = "detr";
    options.labels = {"thing", "other"};
    options.precision = Precision::f32;
    options.tensor_input = true;
    options.black_box.window = cell_size;
    options.black_box.stride = cell_size;
    return options;
}

Tensor image() {
    return make_tensor({1, 3, pixels, pixels}, std::vector<float>(std::size_t{3} * pixels * pixels, shown));
}

Explanation explained(const std::string& method, const TargetRequests& targets) {
    return Explainer(planted(), options_of(method)).explain(image(), Image(), {.targets = targets});
}

TargetRequest side_of_box(BoxSide side) {
    return PredictedBox{std::int64_t{0}, side};
}

// The sum of the values over each cell.
std::vector<double> over_cells(const SaliencyMap& map) {
    std::vector<double> sums(9, 0);
    for (int y = 0; y < map.height; ++y)
        for (int x = 0; x < map.width; ++x) {
            const int cell = y * 3 / map.height * 3 + x * 3 / map.width;
            const int place = y * map.width + x;
            sums[static_cast<std::size_t>(cell)] += map.values[static_cast<std::size_t>(place)];
        }
    return sums;
}

// How the coordinate of a side changes with the mean of each cell, as a share of the image.
std::vector<double> slopes_of(BoxSide side) {
    const auto axis = static_cast<std::size_t>(side) % 2;
    const double sign = side == BoxSide::right || side == BoxSide::bottom ? 1 : -1;
    std::vector<double> slopes(9, 0);
    slopes[sources[axis].cell] = sources[axis].slope;
    slopes[sources[2 + axis].cell] = sign * sources[2 + axis].slope / 2;
    return slopes;
}

constexpr BoxSide all_sides[] = {BoxSide::left, BoxSide::top, BoxSide::right, BoxSide::bottom};

TEST(SidesOfBoxes, HaveTheGradientsOfTheirCoordinates) {
    for (const auto side : all_sides) {
        const auto map = explained("input-x-gradient", {side_of_box(side)}).maps.at(0);
        EXPECT_EQ(map.name, "thing_box_0_" + to_string(side));
        const auto sums = over_cells(map);
        for (std::size_t cell = 0; cell < 9; ++cell)
            EXPECT_NEAR(sums[cell], slopes_of(side)[cell] * shown, 1e-5) << to_string(side) << ", cell " << cell;
    }
}

TEST(SidesOfBoxes, AreExplainedAtALayerAndAlongAPath) {
    for (const auto* method : {"hires-cam", "integrated-gradients", "layer-integrated-gradients"}) {
        const auto map = explained(method, {side_of_box(BoxSide::right)}).maps.at(0);
        const auto sums = over_cells(map);
        for (std::size_t cell = 0; cell < 9; ++cell)
            EXPECT_NEAR(sums[cell], slopes_of(BoxSide::right)[cell] * shown, 1e-5) << method << ", cell " << cell;
    }
}

TEST(SidesOfBoxes, StandBesideBoxesAndClasses) {
    const auto maps = explained("input-x-gradient", {PredictedBox{}, side_of_box(BoxSide::top), std::int64_t{0}}).maps;
    ASSERT_EQ(maps.size(), 3U);
    const auto alone = explained("input-x-gradient", {PredictedBox{}, std::int64_t{0}}).maps;
    EXPECT_LT(test::relative_error(maps[0].values, alone[0].values), 1e-5);
    EXPECT_LT(test::relative_error(maps[2].values, alone[1].values), 1e-5);
    const auto sums = over_cells(maps[0]);
    EXPECT_EQ(std::ranges::max_element(sums) - sums.begin(), std::ptrdiff_t{score_cell});
}

// How much of the surroundings of a pixel, as wide as a window, lies in each cell along an axis.
std::vector<double> shares_of_cells(int pixel) {
    std::vector<double> shares;
    double total = 0;
    for (int cell = 0; cell < 3; ++cell) {
        const double begin = std::max(pixel + 0.5 - cell_size / 2.0, static_cast<double>(cell * cell_size));
        const double end = std::min(pixel + 0.5 + cell_size / 2.0, static_cast<double>((cell + 1) * cell_size));
        shares.push_back(std::max(end - begin, 0.0));
        total += shares.back();
    }
    for (auto& share : shares)
        share /= total;
    return shares;
}

// What a window hides moves the side; the score falls by the change as a share of the box.
TEST(SidesOfBoxes, AreExplainedByOcclusion) {
    for (const auto side : all_sides) {
        const auto map = explained("occlusion", {side_of_box(side)}).maps.at(0);
        EXPECT_FLOAT_EQ(*map.score, 1) << "it is where it is";
        const auto& size = sources[2 + static_cast<std::size_t>(side) % 2];
        const double extent = size.offset + size.slope * shown;
        const auto slopes = slopes_of(side);
        ASSERT_EQ(map.height, pixels);
        for (int y = 0; y < pixels; ++y)
            for (int x = 0; x < pixels; ++x) {
                double expected = 0;
                for (std::size_t cell = 0; cell < 9; ++cell)
                    expected += shares_of_cells(y)[cell / 3] * shares_of_cells(x)[cell % 3] * std::abs(slopes[cell]) *
                                shown / extent;
                EXPECT_NEAR(map.values[static_cast<std::size_t>(y * pixels + x)], expected, 1e-4)
                    << to_string(side) << ", pixel " << y << ", " << x;
            }
    }
}

TEST(SidesOfBoxes, AreGradientsByDefault) {
    const Explainer explainer(planted(), options_of("auto"));
    const auto explanation = explainer.explain(image(), Image(), {.targets = {side_of_box(BoxSide::left)}});
    EXPECT_EQ(explanation.provenance.method, "odam");
    EXPECT_LE(explanation.provenance.inferences, 2U);
    const auto sums = over_cells(explanation.maps.at(0));
    EXPECT_EQ(std::ranges::max_element(sums) - sums.begin(), std::ptrdiff_t{0}) << "the cell that moves it right";
}

TEST(SidesOfBoxes, AreAskedTheSameAgainByAMap) {
    for (const auto side : all_sides) {
        const auto map = explained("input-x-gradient", {side_of_box(side)}).maps.at(0);
        EXPECT_EQ(explained("input-x-gradient", {target_of(map)}).maps.at(0).values, map.values) << to_string(side);
    }
}

TEST(SidesOfBoxes, WithoutGradientsAreLeftToTheBlackBox) {
    auto options = options_of("auto");
    options.black_box.num_masks = 60;
    const auto explanation = Explainer(planted(false), options)
                                 .explain(image(), Image(), {.targets = {side_of_box(BoxSide::left), PredictedBox{}}});
    EXPECT_EQ(explanation.provenance.method, "rise");
    EXPECT_THAT(explanation.notes, testing::Contains(HasSubstr("ReverseSequence")));
    options.method = "odam";
    EXPECT_THAT(error_of([&] {
                    return Explainer(planted(false), options)
                        .explain(image(), Image(), {.targets = {side_of_box(BoxSide::left)}});
                }),
                IsError(ErrorKind::unsupported, HasSubstr("choose boxes or classes")));
}

}  // namespace
}  // namespace vinoscope
