// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "support/build_model.hpp"
#include "support/decisions.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

// A product of all places with all others, which has no short cut, is most of the work.
std::shared_ptr<ov::Model> mixer(std::int64_t side) {
    const auto image = test::image_parameter({1, 3, side, side});
    const auto features = test::relu(test::convolution(image, test::random_floats({4, 3, 1, 1}, 1)));
    const auto places = static_cast<std::size_t>(side * side);
    const auto tokens = test::reshaped(features, {1, 4, side * side});
    const auto mixed = test::relu(test::fully_connected(tokens, places, places, 2));
    return test::model_of(test::fully_connected(test::mean_over(mixed, {2}), 4, 5, 3), image);
}

Explainer explainer(std::int64_t side, const std::string& method) {
    ExplainerOptions options;
    options.method = method;
    return Explainer(mixer(side), options);
}

TEST(AutomaticMethod, AsksFromOutsideWhereFromInsideIsMoreWork) {
    EXPECT_EQ(explainer(16, "auto").provenance().method, "recipro-cam");
    const auto large = explainer(32, "auto");
    EXPECT_EQ(large.provenance().method, "rise");
    EXPECT_THAT(test::lines_of(large.decisions()),
                Contains(AllOf(HasSubstr("cost as much as 10"), HasSubstr("method recipro-cam"))));
}

TEST(AutomaticMethod, TellsTheWorkOfTheOneThatIsAskedFor) {
    const auto asked = explainer(32, "recipro-cam");
    EXPECT_EQ(asked.provenance().method, "recipro-cam");
    EXPECT_THAT(test::lines_of(asked.decisions()),
                Contains(HasSubstr("cells in batches, as much computation as 10")));  // 1024 cells
}

}  // namespace
}  // namespace vinoscope
