// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <set>

#include "model/expect_error.hpp"
#include "vinoscope/preprocess.hpp"
#include "vinoscope/version.hpp"

namespace vinoscope::test {
namespace {

/// What a preset makes of a grey pixel of value `x`, in its channel order.
std::vector<float> normalised(std::string_view preset, float x) {
    const auto& preprocess = preprocess_preset(preset);
    std::vector<float> values;
    for (std::size_t c = 0; c < 3; ++c) {
        const auto at = [c](const std::vector<float>& list) { return list[list.size() == 1 ? 0 : c]; };
        values.push_back((x - at(*preprocess.mean)) / at(*preprocess.scale));
    }
    return values;
}

MATCHER_P3(IsNear, a, b, c, "") {
    return testing::ExplainMatchResult(
        testing::Pointwise(testing::FloatNear(1e-5F), std::vector<float>{a, b, c}), arg, result_listener);
}

TEST(Presets, DoWhatTheirFamiliesDefine) {
    EXPECT_THAT(normalised("imagenet", 255),
                IsNear((1 - 0.485F) / 0.229F, (1 - 0.456F) / 0.224F, (1 - 0.406F) / 0.225F));
    EXPECT_THAT(normalised("clip", 0),
                IsNear(-0.48145466F / 0.26862954F, -0.4578275F / 0.26130258F, -0.40821073F / 0.27577711F));
    EXPECT_THAT(normalised("unit", 255), IsNear(1.0F, 1.0F, 1.0F));
    EXPECT_THAT(normalised("tf", 0), IsNear(-1.0F, -1.0F, -1.0F));
    EXPECT_THAT(normalised("tf", 255), IsNear(1.0F, 1.0F, 1.0F));
    EXPECT_THAT(normalised("efficientnet-lite", 255), IsNear(1.0F, 1.0F, 1.0F));
    EXPECT_THAT(normalised("raw", 200), IsNear(200.0F, 200.0F, 200.0F));
    EXPECT_THAT(normalised("caffe", 0), IsNear(-103.939F, -116.779F, -123.68F));
}

TEST(Presets, OnlyCaffeWantsBgr) {
    for (const auto& preset : preprocess_presets()) {
        EXPECT_EQ(preset.preprocess.color, preset.name == "caffe" ? ColorOrder::bgr : ColorOrder::rgb) << preset.name;
    }
}

TEST(Presets, HaveNamesOfTheirOwnAndSummaries) {
    std::set<std::string_view> names;
    for (const auto& preset : preprocess_presets()) {
        EXPECT_TRUE(names.insert(preset.name).second) << preset.name;
        EXPECT_FALSE(preset.summary.empty()) << preset.name;
        EXPECT_EQ(&preprocess_preset(preset.name), &preset.preprocess);
    }
}

TEST(Presets, UnknownNameGetsASuggestion) {
    expect_error(
        ErrorKind::usage, {"'imagnet'", "clip", "did you mean imagenet"}, [] { return preprocess_preset("imagnet"); });
}

TEST(Merge, TakesEachFieldFromWhoSaysSomething) {
    const Preprocess base = {std::vector{1.0F}, std::vector{2.0F}, ColorOrder::bgr, std::nullopt, std::nullopt};
    const Preprocess over = {std::vector{3.0F}, std::nullopt, std::nullopt, TensorLayout::nhwc, std::nullopt};
    const auto merged = merge(base, over);
    EXPECT_EQ(merged.mean, std::vector{3.0F});
    EXPECT_EQ(merged.scale, std::vector{2.0F});
    EXPECT_EQ(merged.color, ColorOrder::bgr);
    EXPECT_EQ(merged.layout, TensorLayout::nhwc);
    EXPECT_FALSE(merged.resize);
}

TEST(Version, HasThreeNumbers) {
    EXPECT_THAT(version(), testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
    EXPECT_THAT(openvino_version(), testing::MatchesRegex("20[0-9][0-9]\\.[0-9]+\\.[0-9]+.*"));
}

}  // namespace
}  // namespace vinoscope::test
