// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
// Score-CAM and Ablation-CAM against slow re-implementations of their definitions, cell by cell.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/options.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::Each;
using testing::Ge;
using testing::HasSubstr;

constexpr int height = 12;
constexpr int width = 20;
constexpr int rows = 6;
constexpr int columns = 10;
constexpr int channels = 5;
constexpr int classes = 4;
constexpr int quiet_channel = 3;

// The weights of the convolution, those of each channel with a mean of 0; some channels are quiet.
std::vector<float> weights_without(const std::vector<int>& quiet) {
    constexpr std::size_t size = 27;
    auto weights = test::random_values(channels * size, 31);
    for (std::size_t channel = 0; channel < channels; ++channel) {
        const std::span one(weights.data() + channel * size, size);
        const float mean = std::accumulate(one.begin(), one.end(), 0.0F) / size;
        const bool silent = std::ranges::count(quiet, static_cast<int>(channel)) > 0;
        for (auto& weight : one)
            weight = silent ? 0 : weight - mean;
    }
    return weights;
}

// An image [1,3,12,20], five channels of 6x10 cells, of which one is 0 everywhere, and four classes.
struct Network {
    std::shared_ptr<ov::Model> model;
    test::Value features;
    test::Value scores;

    // One more channel may be quiet.
    explicit Network(int ablated = quiet_channel) {
        const auto image = test::image_parameter({1, 3, height, width});
        const auto weights = weights_without({quiet_channel, ablated});
        features = test::named(test::relu(test::convolution(image, test::floats({channels, 3, 3, 3}, weights), 2, 1)),
                               "features");
        const auto pooled = test::mean_over(features, {2, 3});
        scores = test::multiply(test::fully_connected(pooled, channels, classes, 32), test::number(0.02F));
        model = test::model_of(scores, image);
    }
};

// [3,12,20] of the image, whose bytes the model takes as they are.
std::vector<float> planar(const Image& image) {
    std::vector<float> values;
    for (std::size_t channel = 0; channel < 3; ++channel)
        for (std::size_t pixel = 0; pixel < std::size_t{height} * width; ++pixel)
            values.push_back(image.data()[3 * pixel + channel]);
    return values;
}

// The value between cells at a point of the image, edges repeated.
double enlarged(const float* cells, double y, double x) {
    const auto clamped = [](double place, int count) { return std::clamp(place, 0.0, count - 1.0); };
    const double row = clamped((y + 0.5) * rows / height - 0.5, rows);
    const double column = clamped((x + 0.5) * columns / width - 0.5, columns);
    double sum = 0;
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
            sum +=
                std::max(0.0, 1 - std::abs(row - i)) * std::max(0.0, 1 - std::abs(column - j)) * cells[i * columns + j];
    return sum;
}

std::vector<double> channel_mask(const float* cells) {
    std::vector<double> mask;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            mask.push_back(enlarged(cells, y, x));
    const auto [low, high] = std::ranges::minmax(mask);
    for (auto& value : mask)
        value = (value - low) / (high - low);
    return mask;
}

std::vector<double> softmax(const std::vector<double>& scores) {
    std::vector<double> shares;
    for (const double score : scores)
        shares.push_back(std::exp(score - std::ranges::max(scores)));
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (auto& share : shares)
        share /= sum;
    return shares;
}

// The class scores of the image that a channel masks.
std::vector<double> masked_scores(const Network& network, const std::vector<float>& image, const float* cells) {
    const auto mask = channel_mask(cells);
    auto masked = image;
    for (std::size_t i = 0; i < masked.size(); ++i)
        masked[i] *= static_cast<float>(mask[i % mask.size()]);
    const auto found = test::run(network.scores, *network.model, test::tensor_of({1, 3, height, width}, masked));
    return {found.begin(), found.end()};
}

