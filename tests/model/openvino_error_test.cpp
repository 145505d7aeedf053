// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/openvino_error.hpp"

#include <gtest/gtest.h>

namespace vinoscope::test {
namespace {

TEST(OpenVinoError, KeepsTheUsefulLine) {
    EXPECT_EQ(condense_openvino_error("Exception from src/inference/src/cpp/core.cpp:84:\n"
                                      "Check 'm_weights' failed at src/core/util.cpp:900:\n"
                                      "FrontEnd API failed with GeneralFailure:\n"
                                      "Incorrect weights in bin file!\n\n"),
              "Incorrect weights in bin file!");
}

TEST(OpenVinoError, KeepsTheLastLineWhenAllIsNoise) {
    EXPECT_EQ(condense_openvino_error("Exception from a.cpp:1:\nCheck 'x > 0' failed at b.cpp:2:\n"),
              "Check 'x > 0' failed at b.cpp:2:");
    EXPECT_EQ(condense_openvino_error("plain"), "plain");
    EXPECT_FALSE(condense_openvino_error("\n").empty());
}

TEST(OpenVinoError, CutsLongLinesBetweenCharacters) {
    std::string umlauts = "x";
    for (int i = 0; i < 300; ++i) {
        umlauts += "\xC3\xA4";
    }
    EXPECT_EQ(condense_openvino_error(umlauts), umlauts.substr(0, 299) + "...");
}

}  // namespace
}  // namespace vinoscope::test
