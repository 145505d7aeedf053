// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/network_input.hpp"
#include "support/options.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

using test::network_input;
using test::with_method;

TEST(ActivationMap, IsTheMeanOverChannels) {
    const auto model = read_model(test::data("models/shapes-vit.xml"));
    const auto input = network_input(test::data("shapes/100.png"), 96, 128, 64);
    const auto map = test::values_of(test::run(insert_xai(model, with_method("activation-map")), {input}).back());
    for (const auto& node : model->get_ops())
        if (node->get_friendly_name() == "/norm/LayerNormalization") {
            const auto tokens = test::run(node->output(0), *model, input);
            std::vector<float> expected;
            for (std::size_t cell = 1; cell <= 144; ++cell) {  // 0 is the class token
                double sum = 0;
                for (std::size_t channel = 0; channel < 64; ++channel)
                    sum += tokens[cell * 64 + channel];
                expected.push_back(static_cast<float>(sum / 64));
            }
            EXPECT_LT(test::relative_error(map, expected), 1e-4);
        }
    EXPECT_EQ(map.size(), 144U);
}

}  // namespace
}  // namespace vinoscope
