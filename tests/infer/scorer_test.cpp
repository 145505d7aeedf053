// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/scorer.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>
#include <thread>

#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;

// Says twice the number that it is shown, for each image of its batch.
RequestPool doubling_model(std::int64_t batch = 1, std::uint32_t streams = 2) {
    const auto image = test::image_parameter({batch, 1, 1, 1});
    const auto model = test::model_of(test::multiply(image, test::number(2)), image);
    return RequestPool(ov::Core().compile_model(model, "CPU", ov::num_streams(ov::streams::Num(streams))));
}

struct Tally {
    std::vector<float> answers;
    std::vector<int> taken;

    ScoreJob job(std::size_t count) {
        answers.assign(count, -1);
        taken.assign(count, 0);
        ScoreJob job;
        job.count = count;
        job.fill = [](std::size_t index, ov::Tensor& input) {
            return input.data<float>()[0] = static_cast<float>(index);
        };
        job.take = [this](std::size_t index, std::span<const OutputTensor> outputs) {
            answers[index] = outputs[0].values[0];
            ++taken[index];
        };
        return job;
    }

    void expect_all_doubled() const {
        EXPECT_THAT(taken, testing::Each(1));
        for (std::size_t i = 0; i < answers.size(); ++i)
            ASSERT_EQ(answers[i], 2.0F * static_cast<float>(i));
    }
};

TEST(Scorer, GivesEachInputItsOwnAnswerOnce) {
    for (const std::uint32_t streams : {1U, 2U, 8U}) {
        auto pool = doubling_model(1, streams);
        for (const std::size_t count : {0U, 1U, 500U}) {
            Tally tally;
            EXPECT_EQ(score(pool, tally.job(count)), count);
            tally.expect_all_doubled();
        }
    }
}

TEST(Scorer, FillsTheBatchOfTheModel) {
    auto pool = doubling_model(4);
    for (const std::size_t count : {1U, 4U, 10U}) {
        Tally tally;
        EXPECT_EQ(score(pool, tally.job(count)), count);
        tally.expect_all_doubled();
    }
}

TEST(Scorer, ServesSeveralThreadsAtOnce) {
    auto pool = doubling_model();
    std::vector<Tally> tallies(3);
    std::vector<std::thread> threads;
    for (auto& tally : tallies)
        threads.emplace_back([&] { return score(pool, tally.job(300)); });
    for (auto& thread : threads)
        thread.join();
    for (const auto& tally : tallies)
        tally.expect_all_doubled();
}

TEST(Scorer, ReportsProgressUpToTheEnd) {
    auto pool = doubling_model();
    Tally tally;
    auto job = tally.job(20);
    std::vector<std::size_t> done;
    job.progress = [&](std::size_t now, std::size_t count) {
        EXPECT_EQ(count, 20U);
        done.push_back(now);
    };
    score(pool, job);
    std::vector<std::size_t> expected(20);
    std::iota(expected.begin(), expected.end(), 1);
    EXPECT_EQ(done, expected);
}

TEST(Scorer, StopsWhenAsked) {
    auto pool = doubling_model();
    Tally tally;
    auto job = tally.job(10000);
    std::stop_source source;
    job.stop = source.get_token();
    job.progress = [&](std::size_t done, std::size_t) {
        if (done == 10)
            source.request_stop();
    };
    EXPECT_THAT(error_of([&] { return score(pool, job); }), IsError(ErrorKind::cancelled, HasSubstr("10 of 10000")));
    // Only what already ran when the stop came may still have been taken.
    EXPECT_EQ(std::ranges::count(tally.taken, 1), 10);
    Tally again;
    score(pool, again.job(50));
    again.expect_all_doubled();
}

TEST(Scorer, KeepsAnUnbrokenRunUpToTheDeadline) {
    auto pool = doubling_model();
    Tally tally;
    auto job = tally.job(1000000);
    job.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
    const auto done = score(pool, job);
    EXPECT_LT(done, 1000000U);
    EXPECT_TRUE(std::all_of(tally.taken.begin(),
                            tally.taken.begin() + static_cast<std::ptrdiff_t>(done),
                            [](int times) { return times == 1; }));
    EXPECT_EQ(std::accumulate(tally.taken.begin(), tally.taken.end(), std::size_t{0}), done);
}

TEST(Scorer, PassesOnWhatCallbacksThrow) {
    auto pool = doubling_model();
    Tally tally;
    auto job = tally.job(100);
    job.take = [](std::size_t index, std::span<const OutputTensor>) {
        if (index == 7)
            throw std::out_of_range("seven");
    };
    EXPECT_THROW(score(pool, job), std::out_of_range);
    job.take = [](std::size_t, std::span<const OutputTensor>) {};
    job.fill = [](std::size_t index, ov::Tensor&) {
        if (index == 7)
            throw std::out_of_range("seven");
    };
    EXPECT_THROW(score(pool, job), std::out_of_range);
    Tally again;
    score(pool, again.job(50));
    again.expect_all_doubled();
}

TEST(Scorer, TurnsAFailedInferenceIntoAnError) {
    const auto image = test::image_parameter({1, 1, 1, -1});
    const auto model = test::model_of(test::reshaped(test::multiply(image, test::number(2)), {2, 3}), image);
    RequestPool pool(ov::Core().compile_model(model, "CPU"));
    Tally tally;
    auto job = tally.job(30);
    job.fill = [](std::size_t index, ov::Tensor& input) {
        input.set_shape({1, 1, 1, index == 17 ? 5U : 6U});  // five numbers are no 2x3
        std::fill_n(input.data<float>(), input.get_size(), static_cast<float>(index));
    };
    EXPECT_THAT(error_of([&] { return score(pool, job); }), IsError(ErrorKind::device, HasSubstr("inference failed")));
}

}  // namespace
}  // namespace vinoscope
