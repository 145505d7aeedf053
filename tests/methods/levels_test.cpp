// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Where methods explain that are free to choose a layer: at features, not at answers.
#include "methods/levels.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "support/build_model.hpp"
#include "support/detectors.hpp"
#include "support/run_model.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

using test::Value;

std::vector<float> map_of(const std::shared_ptr<ov::Model>& model, const std::string& method, const ov::Tensor& image) {
    const auto inserted = insert_xai(model, {.method = method, .layout = TensorLayout::nchw});
    return test::values_of(test::run(inserted, {image}).back());
}

// The values of some operation with this shape; equal shapes have equal values in the detectors of the tests.
cv::Mat channel_mean(const ov::Model& model, const ov::Shape& shape, const ov::Tensor& image) {
    for (const auto& node : model.get_ordered_ops()) {
        if (std::string_view(node->get_type_name()) != "Tanh" || node->get_output_shape(0) != shape)
            continue;
        const auto values = test::run(node->output(0), model, image);
        const auto side = static_cast<int>(shape[2]);
        cv::Mat sum = cv::Mat::zeros(side, side, CV_32F);
        for (std::size_t channel = 0; channel < shape[1]; ++channel)
            sum += cv::Mat(side, side, CV_32F, const_cast<float*>(values.data() + channel * sum.total()));
        return sum / static_cast<double>(shape[1]);
    }
    return {};
}

cv::Mat of_unit_magnitude(const cv::Mat& map) {
    return map / cv::norm(map, cv::NORM_INF);
}

class Levels : public testing::TestWithParam<test::DetectorCase> {};

TEST_P(Levels, OfADetectorAddUpToTheActivationMap) {
    const auto model = GetParam().build();
    const auto image = test::random_tensor({1, 3, 12, 12}, 5);
    const auto fine = of_unit_magnitude(channel_mean(*model, {1, 8, 6, 6}, image));
    cv::Mat coarse;
    cv::resize(of_unit_magnitude(channel_mean(*model, {1, 8, 3, 3}, image)), coarse, {6, 6}, 0, 0, cv::INTER_LINEAR);
    const cv::Mat expected = fine + coarse;
    const auto found = map_of(model, "activation-map", image);
    EXPECT_LT(test::relative_error(found, std::vector<float>(expected.begin<float>(), expected.end<float>())), 1e-5);
}

// Two maps and nothing else may also be classes at two scales, which are explained at a layer of their own.
std::vector<test::DetectorCase> detectors_without_doubt() {
    auto cases = test::detector_cases();
    std::erase_if(cases, [](const auto& one) { return std::string_view(one.name).starts_with("JoinedYolo"); });
    return cases;
}

INSTANTIATE_TEST_SUITE_P(Detectors, Levels, testing::ValuesIn(detectors_without_doubt()), [](const auto& test) {
    return test.param.name;
});

// A detector of one map of logits: the features before its last convolution.
TEST(AutomaticLayer, IsNotTheOnlyMapOfLogits) {
    const auto image = test::image_parameter({1, 3, 12, 12});
    const auto features = test::tanh(test::convolution(image, test::random_floats({8, 3, 3, 3}, 1), 2, 1));
    const auto logits = test::convolution(features, test::random_floats({1, 8, 1, 1}, 2));
    const auto model = test::model_of(logits, image);
    const auto input = test::random_tensor({1, 3, 12, 12}, 5);
    const auto expected = test::run(test::mean_over(features, {1}), *model, input);
    EXPECT_LT(test::relative_error(map_of(model, "activation-map", input), expected), 1e-5);
}

}  // namespace
}  // namespace vinoscope
