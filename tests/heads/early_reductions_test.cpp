// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "heads/early_reductions.hpp"
#include "heads/macs.hpp"
#include "support/heads.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

// A head behind its layer, as it is and with early reductions.
struct Forms {
    explicit Forms(const test::HeadCase& one) {
        const auto image = test::image_parameter(one.image);
        const auto layer = test::named(one.layer(image), "layer");
        scores = test::named(one.head(layer, image), "scores");
        model = test::model_of(scores, image);
        const AxisTrace trace(*model, find_image_input(*model, one.layout));
        const auto head = head_between(*model, layer, scores);
        reduced = with_early_reductions(head, trace, {layer});
        work = estimated_macs(head, trace);
        if (!reduced)
            return;
        const ov::Model part({*reduced}, model->get_parameters());
        const AxisTrace reduced_trace(part, trace.input());
        reduced_work = estimated_macs(head_between(part, layer, *reduced), reduced_trace);
    }

    std::shared_ptr<ov::Model> model;
    test::Value scores;
    std::optional<test::Value> reduced;
    std::int64_t work = 0;
    std::int64_t reduced_work = 0;
};

class EarlyReductions : public testing::TestWithParam<test::HeadCase> {};

TEST_P(EarlyReductions, LeaveTheScoresAsTheyAre) {
    const Forms forms(GetParam());
    ASSERT_TRUE(forms.reduced);
    const auto image = test::random_tensor(GetParam().image, 91);
    const auto expected = test::run(forms.scores, *forms.model, image);
    EXPECT_LT(test::relative_error(test::run(*forms.reduced, *forms.model, image), expected), 1e-5);
}

// Each of their scores needs all tokens, up to the last operation that treats each token on its own.
constexpr std::array<std::string_view, 7> irreducible = {"AttentionPool",
                                                         "AttentionPoolFused",
                                                         "BlockAndSum",
                                                         "PositionsLate",
                                                         "MixedByWeights",
                                                         "LargestOfTokens",
                                                         "Covariance"};

std::vector<test::HeadCase> reducible_heads() {
    auto heads = test::heads_of_tokens();
    std::erase_if(heads, [](const auto& head) { return std::ranges::count(irreducible, head.name) > 0; });
    return heads;
}

INSTANTIATE_TEST_SUITE_P(Heads, EarlyReductions, testing::ValuesIn(reducible_heads()), [](const auto& test) {
    return test.param.name;
});

TEST(EarlyReductionsOfWork, AreNotMadeWhereAllTokensAreNeeded) {
    for (const auto name : irreducible)
        EXPECT_FALSE(Forms(test::head_case(std::string(name))).reduced) << name;
}

// Of 38 tokens only the keys and values of the last block are needed: 2 of the 12 matrices of a transformer.
TEST(EarlyReductionsOfWork, LeaveKeysAndValuesForAClassToken) {
    for (const auto* name : {"PackedClassToken", "RotaryClassTokenFused", "BiasedFirstToken"}) {
        const Forms forms(test::head_case(name));
        ASSERT_TRUE(forms.reduced) << name;
        EXPECT_LT(forms.reduced_work, forms.work / 2) << name;
    }
}

TEST(EarlyReductionsOfWork, TakeMeansBeforeTheLastMatrix) {
    const Forms forms(test::head_case("BiasedMeanOfPatchesFused"));
    ASSERT_TRUE(forms.reduced);
    constexpr std::int64_t last_matrix = 35 * 32 * 8;
    EXPECT_LT(forms.reduced_work, forms.work - last_matrix / 2);
}

}  // namespace
}  // namespace vinoscope
