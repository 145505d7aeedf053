// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/no_ops.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <openvino/op/ops.hpp>

#include "ops/find_operation.hpp"
#include "outputs/output_kind.hpp"
#include "support/build_model.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

namespace v0 = ov::op::v0;
namespace v1 = ov::op::v1;
namespace v3 = ov::op::v3;
namespace v8 = ov::op::v8;
namespace v11 = ov::op::v11;

using test::floats;
using test::integer;
using test::integers;
using test::Integers;
using test::number;
using test::Value;

// Between a tensor [2,3,4,5] and the output.
struct Case {
    std::string name;
    std::function<Value(const Value&)> build;
    bool open_batch = true;  // also with [?,3,4,5]
};

void PrintTo(const Case& one, std::ostream* out) {
    *out << one.name;
}

template <typename Operation, typename... Arguments>
Case operation(const std::string& name, const Arguments&... arguments) {
    return {name, [=](const Value& x) -> Value { return std::make_shared<Operation>(x, arguments...)->output(0); }};
}

Value converted(const Value& x, const ov::element::Type& type) {
    return std::make_shared<v0::Convert>(x, type);
}

Case converted_back(const std::string& name, const ov::element::Type& type) {
    return {name, [=](const Value& x) { return converted(converted(x, type), ov::element::f32); }};
}

template <typename Operation>
Case beside(const std::string& name, float neutral, bool first = false) {
    return {name, [=](const Value& x) -> Value {
                const auto constant = floats({3, 1, 1}, {neutral, neutral, neutral});
                return first ? std::make_shared<Operation>(constant, x) : std::make_shared<Operation>(x, constant);
            }};
}

Case resized(const std::string& name,
             const Integers& size,
             v11::Interpolate::InterpolateMode mode,
             v11::Interpolate::CoordinateTransformMode places = v11::Interpolate::CoordinateTransformMode::HALF_PIXEL) {
    return {name, [=](const Value& x) -> Value {
                v11::Interpolate::InterpolateAttrs attributes(
                    mode, v11::Interpolate::ShapeCalcMode::SIZES, {0}, {0}, places);
                attributes.nearest_mode = v11::Interpolate::NearestMode::CEIL;
                return std::make_shared<v11::Interpolate>(x, integers(size), integers({2, 3}), attributes);
            }};
}

Case sliced(const std::string& name, const Integers& begin, const Integers& end, const Integers& step) {
    return operation<v8::Slice>(name, integers(begin), integers(end), integers(step), integers({0, 2}));
}

Value squeezed_and_back(const Value& x, const Integers& axes, const Integers& back) {
    const Value unsqueezed = std::make_shared<v0::Unsqueeze>(x, integers(axes));
    return std::make_shared<v0::Squeeze>(unsqueezed, integers(back));
}

template <typename Pool>
Value max_pool(const Value& x, const ov::Shape& kernel) {
    const ov::Strides one = {1, 1};
    return std::make_shared<Pool>(x, one, one, ov::Shape{0, 0}, ov::Shape{0, 0}, kernel);
}

Value split(const Value& x, std::size_t parts) {
    return std::make_shared<v1::Split>(x, integer(2), parts)->output(0);
}

constexpr auto infinity = std::numeric_limits<float>::infinity();
constexpr std::int64_t to_the_end = std::numeric_limits<std::int64_t>::max();

