// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/dominators.hpp"

#include <gmock/gmock.h>

#include <openvino/op/max_pool.hpp>
#include <openvino/op/reshape.hpp>
#include <openvino/op/shape_of.hpp>
#include <openvino/op/split.hpp>

#include "support/build_model.hpp"

namespace vinoscope {
namespace {

using test::add;
using test::named;
using test::relu;
using test::Value;
using testing::ElementsAre;
using testing::IsEmpty;

class Dominators : public testing::Test {
protected:
    std::vector<std::string> names(const Value& sink) {
        const auto model = test::model_of(sink, m_image);
        std::vector<std::string> result;
        for (const auto& value : data_dominators(*model, m_image.get(), sink))
            result.push_back(value.get_node()->get_friendly_name());
        return result;
    }

    std::shared_ptr<ov::op::v0::Parameter> m_image = test::image_parameter({1, 4, 6, 6});
};

TEST_F(Dominators, AreAllOfAChain) {
    const auto a = named(relu(m_image), "a");
    const auto b = named(relu(a), "b");
    EXPECT_THAT(names(named(relu(b), "c")), ElementsAre("a", "b", "c"));
}

TEST_F(Dominators, LeaveOutTheSidesOfADiamond) {
    const auto top = named(relu(m_image), "top");
    const auto left = named(relu(top), "left");
    const auto right = named(relu(top), "right");
    const auto bottom = named(add(left, right), "bottom");
    EXPECT_THAT(names(named(relu(bottom), "end")), ElementsAre("top", "bottom", "end"));
}

TEST_F(Dominators, LeaveOutTheInsideOfAResidual) {
    auto value = named(relu(m_image), "stem");
    for (const auto* block : {"1", "2"})
        value = named(add(value, named(relu(named(relu(value), std::string("a") + block)), std::string("b") + block)),
                      std::string("sum") + block);
    EXPECT_THAT(names(value), ElementsAre("stem", "sum1", "sum2"));
}

TEST_F(Dominators, LeaveOutALayerThatALongSkipPasses) {
    const auto stem = named(relu(m_image), "stem");
    const auto middle = named(relu(named(relu(stem), "early")), "middle");
    EXPECT_THAT(names(named(add(stem, middle), "end")), ElementsAre("stem", "end"));
}

TEST_F(Dominators, DoNotCountBranchesThatTheScoresDoNotSee) {
    const auto a = named(relu(m_image), "a");
    [[maybe_unused]] const auto dead = relu(a);
    EXPECT_THAT(names(named(relu(a), "b")), ElementsAre("a", "b"));
}

TEST_F(Dominators, DoNotCountShapes) {
    const auto a = named(relu(m_image), "a");
    const auto b = named(relu(a), "b");
    const auto shape = std::make_shared<ov::op::v3::ShapeOf>(m_image);
    const auto c = named(std::make_shared<ov::op::v1::Reshape>(b, shape, false), "c");
    EXPECT_THAT(names(c), ElementsAre("a", "b", "c"));
}

TEST_F(Dominators, AreEmptyWhenOnlyTheShapeIsRead) {
    const auto shape = std::make_shared<ov::op::v3::ShapeOf>(m_image);
    EXPECT_THAT(names(std::make_shared<ov::op::v1::Reshape>(test::random_floats({144}, 1), shape, false)), IsEmpty());
}

TEST_F(Dominators, CountAMaxPoolingWithTwoOutputsOfWhichOneIsUsed) {
    const auto pool = std::make_shared<ov::op::v8::MaxPool>(
        m_image, ov::Strides{2, 2}, ov::Strides{1, 1}, ov::Shape{0, 0}, ov::Shape{0, 0}, ov::Shape{2, 2});
    named(pool->output(0), "pool");
    EXPECT_THAT(names(named(relu(pool->output(0)), "end")), ElementsAre("pool", "end"));
}

TEST_F(Dominators, LeaveOutASplitOfWhichSeveralPartsAreUsed) {
    const auto start = named(relu(m_image), "start");
    const auto split = std::make_shared<ov::op::v1::Split>(start, test::integer(1), 2);
    named(split->output(0), "split");
    EXPECT_THAT(names(named(add(split->output(0), split->output(1)), "end")), ElementsAre("start", "end"));
    EXPECT_THAT(names(named(relu(split->output(1)), "end")), ElementsAre("start", "split", "end"));
}

TEST_F(Dominators, NameTheOutputThatIsUsed) {
    const auto split = std::make_shared<ov::op::v1::Split>(m_image, test::integer(1), 2);
    const auto end = relu(split->output(1));
    const auto model = test::model_of(end, m_image);
    EXPECT_THAT(data_dominators(*model, m_image.get(), end), ElementsAre(split->output(1), end));
}

class CommonDominators : public Dominators {
protected:
    std::vector<std::string> common_names(const ov::OutputVector& sinks) {
        const auto model = std::make_shared<ov::Model>(sinks, ov::ParameterVector{m_image});
        std::vector<std::string> result;
        for (const auto& value : common_dominators(*model, m_image.get(), sinks))
            result.push_back(value.get_node()->get_friendly_name());
        return result;
    }
};

TEST_F(CommonDominators, EndWhereTheWaysToTheSinksPart) {
    const auto trunk = named(relu(named(relu(m_image), "stem")), "trunk");
    const auto left = named(relu(named(relu(trunk), "left")), "boxes");
    const auto right = named(relu(trunk), "labels");
    EXPECT_THAT(common_names({left, right}), ElementsAre("stem", "trunk"));
    EXPECT_THAT(common_names({left}), ElementsAre("stem", "trunk", "left", "boxes"));
}

TEST_F(CommonDominators, MayEndInASinkThatFeedsTheOthers) {
    const auto features = named(relu(m_image), "features");
    EXPECT_THAT(common_names({features, named(relu(features), "scores")}), ElementsAre("features"));
}

TEST_F(CommonDominators, DoNotMindASinkThatIgnoresTheSource) {
    const auto scores = named(relu(m_image), "scores");
    EXPECT_THAT(common_names({relu(test::random_floats({4}, 1)), scores}), ElementsAre("scores"));
}

TEST_F(CommonDominators, AreNoneOfPathsFromTheStart) {
    EXPECT_THAT(common_names({named(relu(m_image), "a"), named(relu(m_image), "b")}), IsEmpty());
}

}  // namespace
}  // namespace vinoscope
