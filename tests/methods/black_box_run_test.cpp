// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>
#include <thread>
#include <vector>

#include "methods/method_table.hpp"
#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::HasSubstr;

constexpr std::size_t star = 3;

std::vector<std::string> black_box_methods() {
    std::vector<std::string> names;
    for (const Method& method : method_table())
        if (method.black_box())
            names.emplace_back(method.info.name);
    return names;
}

Image picture(const char* name) {
    return read_image(test::data("shapes") / name);
}

// What a machine decides: into how many streams it splits (one request more is made), and what a batch holds.
struct Setting {
    std::uint32_t streams = 1;
    std::int64_t batch = 1;
};

// The map for a star and for the class before it, below each other.
std::vector<float> maps_of(const std::string& method, const Setting& setting) {
    ov::Core core;
    const auto model = core.read_model(test::data("models/shapes-cnn.xml"));
    model->reshape({setting.batch, 3, 96, 96});
    RequestPool requests(core.compile_model(model,
                                            "CPU",
                                            ov::num_streams(ov::streams::Num(setting.streams)),
                                            ov::hint::inference_precision(ov::element::f32)));
    const auto pixels = picture("100.png");
    ov::Tensor image(ov::element::u8, {1, 96, 96, 3});
    std::copy_n(pixels.data(), pixels.size(), image.data<std::uint8_t>());
    const MaskedInput masked(image, test::shapes_preprocess(), "zero");
    BlackBoxOptions options;
    options.num_masks = 150;
    const BlackBox box{.requests = requests,
                       .image = masked,
                       .options = options,
                       .seed = 3,
                       .image_scores = {0, 0},
                       .probabilities = {false, false},
                       .read_scores =
                           [](std::span<const OutputTensor> outputs, std::span<float> scores) {
                               std::copy_n(outputs[0].values.begin() + star - 1, 2, scores.begin());
                           },
                       .job = {}};
    return std::get<BlackBoxMethod>(find_method(method).run)(box).values.values;
}

class BlackBoxRun : public testing::TestWithParam<std::string> {};

TEST_P(BlackBoxRun, IsTheSameForAnyNumberOfStreamsAndRequests) {
    const auto expected = maps_of(GetParam(), {});
    for (const std::uint32_t streams : {2U, 8U})
        EXPECT_EQ(maps_of(GetParam(), {streams}), expected) << streams << " streams";
}

// Other kernels compute a batch, so that the scores themselves differ in their last digits.
TEST_P(BlackBoxRun, IsTheSameForAnyBatch) {
    const auto expected = maps_of(GetParam(), {});
    for (const std::int64_t batch : {2, 8})
        EXPECT_LT(test::relative_error(maps_of(GetParam(), {2, batch}), expected), 1e-4) << "batch of " << batch;
}

TEST_P(BlackBoxRun, AnswersSeveralThreadsAtOnce) {
    ExplainerOptions options;
    options.method = GetParam();
    options.precision = Precision::f32;
    options.preprocess = test::shapes_preprocess();
    options.black_box.num_masks = 60;
    const Explainer explainer(test::data("models/shapes-cnn.xml"), options);
    const std::vector<Image> images = {picture("100.png"), picture("125.png"), picture("141.png")};
    std::vector<std::vector<float>> alone;
    std::vector<std::vector<float>> together(images.size());
    for (const auto& image : images)
        alone.push_back(explainer.explain(image).maps.at(0).values);
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < images.size(); ++i)
        threads.emplace_back([&, i] { together[i] = explainer.explain(images[i]).maps.at(0).values; });
    threads.clear();
    EXPECT_EQ(together, alone);
}

// Either a standard error that tells when the map is stable, or one line that there is none.
TEST_P(BlackBoxRun, EndsWhenStableOrSaysThatItCannotTell) {
    ExplainerOptions options;
    options.method = GetParam();
    options.preprocess = test::shapes_preprocess();
    options.black_box.until_stable = 0.8;
    const Explainer explainer(test::data("models/shapes-cnn.xml"), options);
    Explanation explanation;
    const auto error = error_of([&] { explanation = explainer.explain(picture("100.png")); });
    if (error)
        EXPECT_THAT(error, IsError(ErrorKind::usage, AllOf(HasSubstr(GetParam()), HasSubstr("until_stable"))));
    else
        EXPECT_FALSE(explanation.maps.at(0).standard_error.empty());
}

INSTANTIATE_TEST_SUITE_P(Methods, BlackBoxRun, testing::ValuesIn(black_box_methods()), [](const auto& test) {
    return test.param;
});

}  // namespace
}  // namespace vinoscope
