// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <fstream>
#include <numeric>
#include <sstream>

#include "dataset/run_folder.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/dataset.hpp"

namespace vinoscope {
namespace {

namespace fs = std::filesystem;
using test::error_of;
using test::IsError;
using testing::ElementsAre;
using testing::HasSubstr;

/// One score: the sum of the pixels of a picture of 16x16, weighted by -20, -19, ...
std::shared_ptr<ov::Model> small_model() {
    std::vector<float> weights(3 * 16 * 16);
    std::iota(weights.begin(), weights.end(), -20.F);
    return test::linear_model({1, 3, 16, 16}, weights);
}

/// Pictures of one grey each, 10, 20, ...
std::vector<DatasetImage> grey_pictures(const fs::path& folder, int count) {
    std::vector<DatasetImage> images;
    for (int i = 0; i < count; ++i) {
        Image image(16, 16);
        std::fill_n(image.data(), 3 * 16 * 16, static_cast<std::uint8_t>(10 * (i + 1)));
        images.push_back({.file = folder / (std::to_string(i) + ".png")});
        write_image(images.back().file, image);
    }
    return images;
}

ExplainerOptions few_masks() {
    ExplainerOptions options;
    options.method = "rise";
    options.black_box.num_masks = 16;
    options.task = "regression";
    options.precision = Precision::f32;
    return options;
}

std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

std::vector<DatasetResult> results_of(const fs::path& folder) {
    std::vector<DatasetResult> results;
    DatasetReader reader(folder);
    while (auto result = reader.next())
        results.push_back(std::move(*result));
    return results;
}

TEST(RunDataset, ReportsAModelThatThrowsOnOneInputAndGoesOn) {
    const test::TemporaryFolder folder;
    const auto images = grey_pictures(folder.path(), 5);
    auto options = few_masks();
    options.postprocess = [](std::span<const OutputTensor> outputs) -> Answer {
        Answer answer;
        answer.scores = {outputs[0].values[0]};
        // The picture of grey 30 as a whole: the weights sum up to 279168.
        if (std::abs(answer.scores[0] / 30 - 279168) < 1)
            throw std::runtime_error("this input is beyond me");
        return answer;
    };
    const Explainer explainer(small_model(), options);
    const auto summary = run_dataset(explainer, images, folder / "run");
    EXPECT_EQ(summary.progress.done, 4U);
    EXPECT_EQ(summary.progress.failed, 1U);
    EXPECT_THAT(summary.failures, ElementsAre(ErrorKind::device));
    const auto results = results_of(folder / "run");
    ASSERT_EQ(results.size(), 5U);
    EXPECT_THAT(results[2].reason, HasSubstr("this input is beyond me"));
    EXPECT_EQ(results[3].maps.size(), 1U);
}

TEST(RunDataset, StopsAndGoesOn) {
    const test::TemporaryFolder folder;
    const auto images = grey_pictures(folder.path(), 9);
    const Explainer explainer(small_model(), few_masks());
    run_dataset(explainer, images, folder / "whole");
    DatasetOptions options;
    std::size_t finished = 0;
    options.finished = [&](const std::string&, const std::string&) { ++finished; };
    options.progress = [](const DatasetProgress& progress) { return progress.done < 4; };
    const auto stopped = run_dataset(explainer, images, folder / "run", options);
    EXPECT_FALSE(stopped.complete);
    EXPECT_EQ(finished, 4U);
    options.progress = {};
    const auto summary = run_dataset(explainer, images, folder / "run", options);
    EXPECT_TRUE(summary.complete);
    EXPECT_EQ(summary.progress.earlier, 4U);
    EXPECT_EQ(finished, 9U);
    for (const auto* name : {"index.jsonl", "maps-00000.tar"})
        EXPECT_EQ(text_of(folder / "run" / name), text_of(folder / "whole" / name)) << name;
}

TEST(RunDataset, RefusesShardsThatAreNone) {
    const test::TemporaryFolder folder;
    const Explainer explainer(small_model(), few_masks());
    EXPECT_THAT(error_of([&] { run_dataset(explainer, {}, folder / "run", {.shard = {.index = 2, .count = 2}}); }),
                IsError(ErrorKind::usage, HasSubstr("shard")));
}

SaliencyMap map_of(int height, int width, float first) {
    SaliencyMap map;
    map.target = 1;
    map.height = height;
    map.width = width;
    map.values.resize(static_cast<std::size_t>(height) * static_cast<std::size_t>(width));
    std::iota(map.values.begin(), map.values.end(), first);
    return map;
}

TEST(RunFolder, ContinuesInANewArchiveAndAfterInterruptionsThere) {
    const test::TemporaryFolder folder;
    const auto result = [](int i) {
        return DatasetResult{.image = std::to_string(i), .maps = {map_of(20, 20, float(i)), map_of(3, 5, float(-i))}};
    };
    const RunFolder::Options small{.archive_size = 5000};
    const Json request = {{"total", 10}};
    const auto write = [&](RunFolder& run, int from, int to) {
        for (int i = from; i < to; ++i)
            run.append(ImageRecord(static_cast<std::size_t>(i), result(i)));
    };
    {
        RunFolder run(folder / "whole", request, small);
        write(run, 0, 10);
        run.finish("complete", "", {}, 0);
    }
    for (const int first : {1, 2, 3, 7}) {
        const auto name = "run-" + std::to_string(first);
        {
            RunFolder run(folder / name, request, small);
            write(run, 0, first);  // and ends without a word
        }
        {
            RunFolder run(folder / name, request, small);
            EXPECT_EQ(run.take_counts().done, static_cast<std::size_t>(first));
            write(run, first, 10);
            run.finish("complete", "", {}, 0);
        }
        for (int i = 0; fs::exists(folder / "whole" / archive_name(i)); ++i)
            EXPECT_EQ(text_of(folder / name / archive_name(i)), text_of(folder / "whole" / archive_name(i))) << first;
        EXPECT_EQ(text_of(folder / name / "index.jsonl"), text_of(folder / "whole" / "index.jsonl"));
    }
    EXPECT_TRUE(fs::exists(folder / "whole" / archive_name(2)));
    const auto results = results_of(folder / "whole");
    ASSERT_EQ(results.size(), 10U);
    EXPECT_EQ(results[9].maps[0].values, map_of(20, 20, 9).values);
    EXPECT_EQ(results[9].maps[1].values, map_of(3, 5, -9).values);
}

TEST(PredictionFilter, HoldsWhereAllConditionsDo) {
    const std::vector<Prediction> predictions = {{.index = 3, .label = "cat", .score = 0.5F},
                                                 {.index = 1, .label = "dog", .score = 0.25F}};
    const auto holds = [&](const char* text, const std::vector<std::int64_t>& classes = {}) {
        return PredictionFilter(text)(predictions, classes);
    };
    EXPECT_TRUE(holds("score<0.6"));
    EXPECT_FALSE(holds("score<0.5"));
    EXPECT_TRUE(holds("score <= 0.5, score>=0.5"));
    EXPECT_FALSE(holds("score>0.4,class!=3"));
    EXPECT_TRUE(holds("count=2,class=3,label=cat"));
    EXPECT_FALSE(holds("label!=cat"));
    EXPECT_TRUE(holds("correct", {7, 3}));
    EXPECT_FALSE(holds("wrong", {7, 3}));
    EXPECT_TRUE(holds("wrong", {1}));
    EXPECT_FALSE(PredictionFilter("score<2")({}, {}));
    EXPECT_TRUE(PredictionFilter("count=0")({}, {}));
    EXPECT_TRUE(PredictionFilter("wrong").needs_classes());
    EXPECT_FALSE(PredictionFilter("score<1").needs_classes());
    for (const auto* text : {"", "score", "score<", "score<x", "size>3", "label<cat", "score~1", "score<1,"})
        EXPECT_THAT(error_of([&] { PredictionFilter{text}; }), IsError(ErrorKind::usage, HasSubstr("condition")))
            << text;
}

}  // namespace
}  // namespace vinoscope
