// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Padding before a convolution. That the gradients are right is told by check_vjp.
#include <gmock/gmock.h>

#include <openvino/op/convolution.hpp>
#include <openvino/op/group_conv.hpp>
#include <openvino/op/pad.hpp>

#include "gradient/canonical.hpp"
#include "support/check_vjp.hpp"

namespace vinoscope {
namespace {

using ov::op::PadMode;
using ov::op::PadType;
using testing::Contains;
using testing::Not;

// Uneven pads before a strided convolution with pads of its own.
struct Padded {
    Integers before = {0, 0, 1, 0};
    Integers behind = {0, 0, 2, 1};
    float number = 0;
    PadMode mode = PadMode::CONSTANT;
    PadType type = PadType::EXPLICIT;
    bool grouped = false;

    Value pad(const Value& x) const {
        return std::make_shared<ov::op::v1::Pad>(
            x, integers(before), integers(behind), scalar(x.get_element_type(), number), mode);
    }

    Value convolution(const Value& x) const {
        const ov::Strides strides = {2, 2};
        const ov::Strides dilations = {1, 1};
        const auto channels = static_cast<std::size_t>(2 + before[1]);
        if (grouped)
            return std::make_shared<ov::op::v1::GroupConvolution>(x,
                                                                  test::random_floats({channels, 2, 1, 3, 3}, 1),
                                                                  strides,
                                                                  ov::CoordinateDiff{0, 1},
                                                                  ov::CoordinateDiff{1, 1},
                                                                  dilations,
                                                                  type);
        return std::make_shared<ov::op::v1::Convolution>(x,
                                                         test::random_floats({3, channels, 3, 3}, 1),
                                                         strides,
                                                         ov::CoordinateDiff{0, 1},
                                                         ov::CoordinateDiff{1, 1},
                                                         dilations,
                                                         type);
    }

    test::VjpCase one_reader() const {
        return {"padded", {{2, 2, 6, 7}}, [*this](const Values& x) -> Values { return {convolution(pad(x[0]))}; }};
    }

    test::VjpCase two_readers() const {
        return {"padded and read", {{2, 2, 6, 7}}, [*this](const Values& x) -> Values {
                    const auto padded = pad(x[0]);
                    return {convolution(padded), test::tanh(padded)};
                }};
    }
};

std::vector<std::string> types_of(const test::VjpCase& function) {
    std::vector<std::string> types;
    for (const auto& node : test::vjp_model(function, true).model->get_ops())
        types.emplace_back(node->get_type_name());
    return types;
}

const std::vector<Padded> mergeable = {
    {},
    {.grouped = true},
    {.type = PadType::VALID},
    {.before = {0, 0, 3, 3}, .behind = {0, 0, 0, 0}},
};

TEST(Padding, BecomesPadsOfTheConvolution) {
    for (const auto& padded : mergeable) {
        EXPECT_THAT(types_of(padded.one_reader()), Not(Contains("Pad")));
        EXPECT_THAT(types_of(padded.one_reader()), Not(Contains("Slice")));
        EXPECT_TRUE(check_vjp(padded.one_reader()));
    }
}

const std::vector<Padded> others = {
    {.before = {0, 1, 1, 0}},
    {.behind = {0, 0, -1, 1}},
    {.number = 0.5F},
    {.mode = PadMode::REFLECT},
    {.type = PadType::SAME_UPPER},
};

TEST(Padding, StaysWhereAConvolutionCannotDoIt) {
    for (const auto& padded : others) {
        EXPECT_THAT(types_of(padded.one_reader()), Contains("Pad"));
        EXPECT_TRUE(check_vjp(padded.one_reader()));
    }
}

TEST(Padding, StaysWhereSomethingElseReadsIt) {
    EXPECT_THAT(types_of(Padded().two_readers()), Contains("Pad"));
    EXPECT_TRUE(check_vjp(Padded().two_readers()));
}

// Its gradient is that of the padded picture.
TEST(Padding, StaysWhereItIsAskedFor) {
    const Padded padded;
    const auto image = test::image_parameter({2, 2, 6, 7});
    const auto value = padded.pad(image);
    const auto convolved = padded.convolution(value);
    merge_padding(convolved, {value});
    EXPECT_EQ(convolved.get_node()->input_value(0), value);
    merge_padding(convolved, {image});
    EXPECT_EQ(convolved.get_node()->input_value(0), image->output(0));
}

}  // namespace
}  // namespace vinoscope
