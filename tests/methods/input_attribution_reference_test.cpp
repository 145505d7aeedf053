// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Maps that captum computed from the same network in PyTorch, its channels summed, or the largest magnitude of them.
#include <gtest/gtest.h>

#include "support/assets.hpp"
#include "support/npy.hpp"
#include "support/options.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"

namespace vinoscope {
namespace {

class AttributionReference : public testing::TestWithParam<std::string> {};

TEST_P(AttributionReference, IsReached) {
    const Explainer explainer(test::data("models/shapes-cnn.xml"), test::in_f32(GetParam(), test::shapes_preprocess()));
    ExplainOptions options;
    options.targets = {1};
    const auto map = explainer.explain(read_image(test::data("shapes/100.png")), options).maps.at(0);
    const auto wanted = test::read_npy<float>(test::data("reference/shapes-cnn_100_1_" + GetParam() + ".npy"));
    ASSERT_EQ(map.height, 96);
    EXPECT_LT(test::relative_error(map.values, wanted.values), 1e-3);
    EXPECT_GT(test::correlation(map.values, wanted.values), 0.9999);
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         AttributionReference,
                         testing::Values("saliency", "input-x-gradient", "guided-backprop", "integrated-gradients"),
                         [](const auto& test) {
                             auto name = test.param;
                             std::erase(name, '-');
                             return name;
                         });

}  // namespace
}  // namespace vinoscope
