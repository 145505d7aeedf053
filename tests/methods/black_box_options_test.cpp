// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <functional>
#include <limits>

#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

struct Case {
    const char* name;
    std::function<void(BlackBoxOptions&)> change;
};

class NonsenseOptions : public testing::TestWithParam<Case> {};

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

INSTANTIATE_TEST_SUITE_P(BlackBox,
                         NonsenseOptions,
                         testing::Values(Case{"num_cells", [](auto& options) { options.num_cells = -3; }},
                                         Case{"prob", [](auto& options) { options.prob = 2; }},
                                         Case{"prob", [](auto& options) { options.prob = 1; }},
                                         Case{"prob", [](auto& options) { options.prob = -0.5; }},
                                         Case{"prob", [](auto& options) { options.prob = nan; }},
                                         Case{"time_budget", [](auto& options) { options.time_budget = -1; }},
                                         Case{"time_budget", [](auto& options) { options.time_budget = nan; }},
                                         Case{"window", [](auto& options) { options.window = -8; }},
                                         Case{"stride", [](auto& options) { options.stride = -1; }},
                                         Case{"num_iterations_per_kernel",
                                              [](auto& options) { options.num_iterations_per_kernel = -1; }},
                                         Case{"until_stable", [](auto& options) { options.until_stable = 1; }},
                                         Case{"until_stable", [](auto& options) { options.until_stable = -0.1; }},
                                         Case{"solver_epsilon", [](auto& options) { options.solver_epsilon = -0.1; }}),
                         [](const auto& test) { return test.param.name + std::to_string(test.index); });

// Before anything is compiled, and by the methods that do not read them too.
TEST_P(NonsenseOptions, AreRefusedAtOnce) {
    ExplainerOptions options;
    GetParam().change(options.black_box);
    EXPECT_THAT(test::error_of([&] { Explainer(test::data("models/shapes-cnn.xml"), options); }),
                test::IsError(ErrorKind::usage, testing::HasSubstr(GetParam().name)));
}

}  // namespace
}  // namespace vinoscope
