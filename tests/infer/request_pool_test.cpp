// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/request_pool.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "infer/compile.hpp"
#include "support/build_model.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

class RequestPoolTest : public testing::Test {
protected:
    static std::shared_ptr<ov::Model> model() {
        const auto image = test::image_parameter({1, 3, 8, 8});
        return test::model_of(test::fully_connected(test::mean_over(image, {2, 3}), 3, 4, 1), image);
    }

    std::vector<float> answer(unsigned seed) {
        const auto request = m_pool.take();
        request->set_input_tensor(test::random_tensor({1, 3, 8, 8}, seed));
        request->infer();
        return test::values_of(request->get_output_tensor());
    }

    RequestPool m_pool{compile(model(), {.precision = Precision::f32})};
};

TEST_F(RequestPoolTest, GivesEachUserARequestOfItsOwn) {
    const auto first = m_pool.take();
    const auto second = m_pool.take();
    EXPECT_NE(first.get(), second.get());
}

TEST_F(RequestPoolTest, UsesRequestsAgain) {
    auto lease = m_pool.take();
    const auto* first = lease.get();
    lease.reset();
    EXPECT_EQ(m_pool.take().get(), first);
}

TEST_F(RequestPoolTest, ServesManyThreads) {
    constexpr unsigned rounds = 50;
    std::vector<std::vector<float>> expected;
    for (unsigned seed = 0; seed < rounds; ++seed)
        expected.push_back(answer(seed));
    std::vector<int> wrong(4, 0);
    std::vector<std::thread> threads;
    for (auto& count : wrong)
        threads.emplace_back([&] {
            for (unsigned seed = 0; seed < rounds; ++seed)
                count += answer(seed) == expected[seed] ? 0 : 1;
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace vinoscope
