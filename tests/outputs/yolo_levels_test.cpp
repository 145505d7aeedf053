// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Detectors of the YOLO family before decoding: numbers that a network would say of a box are made out of the box, by
// the formulas that these networks are trained with.
#include <gmock/gmock.h>

#include <cmath>
#include <openvino/op/mish.hpp>
#include <openvino/op/region_yolo.hpp>
#include <openvino/op/result.hpp>
#include <openvino/op/sigmoid.hpp>

#include "outputs/decoder_table.hpp"
#include "support/build_model.hpp"
#include "support/detections.hpp"
#include "support/run_model.hpp"
#include "support/said.hpp"
#include "task/boxes.hpp"

namespace vinoscope {
namespace {

using test::Said;
using test::sigmoid;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::size_t height = 256;
constexpr std::size_t width = 384;
constexpr std::size_t classes = 2;
constexpr std::size_t features = 5 + classes;
constexpr std::size_t anchors = 3;
const ImageInput input{0, TensorLayout::nchw, 1, 3, height, width, "shape"};

enum class Layout : std::uint8_t { channels_first, channels_last, anchors_first, anchors_last };

struct Object {
    Region box;
    std::size_t label = 0;
    std::size_t level = 0;   // 0 is the finest
    std::size_t anchor = 0;  // of its level
};

double logit(double share) {
    return std::log(share / (1 - share));
}

// How a version of the network is trained, with its published anchors for three levels.
struct Version {
    const char* decoder;
    bool squares;        // sizes are squares of sigmoids, not exponentials
    double reach[3];     // of the centres, in cells
    double sizes[9][2];  // of the anchors
};

const Version versions[] = {
    {"yolo-v3-levels",
     false,
     {1, 1, 1},
     {{10, 13}, {16, 30}, {33, 23}, {30, 61}, {62, 45}, {59, 119}, {116, 90}, {156, 198}, {373, 326}}},
    {"yolo-v4-levels",
     false,
     {1.2, 1.1, 1.05},
     {{12, 16}, {19, 36}, {40, 28}, {36, 75}, {76, 55}, {72, 146}, {142, 110}, {192, 243}, {459, 401}}},
    {"yolo-v5-levels",
     true,
     {2, 2, 2},
     {{10, 13}, {16, 30}, {33, 23}, {30, 61}, {62, 45}, {59, 119}, {116, 90}, {156, 198}, {373, 326}}},
    {"yolo-v7-levels",
     true,
     {2, 2, 2},
     {{12, 16}, {19, 36}, {40, 28}, {36, 75}, {76, 55}, {72, 146}, {142, 110}, {192, 243}, {459, 401}}},
};

const std::vector<Object> objects = {
    {{30, 20, 50, 60}, 1, 0, 1}, {{200, 100, 290, 150}, 0, 1, 1}, {{210, 110, 360, 250}, 1, 2, 0}};
constexpr float sure = 3;  // logits of objectness and class
constexpr float unsure = -9;

// [anchors][features][cells] of a level
std::vector<float> said_of(std::size_t level, const Version& version) {
    const std::size_t stride = std::size_t{8} << level;
    const std::size_t columns = width / stride;
    const std::size_t cells = columns * (height / stride);
    std::vector<float> values(anchors * features * cells, unsure);
    for (const auto& [box, label, of_level, anchor] : objects) {
        if (of_level != level)
            continue;
        const double x = (box.x1 + box.x2) / 2.0 / static_cast<double>(stride);
        const double y = (box.y1 + box.y2) / 2.0 / static_cast<double>(stride);
        const auto cell = static_cast<std::size_t>(y) * columns + static_cast<std::size_t>(x);
        const auto set = [&](std::size_t feature, double value) {
            values[(anchor * features + feature) * cells + cell] = static_cast<float>(value);
        };
        const auto place = [&](double at) {  // reach * (sigmoid(t) - 1/2) + 1/2 = at - cell
            return logit((at - std::floor(at) - 0.5) / version.reach[level] + 0.5);
        };
        const auto growth = [&](double size, std::size_t side) {
            const double ratio = size / version.sizes[level * anchors + anchor][side];
            return version.squares ? logit(std::sqrt(ratio) / 2) : std::log(ratio);
        };
        set(0, place(x));
        set(1, place(y));
        set(2, growth(box.x2 - box.x1, 0));
        set(3, growth(box.y2 - box.y1, 1));
        set(4, sure);
        set(5 + label, sure);
    }
    return values;
}

std::vector<std::size_t> shape_of(Layout layout, std::size_t rows, std::size_t columns) {
    switch (layout) {
        case Layout::channels_first:
            return {1, anchors * features, rows, columns};
        case Layout::channels_last:
            return {1, rows, columns, anchors * features};
        case Layout::anchors_first:
            return {1, anchors, rows, columns, features};
        case Layout::anchors_last:
            break;
    }
    return {1, rows, columns, anchors, features};
}

Said level_of(std::size_t level, const Version& version, Layout layout) {
    const std::size_t stride = std::size_t{8} << level;
    const std::size_t cells = height / stride * (width / stride);
    const auto planar = said_of(level, version);
    std::vector<float> values;
    const auto take = [&](std::size_t anchor, std::size_t feature, std::size_t cell) {
        values.push_back(planar[(anchor * features + feature) * cells + cell]);
    };
    const bool anchors_outside = layout == Layout::anchors_first;
    for (std::size_t i = 0; i < anchors * cells; ++i)
        for (std::size_t feature = 0; feature < features; ++feature)
            anchors_outside ? take(i / cells, feature, i % cells) : take(i % anchors, feature, i / anchors);
    return {"level" + std::to_string(level),
            shape_of(layout, height / stride, width / stride),
            layout == Layout::channels_first ? planar : values};
}

// Coarsest first, as Darknet and Keras have them.
std::vector<Said> levels_of(const Version& version, Layout layout) {
    return {level_of(2, version, layout), level_of(1, version, layout), level_of(0, version, layout)};
}

AnswerReader found_for(const std::vector<Said>& said, const DecoderWish& wish = {}) {
    return test::reader_of(said, wish, input);
}

void expect_objects(const Answer& answer) {
    const auto found = best_detections(answer, 0.5);
    ASSERT_EQ(found.size(), objects.size());
    for (const auto& object : objects)
        EXPECT_TRUE(std::ranges::any_of(found, [&](std::size_t i) {
            const auto& [box, label, score] = answer.detections[i];
            return std::cmp_equal(label, object.label) && std::abs(score - sigmoid(sure) * sigmoid(sure)) < 1e-5F &&
                   overlap(box, object.box) > 0.999F;
        })) << object.box.x1;
}

class YoloLevelsOf : public testing::TestWithParam<std::tuple<Version, Layout>> {};

TEST_P(YoloLevelsOf, GiveTheBoxesTheyWereMadeOf) {
    const auto& [version, layout] = GetParam();
    const auto said = levels_of(version, layout);
    const auto reader = found_for(said, {.decoder = version.decoder});
    EXPECT_EQ(reader.task, "detection");
    EXPECT_EQ(reader.classes, classes);
    expect_objects(reader.read(test::views(said, reader.outputs)));
}

// The scores for the gradients: logits of objectness and class, in the order of the boxes.
TEST_P(YoloLevelsOf, HaveTheirClassScoresInTheGraph) {
    const auto& [version, layout] = GetParam();
    const auto said = levels_of(version, layout);
    const auto model = test::model_that_says(said, {1, 3, height, width});
    const auto reader = find_reader(*model, input, {.decoder = version.decoder});
    ov::OutputVector values;
    for (const auto output : reader.outputs)
        values.push_back(model->get_results()[output]->input_value(0));
    const auto scores = test::run(reader.box_scores(values), *model, test::random_tensor({1, 3, height, width}, 1));
    const auto answer = reader.read(test::views(said, reader.outputs));
    const auto boxes = answer.detections.size();
    ASSERT_EQ(scores.size(), classes * boxes);
    for (std::size_t i = 0; i < boxes; ++i)
        for (std::size_t label = 0; label < classes; ++label)
            EXPECT_EQ(scores[label * boxes + i] == 2 * sure, answer.detection_scores[i * classes + label] > 0.5F) << i;
}

std::string name_of(const testing::TestParamInfo<YoloLevelsOf::ParamType>& info) {
    constexpr const char* names[] = {"ChannelsFirst", "ChannelsLast", "AnchorsFirst", "AnchorsLast"};
    return std::string(std::get<0>(info.param).decoder).substr(5, 2) + names[static_cast<int>(std::get<1>(info.param))];
}

INSTANTIATE_TEST_SUITE_P(Versions,
                         YoloLevelsOf,
                         testing::Combine(testing::ValuesIn(versions),
                                          testing::Values(Layout::channels_first,
                                                          Layout::channels_last,
                                                          Layout::anchors_first,
                                                          Layout::anchors_last)),
                         name_of);

TEST(YoloLevels, AreFoundWithoutBeingAskedFor) {
    EXPECT_EQ(found_for(levels_of(versions[0], Layout::channels_first)).decoder, "yolo-v3-levels");
    EXPECT_EQ(found_for(levels_of(versions[0], Layout::channels_last)).decoder, "yolo-v3-levels");
    EXPECT_EQ(found_for(levels_of(versions[2], Layout::anchors_first)).decoder, "yolo-v5-levels");
    EXPECT_THAT(
        found_for(levels_of(versions[2], Layout::anchors_first)).evidence,
        HasSubstr("3 levels of 32x48 to 8x12 cells, each with box, objectness and 2 class scores for 3 anchors"));
}

TEST(YoloLevels, AreReadAsTheActivationsOfTheNetworkTell) {
    const auto said = levels_of(versions[1], Layout::channels_first);
    const auto model = test::model_that_says(said, {1, 3, height, width});
    const auto mish = std::make_shared<ov::op::v4::Mish>(model->get_parameters()[0]);
    model->add_results({std::make_shared<ov::op::v0::Result>(test::mean_over(mish, {2, 3}))});
    const auto reader = find_reader(*model, input, {.task = "detection"});
    EXPECT_EQ(reader.decoder, "yolo-v4-levels");
    expect_objects(reader.read(test::views(said, reader.outputs)));
}

// Exports for small devices end in sigmoids: all numbers are shares.
TEST(YoloLevels, MayBeSharesAlready) {
    auto said = levels_of(versions[2], Layout::channels_first);
    ov::ResultVector results;
    for (auto& level : said) {
        const auto raw = test::floats(ov::Shape(level.shape), level.values);
        results.push_back(std::make_shared<ov::op::v0::Result>(std::make_shared<ov::op::v0::Sigmoid>(raw)));
        std::ranges::transform(level.values, level.values.begin(), sigmoid);
    }
    const ov::Model model(results, ov::ParameterVector{test::image_parameter({1, 3, height, width})});
    const auto reader = find_reader(model, input, {});
    EXPECT_EQ(reader.decoder, "yolo-v5-levels");
    expect_objects(reader.read(test::views(said, reader.outputs)));
}

// The operation RegionYolo has the anchors with it, and says shares but for the sizes.
TEST(YoloLevels, TakeTheAnchorsOfRegionYolo) {
    auto said = levels_of(versions[0], Layout::channels_first);
    std::vector<float> sizes;
    for (const auto& [w, h] : versions[0].sizes)
        sizes.insert(sizes.end(), {static_cast<float>(w), static_cast<float>(h)});
    ov::ResultVector results;
    std::int64_t first = 6;
    for (auto& level : said) {
        const auto raw = test::floats(ov::Shape(level.shape), level.values);
        const std::vector<std::int64_t> mask = {first, first + 1, first + 2};
        results.push_back(std::make_shared<ov::op::v0::Result>(
            std::make_shared<ov::op::v0::RegionYolo>(raw, 4, classes, 9, false, mask, 1, 3, sizes)));
        first -= 3;
    }
    const auto model = std::make_shared<ov::Model>(
        results, ov::ParameterVector{test::image_parameter({1, 3, height, width})}, "darknet");
    const auto outputs = test::run(model, {test::random_tensor({1, 3, height, width}, 1)});
    for (std::size_t i = 0; i < said.size(); ++i)
        said[i].values = test::values_of(outputs[i]);
    const auto reader = find_reader(*model, input, {});
    EXPECT_EQ(reader.decoder, "yolo-v3-levels");
    expect_objects(reader.read(test::views(said, reader.outputs)));
}

TEST(YoloLevels, CountAsTheirCellsWhereNoAnchorsArePublished) {
    const auto zeros = [](std::size_t count) { return std::vector<float>(count, 0); };
    std::vector<Said> said = {{"a", {1, 14, 16, 24}, zeros(14 * 16 * 24)}, {"b", {1, 14, 8, 12}, zeros(14 * 8 * 12)}};
    said[0].values[4 * 16 * 24] = -1;  // an objectness that is no share
    const auto reader = found_for(said, {.labels = classes});
    EXPECT_EQ(reader.classes, classes) << "two anchors of 5 + 2 numbers";
    EXPECT_THAT(reader.evidence, HasSubstr("not known"));
    const auto box = reader.read(test::views(said, reader.outputs)).detections[1].box;
    EXPECT_THAT((std::vector{box.x1, box.y1, box.x2, box.y2}), ElementsAre(16, 0, 32, 16));
}

TEST(YoloLevels, AreNotSeenInMapsOfClassesAtSeveralScales) {
    const auto zeros = [](std::size_t count) { return std::vector<float>(count, 0); };
    const std::vector<Said> fine = {{"a", {1, 21, 64, 96}, zeros(21 * 64 * 96)},
                                    {"b", {1, 21, 32, 48}, zeros(21 * 32 * 48)}};
    EXPECT_EQ(found_for(fine).decoder, "class-map");
    const auto said = levels_of(versions[0], Layout::channels_first);
    EXPECT_EQ(found_for(said, {.task = "segmentation"}).decoder, "class-map");
    const auto map_of = [](std::size_t channels, std::size_t rows, std::size_t columns) {
        return test::floats({1, channels, rows, columns}, std::vector<float>(channels * rows * columns));
    };
    ov::ResultVector joined;
    for (const auto& [rows, columns] : {std::pair(32U, 48U), std::pair(16U, 24U)})
        joined.push_back(std::make_shared<ov::op::v0::Result>(
            test::concat({map_of(64, rows, columns), map_of(80, rows, columns)}, 1)));
    const ov::Model model(joined, ov::ParameterVector{test::image_parameter({1, 3, height, width})});
    EXPECT_NE(find_reader(model, input, {}).task, "detection") << "boxes and classes of YOLOv8, which has no anchors";
    EXPECT_EQ(found_for({said[2]}).decoder, "class-map") << "one level is none";
}

}  // namespace
}  // namespace vinoscope
