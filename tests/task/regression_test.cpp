// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <openvino/op/result.hpp>
#include <openvino/op/sigmoid.hpp>

#include "outputs/decoder_table.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/said.hpp"
#include "task/tasks.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using test::reader_of;
using test::Said;
using testing::HasSubstr;

// A depth for each of 2x4 places; an input of 100x200 pixels shows an image of 400x200.
Answer depths() {
    Answer answer;
    answer.class_map = {1, 2, 4, {1, 2, 3, 4, 5, 6, 7, 8}};
    return answer;
}

const std::vector<std::string> no_labels;

AnswerContext context() {
    return {.labels = no_labels, .classes = 1, .frame = {100, 200, 200, 400, {0, 0, 400, 200}}};
}

float asked(const TargetRequest& request, const Answer& said) {
    return value_targets({request}, depths(), context()).at(0).score(said);
}

TEST(ValueMap, IsListedByItsMean) {
    const auto found = value_predictions(depths(), context(), 5);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_FLOAT_EQ(found[0].score, 4.5F);
}

TEST(ValueMap, IsAskedForItsMeanOverAPlaceAMaskOrAll) {
    auto nearer = depths();
    for (auto& value : nearer.class_map.values)
        value *= 2;
    EXPECT_FLOAT_EQ(asked(TopTargets{1}, nearer), 9);
    EXPECT_FLOAT_EQ(asked(PointTarget{150, 150}, nearer), 12) << "the second place of the second row";
    Image right_half(4, 2);
    for (std::size_t i = 0; i < right_half.size(); ++i)
        right_half.data()[i] = i / 3 % 4 >= 2 ? 255 : 0;
    EXPECT_FLOAT_EQ(asked(MaskTarget{right_half}, nearer), (3 + 4 + 7 + 8) * 2 / 4.0F);
}

TEST(ValueMap, NamesItsRegions) {
    const auto resolved = value_targets({PointTarget{150, 150}}, depths(), context()).at(0);
    EXPECT_EQ(resolved.name, "value_at_150_150");
    EXPECT_FALSE(resolved.by_class);
    EXPECT_THAT(resolved.places, testing::ElementsAre(5));
    EXPECT_TRUE(value_targets({AllTargets{}}, depths(), context()).at(0).by_class);
}

TEST(ValueMap, HasNoBoxesContrastsOrOtherValues) {
    const auto ask = [](const TargetRequest& request) { return error_of([&] { asked(request, depths()); }); };
    EXPECT_THAT(ask(PredictedBox{}), IsError(ErrorKind::bad_target, HasSubstr("use points, masks")));
    EXPECT_THAT(ask(ContrastTarget{}), IsError(ErrorKind::bad_target, HasSubstr("use points, masks")));
    EXPECT_THAT(ask(std::int64_t{1}), IsError(ErrorKind::bad_target, HasSubstr("1")));
    EXPECT_THAT(ask(PointTarget{400, 10}), IsError(ErrorKind::bad_target, HasSubstr("400x200")));
}

TEST(ValueMap, IsReadWithAndWithoutAChannel) {
    const std::vector<float> values = {1, 2, 3, 4, 5, 6, 7, 8};
    for (const auto& shape : {std::vector<std::size_t>{1, 2, 4}, {1, 1, 2, 4}, {1, 2, 4, 1}}) {
        const std::vector<Said> said = {{"depth", shape, values}};
        const auto reader = reader_of(said, {.task = "regression"});
        EXPECT_EQ(reader.decoder, "value-map");
        EXPECT_EQ(reader.scale, ScoreScale::as_is);
        const auto map = reader.read(test::views(said, reader.outputs)).class_map;
        EXPECT_EQ(map.height, 2U);
        EXPECT_EQ(map.width, 4U);
        EXPECT_EQ(map.values, values);
    }
}

TEST(ValueMap, IsTheAutomaticChoiceWhereNothingElseFits) {
    const std::vector<float> zeros(8);
    EXPECT_EQ(reader_of({{"depth", {1, 2, 4}, zeros}}).task, "regression");
    EXPECT_EQ(reader_of({{"logits", {1, 1, 2, 4}, zeros}}).task, "segmentation");
    const auto depth = test::relu(test::floats({1, 1, 2, 4}, zeros));
    const ov::Model model(ov::ResultVector{std::make_shared<ov::op::v0::Result>(depth)},
                          ov::ParameterVector{test::image_parameter({1, 3, 100, 200})});
    EXPECT_EQ(find_reader(model, test::image_input_100x200(), {}).task, "regression");
}

TEST(ValueMap, IsTakenForSharesThatAreNamedAfterAQuantity) {
    for (const std::string name : {"output_importance", "disparity", "depth_0"}) {
        const auto shares = std::make_shared<ov::op::v0::Sigmoid>(test::floats({1, 1, 2, 4}, std::vector<float>(8)));
        const ov::Model model(ov::ResultVector{std::make_shared<ov::op::v0::Result>(shares)},
                              ov::ParameterVector{test::image_parameter({1, 3, 100, 200})});
        shares->output(0).set_names({name});
        EXPECT_EQ(find_reader(model, test::image_input_100x200(), {}).decoder, "value-map") << name;
        shares->output(0).set_names({"mask"});
        EXPECT_EQ(find_reader(model, test::image_input_100x200(), {}).decoder, "class-map");
    }
}

}  // namespace
}  // namespace vinoscope
