// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/axis_trace.hpp"

#include <gtest/gtest.h>

#include <limits>

#include <openvino/op/col2im.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/gather.hpp>
#include <openvino/op/non_zero.hpp>
#include <openvino/op/reverse.hpp>
#include <openvino/op/slice.hpp>
#include <openvino/op/split.hpp>
#include <openvino/op/strided_slice.hpp>
#include <utility>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

using test::Value;

std::optional<SpatialGrid> grid_of(const Value& value, const ov::Model& model) {
    const AxisTrace trace(model, find_image_input(model));
    const auto* axes = trace.find(value);
    return axes ? spatial_grid(*axes) : std::nullopt;
}

std::optional<SpatialGrid> grid_of(const std::string& name, const ov::Model& model) {
    for (const auto& node : model.get_ops())
        if (node->get_friendly_name() == name)
            return grid_of(node->output(0), model);
    ADD_FAILURE() << "no operation " << name;
    return std::nullopt;
}

void expect_grid(const std::optional<SpatialGrid>& grid, const SpatialGrid& wanted) {
    ASSERT_TRUE(grid);
    EXPECT_EQ(grid->height, wanted.height);
    EXPECT_EQ(grid->width, wanted.width);
    EXPECT_EQ(grid->height_axis, wanted.height_axis);
    EXPECT_EQ(grid->width_axis, wanted.width_axis);
    EXPECT_EQ(grid->prefix, wanted.prefix);
    EXPECT_EQ(grid->suffix, wanted.suffix);
}

class BuiltTrace : public testing::Test {
protected:
    // [?,3,10,14] -> [?,8,5,7]
    static Value features(const Value& image) {
        return test::convolution(image, test::random_floats({8, 3, 3, 3}, 1), 2, 1);
    }

    std::optional<SpatialGrid> grid(const Value& value) { return grid_of(value, *test::model_of(value, m_image)); }

    std::shared_ptr<ov::op::v0::Parameter> m_image = test::image_parameter({1, 3, 10, 14});
    Value m_features = features(m_image);
    Value m_tokens = test::transposed(test::reshaped(m_features, {1, 8, 35}), {0, 2, 1});
};

TEST_F(BuiltTrace, KnowsTheGridBehindAConvolution) {
    expect_grid(grid(m_features), {5, 7, 2, 3});
}

TEST_F(BuiltTrace, FollowsTheBatch) {
    const auto value = test::transposed(m_tokens, {1, 0, 2});
    const auto model = test::model_of(value, m_image);
    const AxisTrace trace(*model, find_image_input(*model));
    EXPECT_EQ(batch_axis(*trace.find(m_tokens)), 0);
    EXPECT_EQ(batch_axis(*trace.find(value)), 1);
}

TEST_F(BuiltTrace, PutsRegisterTokensBehindThePatches) {
    const auto tokens =
        test::concat({test::random_floats({1, 1, 8}, 2), m_tokens, test::random_floats({1, 2, 8}, 3)}, 1);
    expect_grid(grid(test::add(tokens, test::random_floats({1, 38, 8}, 4))), {5, 7, 1, 1, 1, 2});
}

TEST_F(BuiltTrace, CutsTokensOffWithASlice) {
    const auto tokens = test::concat({test::random_floats({1, 2, 8}, 2), m_tokens}, 1);
    const auto patches = std::make_shared<ov::op::v8::Slice>(
        tokens, test::integers({2}), test::integers({1000}), test::integers({1}), test::integers({1}));
    expect_grid(grid(patches), {5, 7, 1, 1, 0, 0});
}

// A start before the first element is the first element.
TEST_F(BuiltTrace, CutsNothingOffWithASliceFromBeforeTheStart) {
    const auto tokens = test::concat({test::random_floats({1, 2, 8}, 2), m_tokens}, 1);
    const auto sliced = std::make_shared<ov::op::v8::Slice>(
        tokens, test::integers({-1000}), test::integers({1000}), test::integers({1}), test::integers({-2}));
    expect_grid(grid(sliced), {5, 7, 1, 1, 2, 0});
    const std::vector<std::int64_t> first = {1, 0, 1};
    const auto strided = std::make_shared<ov::op::v1::StridedSlice>(
        tokens, test::integers({0, -1000, 0}), test::integers({0, 1000, 0}), test::integers({1, 1, 1}), first, first);
    expect_grid(grid(strided), {5, 7, 1, 1, 2, 0});
}

TEST_F(BuiltTrace, CutsTokensOffWithAStridedSlice) {
    const auto tokens = test::concat({m_tokens, test::random_floats({1, 2, 8}, 2)}, 1);
    const std::vector<std::int64_t> first = {1, 0, 1};
    const auto patches = std::make_shared<ov::op::v1::StridedSlice>(
        tokens, test::integers({0, 0, 0}), test::integers({0, -2, 0}), test::integers({1, 1, 1}), first, first);
    expect_grid(grid(patches), {5, 7, 1, 1, 0, 0});
}

TEST_F(BuiltTrace, HasNoGridWhenASliceCutsThroughThePatches) {
    const auto part = std::make_shared<ov::op::v8::Slice>(
        m_tokens, test::integers({3}), test::integers({1000}), test::integers({1}), test::integers({1}));
    EXPECT_FALSE(grid(part));
}