std::vector<Case> no_ops() {
    using Mode = v11::Interpolate::InterpolateMode;
    const auto all = integers({2, 3, 4, 5});
    return {
        operation<ov::op::v16::Identity>("Identity"),
        operation<v0::Convert>("ConvertToTheSameType", ov::element::f32),
        operation<v1::ConvertLike>("ConvertLikeTheSameType", number(1)),
        converted_back("ConvertToAWiderTypeAndBack", ov::element::f64),
        {"ConcatOfOne",
         [](const Value& x) { return std::make_shared<ov::op::v0::Concat>(ov::OutputVector{x}, 1)->output(0); }},
        {"SplitIntoOne", [](const Value& x) { return split(x, 1); }},
        {"VariadicSplitIntoOne",
         [](const Value& x) { return std::make_shared<v1::VariadicSplit>(x, integer(1), integers({3}))->output(0); }},
        operation<v1::Reshape>("ReshapeToTheSameShape", integers({-1, 3, 4, 5}), false),
        operation<v1::Reshape>("ReshapeThatCopiesSizes", integers({0, 0, -1, 0}), true),
        {"FlattenAndBack",
         [](const Value& x) {
             return test::reshaped(test::reshaped(x, {-1, 60}), {-1, 3, 4, 5});
         }},
        {"ThreeReshapes",
         [](const Value& x) {
             return test::reshaped(test::reshaped(test::reshaped(x, {-1, 60}), {-1, 3, 20}), {-1, 3, 4, 5});
         }},
        {"UnsqueezeAndSqueeze",
         [](const Value& x) {
             return squeezed_and_back(x, {0, -1}, {-1, 0});
         }},
        operation<v1::Transpose>("TransposeToTheSameOrder", integers({0, 1, 2, 3})),
        {"TransposeAndBack",
         [](const Value& x) {
             return test::transposed(test::transposed(x, {0, 2, 3, 1}), {0, 3, 1, 2});
         }},
        {"ThreeTranspositions",
         [](const Value& x) {
             return test::transposed(test::transposed(test::transposed(x, {0, 2, 3, 1}), {0, 2, 3, 1}), {0, 2, 3, 1});
         }},
        operation<v1::Pad>(
            "PadOfNothing", integers({0, 0, 0, 0}), integers({0, 0, 0, 0}), number(7), ov::op::PadMode::CONSTANT),
        operation<ov::op::v12::Pad>(
            "PadOfNothingByReflection", integers({0, 0, 0, 0}), integers({0, 0, 0, 0}), ov::op::PadMode::REFLECT),
        sliced("SliceOfAll", {0, 0}, {to_the_end, 4}, {1, 1}),
        operation<v1::StridedSlice>("StridedSliceOfAll",
                                    integers({0, 0}),
                                    integers({0, 9}),
                                    integers({1, 1}),
                                    std::vector<std::int64_t>{1, 0},
                                    std::vector<std::int64_t>{1, 0}),
        {"BroadcastToTheSameShape",
         [=](const Value& x) -> Value { return std::make_shared<v3::Broadcast>(x, all); },
         false},
        {"BroadcastToTheSameShapeByAxes",
         [=](const Value& x) -> Value {
             return std::make_shared<v1::Broadcast>(x, all, integers({0, 1, 2, 3}));
         },
         false},
        operation<v3::Broadcast>("BroadcastToOnes", integers({1, 1, 1}), ov::op::BroadcastType::BIDIRECTIONAL),
        operation<v0::Tile>("TileOnce", integers({1, 1, 1, 1})),
        resized("InterpolateToTheSameSize", {4, 5}, Mode::LINEAR_ONNX),
        resized("NearestToTheSameSize", {4, 5}, Mode::NEAREST),
        resized("CubicToTheSameSize", {4, 5}, Mode::CUBIC),
        operation<v8::Gather>("GatherOfAll", integers({0, 1, 2, 3}), integer(-2)),
        operation<ov::op::v7::Roll>("RollByNothing", integers({0, 0}), integers({2, 3})),
        operation<v1::Reverse>("ReverseOfNoAxis", integers({}), v1::Reverse::Mode::INDEX),
        operation<v0::ShuffleChannels>("ShuffleOfOneGroup", 1, 1),
        operation<v0::DepthToSpace>("DepthToSpaceByOne", v0::DepthToSpace::DepthToSpaceMode::BLOCKS_FIRST, 1),
        operation<v0::SpaceToDepth>("SpaceToDepthByOne", v0::SpaceToDepth::SpaceToDepthMode::BLOCKS_FIRST, 1),
        operation<v1::BatchToSpace>(
            "BatchToSpaceByOne", integers({1, 1, 1, 1}), integers({0, 0, 0, 0}), integers({0, 0, 0, 0})),
        operation<v1::SpaceToBatch>(
            "SpaceToBatchByOne", integers({1, 1, 1, 1}), integers({0, 0, 0, 0}), integers({0, 0, 0, 0})),
        {"EinsumOfOne",
         [](const Value& x) -> Value {
             return std::make_shared<ov::op::v7::Einsum>(ov::OutputVector{x}, "abcd->abcd");
         }},
        {"AvgPoolOfOne",
         [](const Value& x) -> Value {
             return std::make_shared<v1::AvgPool>(
                 x, ov::Strides{1, 1}, ov::Shape{0, 0}, ov::Shape{0, 0}, ov::Shape{1, 1}, true);
         }},
        {"MaxPoolOfOne",
         [](const Value& x) -> Value {
             return std::make_shared<v1::MaxPool>(
                 x, ov::Strides{1, 1}, ov::Shape{0, 0}, ov::Shape{0, 0}, ov::Shape{1, 1});
         }},
        {"MaxPoolWithIndicesOfOne",
         [](const Value& x) {
             return max_pool<v8::MaxPool>(x, {1, 1});
         }},
        operation<v8::AdaptiveAvgPool>("AdaptiveAvgPoolToTheSameSize", integers({4, 5})),
        operation<v1::ReduceSum>("ReduceSumOverNothing", integers({}), true),
        {"ReduceMeanOverOne",
         [](const Value& x) {
             const Value added = std::make_shared<v0::Unsqueeze>(x, integers({1}));
             const Value mean = std::make_shared<v1::ReduceMean>(added, integers({1}), true);
             return std::make_shared<v0::Squeeze>(mean, integers({1}))->output(0);
         }},
        beside<v1::Add>("AddOfZero", 0),
        beside<v1::Add>("AddToZero", 0, true),
        beside<v1::Subtract>("SubtractionOfZero", 0),
        beside<v1::Multiply>("MultiplicationByOne", 1),
        beside<v1::Multiply>("MultiplicationOfOne", 1, true),
        beside<v1::Divide>("DivisionByOne", 1),
        beside<v1::Power>("FirstPower", 1),
        beside<v1::Maximum>("MaximumWithMinusInfinity", -infinity),
        beside<v1::Minimum>("MinimumWithInfinity", infinity, true),
        operation<v0::Clamp>("ClampWithoutLimits",
                             static_cast<double>(std::numeric_limits<float>::lowest()),
                             static_cast<double>(std::numeric_limits<float>::max())),
        operation<v0::PRelu>("PReluOfSlopeOne", floats({3}, {1, 1, 1})),
        {"SelectOfAll",
         [](const Value& x) -> Value {
             const auto yes = v0::Constant::create(ov::element::boolean, {1}, {1});
             return std::make_shared<v1::Select>(yes, x, number(2));
         }},
        {"SeveralInARow",
         [](const Value& x) {
             const Value identity = std::make_shared<ov::op::v16::Identity>(test::multiply(x, number(1)));
             return test::concat({converted(identity, ov::element::f32)}, 0);
         }},
    };
}

