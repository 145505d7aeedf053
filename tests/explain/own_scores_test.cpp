// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Scores that are no output of the model: similarities of embeddings, and what a caller builds into the graph.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <openvino/op/matmul.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/result.hpp>
#include <span>

#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/random_values.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/verifier.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;
using testing::Pointwise;

constexpr std::size_t height = 6;
constexpr std::size_t width = 8;
constexpr std::size_t places = height * width;
constexpr std::size_t pixels = 3 * places;
constexpr std::size_t length = 5;
const ov::Shape shape = {1, 3, height, width};

const std::vector<float> weights = test::random_values(length * pixels, 11);
const std::vector<float> picture = test::random_values(pixels, 12);

// embedding = weights x pixels
std::shared_ptr<ov::Model> linear_embedding() {
    const auto image = test::image_parameter(shape);
    const auto embedding = std::make_shared<ov::op::v0::MatMul>(
        test::reshaped(image, {1, pixels}), test::floats({length, pixels}, weights), false, true);
    return test::model_of(embedding, image);
}

std::vector<double> embedding_of(std::span<const float> image) {
    std::vector<double> embedding(length);
    for (std::size_t d = 0; d < length; ++d)
        embedding[d] = std::inner_product(image.begin(), image.end(), weights.begin() + d * pixels, 0.0);
    return embedding;
}

template <typename Vector>
double norm(const Vector& vector) {
    return std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0));
}

double cosine(const std::vector<double>& a, std::span<const float> b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0) / norm(a) / norm(b);
}

// d cos(W x, r) / d x = W' (r / |r| - cos e / |e|) / |e|
std::vector<double> cosine_gradient(std::span<const float> reference) {
    const auto embedding = embedding_of(picture);
    const double cos = cosine(embedding, reference);
    std::vector<double> gradient(pixels);
    for (std::size_t d = 0; d < length; ++d) {
        const double factor = (reference[d] / norm(reference) - cos * embedding[d] / norm(embedding)) / norm(embedding);
        for (std::size_t i = 0; i < pixels; ++i)
            gradient[i] += factor * weights[d * pixels + i];
    }
    return gradient;
}

// What the method saliency makes of a gradient: the largest magnitude among the channels.
std::vector<float> largest_of_channels(const std::vector<double>& gradient) {
    std::vector<float> largest(places);
    for (std::size_t i = 0; i < pixels; ++i)
        largest[i % places] = std::max(largest[i % places], static_cast<float>(std::abs(gradient[i])));
    return largest;
}

ExplainerOptions options_for(const std::string& method) {
    ExplainerOptions options;
    options.method = method;
    options.precision = Precision::f32;
    options.preprocess.layout = TensorLayout::nchw;
    return options;
}

Explanation explained(const std::shared_ptr<ov::Model>& model,
                      const ExplainerOptions& options,
                      const TargetRequests& targets = top(1)) {
    return Explainer(model, options).explain(make_tensor(shape, picture), Image(), {.targets = targets});
}

MATCHER_P(AreNear, tolerance, "") {
    return std::abs(std::get<0>(arg) - std::get<1>(arg)) <= tolerance;
}

const std::vector<float> reference = {0.5F, -1.0F, 2.0F, 0.25F, -0.75F};

TEST(Similarity, IsTheCosineWithAVector) {
    auto options = options_for("saliency");
    options.similar_to = make_tensor({length}, reference);
    const auto explanation = explained(linear_embedding(), options);
    EXPECT_EQ(explanation.provenance.task, "embedding");
    EXPECT_EQ(explanation.provenance.score, "cosine similarity");
    EXPECT_FALSE(explanation.provenance.probabilities);
    ASSERT_EQ(explanation.predictions.size(), 1U);
    EXPECT_EQ(explanation.predictions[0].label, "similarity");
    EXPECT_NEAR(explanation.predictions[0].score, cosine(embedding_of(picture), reference), 1e-5);
    EXPECT_THAT(explanation.maps.at(0).values,
                Pointwise(AreNear(1e-5F), largest_of_channels(cosine_gradient(reference))));
}

TEST(Similarity, OfAnInputWithItselfIsOneAndHasNoGradient) {
    auto options = options_for("saliency");
    options.similar_to = make_tensor(shape, picture);
    const auto explanation = explained(linear_embedding(), options);
    EXPECT_NEAR(explanation.predictions.at(0).score, 1, 1e-6);
    EXPECT_LT(std::ranges::max(explanation.maps.at(0).values), 1e-6F);
}

