// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <openvino/op/ops.hpp>

#include "gradient/vjp_cases.hpp"

namespace vinoscope::test {
namespace {

using ov::op::PadMode;

template <typename Operation>
VjpCase padding(const Integers& before, const Integers& behind, PadMode mode) {
    return {fmt::format("Pad {} {}, mode {}", before, behind, static_cast<int>(mode)),
            {{2, 4, 5}},
            [=](const Values& x) -> Values {
                return {std::make_shared<Operation>(x[0], integers(before), integers(behind), number(0.5F), mode)};
            }};
}

}  // namespace

std::vector<VjpCase> movement_cases() {
    namespace v0 = ov::op::v0;
    namespace v1 = ov::op::v1;
    namespace v3 = ov::op::v3;
    return {
        {"Reshape",
         {{2, 3, 4}},
         [](const Values& x) -> Values {
             return {reshaped(x[0], {-1, 2, 6})};
         }},
        {"Reshape, a kept size",
         {{2, 3, 4}},
         [](const Values& x) -> Values {
             return {std::make_shared<v1::Reshape>(x[0], integers({0, -1}), true)};
         }},
        {"Reshape to a number", {{1, 1}}, [](const Values& x) -> Values { return {reshaped(x[0], {})}; }},
        {"Squeeze",
         {{2, 1, 4, 1}},
         [](const Values& x) -> Values {
             return {std::make_shared<v0::Squeeze>(x[0], integers({1})),
                     std::make_shared<v0::Squeeze>(x[0], integers({-1, 1}))};
         }},
        {"Squeeze of all",
         {{2, 1, 4}},
         [](const Values& x) -> Values { return {std::make_shared<v0::Squeeze>(x[0])}; },
         -1,
         1,
         false},
        {"Unsqueeze",
         {{2, 4}},
         [](const Values& x) -> Values {
             return {std::make_shared<v0::Unsqueeze>(x[0], integers({-1, 1}))};
         }},
        {"Transpose",
         {{2, 3, 4, 2}},
         [](const Values& x) -> Values {
             return {transposed(x[0], {0, 2, 3, 1})};
         }},
        {"Transpose of rank 5",
         {{2, 3, 2, 2, 3}},
         [](const Values& x) -> Values {
             return {transposed(x[0], {2, 0, 4, 1, 3})};
         }},
        {"Transpose backwards",
         {{2, 3, 4}},
         [](const Values& x) -> Values { return {std::make_shared<v1::Transpose>(x[0], integers({}))}; }},
        {"Concat",
         {{2, 3, 4}, {2, 2, 4}},
         [](const Values& x) -> Values {
             return {concat({x[0], random_floats({2, 1, 4}, 1), x[1], x[0]}, -2)};
         }},
        {"Split",
         {{2, 6, 3}},
         [](const Values& x) -> Values {
             const auto parts = std::make_shared<v1::Split>(x[0], integer(1), 3);
             return {parts->output(0), parts->output(2)};
         }},
        {"VariadicSplit",
         {{2, 6, 3}},
         [](const Values& x) -> Values {
             const auto parts = std::make_shared<v1::VariadicSplit>(x[0], integer(-2), integers({1, -1, 2}));
             return {parts->output(1), parts->output(2)};
         }},
        padding<v1::Pad>({0, 1, 2}, {0, 0, 1}, PadMode::CONSTANT),
        padding<ov::op::v12::Pad>({0, 1, -1}, {0, -2, 2}, PadMode::CONSTANT),
        padding<v1::Pad>({0, 2, 1}, {0, 1, 3}, PadMode::EDGE),
        padding<v1::Pad>({0, 2, 1}, {0, 1, 3}, PadMode::REFLECT),
        padding<v1::Pad>({0, 2, 1}, {0, 1, 3}, PadMode::SYMMETRIC),
        {"Squeeze-15",
         {{2, 1, 4}},
         [](const Values& x) -> Values { return {std::make_shared<ov::op::v15::Squeeze>(x[0], integers({1}))}; }},
        {"Tile",
         {{2, 3}},
         [](const Values& x) -> Values {
             return {std::make_shared<v0::Tile>(x[0], integers({2, 1, 2})),
                     std::make_shared<v0::Tile>(x[0], integers({3}))};
         }},
        {"Tile for each item of a batch",
         {{2, 1, 3}},
         [](const Values& x) -> Values {
             const auto token = std::make_shared<v1::ReduceSum>(x[0], integers({0}), true);
             const auto sizes = std::make_shared<v3::ShapeOf>(x[0]);
             const auto batch = std::make_shared<ov::op::v8::Gather>(sizes, integers({0}), integer(0));
             return {std::make_shared<v0::Tile>(token, concat({batch, integers({2, 1})}, 0)),
                     std::make_shared<v3::Broadcast>(token, concat({batch, integers({2, 3})}, 0))};
         }},
        {"Broadcast",
         {{1, 1, 3}},
         [](const Values& x) -> Values {
             return {std::make_shared<v3::Broadcast>(x[0], integers({2, 2, 4, 3})),
                     std::make_shared<v3::Broadcast>(x[0], integers({4, 1}), ov::op::BroadcastType::BIDIRECTIONAL),
                     std::make_shared<v1::Broadcast>(x[0], integers({2, 4, 3}))};
         },
         -1,
         1,
         false},
        {"Broadcast to named axes",
         {{3, 2}},
         [](const Values& x) -> Values {
             return {std::make_shared<v3::Broadcast>(x[0], integers({4, 3, 2, 2}), integers({1, 3}))};
         },
         -1,
         1,
         false},
        {"Roll",
         {{2, 5, 4}},
         [](const Values& x) -> Values {
             return {std::make_shared<ov::op::v7::Roll>(x[0], integers({2, -3}), integers({1, -1}))};
         }},
        {"ShuffleChannels",
         {{2, 6, 4}},
         [](const Values& x) -> Values { return {std::make_shared<v0::ShuffleChannels>(x[0], 1, 3)}; }},
        {"DepthToSpace",
         {{2, 8, 2, 3}},
         [](const Values& x) -> Values {
             using Mode = v0::DepthToSpace::DepthToSpaceMode;
             return {std::make_shared<v0::DepthToSpace>(x[0], Mode::BLOCKS_FIRST, 2),
                     std::make_shared<v0::DepthToSpace>(x[0], Mode::DEPTH_FIRST, 2)};
         }},
        {"SpaceToDepth",
         {{2, 2, 4, 6}},
         [](const Values& x) -> Values {
             using Mode = v0::SpaceToDepth::SpaceToDepthMode;
             return {std::make_shared<v0::SpaceToDepth>(x[0], Mode::BLOCKS_FIRST, 2),
                     std::make_shared<v0::SpaceToDepth>(x[0], Mode::DEPTH_FIRST, 2)};
         }},
        {"ConvertLike",
         {{2, 3}},
         [](const Values& x) -> Values { return {std::make_shared<v1::ConvertLike>(x[0], number(1))}; }},
        {"Convert",
         {{2, 3}},
         [](const Values& x) -> Values {
             return {std::make_shared<v0::Convert>(std::make_shared<v0::Convert>(x[0], ov::element::f64),
                                                   ov::element::f32)};
         }},
        {"Identity",
         {{2, 3}},
         [](const Values& x) -> Values { return {std::make_shared<ov::op::v16::Identity>(x[0])}; }},
    };
}

}  // namespace vinoscope::test