std::vector<Case> near_no_ops() {
    using Mode = v11::Interpolate::InterpolateMode;
    return {
        converted_back("ConvertToANarrowerTypeAndBack", ov::element::f16),
        converted_back("ConvertToWholeNumbersAndBack", ov::element::i64),
        {"ConcatOfTwo",
         [](const Value& x) {
             return test::concat({x, x}, 1);
         }},
        {"SplitIntoTwo", [](const Value& x) { return split(x, 2); }},
        operation<v1::Reshape>("ReshapeToAnotherShape", integers({-1, 3, 5, 4}), false),
        {"UnsqueezeAndSqueezeOfAnother",
         [](const Value& x) {
             const auto one =
                 std::make_shared<v8::Slice>(x, integers({0}), integers({1}), integers({1}), integers({1}));
             return squeezed_and_back(one, {3}, {1});
         }},
        {"TransposeThere",
         [](const Value& x) {
             return test::transposed(test::transposed(x, {0, 2, 3, 1}), {0, 2, 3, 1});
         }},
        {"TransposeOfEqualSizes",
         [](const Value& x) {
             const Value square =
                 std::make_shared<v8::Slice>(x, integers({0}), integers({4}), integers({1}), integers({3}));
             return test::transposed(square, {0, 1, 3, 2});
         }},
        operation<v1::Pad>(
            "PadAndCut", integers({0, 0, 1, 0}), integers({0, 0, -1, 0}), number(7), ov::op::PadMode::CONSTANT),
        sliced("SliceBackwards", {0, -1}, {to_the_end, -9}, {1, -1}),
        sliced("SliceOfAPart", {0, 1}, {to_the_end, 4}, {1, 1}),
        operation<v0::Tile>("TileTwice", integers({1, 1, 2, 1})),
        resized("NearestByHalfAPixel",
                {4, 5},
                Mode::NEAREST,
                v11::Interpolate::CoordinateTransformMode::TF_HALF_PIXEL_FOR_NN),
        operation<v8::Gather>("GatherInAnotherOrder", integers({0, 2, 1, 3}), integer(2)),
        operation<ov::op::v7::Roll>("Roll", integers({0, 1}), integers({2, 3})),
        operation<v1::Reverse>("Reverse", integers({2}), v1::Reverse::Mode::INDEX),
        operation<v0::ShuffleChannels>("ShuffleOfThreeGroups", 2, 2),
        {"MaxPoolOfTwo",
         [](const Value& x) {
             return max_pool<v8::MaxPool>(x, {1, 2});
         }},
        beside<v1::Add>("AddOfOne", 1),
        beside<v1::Subtract>("SubtractionFromZero", 0, true),
        beside<v1::Divide>("DivisionOfOne", 1, true),
        beside<v1::Power>("PowerOfOne", 1, true),
        {"MultiplicationByOnesThatStretches",
         [](const Value& x) {
             return test::multiply(test::mean_over(x, {1}, true), floats({3, 1, 1}, {1, 1, 1}));
         }},
        {"MultiplicationByOneAndTwo",
         [](const Value& x) {
             return test::multiply(x, floats({3, 1, 1}, {1, 2, 1}));
         }},
        operation<v0::Clamp>("ClampAbove", static_cast<double>(std::numeric_limits<float>::lowest()), 0.5),
        operation<v0::PRelu>("PReluOfSlopeTwo", floats({3}, {1, 2, 1})),
    };
}

