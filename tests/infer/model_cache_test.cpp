// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/model_cache.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <limits>

#include "core/file.hpp"
#include "infer/compile.hpp"
#include "support/build_model.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/cache.hpp"

namespace vinoscope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t outputs = 40;

// A dense layer, large enough that its weights are left out of the cache.
std::shared_ptr<ov::Model> dense_model(std::uint64_t seed) {
    const auto image = test::image_parameter({1, 3, 8, 8});
    const auto weights = test::floats({1, outputs, 8, 8}, test::random_values(outputs * 64, seed));
    const auto product = test::multiply(test::mean_over(image, {1}), weights);
    return test::model_of(test::mean_over(product, {2, 3}), image);
}

std::vector<float> answer(ov::CompiledModel compiled) {
    auto request = compiled.create_infer_request();
    const auto values = test::random_values(3 * 64, 5);
    std::ranges::copy(values, request.get_input_tensor().data<float>());
    request.infer();
    return test::values_of(request.get_output_tensor());
}

class ModelCache : public testing::Test {
protected:
    std::vector<float> cached_answer(std::uint64_t seed, Precision precision = Precision::f32) const {
        return answer(compile(dense_model(seed), {.precision = precision, .cache = m_folder.path()}));
    }

    static std::vector<float> right_answer(std::uint64_t seed) {
        return answer(compile(dense_model(seed), {.precision = Precision::f32}));
    }

    std::vector<fs::path> files() const { return {fs::directory_iterator(m_folder.path()), fs::directory_iterator()}; }

    std::string content() const {
        std::ifstream stream(files().at(0), std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    void replace(const std::string& content) const { std::ofstream(files().at(0), std::ios::binary) << content; }

    test::TemporaryFolder m_folder;
};

TEST_F(ModelCache, AnswersAsTheModelItself) {
    const auto expected = right_answer(1);
    EXPECT_EQ(cached_answer(1), expected);
    const auto written = fs::last_write_time(files().at(0));
    fs::last_write_time(files().at(0), written - std::chrono::hours(1));
    EXPECT_EQ(cached_answer(1), expected);
    EXPECT_EQ(files().size(), 1U);
    EXPECT_GT(fs::last_write_time(files().at(0)), written - std::chrono::hours(1)) << "the use counts for the limit";
}

TEST_F(ModelCache, MakesDamagedFilesAnew) {
    const auto expected = right_answer(1);
    cached_answer(1);
    const auto whole = content();
    const std::size_t step = whole.size() / 29;
    for (std::size_t at = 0; at < whole.size(); at += step) {
        auto damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
        replace(damaged);
        ASSERT_EQ(cached_answer(1), expected) << "bit flipped in byte " << at;
        ASSERT_NE(content(), damaged) << "byte " << at;
    }
    for (const std::size_t size : {std::size_t{0}, std::size_t{10}, whole.size() / 2}) {
        replace(whole.substr(0, size));
        ASSERT_EQ(cached_answer(1), expected) << "cut to " << size;
        ASSERT_GT(content().size(), size) << "made anew";
    }
}

TEST_F(ModelCache, DoesNotTakeTheFileOfAnotherModelOrOption) {
    cached_answer(1);
    const auto of_first = content();
    const auto first = files().at(0);
    fs::remove(first);
    cached_answer(2);
    const auto second = files().at(0);
    EXPECT_NE(first, second) << "the weights count";
    replace(of_first);
    EXPECT_EQ(cached_answer(2), right_answer(2));
    cached_answer(2, Precision::bf16);
    EXPECT_EQ(files().size(), 2U);
}

TEST_F(ModelCache, KeepsNoWeightsThatTheModelHas) {
    const std::size_t weights = outputs * 64 * sizeof(float);
    cached_answer(1);
    const auto values = test::random_values(outputs * 64, 1);
    const std::string_view bytes(reinterpret_cast<const char*>(values.data()), weights);
    EXPECT_EQ(content().find(bytes.substr(0, 64)), std::string::npos);
    EXPECT_GT(content().size(), 100U);
}

TEST_F(ModelCache, GoesOnWithoutAFolderThatCanBeWritten) {
    std::ofstream(m_folder / "taken") << "x";
    const auto compiled = compile(dense_model(1), {.precision = Precision::f32, .cache = m_folder / "taken"});
    EXPECT_EQ(answer(compiled), right_answer(1));
}

TEST_F(ModelCache, RemovesWhatWasNotUsedForLong) {
    const auto now = fs::file_time_type::clock::now();
    const auto put = [&](const char* name, std::uintmax_t size, int days) {
        std::ofstream(m_folder / name) << "x";
        fs::resize_file(m_folder / name, size);  // holes take no room
        fs::last_write_time(m_folder / name, now - std::chrono::hours(24 * days));
    };
    put("old.compiled", 10, cache_limit_days + 1);
    put("large.compiled", cache_limit_bytes / 2, 3);
    put("larger.compiled", cache_limit_bytes / 2, 4);
    put("small.compiled", 10, 5);
    put("mine.txt", 10, 1000);
    cached_answer(1);
    EXPECT_FALSE(fs::exists(m_folder / "old.compiled"));
    EXPECT_TRUE(fs::exists(m_folder / "large.compiled"));
    EXPECT_FALSE(fs::exists(m_folder / "larger.compiled"));
    EXPECT_TRUE(fs::exists(m_folder / "mine.txt"));
    EXPECT_LE(cache_use(m_folder.path()).bytes, cache_limit_bytes);
}

TEST_F(ModelCache, IsClearedWithoutTouchingOtherFiles) {
    cached_answer(1);
    cached_answer(2);
    std::ofstream(m_folder / "mine.txt") << "x";
    const auto use = cache_use(m_folder.path());
    EXPECT_EQ(use.models, 2U);
    EXPECT_GT(use.bytes, 200U);
    EXPECT_EQ(clear_cache(m_folder.path()).models, 2U);
    EXPECT_THAT(files(), testing::ElementsAre(m_folder / "mine.txt"));
    EXPECT_EQ(cache_use(m_folder / "none").models, 0U);
}

}  // namespace
}  // namespace vinoscope
