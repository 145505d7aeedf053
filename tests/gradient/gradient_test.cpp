// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/gradient.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <openvino/op/grid_sample.hpp>
#include <openvino/op/grn.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/reverse_sequence.hpp>
#include <openvino/op/round.hpp>
#include <openvino/pass/serialize.hpp>
#include <openvino/runtime/core.hpp>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/network_input.hpp"
#include "support/npy.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "support/temporary_folder.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::HasSubstr;
using Floats = std::vector<float>;

// Two programs that sum the same terms in another order.
constexpr double rounding = 1e-5;

std::shared_ptr<ov::Model> model_file(const std::string& name) {
    return shared_core().read_model(test::data("models/" + name).string());
}

std::vector<Floats> run(const std::shared_ptr<ov::Model>& model, const std::vector<ov::Tensor>& inputs) {
    std::vector<Floats> outputs;
    for (const auto& tensor : test::run(model, inputs))
        outputs.push_back(test::values_of(tensor));
    return outputs;
}

// The output `gradient` of the gradient model.
Floats gradient_of(const std::shared_ptr<ov::Model>& model, const GradientOptions& options, const ov::Tensor& input) {
    return run(gradient(model, options), {input}).back();
}

Floats part(const Floats& values, std::size_t index, std::size_t count) {
    const auto size = static_cast<std::ptrdiff_t>(values.size() / count);
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(index) * size;
    return {begin, begin + size};
}

ov::Tensor shapes_input(const std::string& name = "100.png") {
    return test::network_input(test::data("shapes/" + name), 96, 128, 64);
}

// A linear classifier of three classes on [N,2,2,2].
struct Linear {
    std::shared_ptr<ov::op::v0::Parameter> image = test::image_parameter({-1, 2, 2, 2});
    test::Value weights = test::random_floats({3, 8}, 1);
    std::shared_ptr<ov::Model> model = test::model_of(
        std::make_shared<ov::op::v0::MatMul>(test::reshaped(image, {-1, 8}), weights, false, true), image);

    Floats row(std::size_t index) const { return part(test::random_values(24, 1), index, 3); }
};

TEST(Gradient, OfALinearModelIsItsWeightsExactly) {
    const Linear linear;
    EXPECT_EQ(gradient_of(linear.model, {.target = 2}, test::random_tensor({1, 2, 2, 2}, 5)), linear.row(2));
}

TEST(Gradient, TakesTheBestClassOfEachItemByDefault) {
    const Linear linear;
    const auto images = test::random_tensor({5, 2, 2, 2}, 7);
    const auto outputs = run(gradient(linear.model), {images});
    for (std::size_t i = 0; i < 5; ++i) {
        const auto scores = part(outputs[0], i, 5);
        const auto best = std::ranges::max_element(scores) - scores.begin();
        EXPECT_EQ(outputs[1][i], scores[best]);
        EXPECT_EQ(part(outputs[2], i, 5), linear.row(best));
    }
}

TEST(Gradient, TakesTheClassesOfItsInput) {
    const Linear linear;
    const auto model = gradient(linear.model, {.target = GradientTarget::input()});
    const auto images = test::random_tensor({2, 2, 2, 2}, 7);
    EXPECT_EQ(model->input("target").get_element_type(), ov::element::i64);

    ov::Tensor each(ov::element::i64, {2});
    each.data<std::int64_t>()[0] = 1;
    each.data<std::int64_t>()[1] = 0;
    const auto two = run(model, {images, each});
    EXPECT_EQ(two[1], (Floats{two[0][1], two[0][3]}));
    EXPECT_EQ(part(two[2], 0, 2), linear.row(1));
    EXPECT_EQ(part(two[2], 1, 2), linear.row(0));

    const auto one = run(model, {images, ov::Tensor(ov::element::i64, {1}, each.data<std::int64_t>())});
    EXPECT_EQ(one[1], (Floats{one[0][1], one[0][4]}));
}

TEST(Gradient, KeepsTheModelAndNamesTheNewOutputs) {
    const Linear linear;
    const auto model = gradient(linear.model, {.target = 0});
    ASSERT_EQ(model->outputs().size(), 3);
    EXPECT_TRUE(model->output(0).get_names().contains("scores"));
    EXPECT_EQ(model->output("score").get_partial_shape(), (ov::PartialShape{-1}));
    EXPECT_EQ(model->output("gradient").get_partial_shape(), (ov::PartialShape{-1, 2, 2, 2}));
    EXPECT_EQ(linear.model->outputs().size(), 1);
}

TEST(Gradient, OfAnUnusedInputIsExactlyZero) {
    const auto image = test::image_parameter({1, 2, 2, 2});
    const auto unused = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::PartialShape{3, 4});
    unused->set_friendly_name("unused");
    const auto model = test::model_of(test::reshaped(image, {1, 8}), image);
    model->add_parameters({unused});
    const auto gradients = gradient(model, {.target = 1, .with_respect_to = {"unused", "image"}});
    const auto outputs = run(gradients, {test::random_tensor({1, 2, 2, 2}, 1), test::random_tensor({3, 4}, 2)});
    EXPECT_EQ(outputs[2], Floats(12, 0.0F));
    EXPECT_EQ(outputs[3], (Floats{0, 1, 0, 0, 0, 0, 0, 0}));
    EXPECT_NO_THROW(gradients->output("gradient_unused"));
    EXPECT_NO_THROW(gradients->output("gradient_image"));
}

