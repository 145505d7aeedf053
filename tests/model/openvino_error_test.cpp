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

TEST(OpenVinoError, NamesOperationsWithoutARule) {
    EXPECT_EQ(condense_openvino_error("Exception from src/inference/src/cpp/core.cpp:84:\n"
                                      "Check 'false' failed at src/unconverted_ops_report.cpp:151:\n"
                                      "FrontEnd API failed with OpConversionFailure:\n"
                                      "Model wasn't fully converted.\nSummary:\n"
                                      "-- No conversion rule found for operations: my.domain.MyOp, Other\n\n"),
              "No conversion rule found for operations: my.domain.MyOp, Other");
}

TEST(OpenVinoError, NamesTheOperationAndTheShapesThatDoNotFit) {
    EXPECT_EQ(condense_openvino_error(
                  "Exception from src/inference/src/cpp/core.cpp:84:\n"
                  "Model wasn't fully converted. Failed operations detailed log:\n"
                  "-- MatMul-13 with a message:\n"
                  "While validating ONNX node '<Node(MatMul): a>': Check 'x' failed at y.hpp:65:\n"
                  "While validating node 'opset1::MatMul MatMul_20 (opset1::Parameter x[0]:f32[1,3,8,8], "
                  "opset1::Constant w[0]:f32[5,3]) -> (dynamic[...])' with friendly_name 'MatMul_20':\n"
                  "Incompatible MatMul matrix dimension.\n\nSummary:\n-- Conversion is failed for: MatMul-13\n"),
              "node 'a': operation MatMul of x[0]:f32[1,3,8,8], w[0]:f32[5,3]: Incompatible MatMul matrix dimension.");
}

TEST(OpenVinoError, CutsLongLinesBetweenCharacters) {
    std::string umlauts = "x";
    for (int i = 0; i < 600; ++i) {
        umlauts += "\xC3\xA4";
    }
    EXPECT_EQ(condense_openvino_error(umlauts), umlauts.substr(0, 599) + "...");
}

}  // namespace
}  // namespace vinoscope::test
