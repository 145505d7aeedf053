// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/network_input.hpp"
#include "support/npy.hpp"
#include "support/options.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

using test::network_input;
using test::with_method;

test::NpyArray<float> reference(const std::string& name) {
    return test::read_npy<float>(test::data("reference/" + name + ".npy"));
}

std::vector<float> part(const std::vector<float>& values, std::size_t index, std::size_t size) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(index * size);
    return {first, first + static_cast<std::ptrdiff_t>(size)};
}

class EfficientNetReference : public testing::Test {
protected:
    std::vector<ov::Tensor> outputs(std::string_view name) const {
        const auto model = read_model(test::asset("models/efficientnet-lite0-fp16.xml"));
        return test::run(insert_xai(model, with_method(name)), {m_chelsea});
    }

    ov::Tensor m_chelsea = network_input(test::asset("images/chelsea.png"), 224, 127, 128);
};

// The references come from FP32 weights, the model has FP16 weights: logits of about 10 differ by up to 0.04.
TEST_F(EfficientNetReference, HasTheSameScores) {
    const auto logits = test::values_of(outputs("recipro-cam").front());
    EXPECT_LT(test::relative_error(logits, reference("efficientnet-lite0_chelsea_logits").values), 5e-3);
}

TEST_F(EfficientNetReference, HasTheSameReciproCam) {
    const auto expected = reference("efficientnet-lite0_chelsea_recipro_cam_raw");
    ASSERT_EQ(expected.shape, (std::vector<std::size_t>{2, 7, 7}));
    const auto maps = test::values_of(outputs("recipro-cam").back());
    const std::vector<std::size_t> targets = {285, 281};
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const auto map = part(maps, targets[i], 49);
        const auto wanted = part(expected.values, i, 49);
        EXPECT_GT(test::correlation(map, wanted), 0.999) << targets[i];
        EXPECT_LT(test::relative_error(map, wanted), 1e-2) << targets[i];
    }
}

TEST_F(EfficientNetReference, HasTheSameReciproCamInBytes) {
    const auto expected =
        test::read_npy<std::uint8_t>(test::data("reference/efficientnet-lite0_chelsea_recipro_cam_u8.npy"));
    InsertOptions options;
    options.embed_scaling = true;
    const auto model = read_model(test::asset("models/efficientnet-lite0-fp16.xml"));
    const auto maps = test::values_of(test::run(insert_xai(model, options), {m_chelsea}).back());
    const std::vector<std::size_t> targets = {285, 281};
    for (std::size_t i = 0; i < 2 * 49; ++i)
        // 1e-2 of the range is 2.6 steps
        EXPECT_NEAR(maps[targets[i / 49] * 49 + i % 49], expected.values[i], 3) << i;
}

TEST_F(EfficientNetReference, HasTheSameActivationMap) {
    const auto map = test::values_of(outputs("activation-map").back());
    const auto expected = reference("efficientnet-lite0_chelsea_activation_map_raw").values;
    EXPECT_GT(test::correlation(map, expected), 0.999);
    EXPECT_LT(test::relative_error(map, expected), 1e-2);
}

// Quantisation moves logits and maps by some percent, but not where the maps are strong (measured: 0.998).
TEST_F(EfficientNetReference, LooksTheSameQuantized) {
    const auto model = read_model(test::asset("models/efficientnet-lite0-int8.xml"));
    const auto maps = test::values_of(test::run(insert_xai(model), {m_chelsea}).back());
    const auto expected = reference("efficientnet-lite0_chelsea_recipro_cam_raw").values;
    const std::vector<std::size_t> targets = {285, 281};
    for (std::size_t i = 0; i < targets.size(); ++i)
        EXPECT_GT(test::correlation(part(maps, targets[i], 49), part(expected, i, 49)), 0.99) << targets[i];
}

// The same weights in FP32: only rounding may differ.
TEST(ReciproCam, EqualsTheReferenceOfAllClasses) {
    const auto expected = reference("shapes-cnn_100_recipro_cam_raw");
    ASSERT_EQ(expected.shape, (std::vector<std::size_t>{6, 12, 12}));
    const auto model = read_model(test::data("models/shapes-cnn.xml"));
    const auto input = network_input(test::data("shapes/100.png"), 96, 128, 64);
    const auto maps = test::values_of(test::run(insert_xai(model), {input}).back());
    EXPECT_LT(test::relative_error(maps, expected.values), 1e-4);
}

}  // namespace
}  // namespace vinoscope
