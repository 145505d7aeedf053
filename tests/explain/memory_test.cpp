// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <string>

#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "support/shapes.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

// Memory that is in use, without the caches of the allocator. With AddressSanitizer, which has an allocator
// of its own, and without glibc, it is always 0: there the leaks that are found at the end count.
std::size_t allocated_bytes() {
#ifdef __GLIBC__
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
#else
    return 0;
#endif
}

class Memory : public testing::TestWithParam<std::string> {};

TEST_P(Memory, DoesNotGrowWithAThousandExplanations) {
    ExplainerOptions options;
    options.preprocess = test::shapes_preprocess();
    options.method = GetParam();
    options.black_box.num_masks = 4;
    const Explainer explainer(test::data("models/shapes-cnn.xml"), options);
    const auto image = read_image(test::data("shapes/100.png"));
    const auto explain = [&](int times) {
        for (int i = 0; i < times; ++i)
            EXPECT_EQ(explainer.explain(image).maps.size(), 1);
        return allocated_bytes();
    };
    const auto before = explain(50);
    EXPECT_LT(explain(1000), before + 50'000);  // 50 bytes an explanation
}

INSTANTIATE_TEST_SUITE_P(Methods, Memory, testing::Values("recipro-cam", "grad-cam", "rise"), [](const auto& test) {
    return test.param.substr(0, test.param.find('-'));
});

class EachFamily : public testing::TestWithParam<std::string> {
protected:
    static ExplainerOptions options_of(const std::string& method) {
        ExplainerOptions options;
        options.preprocess = test::shapes_preprocess();
        options.method = method;
        options.black_box.num_masks = 4;
        options.attribution.steps = 2;
        return options;
    }

    // A limit of which next to nothing is left beside the model: the estimates that the messages state.
    static std::size_t lowest_limit(ExplainerOptions options) {
        std::size_t limit = 1;
        for (int tries = 0; tries < 4; ++tries) {
            options.memory_limit = limit;
            const auto error = test::error_of([&] { Explainer(test::data("models/shapes-cnn.xml"), options); });
            if (!error)
                return limit;
            EXPECT_THAT(error, test::IsError(ErrorKind::usage, testing::HasSubstr("for the weights")));
            const std::string message = error->what();
            const double mebibytes = std::stod(message.substr(message.find("take about ") + 11));
            limit = static_cast<std::size_t>(mebibytes * 1.001 * (1 << 20));
        }
        ADD_FAILURE() << "the estimates do not end";
        return limit;
    }
};

TEST_P(EachFamily, CountsTheModelInTheMemoryLimit) {
    const auto lowest = lowest_limit(options_of(GetParam()));
    const auto weights = std::filesystem::file_size(test::data("models/shapes-cnn.bin"));
    EXPECT_GT(lowest, weights);
    EXPECT_LT(lowest, 20 * weights + (std::size_t{16} << 20U));
}

TEST_P(EachFamily, BoundsTheMapsOfAllTargets) {
    auto options = options_of(GetParam());
    const auto image = read_image(test::data("shapes/100.png"));
    ExplainOptions all;
    all.targets = parse_targets("all");
    const Explainer unlimited(test::data("models/shapes-cnn.xml"), options);
    const auto maps = unlimited.explain(image, all).maps;
    ASSERT_EQ(maps.size(), 6U);
    options.black_box.num_masks = 2000;
    options.memory_limit = lowest_limit(options);  // hardly anything remains for six maps, or the scores of the masks
    const Explainer limited(test::data("models/shapes-cnn.xml"), options);
    EXPECT_THAT(test::error_of([&] { static_cast<void>(limited.explain(image, all)); }),
                test::IsError(ErrorKind::usage, testing::HasSubstr("memory_limit")));
}

TEST_P(EachFamily, HasTheSameMapsWithinAMemoryLimit) {
    auto options = options_of(GetParam());
    options.precision = Precision::f32;
    const auto image = read_image(test::data("shapes/100.png"));
    const auto expected = Explainer(test::data("models/shapes-cnn.xml"), options).explain(image).maps.at(0).values;
    options.memory_limit = lowest_limit(options) + 100'000;
    const auto values = Explainer(test::data("models/shapes-cnn.xml"), options).explain(image).maps.at(0).values;
    EXPECT_THAT(values, testing::Pointwise(testing::FloatNear(1e-4F), expected));
}

TEST_P(EachFamily, BeginsNoInferenceAfterARequestToStop) {
    const Explainer explainer(test::data("models/shapes-cnn.xml"), options_of(GetParam()));
    std::stop_source source;
    source.request_stop();
    ExplainOptions stopped;
    stopped.stop = source.get_token();
    EXPECT_THAT(test::error_of(
                    [&] { static_cast<void>(explainer.explain(read_image(test::data("shapes/100.png")), stopped)); }),
                test::IsError(ErrorKind::cancelled, testing::HasSubstr("before the first inference")));
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         EachFamily,
                         testing::Values("recipro-cam", "grad-cam", "saliency", "integrated-gradients", "rise"),
                         [](const auto& test) {
                             auto name = test.param;
                             std::erase(name, '-');
                             return name;
                         });

TEST(TargetMaps, AreStoppedBetweenTwoTargets) {
    ExplainerOptions options;
    options.preprocess = test::shapes_preprocess();
    options.method = "saliency";
    const Explainer explainer(test::data("models/shapes-cnn.xml"), options);
    const auto image = read_image(test::data("shapes/100.png"));
    std::stop_source source;
    ExplainOptions all;
    all.targets = parse_targets("all");
    all.stop = source.get_token();
    all.progress = [&](std::size_t, std::size_t count) {
        EXPECT_EQ(count, 6U);
        source.request_stop();
    };
    EXPECT_THAT(test::error_of([&] { static_cast<void>(explainer.explain(image, all)); }),
                test::IsError(ErrorKind::cancelled, testing::HasSubstr("of 6 maps")));
}

}  // namespace
}  // namespace vinoscope