TEST_F(BuiltTrace, CountsEverySecondRowAndColumnOfAStridedSlice) {
    const std::vector<std::int64_t> none = {0, 0, 0, 0};
    const std::vector<std::int64_t> all = {1, 1, 1, 1};
    const auto every_second = std::make_shared<ov::op::v1::StridedSlice>(
        m_image, test::integers({0, 0, 0, 0}), test::integers({0, 0, 0, 0}), test::integers({1, 1, 2, 2}), none, all);
    expect_grid(grid(every_second), {5, 7, 2, 3});
}

TEST_F(BuiltTrace, KeepsTheGridWhenChannelsAreJoinedAndSplit) {
    expect_grid(grid(test::concat({m_features, test::relu(m_features)}, 1)), {5, 7, 2, 3});
    const auto split = std::make_shared<ov::op::v1::Split>(m_features, test::integer(1), 2);
    expect_grid(grid(split->output(1)), {5, 7, 2, 3});
}

TEST_F(BuiltTrace, HasNoGridWhenTwoMapsAreStacked) {
    EXPECT_FALSE(grid(test::concat({m_features, test::relu(m_features)}, 2)));
}

TEST_F(BuiltTrace, LosesTheGridWhereOneTokenIsTaken) {
    const auto tokens = test::concat({test::random_floats({1, 1, 8}, 2), m_tokens}, 1);
    const auto token = test::gathered(tokens, 0, 1);
    EXPECT_FALSE(grid(token));
    const auto model = test::model_of(token, m_image);
    const AxisTrace trace(*model, find_image_input(*model));
    EXPECT_EQ(batch_axis(*trace.find(token)), 0);
}

TEST_F(BuiltTrace, FollowsSelfAttentionWithABatchOfOneInItsReshapes) {
    for (const bool fused : {false, true}) {
        const auto mixed = test::self_attention(m_tokens, 35, 8, fused, 1, 5);
        const auto model = test::model_of(mixed, m_image);
        const AxisTrace trace(*model, find_image_input(*model));
        expect_grid(spatial_grid(*trace.find(mixed)), {5, 7, 1, 1, 0, 0});
        EXPECT_EQ(batch_axis(*trace.find(mixed)), 0) << "fused " << fused;
    }
}

// The indices of im2col, as converters write it out: place j of the output starts at 2 j.
Value windows(const Value& value, std::int64_t axis, std::int64_t count) {
    std::vector<std::int64_t> starts;
    for (std::int64_t within = 0; within < 2; ++within)
        for (std::int64_t j = 0; j < count; ++j)
            starts.push_back(within + 2 * j);
    return std::make_shared<ov::op::v8::Gather>(
        value, test::reshaped(test::integers(starts), {2, count}), test::integer(axis));
}

TEST_F(BuiltTrace, FollowsPatchesThatAreGathered) {
    const auto gathered = windows(windows(m_image, 2, 5), 4, 7);  // [1,3,2,5,2,7]
    const auto patches = test::reshaped(test::transposed(gathered, {0, 1, 2, 4, 3, 5}), {1, 12, 35});
    const auto tokens = test::transposed(patches, {0, 2, 1});
    expect_grid(grid(tokens), {5, 7, 1, 1});
    const auto within = test::convolution(test::reshaped(tokens, {35, 3, 2, 2}), test::random_floats({4, 3, 1, 1}, 1));
    EXPECT_FALSE(grid(within)) << "rows and columns of a patch are none of the picture";
    expect_grid(grid(test::reshaped(within, {1, 35, 16})), {5, 7, 1, 1});
}

TEST_F(BuiltTrace, FollowsWindowsThatAreFoldedBack) {
    const auto gathered = windows(windows(m_image, 2, 5), 4, 7);
    const auto patches = test::reshaped(test::transposed(gathered, {0, 1, 2, 4, 3, 5}), {1, 12, 35});
    const auto folded = std::make_shared<ov::op::v15::Col2Im>(
        patches, test::integers({10, 14}), test::integers({2, 2}), ov::Strides{2, 2});
    expect_grid(grid(folded), {10, 14, 2, 3});
    expect_grid(grid(features(folded)), {5, 7, 2, 3});
}

TEST_F(BuiltTrace, TellsGuessesFromRules) {
    const auto reversed =
        std::make_shared<ov::op::v1::Reverse>(m_features, test::integers({3}), ov::op::v1::Reverse::Mode::INDEX);
    const auto model = test::model_of(reversed, m_image);
    const AxisTrace trace(*model, find_image_input(*model));
    EXPECT_FALSE(trace.is_certain(reversed.get()));
    EXPECT_TRUE(trace.is_certain(m_features.get_node()));
}

TEST_F(BuiltTrace, DoesNotReachConstants) {
    const auto weights = test::random_floats({1, 8, 5, 7}, 9);
    const auto model = test::model_of(test::add(m_features, weights), m_image);
    EXPECT_EQ(AxisTrace(*model, find_image_input(*model)).find(weights), nullptr);
}

