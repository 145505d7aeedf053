// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// White-box maps of models that name a class for each pixel.
#include <gmock/gmock.h>

#include <openvino/op/constant.hpp>
#include <openvino/op/interpolate.hpp>

#include "support/build_model.hpp"
#include "support/cell_loop.hpp"
#include "support/decisions.hpp"
#include "support/options.hpp"
#include "support/run_model.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr std::size_t channels = 4;
constexpr std::size_t classes = 5;
constexpr std::size_t cells = 48;

// [?,k,6,8] -> [?,k,24,32]
test::Value four_times_as_large(const test::Value& map) {
    using Interpolate = ov::op::v11::Interpolate;
    Interpolate::InterpolateAttrs attributes;
    attributes.mode = Interpolate::InterpolateMode::LINEAR_ONNX;
    attributes.shape_calculation_mode = Interpolate::ShapeCalcMode::SIZES;
    return std::make_shared<Interpolate>(map, test::integers({24, 32}), test::integers({2, 3}), attributes);
}

class ResizedSegmentation : public testing::Test {
protected:
    ResizedSegmentation() {
        const auto image = test::image_parameter({1, 3, 24, 32});
        m_features = test::named(test::relu(test::convolution(image, test::random_floats({channels, 3, 4, 4}, 1), 4)),
                                 "features");
        const auto map = test::convolution(m_features, m_weights);
        m_model = test::model_of(four_times_as_large(map), image);
    }

    test::Value m_weights = test::random_floats({classes, channels, 1, 1}, 2);
    test::Value m_features;
    std::shared_ptr<ov::Model> m_model;
    ov::Tensor m_image = test::random_tensor({1, 3, 24, 32}, 3);
};

// With one cell alone, the mean of a class over all cells is what the weights make of that cell, shared among all.
TEST_F(ResizedSegmentation, IsExplainedWhereTheClassesAreComputed) {
    std::vector<Decision> decisions;
    const auto inserted = insert_xai(m_model, test::with_method("recipro-cam"), &decisions);
    EXPECT_THAT(test::lines_of(decisions), Contains(HasSubstr("\"features\"")));
    EXPECT_THAT(test::lines_of(decisions), Contains(HasSubstr("one pass")));
    const auto features = test::run(m_features, *m_model, m_image);
    const auto* const constant = ov::as_type<const ov::op::v0::Constant>(m_weights.get_node());
    const auto weights = constant->cast_vector<float>();
    std::vector<float> expected(classes * cells);
    for (std::size_t k = 0; k < classes; ++k)
        for (std::size_t c = 0; c < channels; ++c)
            for (std::size_t i = 0; i < cells; ++i)
                expected[k * cells + i] += weights[k * channels + c] * features[c * cells + i] / cells;
    EXPECT_LT(test::relative_error(test::values_of(test::run(inserted, {m_image}).back()), expected), 1e-5);
}

class SegmentationByAWideKernel : public testing::TestWithParam<bool> {};

// As U-Nets end; thousands of cells would each need a pass.
TEST_P(SegmentationByAWideKernel, IsExplainedInOnePass) {
    const bool channels_last = GetParam();
    const auto image = test::image_parameter({1, 3, 24, 32});
    const auto features =
        test::named(test::relu(test::convolution(image, test::random_floats({channels, 3, 4, 4}, 1), 4)), "features");
    const auto wide = test::convolution(features, test::random_floats({classes, channels, 3, 3}, 2), 1, 1);
    const auto map = test::add(wide, test::random_floats({1, classes, 1, 1}, 4));
    const auto model = test::model_of(channels_last ? test::transposed(map, {0, 2, 3, 1}) : map, image);
    std::vector<Decision> decisions;
    const auto inserted = insert_xai(model, test::with_method("recipro-cam"), &decisions);
    EXPECT_THAT(test::lines_of(decisions), Contains(HasSubstr("one pass")));
    const auto scored = test::model_of(test::named(test::mean_over(map, {2, 3}), "score"), image);
    const auto input = test::random_tensor({1, 3, 24, 32}, 3);
    const auto expected = test::cell_loop(*scored, {"features"}, "score", {6, 8, 2, 3, 0, 0}, input);
    EXPECT_LT(test::relative_error(test::values_of(test::run(inserted, {input}).back()), expected), 1e-5);
}

INSTANTIATE_TEST_SUITE_P(Layouts, SegmentationByAWideKernel, testing::Bool(), [](const auto& layout) {
    return layout.param ? "ChannelsLast" : "ChannelsFirst";
});

}  // namespace
}  // namespace vinoscope