// The weight of a channel is proportional to `weight` of the class scores under its mask.
template <typename Weight>
std::vector<float> slow_score_cam(const Network& network,
                                  const Image& image,
                                  const std::vector<int>& used,
                                  Weight weight) {
    const auto input = planar(image);
    const auto activations = test::run(network.features, *network.model, test::tensor_of({1, 3, height, width}, input));
    constexpr std::size_t cells = std::size_t{rows} * columns;
    std::vector<double> weights;
    for (const int channel : used)
        weights.push_back(weight(masked_scores(network, input, &activations[channel * cells])));
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<float> map;
    for (std::size_t cell = 0; cell < cells; ++cell) {
        double value = 0;
        for (std::size_t i = 0; i < used.size(); ++i)
            value += weights[i] / sum * activations[used[i] * cells + cell];
        map.push_back(static_cast<float>(std::max(value, 0.0)));
    }
    return map;
}

void expect_strongest_in_the_shape(std::string_view method) {
    const Explainer explainer(test::data("models/shapes-cnn.xml"), test::in_f32(method, test::shapes_preprocess()));
    const auto pictures = test::single_shapes(test::data("shapes"));
    int inside = 0;
    for (const auto& shape : pictures) {
        const auto image = read_image(test::data("shapes") / shape.file);
        const auto map = explainer.explain(image, {.targets = {shape.label}}).maps.at(0);
        EXPECT_THAT(map.values, Each(Ge(0)));
        const auto strongest = std::ranges::max_element(map.values) - map.values.begin();
        const double x = (static_cast<double>(strongest % map.width) + 0.5) / map.width * image.width();
        const auto row = strongest / map.width;
        const double y = (static_cast<double>(row) + 0.5) / map.height * image.height();
        inside += static_cast<int>(x > shape.x1 && x < shape.x2 && y > shape.y1 && y < shape.y2);
    }
    EXPECT_GE(inside, static_cast<int>(0.8 * static_cast<double>(pictures.size())));
}

class ScoreCam : public testing::Test {
protected:
    static constexpr std::int64_t target = 2;

    Explanation explained(const ExplainerOptions& options) const {
        return Explainer(m_network.model, options).explain(m_image, {.targets = {target}});
    }

    static double probability(const std::vector<double>& scores) { return softmax(scores)[target]; }

    Network m_network;
    Image m_image = test::random_image(width, height, 33);
    std::vector<int> m_used = {0, 1, 2, 4};
    ExplainerOptions m_options = test::in_f32("score-cam");
};

TEST_F(ScoreCam, WeighsTheChannelsByTheProbabilityThatTheyShow) {
    const auto explanation = explained(m_options);
    EXPECT_EQ(explanation.provenance.layer, "features");
    EXPECT_EQ(explanation.provenance.inferences, 1 + m_used.size())
        << "a channel that is the same everywhere masks nothing";
    const auto& map = explanation.maps.at(0);
    ASSERT_EQ(map.height, rows);
    ASSERT_EQ(map.width, columns);
    EXPECT_LT(test::relative_error(map.values, slow_score_cam(m_network, m_image, m_used, probability)), 1e-4);
}

TEST_F(ScoreCam, WeighsTheChannelsByTheSoftmaxOfOtherScores) {
    m_options.score = ScoreConversion::raw;
    const auto weight = [](const std::vector<double>& scores) { return std::exp(scores[target]); };
    EXPECT_LT(test::relative_error(explained(m_options).maps.at(0).values,
                                   slow_score_cam(m_network, m_image, m_used, weight)),
              1e-4);
}

