// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <openvino/op/ops.hpp>

#include "gradient/vjp_cases.hpp"

namespace vinoscope::test {
namespace {

using ov::op::EpsMode;
using ov::op::MVNEpsMode;

VjpCase standardized(const ov::Shape& shape, const Integers& axes, bool variance, float epsilon, MVNEpsMode mode) {
    return {
        fmt::format("MVN over {} of {}, epsilon {}", axes, shape, epsilon), {shape}, [=](const Values& x) -> Values {
            return {std::make_shared<ov::op::v6::MVN>(x[0], integers(axes), variance, epsilon, mode)};
        }};
}

VjpCase old_standardized(bool across_channels, bool variance) {
    return {"MVN-1", {{2, 3, 4, 2}}, [=](const Values& x) -> Values {
                return {std::make_shared<ov::op::v0::MVN>(x[0], across_channels, variance, 0.1)};
            }};
}

VjpCase unit_length(const Integers& axes, float epsilon, EpsMode mode) {
    return {fmt::format("NormalizeL2 over {}, epsilon {}", axes, epsilon), {{2, 3, 4}}, [=](const Values& x) -> Values {
                return {std::make_shared<ov::op::v0::NormalizeL2>(x[0], integers(axes), epsilon, mode)};
            }};
}

}  // namespace

std::vector<VjpCase> normalization_cases() {
    const auto scale = random_floats({4}, 1);
    const auto shift = random_floats({4}, 2);
    const auto variance = floats({4}, {0.5F, 1, 2, 0.1F});
    return {
        standardized({2, 5, 4}, {-1}, true, 1e-3F, MVNEpsMode::INSIDE_SQRT),  // LayerNorm
        standardized({2, 3, 4, 4}, {2, 3}, true, 0.2F, MVNEpsMode::INSIDE_SQRT),
        standardized({2, 3, 4, 4}, {1, 2, 3}, true, 0.2F, MVNEpsMode::OUTSIDE_SQRT),
        standardized({2, 5, 4}, {1}, false, 0.2F, MVNEpsMode::INSIDE_SQRT),
        old_standardized(false, true),
        old_standardized(true, true),
        old_standardized(true, false),
        unit_length({1}, 0.1F, EpsMode::ADD),
        unit_length({-2, -1}, 0.1F, EpsMode::MAX),
        {"NormalizeL2 of lines shorter than epsilon",
         {{2, 3, 4}},
         [](const Values& x) -> Values {
             const auto lines = multiply(x[0], floats({3, 1}, {0.2F, 9, 0.3F}));
             return {std::make_shared<ov::op::v0::NormalizeL2>(lines, integers({2}), 1.0F, EpsMode::MAX)};
         }},
        {"BatchNormInference-5",
         {{2, 4, 3}},
         [=](const Values& x) -> Values {
             return {std::make_shared<ov::op::v5::BatchNormInference>(x[0], scale, shift, shift, variance, 0.1)};
         }},
        {"BatchNormInference-1",
         {{2, 4, 3, 2}},
         [=](const Values& x) -> Values {
             return {std::make_shared<ov::op::v0::BatchNormInference>(x[0], scale, shift, shift, variance, 0.1)};
         }},
        {"GroupNormalization",
         {{2, 4, 3, 2}},
         [=](const Values& x) -> Values {
             return {std::make_shared<ov::op::v12::GroupNormalization>(x[0], scale, shift, 2, 0.1)};
         }},
        {"LRN",
         {{2, 6, 3}},
         [](const Values& x) -> Values {
             return {std::make_shared<ov::op::v0::LRN>(x[0], integers({1}), 0.9, 0.75, 1, 3)};
         }},
    };
}

}  // namespace vinoscope::test
