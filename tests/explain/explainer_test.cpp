// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/explainer.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <openvino/runtime/core.hpp>
#include <thread>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/decisions.hpp"
#include "support/error_matchers.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"
#include "vinoscope/version.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<std::string> names = {"circle", "square", "triangle", "star", "cross", "ring"};

ExplainerOptions shapes_options() {
    ExplainerOptions options;
    options.preprocess = test::shapes_preprocess();
    options.precision = Precision::f32;
    options.labels = names;
    return options;
}

std::filesystem::path shapes_cnn() {
    return test::data("models/shapes-cnn.xml");
}

Image picture(const std::string& name = "100.png") {
    return read_image(test::data("shapes/" + name));
}

ExplainOptions asked(TargetRequests targets) {
    ExplainOptions options;
    options.targets = std::move(targets);
    return options;
}

std::vector<std::int64_t> targets_of(const Explanation& explanation) {
    std::vector<std::int64_t> targets;
    for (const auto& map : explanation.maps)
        targets.push_back(map.target.value_or(-1));
    return targets;
}

TEST(Explainer, TellsWhatIsInThePicture) {
    ExplainerOptions options = shapes_options();
    const Explainer explainer(test::data("models/shapes-cnn-single.xml"), options);
    for (const auto& shape : test::single_shapes(test::data("shapes"))) {
        const auto best = explainer.explain(picture(shape.file)).predictions.front();
        EXPECT_EQ(best.index, shape.label);
        EXPECT_EQ(best.label, names[static_cast<std::size_t>(shape.label)]);
        EXPECT_GT(best.score, 0.5F);
        EXPECT_LE(best.score, 1.0F);
    }
}

TEST(Explainer, ShowsProbabilitiesOfTheSameModelWithAndWithoutSoftmax) {
    const auto options = shapes_options();
    const Explainer plain(test::data("models/shapes-cnn-single.xml"), options);
    const Explainer softmax(test::data("models/shapes-cnn-single-softmax.xml"), options);
    EXPECT_EQ(plain.provenance().score, "softmax");
    EXPECT_EQ(softmax.provenance().score, "as is");
    const auto a = plain.explain(picture("000.png")).predictions;
    const auto b = softmax.explain(picture("000.png")).predictions;
    ASSERT_EQ(a.size(), 5U);
    ASSERT_EQ(b.size(), 5U);
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].index, b[i].index);
        EXPECT_NEAR(a[i].score, b[i].score, 1e-5);
    }
}

TEST(Explainer, AnswersInTheAskedOrder) {
    const Explainer explainer(shapes_cnn(), shapes_options());
    const auto explanation = explainer.explain(picture(), asked({std::int64_t{4}, "ring", std::int64_t{0}, "Square"}));
    EXPECT_THAT(targets_of(explanation), ElementsAre(4, 5, 0, 1));
    for (const auto& map : explanation.maps) {
        EXPECT_EQ(map.label, names[static_cast<std::size_t>(*map.target)]);
        EXPECT_EQ(map.height, 12);
        EXPECT_EQ(map.width, 12);
        EXPECT_EQ(map.values.size(), 144U);
        EXPECT_EQ(map.status, MapStatus::ok);
        EXPECT_FALSE(map.region) << "a squashed picture is shown whole";
    }
}

TEST(Explainer, GivesEachClassItsOwnMap) {
    const Explainer explainer(shapes_cnn(), shapes_options());
    const auto all = explainer.explain(picture(), asked(all_classes()));
    EXPECT_THAT(targets_of(all), ElementsAre(0, 1, 2, 3, 4, 5));
    const auto one = explainer.explain(picture(), asked({std::int64_t{3}}));
    EXPECT_EQ(one.maps.front().values, all.maps[3].values);
    EXPECT_NE(one.maps.front().values, all.maps[2].values);
}