TEST_F(ScoreCam, TakesTheChannelsThatVaryMost) {
    const auto activations =
        test::run(m_network.features, *m_network.model, test::tensor_of({1, 3, height, width}, planar(m_image)));
    const auto variance = [&](int channel) {
        const std::vector<double> cells(&activations[channel * 60], &activations[channel * 60] + 60);
        const double mean = std::accumulate(cells.begin(), cells.end(), 0.0) / 60;
        return std::accumulate(cells.begin(), cells.end(), 0.0, [&](double sum, double value) {
            return sum + (value - mean) * (value - mean);
        });
    };
    std::ranges::sort(m_used, std::greater(), variance);
    m_used.resize(2);
    m_options.black_box.num_channels = 2;
    const auto explanation = explained(m_options);
    EXPECT_EQ(explanation.provenance.inferences, 3);
    EXPECT_LT(
        test::relative_error(explanation.maps.at(0).values, slow_score_cam(m_network, m_image, m_used, probability)),
        1e-4);
}

TEST_F(ScoreCam, ExplainsTheScoresThatAPostprocessReturns) {
    m_options.postprocess = [](std::span<const OutputTensor> outputs) {
        EXPECT_EQ(outputs.size(), 1U) << "the activations are none of its business";
        std::vector<float> scores(outputs[0].values.begin(), outputs[0].values.end());
        for (auto& score : scores)
            score *= 3;
        return Answer{.scores = std::move(scores)};
    };
    const auto weight = [](const std::vector<double>& scores) { return std::exp(3 * scores[target]); };
    EXPECT_LT(test::relative_error(explained(m_options).maps.at(0).values,
                                   slow_score_cam(m_network, m_image, m_used, weight)),
              1e-4);
}

TEST_F(ScoreCam, HidesTheImageByTheBaseline) {
    m_options.black_box.baseline = "mean";
    EXPECT_GT(test::relative_error(explained(m_options).maps.at(0).values,
                                   slow_score_cam(m_network, m_image, m_used, probability)),
              1e-4);
}

TEST_F(ScoreCam, CannotBecomePartOfAModel) {
    EXPECT_THAT(error_of([&] { return insert_xai(m_network.model, test::with_method("score-cam")); }),
                IsError(ErrorKind::unsupported, HasSubstr("Score-CAM")));
}

TEST_F(ScoreCam, NamesALayerThatTheModelLacks) {
    m_options.target_layer = "feature";
    EXPECT_THAT(error_of([&] { explained(m_options); }), IsError(ErrorKind::bad_target, HasSubstr("features")));
}

class AblationCam : public ScoreCam {
protected:
    AblationCam() { m_options.method = "ablation-cam"; }

    static std::vector<double> scores_of(const Network& network, const Image& image) {
        const auto input = test::tensor_of({1, 3, height, width}, planar(image));
        const auto found = test::run(network.scores, *network.model, input);
        return {found.begin(), found.end()};
    }

    // The share of the score that a model loses whose channel is 0 everywhere.
    template <typename Score>
    std::vector<float> slow_map(Score score) const {
        const auto activations =
            test::run(m_network.features, *m_network.model, test::tensor_of({1, 3, height, width}, planar(m_image)));
        const double whole = score(scores_of(m_network, m_image));
        std::vector<double> losses;
        for (const int channel : m_used)
            losses.push_back((whole - score(scores_of(Network(channel), m_image))) / std::abs(whole));
        std::vector<float> map;
        for (std::size_t cell = 0; cell < std::size_t{rows} * columns; ++cell) {
            double sum = 0;
            for (std::size_t i = 0; i < losses.size(); ++i)
                sum += losses[i] * activations[static_cast<std::size_t>(m_used[i]) * rows * columns + cell];
            map.push_back(static_cast<float>(std::max(sum, 0.0)));
        }
        return map;
    }
};

TEST_F(AblationCam, WeighsTheChannelsByTheShareOfTheScoreThatIsLostWithoutThem) {
    const auto explanation = explained(m_options);
    EXPECT_EQ(explanation.provenance.layer, "features");
    EXPECT_EQ(explanation.provenance.inferences, 1 + m_used.size()) << "nothing is lost without a channel of zeros";
    EXPECT_LT(test::relative_error(explanation.maps.at(0).values, slow_map(probability)), 1e-4);
}