TEST(Gradient, NamesEachOperationWithoutARule) {
    const auto image = test::image_parameter({1, 2, 2, 2});
    const auto normalized = test::named(std::make_shared<ov::op::v0::GRN>(image, 0.1F), "norm");
    const auto reversed = test::named(
        std::make_shared<ov::op::v0::ReverseSequence>(test::reshaped(normalized, {1, 8}), test::integers({8}), 0, 1),
        "reversed");
    const auto model = test::model_of(reversed, image);
    EXPECT_THAT(error_of([&] { return gradient(model, {.target = 0}); }),
                IsError(ErrorKind::unsupported,
                        AllOf(HasSubstr("GRN-opset1 \"norm\""), HasSubstr("ReverseSequence-opset1 \"reversed\""))));
    EXPECT_NO_THROW(static_cast<void>(gradient(model, {.target = 0, .with_respect_to = {"reversed"}})));
}

TEST(Gradient, SaysWhatStopsIt) {
    const auto image = test::image_parameter({1, 2, 2, 2});
    const auto rounded =
        test::named(std::make_shared<ov::op::v5::Round>(image, ov::op::v5::Round::RoundMode::HALF_TO_EVEN), "steps");
    EXPECT_THAT(error_of([&] {
                    return gradient(test::model_of(test::reshaped(rounded, {1, 8}), image));
                }),
                IsError(ErrorKind::unsupported, HasSubstr("Round-opset5 \"steps\"")));
}

TEST(Gradient, RefusesPositionsThatPickTheNearestCell) {
    const auto image = test::image_parameter({1, 1, 2, 2});
    const auto grid = test::named(test::reshaped(image, {1, 1, 2, 2}), "positions");
    const auto nearest = ov::op::v9::GridSample::InterpolationMode::NEAREST;
    const auto read = [&](const auto& data) {
        return test::named(
            std::make_shared<ov::op::v9::GridSample>(
                data,
                grid,
                ov::op::v9::GridSample::Attributes{false, nearest, ov::op::v9::GridSample::PaddingMode::BORDER}),
            "nearest cells");
    };
    const auto of_constants = read(test::random_floats({1, 1, 2, 2}, 1));
    EXPECT_THAT(error_of([&] {
                    return gradient(test::model_of(test::reshaped(of_constants, {1, 2}), image));
                }),
                IsError(ErrorKind::unsupported, HasSubstr("GridSample \"nearest cells\"")));
    EXPECT_NO_THROW(static_cast<void>(gradient(test::model_of(test::reshaped(read(image), {1, 2}), image))));
}

TEST(Gradient, RefusesUnknownNamesAndClasses) {
    const Linear linear;
    EXPECT_THAT(error_of([&] { return gradient(linear.model, {.with_respect_to = {"imagee"}}); }),
                IsError(ErrorKind::bad_target, HasSubstr("did you mean image")));
    EXPECT_THAT(error_of([&] { return gradient(linear.model, {.target = 3}); }),
                IsError(ErrorKind::bad_target, HasSubstr("0..2")));
    EXPECT_THAT(error_of([&] { return gradient(gradient(linear.model)); }),
                IsError(ErrorKind::unsupported, HasSubstr("\"score\"")));
}

TEST(Gradient, SurvivesSaving) {
    const test::TemporaryFolder folder;
    const auto model = gradient(model_file("shapes-cnn.xml"), {.target = 3});
    const auto file = (folder.path() / "gradient.xml").string();
    ov::pass::Serialize(file, "").run_on_model(model);
    const auto input = shapes_input();
    EXPECT_EQ(run(shared_core().read_model(file), {input}), run(model, {input}));
}

// d p_c = p_c (d z_c - sum_k p_k d z_k) for probabilities p = softmax(z)
TEST(Gradient, IsOfTheRawScoreUnlessAskedOtherwise) {
    const auto raw = model_file("shapes-cnn-single.xml");
    const auto softmax = model_file("shapes-cnn-single-softmax.xml");
    const auto input = shapes_input("011.png");
    std::vector<Floats> gradients;
    for (std::int64_t target = 0; target < 6; ++target)
        gradients.push_back(gradient_of(raw, {.target = target}, input));
    EXPECT_LT(test::relative_error(gradient_of(softmax, {.target = 2}, input), gradients[2]), rounding);

    const auto p = run(softmax, {input}).front();
    Floats expected(gradients[0].size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        double mean = 0;
        for (std::size_t k = 0; k < 6; ++k)
            mean += static_cast<double>(p[k]) * gradients[k][i];
        expected[i] = static_cast<float>(p[2] * (gradients[2][i] - mean));
    }
    const auto found = gradient_of(softmax, {.target = 2, .after_activation = true}, input);
    EXPECT_LT(test::relative_error(found, expected), 1e-3);
}

}  // namespace
}  // namespace vinoscope