// A layer of positive features, of which the embedding is the mean: with one cell alone it points where that cell does.
TEST(Similarity, IsExplainedByReciproCamCellByCell) {
    const auto image = test::image_parameter(shape);
    const std::vector<float> kernel = {0.5F, -0.25F, 0.75F, 0.1F, 0.9F, -0.3F};
    const auto features = test::relu(test::convolution(image, test::floats({2, 3, 1, 1}, kernel)));
    const auto model = test::model_of(test::mean_over(features, {2, 3}), image);
    auto options = options_for("recipro-cam");
    options.similar_to = make_tensor({2}, std::vector<float>{3, 1});
    const auto map = explained(model, options).maps.at(0);
    ASSERT_EQ(map.values.size(), places);
    for (std::size_t place = 0; place < places; ++place) {
        double feature[2] = {};
        for (std::size_t d = 0; d < 2; ++d)
            for (std::size_t channel = 0; channel < 3; ++channel)
                feature[d] += kernel[d * 3 + channel] * picture[channel * places + place];
        feature[0] = std::max(feature[0], 0.0);
        feature[1] = std::max(feature[1], 0.0);
        const double size = std::hypot(feature[0], feature[1]);
        const double expected = size > 0 ? (3 * feature[0] + feature[1]) / size / std::sqrt(10.0) : 0;
        EXPECT_NEAR(map.values[place], expected, 1e-5) << place;
    }
}

// Two parts of the image, red at the upper left and green at the lower right, are the two numbers of the embedding.
std::shared_ptr<ov::Model> embedding_of_two_parts() {
    std::vector<float> parts(2 * pixels);
    for (std::size_t y = 0; y < 3; ++y)
        for (std::size_t x = 0; x < 4; ++x) {
            parts[y * width + x] = 1;
            parts[pixels + places + (y + 3) * width + x + 4] = 1;
        }
    const auto image = test::image_parameter(shape);
    return test::model_of(std::make_shared<ov::op::v0::MatMul>(
                              test::reshaped(image, {1, pixels}), test::floats({2, pixels}, parts), false, true),
                          image);
}

TEST(Similarity, DropsWhereABlackBoxMethodHidesWhatIsAlike) {
    auto options = options_for("occlusion");
    options.black_box.window = 2;
    options.black_box.stride = 1;
    options.similar_to = make_tensor({2}, std::vector<float>{1, 0});
    const auto map = Explainer(embedding_of_two_parts(), options)
                         .explain(make_tensor(shape, std::vector<float>(pixels, 1)), Image())
                         .maps.at(0);
    const auto value_at = [&](std::size_t x, std::size_t y) {
        return map.values[y * static_cast<std::size_t>(map.height) / height * static_cast<std::size_t>(map.width) +
                          x * static_cast<std::size_t>(map.width) / width];
    };
    EXPECT_GT(value_at(1, 1), 0.01F) << "hides what speaks for the similarity";
    EXPECT_LT(value_at(6, 5), -0.01F) << "hides what speaks against it";
    EXPECT_NEAR(value_at(6, 0), 0, 1e-5F);
}

std::vector<float> three_texts() {
    return test::random_values(3 * length, 13);
}

TEST(Similarity, WithSeveralTextsIsAClassification) {
    auto options = options_for("saliency");
    const auto texts = three_texts();
    options.similar_to = make_tensor({3, length}, texts);
    options.labels = {"a cat", "a dog", "a house"};
    options.logit_scale = 100.0F;
    const auto explanation = explained(linear_embedding(), options);
    std::vector<double> logits;
    for (std::size_t text = 0; text < 3; ++text)
        logits.push_back(100 * cosine(embedding_of(picture), std::span(texts).subspan(text * length, length)));
    double sum = 0;
    for (const double logit : logits)
        sum += std::exp(logit);
    const auto best = std::ranges::max_element(logits) - logits.begin();
    EXPECT_EQ(explanation.predictions.at(0).index, best);
    EXPECT_EQ(explanation.predictions.at(0).label, options.labels[static_cast<std::size_t>(best)]);
    EXPECT_EQ(explanation.provenance.score, "softmax");
    for (const auto& prediction : explanation.predictions)
        EXPECT_NEAR(prediction.score, std::exp(logits[static_cast<std::size_t>(prediction.index)]) / sum, 1e-3);
}

TEST(Similarity, ContrastsTwoTexts) {
    auto options = options_for("saliency");
    const auto texts = three_texts();
    options.similar_to = make_tensor({3, length}, texts);
    options.labels = {"a cat", "a dog", "a house"};
    const auto explanation = explained(linear_embedding(), options, {ContrastTarget{"a cat", "a house"}});
    auto difference = cosine_gradient(std::span(texts).first(length));
    const auto other = cosine_gradient(std::span(texts).last(length));
    std::ranges::transform(difference, other, difference.begin(), std::minus());
    EXPECT_EQ(explanation.maps.at(0).label, "a cat rather than a house");
    EXPECT_THAT(explanation.maps.at(0).values, Pointwise(AreNear(1e-5F), largest_of_channels(difference)));
    const auto again = explained(linear_embedding(), options, {target_of(explanation.maps[0])});
    EXPECT_EQ(again.maps.at(0).values, explanation.maps[0].values) << "verdicts and comparisons ask again";
}

