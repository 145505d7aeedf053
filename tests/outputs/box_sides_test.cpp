// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// The coordinates of boxes in the graph of a detector change as those of the boxes that the decoder reads.
#include <gmock/gmock.h>

#include <cmath>
#include <openvino/op/result.hpp>
#include <ostream>

#include "support/build_model.hpp"
#include "support/run_model.hpp"
#include "support/said.hpp"

namespace vinoscope {
namespace {

using test::Said;

struct SidesCase {
    std::string name;
    std::vector<Said> said;
    DecoderWish wish = {};
    ImageInput input = test::image_input_100x200();

    friend void PrintTo(const SidesCase& one, std::ostream* out) { *out << one.name; }
};

std::vector<float> between(float low, float high, std::size_t count, unsigned seed) {
    auto values = test::values_of(test::random_tensor({count}, seed));
    for (auto& value : values)
        value = low + (high - low) * (value + 1) / 2;
    return values;
}

std::vector<float> joined(std::initializer_list<std::vector<float>> parts) {
    std::vector<float> all;
    for (const auto& part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

// Rows of columns become columns.
std::vector<float> in_rows(std::initializer_list<std::vector<float>> columns) {
    std::vector<float> all;
    for (std::size_t row = 0; row < columns.begin()->size(); ++row)
        for (const auto& column : columns)
            all.push_back(column[row]);
    return all;
}

const ImageInput large{0, TensorLayout::nchw, 1, 3, 256, 384, "shape"};

std::vector<Said> yolo_levels() {
    std::vector<Said> said;
    for (std::size_t level = 0; level < 3; ++level) {
        const std::size_t rows = 32U >> level;
        const std::size_t columns = 48U >> level;
        said.push_back({"level" + std::to_string(level),
                        {1, 21, rows, columns},
                        between(-2, 2, 21 * rows * columns, 10 + static_cast<unsigned>(level))});
    }
    return said;
}

std::vector<Said> levels(bool channels_last) {
    const auto shape = [&](std::size_t channels, std::size_t rows, std::size_t columns) {
        return channels_last ? std::vector{std::size_t{1}, rows, columns, channels}
                             : std::vector{std::size_t{1}, channels, rows, columns};
    };
    return {{"cls0", shape(2, 2, 4), between(-2, 2, 16, 1)},
            {"cls1", shape(2, 1, 2), between(-2, 2, 4, 2)},
            {"box0", shape(4, 2, 4), between(0.25F, 1, 32, 3)},
            {"box1", shape(4, 1, 2), between(0.25F, 1, 8, 4)},
            {"ctr0", shape(1, 2, 4), between(-2, 2, 8, 5)},
            {"ctr1", shape(1, 1, 2), between(-2, 2, 2, 6)}};
}

std::vector<Said> yolo(std::size_t boxes, float least_size) {
    return {
        {"out",
         {1, 7, boxes},
         joined({between(0, 90, 2 * boxes, 1), between(least_size, 2, 2 * boxes, 2), between(0, 1, 3 * boxes, 3)})}};
}

std::vector<SidesCase> cases() {
    constexpr std::size_t pyramid = 13 * 25 + 7 * 13 + 4 * 7;  // cells of strides 8, 16 and 32 on 100x200 pixels
    const auto corner = [](float low, unsigned seed) { return between(low, low + 40, 8, seed); };
    return {
        {"detr", {{"logits", {1, 8, 3}, between(-2, 2, 24, 1)}, {"pred_boxes", {1, 8, 4}, between(0.2F, 0.8F, 32, 2)}}},
        {"corners_and_scores",
         {{"a", {1, 8, 4}, in_rows({corner(0, 1), corner(0, 2), corner(50, 3), corner(50, 4)})},
          {"b", {1, 8, 3}, between(0, 0.3F, 24, 5)}}},
        {"centres_and_scores",
         {{"a", {1, 8, 4}, in_rows({corner(50, 1), corner(50, 2), corner(5, 3), corner(5, 4)})},
          {"b", {1, 8, 3}, between(-2, 2, 24, 5)}}},
        {"yolo", yolo(pyramid, 1), {.decoder = "yolo"}},
        {"yolo_in_cells", yolo(pyramid, -2), {.decoder = "yolo"}},
        {"yolo_boxes_in_rows",
         {{"out",
           {1, 300, 8},
           in_rows({between(0, 90, 300, 1),
                    between(0, 90, 300, 2),
                    between(5, 30, 300, 3),
                    between(5, 30, 300, 4),
                    between(0, 1, 300, 5),
                    between(0, 1, 300, 6),
                    between(0, 1, 300, 7),
                    between(0, 1, 300, 8)})}},
         {.decoder = "yolo-v5"}},
        {"detection_output",
         {{"out",
           {1, 1, 8, 7},
           in_rows({std::vector<float>(8, 0),
                    std::vector<float>(8, 1),
                    between(0, 1, 8, 1),
                    between(0, 0.4F, 8, 2),
                    between(0, 0.4F, 8, 3),
                    between(0.5F, 1, 8, 4),
                    between(0.5F, 1, 8, 5)})}}},
        {"boxes_labels",
         {{"labels", {1, 8}, std::vector<float>(8, 1), true},
          {"boxes",
           {1, 8, 5},
           in_rows({corner(0, 1), corner(0, 2), corner(50, 3), corner(50, 4), between(0, 1, 8, 5)})}}},
        {"rows_before_columns",
         {{"detection_boxes", {1, 8, 4}, in_rows({corner(0, 1), corner(0, 2), corner(50, 3), corner(50, 4)})},
          {"detection_classes", {1, 8}, std::vector<float>(8, 1)},
          {"detection_scores", {1, 8}, between(0, 1, 8, 5)}}},
        {"heat_maps",
         {{"hm", {1, 1, 2, 4}, between(0, 1, 8, 1)},
          {"wh", {1, 2, 2, 4}, between(0.5F, 2, 16, 2)},
          {"reg", {1, 2, 2, 4}, between(0, 1, 16, 3)}}},
        {"levels", levels(false)},
        {"levels_with_channels_last", levels(true)},
        {"yolo_v3_levels", yolo_levels(), {.decoder = "yolo-v3-levels"}, large},
        {"yolo_v5_levels", yolo_levels(), {.decoder = "yolo-v5-levels"}, large},
    };
}

class BoxSidesOf : public testing::TestWithParam<SidesCase> {};

// [4 * forms][boxes]
std::vector<float> built(const AnswerReader& reader, const SidesCase& of, const std::vector<Said>& said) {
    const auto model = test::model_that_says(said, {1, 3, of.input.height, of.input.width});
    ov::OutputVector values;
    for (const auto position : reader.outputs)
        values.push_back(model->get_results().at(position)->input_value(0));
    return test::run(reader.box_sides->build(values), *model, test::random_tensor(model->input().get_shape(), 1));
}

std::vector<float> read_coordinates(const AnswerReader& reader, const std::vector<Said>& said) {
    std::vector<float> left;
    std::vector<float> top;
    std::vector<float> right;
    std::vector<float> bottom;
    for (const auto& [box, label, score] : reader.read(test::views(said, reader.outputs)).detections) {
        left.push_back(box.x1);
        top.push_back(box.y1);
        right.push_back(box.x2);
        bottom.push_back(box.y2);
    }
    return joined({left, top, right, bottom});
}

TEST_P(BoxSidesOf, ChangeAsThoseOfTheBoxesThatAreRead) {
    const auto& of = GetParam();
    const auto reader = test::reader_of(of.said, of.wish, of.input);
    ASSERT_TRUE(reader.box_sides) << reader.decoder;
    const auto read = read_coordinates(reader, of.said);
    const auto graph = built(reader, of, of.said);
    const auto form = reader.box_sides->form();
    ASSERT_TRUE(form);
    const auto first = *form * read.size();
    ASSERT_LE(first + read.size(), graph.size());

    constexpr unsigned trials = 4;
    std::vector<std::vector<float>> read_changes;
    std::vector<std::vector<float>> graph_changes;
    for (unsigned trial = 0; trial < trials; ++trial) {
        auto said = of.said;
        for (auto& output : said) {
            const auto noise = test::values_of(test::random_tensor({output.values.size()}, 100 + trial));
            for (std::size_t i = 0; i < noise.size() && !output.whole_numbers; ++i)
                output.values[i] *= 1 + 0.05F * noise[i];
        }
        read_changes.push_back(read_coordinates(reader, said));
        graph_changes.push_back(built(reader, of, said));
        ASSERT_EQ(read_changes.back().size(), read.size());
    }
    for (std::size_t i = 0; i < read.size(); ++i) {
        std::array<double, trials> expected = {};
        std::array<double, trials> found = {};
        double largest = 0;
        double factor = 0;
        for (unsigned trial = 0; trial < trials; ++trial) {
            expected.at(trial) = static_cast<double>(read_changes[trial][i]) - read[i];
            found.at(trial) = static_cast<double>(graph_changes[trial][first + i]) - graph[first + i];
            if (std::abs(expected.at(trial)) > largest) {
                largest = std::abs(expected.at(trial));
                factor = found.at(trial) / expected.at(trial);
            }
        }
        ASSERT_GT(largest, 0) << i;
        ASSERT_GT(factor, 0) << i;
        const double rounding = 1e-5 * (1 + std::abs(read[i]) + std::abs(graph[first + i] / factor));
        for (unsigned trial = 0; trial < trials; ++trial)
            EXPECT_NEAR(found.at(trial) / factor, expected.at(trial), 1e-3 * largest + rounding)
                << "coordinate " << i << ", trial " << trial;
    }
}

INSTANTIATE_TEST_SUITE_P(Decoders, BoxSidesOf, testing::ValuesIn(cases()), [](const auto& one) {
    return one.param.name;
});

TEST(BoxSides, AreNotKnownOfOffsetsToAnchors) {
    auto said = levels(false);
    said[2].values[3] = -0.5F;
    const auto reader = test::reader_of(said);
    ASSERT_TRUE(reader.box_sides);
    read_coordinates(reader, said);
    EXPECT_FALSE(reader.box_sides->form());
}

}  // namespace
}  // namespace vinoscope
