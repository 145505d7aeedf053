// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <ostream>
#include <set>

#include "gradient/vjp_cases.hpp"
#include "ops/operations.hpp"

namespace vinoscope {
namespace {

struct Family {
    std::string name;
    std::vector<test::VjpCase> (*cases)();
};

const std::vector<Family> families = {
    {"activation", test::activation_cases},
    {"arithmetic", test::arithmetic_cases},
    {"attention", test::attention_cases},
    {"convolution", test::convolution_cases},
    {"indexing", test::indexing_cases},
    {"matmul", test::matmul_cases},
    {"movement", test::movement_cases},
    {"normalization", test::normalization_cases},
    {"pooling", test::pooling_cases},
    {"recurrent", test::recurrent_cases},
    {"reduction", test::reduction_cases},
    {"resize", test::resize_cases},
    {"sampling", test::sampling_cases},
};

void PrintTo(const Family& family, std::ostream* stream) {
    *stream << family.name;
}

class VjpTest : public ::testing::TestWithParam<Family> {};

TEST_P(VjpTest, AgreesWithFiniteDifferences) {
    for (const auto& function : GetParam().cases())
        EXPECT_TRUE(check_vjp(function));
}

INSTANTIATE_TEST_SUITE_P(Rules, VjpTest, ::testing::ValuesIn(families), [](const auto& family) {
    return family.param.name;
});

TEST(Gradients, HaveACaseForEachOperation) {
    std::set<ov::DiscreteTypeInfo> met;
    for (const auto& family : families)
        for (const auto& function : family.cases()) {
            ov::ParameterVector inputs;
            for (const auto& shape : function.inputs)
                inputs.push_back(std::make_shared<ov::op::v0::Parameter>(ov::element::f32, shape));
            for (const auto& node : ov::Model(function.build({inputs.begin(), inputs.end()}), inputs).get_ops())
                met.insert(node->get_type_info());
        }
    for (const auto& row : operations())
        if (row.gradient) {
            for (const auto& type : row.types)
                EXPECT_TRUE(met.contains(type)) << type << " has no case in vjp_cases.hpp";
        }
}

}  // namespace
}  // namespace vinoscope
