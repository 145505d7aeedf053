// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <openvino/openvino.hpp>

#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "support/options.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::ElementsAre;
using testing::HasSubstr;

// Two classes, 1x2 each.
Tensor two_maps() {
    return make_tensor({1, 2, 1, 2}, std::vector<float>{1, 2, 3, 5});
}

std::vector<std::int64_t> targets_of(const Explanation& explanation) {
    std::vector<std::int64_t> targets;
    for (const auto& map : explanation.maps)
        targets.push_back(map.target.value());
    return targets;
}

// The pipeline of a user: plain OpenVINO runs the model with the inserted output on pixels normalised by hand.
TEST(ExplanationOf, SaysWhatTheExplainerSays) {
    const auto file = test::data("models/shapes-cnn.xml");
    const auto image = read_image(test::data("shapes/100.png"));
    const auto model = insert_xai(ov::Core().read_model(file), test::with_method("recipro-cam"));
    std::vector<float> pixels;
    for (int channel = 0; channel < 3; ++channel)
        for (std::size_t i = static_cast<std::size_t>(channel); i < image.size(); i += 3)
            pixels.push_back((static_cast<float>(image.data()[i]) - 128) / 64);
    const auto outputs = test::run(model, {test::tensor_of({1, 3, 96, 96}, pixels)});
    const auto& maps = outputs.at(1);
    const auto found = explanation_of(
        make_tensor(maps.get_shape(), test::values_of(maps)),
        {.image = image, .targets = {std::string("star"), 0}, .labels = {"circle", "b", "star", "d", "e", "f"}});
    const auto expected =
        Explainer(file, test::in_f32("recipro-cam", test::shapes_preprocess())).explain(image, {.targets = {2, 0}});
    EXPECT_THAT(targets_of(found), ElementsAre(2, 0));
    EXPECT_EQ(found.maps[0].label, "star");
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(found.maps[i].status, MapStatus::ok);
        EXPECT_LT(test::relative_error(found.maps[i].values, expected.maps[i].values), 1e-4);
    }
    EXPECT_EQ(found.image.width(), 96);
}

TEST(ExplanationOf, KeepsWhatIsAskedForInItsOrder) {
    const auto all = explanation_of(two_maps());
    EXPECT_THAT(targets_of(all), ElementsAre(0, 1));
    EXPECT_THAT(all.maps[1].values, ElementsAre(3, 5));
    EXPECT_FALSE(all.maps[0].score);
    const auto best = explanation_of(two_maps(), {.targets = top(1), .scores = {0.25F, 0.75F}});
    EXPECT_THAT(targets_of(best), ElementsAre(1));
    EXPECT_EQ(best.maps[0].score, 0.75F);
}

TEST(ExplanationOf, TakesBytesAndMapsOfTheImage) {
    const auto explanation = explanation_of(make_tensor({1, 2, 2}, std::vector<std::uint8_t>{0, 255, 7, 7}),
                                            {.region = Region{0, 10, 20, 30}});
    ASSERT_EQ(explanation.maps.size(), 1U);
    EXPECT_FALSE(explanation.maps[0].target);
    EXPECT_THAT(explanation.maps[0].values, ElementsAre(0, 255, 7, 7));
    EXPECT_EQ(explanation.maps[0].region->y1, 10);
}

TEST(ExplanationOf, TellsMapsThatSayNothing) {
    EXPECT_EQ(explanation_of(make_tensor({1, 1, 2}, std::vector<float>{4, 4})).maps[0].status, MapStatus::flat);
}

TEST(ExplanationOf, RefusesWhatDoesNotFit) {
    const auto refused = [](const Tensor& tensor, ExplanationParts parts = {}) {
        return error_of([&] { return explanation_of(tensor, std::move(parts)); });
    };
    EXPECT_THAT(refused(make_tensor({2, 1, 1, 1}, std::vector<float>(2))),
                IsError(ErrorKind::usage, HasSubstr("[2, 1, 1, 1]")));
    EXPECT_THAT(refused(make_tensor({1, 2}, std::vector<float>(2))), IsError(ErrorKind::usage, HasSubstr("[1, 2]")));
    EXPECT_THAT(refused(Tensor()), IsError(ErrorKind::usage, HasSubstr("[]")));
    EXPECT_THAT(refused(two_maps(), {.targets = {2}}), IsError(ErrorKind::bad_target, HasSubstr("2")));
    EXPECT_THAT(refused(two_maps(), {.targets = top(1)}), IsError(ErrorKind::usage, HasSubstr("scores")));
    EXPECT_THAT(refused(two_maps(), {.labels = {"one"}}), IsError(ErrorKind::usage, HasSubstr("2 labels")));
}

}  // namespace
}  // namespace vinoscope