TEST_F(AblationCam, CountsALossOfScoresBelowZeroForTheTarget) {
    m_options.score = ScoreConversion::raw;
    for (std::int64_t index = 0; index < classes; ++index) {
        const auto score = [&](const std::vector<double>& scores) { return scores[index]; };
        const auto map = Explainer(m_network.model, m_options).explain(m_image, {.targets = {index}}).maps.at(0);
        EXPECT_LT(test::relative_error(map.values, slow_map(score)), 1e-3) << "class " << index;
    }
}

TEST_F(AblationCam, IsTheSameForALayerWithItsChannelsLast) {
    const auto image = test::image_parameter({1, height, width, 3});
    const auto planar_image = test::transposed(image, {0, 3, 1, 2});
    const auto weights = weights_without({quiet_channel});
    const auto features = test::relu(test::convolution(planar_image, test::floats({channels, 3, 3, 3}, weights), 2, 1));
    const auto last = test::named(test::tanh(test::transposed(features, {0, 2, 3, 1})), "last");
    const auto scores = test::fully_connected(test::mean_over(last, {1, 2}), channels, classes, 32);
    const auto first = test::named(test::tanh(features), "first");
    const auto same_scores = test::fully_connected(test::mean_over(first, {2, 3}), channels, classes, 32);
    m_options.preprocess.layout = TensorLayout::nhwc;
    const auto map_at = [&](const test::Value& table) {
        return Explainer(test::model_of(table, image), m_options).explain(m_image, {.targets = {target}}).maps.at(0);
    };
    EXPECT_LT(test::relative_error(map_at(scores).values, map_at(same_scores).values), 1e-4);
}

TEST(AblationCamOfTrainedModels, IsStrongestInTheAskedShape) {
    expect_strongest_in_the_shape("ablation-cam");
}

TEST(AblationCamOfTrainedModels, ExplainsBoxesAndTokens) {
    const auto image = read_image(test::data("shapes/100.png"));
    for (const char* const model : {"models/shapes-ssd.xml", "models/shapes-vit.xml"}) {
        const Explainer explainer(test::data(model), test::in_f32("ablation-cam", test::shapes_preprocess()));
        EXPECT_EQ(explainer.explain(image).maps.at(0).status, MapStatus::ok) << model;
    }
}

TEST(ScoreCamOfTrainedModels, IsStrongestInTheAskedShape) {
    expect_strongest_in_the_shape("score-cam");
}

TEST(ScoreCamOfTrainedModels, TellsTheBoxesOfADetectorApart) {
    const auto image = read_image(test::data("shapes/100.png"));
    const Explainer explainer(test::data("models/shapes-ssd.xml"),
                              test::in_f32("score-cam", test::shapes_preprocess()));
    const auto explanation = explainer.explain(image, {.targets = {AllTargets{}}});
    ASSERT_GE(explanation.maps.size(), 2U);
    for (const auto& map : explanation.maps) {
        ASSERT_TRUE(map.box);
        const auto strongest = std::ranges::max_element(map.values) - map.values.begin();
        const double x = (static_cast<double>(strongest % map.width) + 0.5) / map.width * image.width();
        const auto row = strongest / map.width;
        const double y = (static_cast<double>(row) + 0.5) / map.height * image.height();
        EXPECT_TRUE(x > map.box->x1 && x < map.box->x2 && y > map.box->y1 && y < map.box->y2) << map.label;
    }
}

TEST(ScoreCamOfTrainedModels, ExplainsTheTokensOfATransformer) {
    const auto image = read_image(test::data("shapes/100.png"));
    const Explainer explainer(test::data("models/shapes-vit.xml"),
                              test::in_f32("score-cam", test::shapes_preprocess()));
    const auto map = explainer.explain(image).maps.at(0);
    EXPECT_EQ(map.status, MapStatus::ok);
    EXPECT_EQ(map.values.size(), static_cast<std::size_t>(map.height) * map.width);
    EXPECT_GT(map.height, 1);
}

}  // namespace
}  // namespace vinoscope