TEST(Explainer, ExplainsTheBestClassesFirst) {
    const Explainer explainer(shapes_cnn(), shapes_options());
    const auto explanation = explainer.explain(picture(), asked(top(2)));
    EXPECT_THAT(targets_of(explanation),
                ElementsAre(explanation.predictions[0].index, explanation.predictions[1].index));
    EXPECT_THAT(targets_of(explanation), testing::UnorderedElementsAre(1, 3)) << "100.png shows a square and a star";
}

TEST(Explainer, ListsAsManyPredictionsAsAsked) {
    const Explainer explainer(shapes_cnn(), shapes_options());
    ExplainOptions options;
    options.predictions = 2;
    EXPECT_EQ(explainer.explain(picture(), options).predictions.size(), 2U);
}

TEST(Explainer, GivesOneMapOfTheImageForActivationMap) {
    auto options = shapes_options();
    options.method = "activation-map";
    const auto explanation = Explainer(shapes_cnn(), options).explain(picture(), asked(all_classes()));
    ASSERT_EQ(explanation.maps.size(), 1U);
    EXPECT_FALSE(explanation.maps.front().target);
    EXPECT_EQ(explanation.maps.front().label, "");
}

TEST(Explainer, GivesTheImageBack) {
    auto image = picture();
    const std::vector<std::uint8_t> pixels(image.data(), image.data() + image.size());
    const auto* memory = image.data();
    const auto explanation = Explainer(shapes_cnn(), shapes_options()).explain(std::move(image));
    EXPECT_EQ(explanation.image.data(), memory) << "moved, not copied";
    EXPECT_EQ(std::vector<std::uint8_t>(memory, memory + pixels.size()), pixels);
}

TEST(Explainer, TellsWhereAnExplanationComesFrom) {
    auto options = shapes_options();
    options.seed = 7;
    const Explainer explainer(shapes_cnn(), options);
    EXPECT_EQ(explainer.provenance().inferences, 0U);
    const auto provenance = explainer.explain(picture()).provenance;
    EXPECT_EQ(std::filesystem::path(provenance.model).filename(), "shapes-cnn.xml");
    EXPECT_EQ(provenance.model_hash, model_hash(shapes_cnn()));
    EXPECT_EQ(provenance.task, "classification");
    EXPECT_EQ(provenance.method, "recipro-cam");
    EXPECT_EQ(provenance.layer, "/layer4/relu2/Relu");
    EXPECT_EQ(provenance.score, "softmax");
    EXPECT_EQ(provenance.device, "CPU");
    EXPECT_EQ(provenance.precision, "f32");
    EXPECT_EQ(provenance.seed, 7U);
    EXPECT_EQ(provenance.inferences, 1U);
    EXPECT_EQ(provenance.version, version());
    EXPECT_EQ(provenance.openvino_version, openvino_version());
}

TEST(Explainer, TellsItsDecisions) {
    const Explainer explainer(shapes_cnn(), shapes_options());
    EXPECT_THAT(test::lines_of(explainer.decisions()), Contains(HasSubstr("/layer4/relu2/Relu")));
    EXPECT_THAT(test::lines_of(explainer.decisions()), Contains(HasSubstr("logits")));
    EXPECT_THAT(test::lines_of(explainer.decisions()), Contains(HasSubstr("mean")));
}

// Scores near 10 of which cells make a difference of some hundredths: bf16 would leave two or three values in the map.
TEST(Explainer, InfersInF32WhereCellsDifferBySmallAmounts) {
    auto options = shapes_options();
    const auto in_f32 = Explainer(test::data("models/shapes-vit.xml"), options).explain(picture());
    options.precision = Precision::automatic;
    const auto automatic = Explainer(test::data("models/shapes-vit.xml"), options).explain(picture());
    EXPECT_EQ(automatic.provenance.precision, "f32");
    EXPECT_LT(test::relative_error(automatic.maps.at(0).values, in_f32.maps.at(0).values), 1e-5);
}

