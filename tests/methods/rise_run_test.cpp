// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <stop_token>
#include <vector>

#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "support/shapes.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;

const auto shapes_model = test::data("models/shapes-cnn.xml");

ExplainerOptions shapes_options(std::size_t masks) {
    ExplainerOptions options;
    options.method = "rise";
    options.precision = Precision::f32;
    options.preprocess = test::shapes_preprocess();
    options.black_box.num_masks = masks;
    return options;
}

TEST(Rise, CountsItsInferences) {
    const Explainer explainer(shapes_model, shapes_options(37));
    EXPECT_EQ(explainer.explain(read_image(test::data("shapes/000.png"))).provenance.inferences, 38U);
}

TEST(Rise, DependsOnTheSeedAlone) {
    const auto image = read_image(test::data("shapes/100.png"));
    const auto run = [&](std::uint64_t seed) {
        auto options = shapes_options(100);
        options.seed = seed;
        return Explainer(shapes_model, options).explain(image).maps.at(0).values;
    };
    EXPECT_EQ(run(1), run(1));
    EXPECT_NE(run(1), run(2));
}

TEST(Rise, ExplainsAllClassesAsEachAlone) {
    const Explainer explainer(shapes_model, shapes_options(100));
    const auto image = read_image(test::data("shapes/125.png"));
    const auto all = explainer.explain(image, {.targets = all_classes()}).maps;
    ASSERT_EQ(all.size(), 6U);
    for (std::int64_t target = 0; target < 6; ++target) {
        const auto alone = explainer.explain(image, {.targets = {target}}).maps.at(0);
        EXPECT_EQ(all[static_cast<std::size_t>(target)].values, alone.values);
        EXPECT_EQ(all[static_cast<std::size_t>(target)].target, target);
    }
}

TEST(Rise, EndsWithItsTimeOrItsMasks) {
    const auto image = read_image(test::data("shapes/000.png"));
    auto options = shapes_options(0);
    options.black_box.time_budget = 0.05;
    const auto timed = Explainer(shapes_model, options).explain(image);
    EXPECT_EQ(timed.maps.at(0).status, MapStatus::ok);
    options.black_box.num_masks = timed.provenance.inferences - 1;
    options.black_box.time_budget = 0;
    EXPECT_EQ(Explainer(shapes_model, options).explain(image).maps.at(0).values, timed.maps.at(0).values);
    options.black_box.num_masks = 20;
    options.black_box.time_budget = 3600;
    EXPECT_EQ(Explainer(shapes_model, options).explain(image).provenance.inferences, 21U);
}

TEST(Rise, StopsWhenAsked) {
    const Explainer explainer(shapes_model, shapes_options(5000));
    std::stop_source source;
    ExplainOptions options;
    options.stop = source.get_token();
    options.progress = [&](std::size_t done, std::size_t count) {
        EXPECT_EQ(count, 5000U);
        if (done == 5)
            source.request_stop();
    };
    const auto image = read_image(test::data("shapes/000.png"));
    EXPECT_THAT(error_of([&] { return explainer.explain(image, options); }),
                IsError(ErrorKind::cancelled, HasSubstr("5 of 5000")));
}

TEST(Rise, RefusesMoreMasksThanThereIsRoomFor) {
    auto options = shapes_options(1'000'000);
    options.memory_limit = std::size_t{4} << 20U;  // of which the scores would be 4 MB, beside the model
    EXPECT_THAT(
        error_of([&] { return Explainer(shapes_model, options).explain(read_image(test::data("shapes/000.png"))); }),
        IsError(ErrorKind::usage, HasSubstr("use fewer masks")));
}

TEST(Rise, RefusesWhatItDoesNotKnow) {
    const auto image = read_image(test::data("shapes/000.png"));
    const auto error = [&](auto change) {
        auto options = shapes_options(0);
        change(options.black_box);
        return error_of([&] { return Explainer(shapes_model, options).explain(image); });
    };
    EXPECT_THAT(error([](auto& options) { options.estimator = "best"; }),
                IsError(ErrorKind::usage, HasSubstr("plain")));
    EXPECT_THAT(error([](auto& options) { options.num_masks = std::size_t{1} << 60U; }),
                IsError(ErrorKind::usage, HasSubstr("from 1 to 1000000 for num_masks")));
    EXPECT_THAT(error([](auto& options) { options.num_cells = 97; }),
                IsError(ErrorKind::usage, HasSubstr("at most 96")));
    EXPECT_THAT(error([](auto& options) {
                    options.until_stable = 0.9;
                    options.estimator = "regression";
                }),
                IsError(ErrorKind::usage, HasSubstr("standard error")));
    EXPECT_THAT(error([](auto& options) { options.budget = "huge"; }), IsError(ErrorKind::usage, HasSubstr("quality")));
    EXPECT_THAT(error([](auto& options) { options.baseline = "red"; }), IsError(ErrorKind::usage, HasSubstr("blur")));
}

TEST(Rise, IsStrongestInTheAskedShape) {
    const Explainer explainer(shapes_model, shapes_options(200));
    int inside = 0;
    const auto pictures = test::single_shapes(test::data("shapes"));
    ASSERT_GE(pictures.size(), 5U);
    for (const auto& picture : pictures) {
        const auto image = read_image(test::data("shapes") / picture.file);
        const auto map = explainer.explain(image, {.targets = {picture.label}}).maps.at(0);
        const auto best = std::ranges::max_element(map.values) - map.values.begin();
        const auto column = best % map.width;
        const auto row = best / map.width;
        const double x = (static_cast<double>(column) + 0.5) / map.width * image.width();
        const double y = (static_cast<double>(row) + 0.5) / map.height * image.height();
        inside += static_cast<int>(x > picture.x1 && x < picture.x2 && y > picture.y1 && y < picture.y2);
    }
    EXPECT_GE(inside, static_cast<int>(0.9 * static_cast<double>(pictures.size())));
}

}  // namespace
}  // namespace vinoscope
