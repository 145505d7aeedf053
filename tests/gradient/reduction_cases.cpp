// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <openvino/op/ops.hpp>

#include "gradient/vjp_cases.hpp"

namespace vinoscope::test {
namespace {

template <typename Operation>
std::vector<VjpCase> reduction(double low = -1, double high = 1) {
    const std::string name = Operation::get_type_info_static().name;
    const auto over = [](const Integers& axes, bool keep) {
        return [=](const Values& x) -> Values { return {std::make_shared<Operation>(x[0], integers(axes), keep)}; };
    };
    return {
        {name + ", places", {{2, 3, 2, 4}}, over({2, 3}, false), low, high},
        {name + ", places, kept", {{2, 3, 2, 4}}, over({-1, 2}, true), low, high},
        {name + ", channels", {{2, 3, 4}}, over({-2}, false), low, high},
        {name + ", batch", {{2, 3, 4}}, over({0}, true), low, high},
        {name + ", everything", {{2, 3, 4}}, over({0, 1, 2}, false), low, high},
        {name + ", a vector", {{5}}, over({0}, false), low, high},
    };
}

// Zeros that do not move, so that the product of the others counts.
VjpCase product_with_zeros() {
    return {"ReduceProd of zeros", {{4, 3}}, [](const Values& x) -> Values {
                const auto mask = floats({4, 3}, {1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0});
                const auto shifted = add(multiply(x[0], mask), number(0));
                return {std::make_shared<ov::op::v1::ReduceProd>(shifted, integers({1}), false)};
            }};
}

}  // namespace

std::vector<VjpCase> reduction_cases() {
    std::vector<VjpCase> cases = {product_with_zeros()};
    for (const auto& more : {reduction<ov::op::v1::ReduceSum>(),
                             reduction<ov::op::v1::ReduceMean>(),
                             reduction<ov::op::v1::ReduceMax>(),
                             reduction<ov::op::v1::ReduceMin>(),
                             reduction<ov::op::v4::ReduceL1>(),
                             reduction<ov::op::v4::ReduceL2>(),
                             reduction<ov::op::v1::ReduceProd>(0.5, 1.5)})
        cases.insert(cases.end(), more.begin(), more.end());
    return cases;
}

}  // namespace vinoscope::test
