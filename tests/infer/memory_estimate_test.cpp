// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/memory_estimate.hpp"

#include <gmock/gmock.h>

#include <openvino/runtime/properties.hpp>

#include "infer/compile.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"

namespace vinoscope {
namespace {

using namespace test;
using testing::Eq;
using testing::HasSubstr;
using testing::Optional;

constexpr std::size_t weights = sizeof(float) * (5 * 3 * 3 * 3 + 5 * 4);
constexpr std::size_t widest = sizeof(float) * (3 + 5) * 8 * 8;  // input and output of the convolution

std::shared_ptr<ov::Model> network(std::int64_t batch) {
    const auto image = image_parameter({batch, 3, 8, 8});
    const Value features = relu(convolution(image, random_floats({5, 3, 3, 3}, 1), 1, 1));
    return model_of(fully_connected(mean_over(features, {2, 3}), 5, 4, 2), image);
}

TEST(MemoryEstimate, IsTheSumOfTheTensorsThatAreAliveTogether) {
    for (const std::int64_t batch : {1, 7})
        EXPECT_EQ(estimate_memory(*network(batch)).activations, batch * widest);
}

TEST(MemoryEstimate, CountsWeightsAsStoredAndTwiceAsCompiled) {
    const auto memory = estimate_memory(*network(1));
    EXPECT_THAT(memory.stored, testing::AllOf(testing::Ge(weights), testing::Le(weights + 64)));  // and axes
    EXPECT_THAT(memory.compiled, testing::AllOf(testing::Ge(2 * weights), testing::Le(2 * weights + 128)));
}

TEST(MemoryBudget, AllowsAsManyInferencesAsFit) {
    const ModelMemory model{.stored = 100, .compiled = 200, .activations = 50};
    EXPECT_EQ(MemoryBudget(std::nullopt).inferences_at_once(model), std::nullopt);
    EXPECT_THAT(MemoryBudget(350).inferences_at_once(model), Optional(Eq(1)));
    EXPECT_THAT(MemoryBudget(449).inferences_at_once(model), Optional(Eq(2)));
    EXPECT_THAT(error_of([&] { MemoryBudget(349).inferences_at_once(model); }),
                IsError(ErrorKind::usage, HasSubstr("activations of one inference")));
}

TEST(MemoryBudget, KeepsStoredWeightsOnceForAllModels) {
    const ModelMemory model{.stored = 100, .compiled = 200, .activations = 50};
    MemoryBudget budget(1000);
    budget.add(model, 2);
    EXPECT_EQ(budget.left(), 600U);
    budget.add(model, 1);
    EXPECT_EQ(budget.left(), 350U);
    budget.add(model, 3);
    EXPECT_EQ(budget.left(), 0U);
}

TEST(Compile, RunsNoMoreInferencesAtOnceThanAllowed) {
    const auto compiled = compile(network(1), {.throughput = true, .most_inferences = 1});
    EXPECT_EQ(compiled.get_property(ov::optimal_number_of_infer_requests), 1U);
}

}  // namespace
}  // namespace vinoscope
