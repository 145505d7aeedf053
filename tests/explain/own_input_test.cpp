// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <stdexcept>

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

ExplainerOptions options_for(const std::string& method) {
    ExplainerOptions options;
    options.method = method;
    options.precision = Precision::f32;
    options.black_box.window = 24;
    return options;
}

Image picture() {
    return read_image(test::data("shapes/100.png"));
}

Explainer shapes_cnn(const ExplainerOptions& options) {
    return Explainer(test::data("models/shapes-cnn.xml"), options);
}

// The input of the shapes models, made by hand.
Tensor normalized(const Image& image) {
    std::vector<float> values;
    for (std::size_t channel = 0; channel < 3; ++channel)
        for (std::size_t i = 0; i < image.size() / 3; ++i)
            values.push_back((static_cast<float>(image.data()[3 * i + channel]) - 128) / 64);
    return make_tensor({1, 3, 96, 96}, std::move(values));
}

std::vector<float> only_map(const Explanation& explanation) {
    EXPECT_EQ(explanation.maps.size(), 1U);
    return explanation.maps.at(0).values;
}

TEST(OwnInput, IsExplainedLikeThePictureThatItWasMadeOf) {
    for (const auto* method : {"recipro-cam", "occlusion", "rise"}) {
        auto options = options_for(method);
        options.black_box.num_masks = 40;
        const auto from_tensor = shapes_cnn(options).explain(normalized(picture()), picture());
        options.preprocess = test::shapes_preprocess();
        const auto from_image = shapes_cnn(options).explain(picture());
        EXPECT_LT(test::relative_error(only_map(from_tensor), only_map(from_image)), 1e-4) << method;
        EXPECT_EQ(from_tensor.predictions[0].index, from_image.predictions[0].index);
        EXPECT_EQ(from_tensor.image.width(), 96);
    }
}

TEST(OwnInput, MayBeMadeByAFunctionOfTheCaller) {
    auto options = options_for("recipro-cam");
    const auto expected = shapes_cnn(options).explain(normalized(picture()), picture());
    options.preprocess_fn = normalized;
    EXPECT_EQ(only_map(shapes_cnn(options).explain(picture())), only_map(expected));
}

TEST(OwnInput, OfWholeNumbersIsTakenAsItIs) {
    const auto image = picture();
    const auto tensor =
        make_tensor({1, 96, 96, 3}, std::vector<std::uint8_t>(image.data(), image.data() + image.size()));
    for (const auto* method : {"recipro-cam", "occlusion"}) {
        const Explainer explainer(test::data("models/shapes-cnn-u8-nhwc.xml"), options_for(method));
        const auto found = explainer.explain(tensor, {});
        EXPECT_TRUE(found.image.empty());
        EXPECT_EQ(found.predictions[0].index, explainer.explain(image).predictions[0].index);
        EXPECT_EQ(found.maps.at(0).status, MapStatus::ok);
    }
}

TEST(OwnInput, MustFitTheModel) {
    const auto explainer = shapes_cnn(options_for("recipro-cam"));
    const auto wrong = make_tensor({1, 96, 96, 3}, std::vector<float>(std::size_t{3} * 96 * 96));
    EXPECT_THAT(error_of([&] { return explainer.explain(wrong, picture()); }),
                IsError(ErrorKind::bad_image, AllOf(HasSubstr("[1, 3, 96, 96] (NCHW)"), HasSubstr("[1, 96, 96, 3]"))));
    EXPECT_THAT(error_of([] {
                    return make_tensor({1, 2}, std::vector<float>(3));
                }),
                IsError(ErrorKind::usage, HasSubstr("expected 2 values")));
}

// Reads the classes in reverse, as probabilities.
Answer reversed(std::span<const OutputTensor> outputs) {
    EXPECT_EQ(outputs.size(), 1U);
    EXPECT_EQ(outputs[0].name, "logits");
    EXPECT_EQ(outputs[0].shape, (std::vector<std::size_t>{1, 6}));
    Answer answer;
    answer.scores.assign(outputs[0].values.rbegin(), outputs[0].values.rend());
    return answer;
}

TEST(OwnPostprocess, TellsWhatTheOutputsMean) {
    auto options = options_for("occlusion");
    options.preprocess = test::shapes_preprocess();
    ExplainOptions square;
    square.targets = {std::int64_t{1}};
    const auto plain = shapes_cnn(options).explain(picture(), square);
    options.postprocess = reversed;
    ExplainOptions square_reversed;
    square_reversed.targets = {std::int64_t{4}};
    const auto own = shapes_cnn(options).explain(picture(), square_reversed);
    EXPECT_EQ(own.predictions[0].index, 5 - plain.predictions[0].index);
    EXPECT_EQ(own.maps[0].target, 4);
}

TEST(OwnPostprocess, PassesItsExceptionsOn) {
    auto options = options_for("occlusion");
    options.postprocess = [](std::span<const OutputTensor>) -> Answer { throw std::out_of_range("my own"); };
    const auto explainer = shapes_cnn(options);
    EXPECT_THROW(static_cast<void>(explainer.explain(picture())), std::out_of_range);
}

}  // namespace
}  // namespace vinoscope