TEST(Explainer, TakesAModelAndLeavesItAsItIs) {
    const auto model = read_model(shapes_cnn());
    const auto before = model->get_ordered_ops();
    const Explainer explainer(model, shapes_options());
    EXPECT_EQ(model->get_ordered_ops(), before);
    EXPECT_EQ(model->outputs().size(), 1U);
    EXPECT_EQ(explainer.provenance().model, model->get_friendly_name());
    EXPECT_EQ(explainer.explain(picture()).maps.front().values,
              Explainer(shapes_cnn(), shapes_options()).explain(picture()).maps.front().values);
}

TEST(Explainer, ReadsLabelsAndPreprocessingOfTheModel) {
    const auto model = read_model(shapes_cnn());
    model->set_rt_info(std::string("circle square triangle star cross ring"), "model_info", "labels");
    model->set_rt_info(std::string("128 128 128"), "model_info", "mean_values");
    model->set_rt_info(std::string("64 64 64"), "model_info", "scale_values");
    ExplainerOptions options;
    options.precision = Precision::f32;
    const Explainer explainer(model, options);
    EXPECT_EQ(explainer.labels(), names);
    EXPECT_EQ(explainer.explain(picture()).maps.front().values,
              Explainer(shapes_cnn(), shapes_options()).explain(picture()).maps.front().values);
}

TEST(Explainer, WantsOneLabelForEachClass) {
    auto options = shapes_options();
    options.labels.pop_back();
    EXPECT_THAT(error_of([&] { Explainer(shapes_cnn(), options); }),
                IsError(ErrorKind::usage, AllOf(HasSubstr("expected 6 labels"), HasSubstr("found 5"))));
}

TEST(Explainer, LeavesLabelsOfTheModelAloneThatDoNotFit) {
    const auto model = read_model(shapes_cnn());
    model->set_rt_info(std::string("circle square"), "model_info", "labels");
    auto options = shapes_options();
    options.labels.clear();
    const Explainer explainer(model, options);
    EXPECT_TRUE(explainer.labels().empty());
    EXPECT_THAT(test::lines_of(explainer.decisions()), Contains(HasSubstr("found 2 in the model")));
    EXPECT_EQ(explainer.explain(picture()).predictions.front().label, "");
}

TEST(Explainer, RefusesClassesThatTheModelDoesNotHave) {
    const Explainer explainer(shapes_cnn(), shapes_options());
    EXPECT_THAT(error_of([&] { return explainer.explain(picture(), asked({std::int64_t{6}})); }),
                IsError(ErrorKind::bad_target, HasSubstr("6")));
    EXPECT_THAT(error_of([&] { return explainer.explain(picture(), asked({"circel"})); }),
                IsError(ErrorKind::bad_target, HasSubstr("circle")));
}

TEST(Explainer, RefusesAnEmptyImage) {
    const Explainer explainer(shapes_cnn(), shapes_options());
    EXPECT_THAT(error_of([&] { return explainer.explain(Image()); }),
                IsError(ErrorKind::bad_image, HasSubstr("empty")));
}

TEST(Explainer, RefusesWhatItDoesNotKnow) {
    auto options = shapes_options();
    options.task = "poetry";
    EXPECT_THAT(error_of([&] { Explainer(shapes_cnn(), options); }),
                IsError(ErrorKind::usage, HasSubstr("\"poetry\"")));
    options = shapes_options();
    options.device = "TPU";
    EXPECT_THAT(error_of([&] { Explainer(shapes_cnn(), options); }), IsError(ErrorKind::device, HasSubstr("\"TPU\"")));
    EXPECT_THAT(error_of([] { Explainer(std::shared_ptr<const ov::Model>()); }),
                IsError(ErrorKind::bad_model, HasSubstr("null")));
}