TEST(Similarity, RefusesWhatDoesNotFit) {
    const auto refused = [](Reference similar_to, std::optional<float> scale = {}) {
        auto options = options_for("saliency");
        options.similar_to = std::move(similar_to);
        options.logit_scale = scale;
        return error_of([&] { Explainer(linear_embedding(), options); });
    };
    EXPECT_THAT(refused(make_tensor({4}, std::vector<float>(4, 1))),
                IsError(ErrorKind::bad_image, HasSubstr("expected floats [5] or [K, 5]")));
    EXPECT_THAT(refused(make_tensor({length}, std::vector<float>(length))),
                IsError(ErrorKind::bad_image, HasSubstr("not all 0")));
    EXPECT_THAT(refused(make_tensor({1, 3, 4, 4}, std::vector<float>(48))),
                IsError(ErrorKind::bad_image, HasSubstr("the reference (similar_to): expected a tensor of shape")));
    EXPECT_THAT(refused({}, 100.0F),
                IsError(ErrorKind::usage, HasSubstr("expected similar_to together with logit_scale")));
}

// With one output called so, a model is read as an embedding, which alone has no score.
TEST(Embedding, IsExplainedByMethodsThatNeedNoScoreAlone) {
    const auto image = test::image_parameter(shape);
    const auto features = test::relu(test::convolution(image, test::random_floats({4, 3, 3, 3}, 1), 1, 1));
    const auto model = test::model_of(test::fully_connected(test::mean_over(features, {2, 3}), 4, 6, 2), image);
    model->output(0).set_names({"embedding"});
    EXPECT_THAT(error_of([&] { explained(model, options_for("auto")); }),
                IsError(ErrorKind::usage, HasSubstr("explained by its similarity to a reference")));
    EXPECT_EQ(explained(model, options_for("activation-map")).maps.size(), 1U);
}

// The sum of two numbers of the output less a third.
TEST(ScoreGraph, IsExplainedByGradients) {
    auto options = options_for("saliency");
    options.score_graph = [](const std::vector<test::Value>& outputs) {
        const auto& values = outputs.at(0);
        return test::sum_over(test::multiply(values, test::floats({1, length}, {1, 1, -1, 0, 0})), {1});
    };
    const auto explanation = explained(linear_embedding(), options);
    const auto embedding = embedding_of(picture);
    EXPECT_EQ(explanation.provenance.task, "regression");
    EXPECT_NEAR(explanation.predictions.at(0).score, embedding[0] + embedding[1] - embedding[2], 1e-4);
    std::vector<double> gradient(pixels);
    for (std::size_t i = 0; i < pixels; ++i)
        gradient[i] = weights[i] + weights[pixels + i] - weights[2 * pixels + i];
    EXPECT_THAT(explanation.maps.at(0).values, Pointwise(AreNear(1e-5F), largest_of_channels(gradient)));
}

// [batch, D] -> [batch, 2], the squared length and the first number.
std::shared_ptr<ov::Model> two_scores() {
    const auto values = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::PartialShape{-1, length});
    values->output(0).set_names({"anything"});
    const auto square = test::sum_over(test::multiply(values, values), {1}, true);
    const auto first = test::reshaped(test::gathered(values, 0, 1), {-1, 1});
    return std::make_shared<ov::Model>(ov::OutputVector{test::concat({square, first}, 1)}, ov::ParameterVector{values});
}

TEST(ScoreGraph, MayBeAModelOfTheOutputs) {
    auto options = options_for("saliency");
    options.score_graph = score_graph(two_scores());
    const auto explanation = explained(linear_embedding(), options, {0, 1});
    const auto embedding = embedding_of(picture);
    std::vector<double> of_square(pixels);
    for (std::size_t d = 0; d < length; ++d)
        for (std::size_t i = 0; i < pixels; ++i)
            of_square[i] += 2 * embedding[d] * weights[d * pixels + i];
    const auto expected = largest_of_channels(of_square);
    EXPECT_THAT(explanation.maps.at(0).values, Pointwise(AreNear(1e-5F * std::ranges::max(expected)), expected));
    EXPECT_THAT(explanation.maps.at(1).values,
                Pointwise(AreNear(1e-5F), largest_of_channels({weights.begin(), weights.begin() + pixels})));
}

// Every family of methods answers for it.
TEST(ScoreGraph, IsExplainedByOcclusionAsItIs) {
    auto options = options_for("occlusion");
    options.score_graph = score_graph(two_scores());
    EXPECT_EQ(explained(linear_embedding(), options).maps.at(0).status, MapStatus::ok);
}

TEST(ScoreGraph, RefusesWhatDoesNotFit) {
    const auto refused = [](const ScoreGraph& graph) {
        auto options = options_for("saliency");
        options.score_graph = graph;
        return error_of([&] { Explainer(linear_embedding(), options); });
    };
    EXPECT_THAT(refused([](const auto& outputs) {
                    return test::reshaped(outputs[0], {1, 1, length});
                }),
                IsError(ErrorKind::usage, HasSubstr("expected scores as floats [batch] or [batch, K], found [1,1,5]")));
    const auto values = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::PartialShape{-1, 7});
    const auto other =
        std::make_shared<ov::Model>(ov::OutputVector{test::sum_over(values, {1})}, ov::ParameterVector{values});
    EXPECT_THAT(refused(score_graph(other)), IsError(ErrorKind::usage, HasSubstr("for its input")));
}

}  // namespace
}  // namespace vinoscope
