// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "support/detections.hpp"
#include "support/said.hpp"

namespace vinoscope {
namespace {

using test::answer_of;
using test::IsDetection;
using test::reader_of;
using test::Said;
using test::sigmoid;
using test::transposed;

constexpr float height = 100;
constexpr float width = 200;

// Two levels, 2x4 and 1x2 cells: classes, boxes and centerness.
std::vector<Said> levels_apart(const std::vector<float>& fine, const std::vector<float>& coarse) {
    return {{"cls0", {1, 2, 2, 4}, {9, -9, -9, -9, -9, -9, -9, -9, -9, -9, -9, -9, -9, -9, -9, 1}},
            {"cls1", {1, 2, 1, 2}, {-9, 0, -9, -9}},
            {"box0", {1, 4, 2, 4}, fine},
            {"box1", {1, 4, 1, 2}, coarse},
            {"ctr0", {1, 1, 2, 4}, {0, 0, 0, 0, 0, 0, 0, 2}},
            {"ctr1", {1, 1, 1, 2}, {0, -1}}};
}

constexpr float stride = 64;  // of the fine level: the nearest power of two to 200 / 4

TEST(Levels, AreReadFromOutputsOfTheirOwn) {
    const auto said = levels_apart(std::vector<float>(32, 0.25F), std::vector<float>(8, 0.5F));
    const auto reader = reader_of(said);
    EXPECT_EQ(reader.decoder, "levels");
    EXPECT_EQ(reader.task, "detection");
    EXPECT_EQ(reader.classes, 2);
    const auto answer = answer_of(said);
    ASSERT_EQ(answer.detections.size(), 10U);
    EXPECT_TRUE(answer.candidates);
    const float quarter = stride / 4;
    EXPECT_THAT(
        answer.detections[0],
        IsDetection(Region{stride / 2 - quarter, stride / 2 - quarter, stride / 2 + quarter, stride / 2 + quarter},
                    0,
                    sigmoid(9) * sigmoid(0)));
    EXPECT_THAT(
        answer.detections[7],
        IsDetection(
            Region{3.5F * stride - quarter, 1.5F * stride - quarter, 3.5F * stride + quarter, 1.5F * stride + quarter},
            1,
            sigmoid(1) * sigmoid(2)))
        << "the score of the class times the centerness";
    EXPECT_FLOAT_EQ(answer.detections[9].score, sigmoid(0) * sigmoid(-1)) << "the coarse level comes behind";
    EXPECT_FLOAT_EQ(answer.detections[9].box.x2 - answer.detections[9].box.x1, 2 * stride)
        << "its stride is twice that";
}

TEST(Levels, TellDistancesInPixelsFromOffsets) {
    const auto pixels = answer_of(levels_apart(std::vector<float>(32, 20), std::vector<float>(8, 40)));
    EXPECT_FLOAT_EQ(pixels.detections[0].box.x2 - pixels.detections[0].box.x1, 40);
    auto offsets = std::vector<float>(32, 0.25F);
    offsets[5] = -0.25F;
    for (const auto& detection : answer_of(levels_apart(offsets, std::vector<float>(8, 0.5F))).detections)
        EXPECT_THAT(detection, IsDetection(Region{0, 0, width, height}, detection.label, detection.score));
}

TEST(Levels, AreReadWithChannelsLast) {
    auto fine = std::vector<float>(32);
    for (std::size_t i = 0; i < fine.size(); ++i)
        fine[i] = static_cast<float>(i) / 32;
    auto said = levels_apart(fine, std::vector<float>(8, 0.5F));
    const auto expected = answer_of(said);
    for (auto& [name, shape, values, whole] : said) {
        values = transposed(values, shape[1], shape[2] * shape[3]);
        shape = {1, shape[2], shape[3], shape[1]};
    }
    EXPECT_EQ(reader_of(said).decoder, "levels");
    const auto answer = answer_of(said);
    EXPECT_EQ(answer.detection_scores, expected.detection_scores);
    for (std::size_t i = 0; i < expected.detections.size(); ++i) {
        const auto& [box, label, score] = expected.detections[i];
        EXPECT_THAT(answer.detections[i], IsDetection(box, label, score));
    }
}

TEST(Levels, AreNotMapsOfSeveralScales) {
    const auto zeros = [](std::size_t count) { return std::vector<float>(count, 0); };
    const std::vector<Said> one_each = {{"a", {1, 3, 4, 8}, zeros(96)}, {"b", {1, 3, 2, 4}, zeros(24)}};
    EXPECT_EQ(reader_of(one_each).decoder, "class-map");
    const std::vector<Said> with_edges = {{"a", {1, 3, 4, 8}, zeros(96)},
                                          {"b", {1, 3, 2, 4}, zeros(24)},
                                          {"edges_a", {1, 1, 4, 8}, zeros(32)},
                                          {"edges_b", {1, 1, 2, 4}, zeros(8)}};
    EXPECT_EQ(reader_of(with_edges).decoder, "class-map");
}

}  // namespace
}  // namespace vinoscope