TEST(Explainer, RefusesScoresThatAreNotFinite) {
    const auto image = test::image_parameter({1, 3, 6, 6});
    const auto map = test::relu(image);
    const auto scores = test::fully_connected(test::mean_over(map, {2, 3}), 3, 4, 1);
    const auto broken = test::multiply(scores, test::number(3e38F));
    const Explainer explainer(test::model_of(broken, image));
    EXPECT_THAT(error_of([&] { return explainer.explain(test::random_image(6, 6, 1)); }),
                IsError(ErrorKind::bad_model, HasSubstr("expected finite scores")));
}

TEST(Explainer, CallsAFlatMapFlat) {
    const auto image = test::image_parameter({1, 3, 6, 6});
    const auto dark = test::relu(test::add(image, test::number(-1000)));
    const auto scores = test::fully_connected(test::mean_over(dark, {2, 3}), 3, 4, 1);
    const auto map = Explainer(test::model_of(scores, image)).explain(test::random_image(6, 6, 1)).maps.front();
    EXPECT_EQ(map.status, MapStatus::flat);
    EXPECT_THAT(map.reason, HasSubstr("no difference"));
}

TEST(Explainer, TellsTheRegionOfALetterboxedPicture) {
    auto options = shapes_options();
    options.preprocess.resize = ResizeMode::letterbox;
    const auto map = Explainer(shapes_cnn(), options).explain(test::random_image(96, 48, 1)).maps.front();
    ASSERT_TRUE(map.region);
    EXPECT_FLOAT_EQ(map.region->y1, -24);
    EXPECT_FLOAT_EQ(map.region->y2, 72);
}

TEST(Explainer, GivesAnOpenInputTheAskedSize) {
    const auto model = read_model(test::data("models/shapes-cnn.onnx"));
    model->reshape(ov::PartialShape{-1, 3, -1, -1});
    auto options = shapes_options();
    options.input_height = 96;
    options.input_width = 160;
    const auto explanation = Explainer(model, options).explain(picture());
    EXPECT_EQ(explanation.maps.front().height, 12);
    EXPECT_EQ(explanation.maps.front().width, 20);
}

TEST(Explainer, MayBeMoved) {
    Explainer first(shapes_cnn(), shapes_options());
    const auto expected = first.explain(picture()).maps.front().values;
    Explainer second(std::move(first));
    EXPECT_EQ(second.explain(picture()).maps.front().values, expected);
}

TEST(Explainer, ServesTwoThreadsAtOnce) {
    const Explainer explainer(shapes_cnn(), shapes_options());
    const std::vector<std::string> pictures = {"000.png", "100.png"};
    std::vector<std::vector<float>> expected;
    for (const auto& name : pictures)
        expected.push_back(explainer.explain(picture(name)).maps.front().values);
    std::vector<int> wrong(2, 0);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < 2; ++i)
        threads.emplace_back([&, i] {
            for (int round = 0; round < 20; ++round)
                wrong[i] += explainer.explain(picture(pictures[i])).maps.front().values == expected[i] ? 0 : 1;
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_THAT(wrong, ElementsAre(0, 0));
}

TEST(Explainer, FallsBackOnABlackBoxMethodAndSaysWhy) {
    const auto image = test::image_parameter({1, 3, 6, 6});
    const auto scores = test::fully_connected(test::reshaped(image, {1, 108}), 108, 4, 1);
    ExplainerOptions options;
    options.black_box.num_masks = 60;
    const Explainer explainer(test::model_of(scores, image), options);
    EXPECT_EQ(explainer.provenance().method, "rise");
    EXPECT_THAT(test::lines_of(explainer.decisions()), Contains(HasSubstr("a layer with a height and a width")));
    const auto explanation = explainer.explain(read_image(test::data("shapes/100.png")));
    EXPECT_GE(explanation.provenance.inferences, 60U);
    EXPECT_EQ(explanation.maps.at(0).status, MapStatus::ok);
}

}  // namespace
}  // namespace vinoscope
