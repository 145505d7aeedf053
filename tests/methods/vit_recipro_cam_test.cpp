// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <openvino/op/add.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/multiply.hpp>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

constexpr std::int64_t side = 12;

struct Transformer {
    std::string file;
    std::string block_input;  // of the last block
    std::string first_norm;
};

std::shared_ptr<ov::Node> find(const ov::Model& model, const std::string& name) {
    for (const auto& node : model.get_ops())
        if (node->get_friendly_name() == name)
            return node;
    throw std::invalid_argument("no operation " + name);
}

// One value a token: the class token, then a 1-2-1 x 1-2-1 kernel of sum 1 around the cell, cut off at the border.
std::vector<float> token_weights(std::int64_t row, std::int64_t column) {
    const float kernel[3][3] = {{0.0625F, 0.125F, 0.0625F}, {0.125F, 0.25F, 0.125F}, {0.0625F, 0.125F, 0.0625F}};
    std::vector<float> weights(1 + side * side, 0.0F);
    weights[0] = 1;
    for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx)
            if (row + dy >= 0 && row + dy < side && column + dx >= 0 && column + dx < side)
                weights[1 + (row + dy) * side + column + dx] = kernel[dy + 1][dx + 1];
    return weights;
}

// What reads `node` (only additions, when `residual`) reads its product with the weights from now on.
void weigh(const std::shared_ptr<ov::Node>& node, const std::vector<float>& weights, bool residual) {
    const auto readers = node->output(0).get_target_inputs();
    const auto constant = ov::op::v0::Constant::create(ov::element::f32, {1, weights.size(), 1}, weights);
    const auto weighed = std::make_shared<ov::op::v1::Multiply>(node, constant);
    for (auto reader : readers)
        if (!residual || ov::is_type<ov::op::v1::Add>(reader.get_node()))
            reader.replace_source_output(weighed->output(0));
}

class VitReciproCamOf : public testing::TestWithParam<Transformer> {
protected:
    std::shared_ptr<ov::Model> m_model = read_model(test::data("models/" + GetParam().file));
};

// The paper's loop: the tokens that enter the last block, and those behind its first norm, are masked for one cell.
TEST_P(VitReciproCamOf, EqualsMaskingByHand) {
    const auto input = test::random_tensor({1, 3, 96, 96}, 3);
    const auto maps = test::values_of(test::run(insert_xai(m_model), {input}).back());
    ASSERT_EQ(maps.size(), 6U * side * side);
    for (const auto& [row, column] : {std::pair{0, 0}, {0, 11}, {3, 7}, {8, 2}, {11, 11}}) {
        const auto masked = m_model->clone();
        weigh(find(*masked, GetParam().block_input), token_weights(row, column), true);
        weigh(find(*masked, GetParam().first_norm), token_weights(row, column), false);
        const auto scores = test::values_of(test::run(masked, {input}).front());
        for (std::size_t target = 0; target < 6; ++target)
            EXPECT_NEAR(maps[(target * side + row) * side + column], scores[target], 1e-4) << row << " " << column;
    }
}

TEST_P(VitReciproCamOf, IsTheAutomaticChoice) {
    ExplainerOptions options;
    options.preprocess = {.mean = {{128}}, .scale = {{64}}, .color = {}, .layout = {}, .resize = {}};
    const Explainer explainer(test::data("models/" + GetParam().file), options);
    EXPECT_EQ(explainer.provenance().method, "vit-recipro-cam");
    EXPECT_EQ(explainer.provenance().layer, GetParam().block_input);
}

INSTANTIATE_TEST_SUITE_P(
    Models,
    VitReciproCamOf,
    testing::Values(Transformer{"shapes-vit.xml", "/blocks.2/Add_1", "/blocks.3/norm1/LayerNormalization"},
                    Transformer{"shapes-vit-sdpa.xml",
                                "__module.blocks.2/aten::add/Add_1",
                                "__module.blocks.3.norm1/aten::layer_norm/Add"}),
    [](const auto& test) { return test.param.file == "shapes-vit.xml" ? "Explicit" : "Fused"; });

}  // namespace
}  // namespace vinoscope