TEST_F(BuiltTrace, FindsTheLayoutOfTheInput) {
    const auto image = test::image_parameter({1, 10, 14, 3});
    const auto map = features(test::transposed(image, {0, 3, 1, 2}));
    const auto nhwc = test::transposed(map, {0, 2, 3, 1});
    const auto model = test::model_of(nhwc, image);
    expect_grid(grid_of(image->output(0), *model), {10, 14, 1, 2});
    expect_grid(grid_of(map, *model), {5, 7, 2, 3});
    expect_grid(grid_of(nhwc, *model), {5, 7, 1, 2});
}

TEST_F(BuiltTrace, CountsADynamicBatchAsOneImage) {
    const auto image = test::image_parameter({-1, 3, 10, 14});
    const auto tokens = test::reshaped(features(image), {-1, 8, 35});
    const auto model = test::model_of(tokens, image);
    expect_grid(grid_of(tokens, *model), {5, 7, 2, 2, 0, 0});
    EXPECT_TRUE(model->is_dynamic()) << "the model itself is not reshaped";
}

TEST_F(BuiltTrace, CountsADynamicSizeAsTheUsualOne) {
    const auto image = test::image_parameter({-1, 3, -1, -1});
    const auto map = features(image);
    expect_grid(grid_of(map, *test::model_of(map, image)), {112, 112, 2, 3});
}

TEST_F(BuiltTrace, RefusesAModelThatDoesNotTakeOneImage) {
    const auto image = test::image_parameter({-1, 3, 10, 14});
    const auto pairs = test::reshaped(image, {-1, 2, 3, 140});
    const auto joined = test::add(pairs, test::random_floats({1, 2, 3, 140}, 1));
    const auto model = test::model_of(joined, image);
    EXPECT_THAT(test::error_of([&] { AxisTrace(*model, find_image_input(*model, TensorLayout::nchw)); }),
                test::IsError(ErrorKind::unsupported, testing::HasSubstr("[1,3,10,14]")));
}

// Convolution, Relu, NonZero, ReduceMean, Reshape: how many places are not zero is known only with the image.
TEST_F(BuiltTrace, NamesTheTensorBehindAShapeThatDependsOnTheData) {
    const auto places = std::make_shared<ov::op::v3::NonZero>(test::relu(m_features), ov::element::i64);
    const auto means = test::mean_over(std::make_shared<ov::op::v0::Convert>(places, ov::element::f32), {1});
    const auto scores = test::named(test::reshaped(means, {1, 4}), "scores of positions");
    const auto model = test::model_of(scores, m_image);
    const AxisTrace trace(*model, find_image_input(*model));
    EXPECT_TRUE(spatial_grid(trace.at(m_features)));
    EXPECT_THAT(test::error_of([&] { trace.at(scores); }),
                test::IsError(ErrorKind::unsupported, testing::HasSubstr("\"scores of positions\"")));
    EXPECT_THAT(test::error_of([&] { return insert_xai(model); }),
                test::IsError(ErrorKind::unsupported, testing::HasSubstr("\"scores of positions\"")));
}

// What is found at the first row of a flipped map is at the last row of the image.
TEST_F(BuiltTrace, DoesNotTakeFlippedRowsForRows) {
    const auto last = test::integers({-1});
    const auto before_first = test::integers({std::numeric_limits<std::int64_t>::min()});
    for (const std::int64_t axis : {2, 3})
        EXPECT_FALSE(grid(std::make_shared<ov::op::v8::Slice>(
            m_features, last, before_first, test::integers({-1}), test::integers({axis}))));
}

TEST(AxisTrace, RefusesAnInputWithoutPixels) {
    using Refused = std::pair<ov::PartialShape, ErrorKind>;
    for (const auto& [shape, kind] :
         {Refused{{0, 3, 10, 14}, ErrorKind::unsupported}, Refused{{1, 3, 0, 14}, ErrorKind::bad_model}}) {
        const auto image = test::image_parameter(shape);
        const auto model = test::model_of(test::mean_over(test::relu(image), {2, 3}), image);
        EXPECT_THAT(test::error_of([&] { AxisTrace(*model, find_image_input(*model)); }),
                    test::IsError(kind, testing::HasSubstr(shape.to_string())));
    }
}

struct Transformer {
    const char* file;
    const char* last_block;
};

class TransformerTrace : public testing::TestWithParam<Transformer> {};

TEST_P(TransformerTrace, HasTwelveByTwelveTokensBehindOneClassToken) {
    const auto model = read_model(test::data(std::string("models/") + GetParam().file));
    expect_grid(grid_of(std::string(GetParam().last_block), *model), {12, 12, 1, 1, 1, 0});
}

INSTANTIATE_TEST_SUITE_P(AxisTrace,
                         TransformerTrace,
                         testing::Values(Transformer{"shapes-vit.xml", "/blocks.3/Add_1"},
                                         Transformer{"shapes-vit-sdpa.xml", "__module.blocks.3/aten::add/Add_1"}),
                         [](const auto& test) { return test.index == 0 ? "Explicit" : "Fused"; });

}  // namespace
}  // namespace vinoscope
