// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

#include <cstddef>
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

class MemoryLimit : public testing::TestWithParam<std::string> {};

TEST_P(MemoryLimit, BoundsTheMapsOfAllTargets) {
    ExplainerOptions options;
    options.preprocess = test::shapes_preprocess();
    options.method = GetParam();
    options.black_box.num_masks = 4;
    options.attribution.steps = 2;
    const auto image = read_image(test::data("shapes/100.png"));
    ExplainOptions all;
    all.targets = parse_targets("all");
    const Explainer unlimited(test::data("models/shapes-cnn.xml"), options);
    const auto maps = unlimited.explain(image, all).maps;
    ASSERT_EQ(maps.size(), 6U);
    options.memory_limit = 48;  // fewer bytes than six maps of any size, and than the scores of four masks
    const Explainer limited(test::data("models/shapes-cnn.xml"), options);
    EXPECT_THAT(test::error_of([&] { static_cast<void>(limited.explain(image, all)); }),
                test::IsError(ErrorKind::usage, testing::HasSubstr("memory_limit")));
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         MemoryLimit,
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