struct Built {
    std::shared_ptr<ov::Model> model;
    Value inside;

    Built(const Case& one, bool open) {
        const auto image = test::image_parameter(open ? ov::PartialShape{-1, 3, 4, 5} : ov::PartialShape{2, 3, 4, 5});
        inside = test::named(test::tanh(image), "inside");
        model = test::model_of(test::named(one.build(inside), "gone"), image);
    }
};

std::vector<float> answers(const std::shared_ptr<ov::Model>& model) {
    return test::values_of(test::run(model, {test::random_tensor({2, 3, 4, 5}, 4)}).front());
}

class NoOp : public testing::TestWithParam<Case> {};

TEST_P(NoOp, IsTakenOut) {
    for (const bool open : {false, true}) {
        if (open && !GetParam().open_batch)
            continue;
        const Built built(GetParam(), open);
        const auto before = answers(built.model);
        remove_no_ops(*built.model);
        EXPECT_EQ(built.model->get_results()[0]->input_value(0), built.inside) << (open ? "open batch" : "fixed batch");
        EXPECT_EQ(answers(built.model), before);
        EXPECT_THAT(built.model->output().get_names(), testing::ElementsAre("scores"));
        EXPECT_EQ(find_operation(*built.model, "gone").get(), built.inside.get_node());
        EXPECT_EQ(find_operation(*built.model, "inside").get(), built.inside.get_node());
    }
}

INSTANTIATE_TEST_SUITE_P(Operations, NoOp, testing::ValuesIn(no_ops()), [](const auto& test) {
    return test.param.name;
});

class NearNoOp : public testing::TestWithParam<Case> {};

TEST_P(NearNoOp, Stays) {
    const Built built(GetParam(), false);
    const auto before = answers(built.model);
    remove_no_ops(*built.model);
    EXPECT_NE(built.model->get_results()[0]->input_value(0), built.inside);
    EXPECT_EQ(answers(built.model), before);
}

INSTANTIATE_TEST_SUITE_P(Operations, NearNoOp, testing::ValuesIn(near_no_ops()), [](const auto& test) {
    return test.param.name;
});

TEST(NoOps, LeaveTheNamesOfInputsAndOtherOutputs) {
    const auto image = test::image_parameter({1, 4});
    const Value same = std::make_shared<ov::op::v16::Identity>(image);
    const auto shared = test::tanh(same);
    shared.get_tensor().set_names({"features"});
    const Value scores = std::make_shared<ov::op::v16::Identity>(std::make_shared<v8::Softmax>(shared, -1));
    scores.get_tensor().set_names({"scores"});
    const Value again = std::make_shared<ov::op::v16::Identity>(shared);
    again.get_tensor().set_names({"again"});
    const auto model = std::make_shared<ov::Model>(ov::OutputVector{shared, scores, again}, ov::ParameterVector{image});
    remove_no_ops(*model);
    EXPECT_THAT(model->input().get_names(), testing::ElementsAre("image"));
    EXPECT_THAT(model->output(0).get_names(), testing::ElementsAre("features"));
    EXPECT_THAT(model->output(1).get_names(), testing::ElementsAre("scores"));
    EXPECT_THAT(model->output(2).get_names(), testing::ElementsAre("again"));
    EXPECT_EQ(final_activation(model->output(1)), "softmax");
}

}  // namespace
}  // namespace vinoscope
