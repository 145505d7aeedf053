// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/cell_loop.hpp"
#include "support/network_input.hpp"
#include "support/options.hpp"
#include "support/run_model.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

using test::network_input;
using test::with_method;

struct Loop {
    std::string name;
    std::string method;
    std::string file;
    std::vector<std::string> layers;
    std::string scores;
    SpatialGrid grid;
    test::CellWeight weight = test::cell_alone;
};

void PrintTo(const Loop& loop, std::ostream* out) {
    *out << loop.file;
}

class ReciproCamOf : public testing::TestWithParam<Loop> {};

TEST_P(ReciproCamOf, EqualsALoopOverTheCells) {
    const auto& loop = GetParam();
    const auto model = read_model(test::data("models/" + loop.file));
    const auto input = network_input(test::data("shapes/100.png"), 96, 128, 64);
    const auto expected = test::cell_loop(*model, loop.layers, loop.scores, loop.grid, input, loop.weight);
    const auto maps = test::values_of(test::run(insert_xai(model, with_method(loop.method)), {input}).back());
    EXPECT_LT(test::relative_error(maps, expected), 1e-4);
}

const SpatialGrid patches = {12, 12, 1, 1, 1, 0};
const std::string entry = "/blocks.2/Add_1";
const std::string fused_entry = "__module.blocks.2/aten::add/Add_1";
const std::string fused_scores = "__module.head/aten::linear/Add";

INSTANTIATE_TEST_SUITE_P(
    Models,
    ReciproCamOf,
    testing::Values(
        Loop{"Cnn", "recipro-cam", "shapes-cnn.xml", {"/layer4/relu2/Relu"}, "logits", {12, 12, 2, 3, 0, 0}},
        // behind the last block only the class token is read: the last layer whose cells matter is before it
        Loop{"Transformer", "recipro-cam", "shapes-vit.xml", {entry}, "logits", patches},
        Loop{"FusedTransformer", "recipro-cam", "shapes-vit-sdpa.xml", {fused_entry}, fused_scores, patches},
        Loop{"TransformerBlurred",
             "vit-recipro-cam",
             "shapes-vit.xml",
             {entry, "/blocks.3/norm1/LayerNormalization"},
             "logits",
             patches,
             test::cell_blurred},
        Loop{"FusedTransformerBlurred",
             "vit-recipro-cam",
             "shapes-vit-sdpa.xml",
             {fused_entry, "__module.blocks.3.norm1/aten::layer_norm/Add"},
             fused_scores,
             patches,
             test::cell_blurred}),
    [](const auto& test) { return test.param.name; });

// Behind a global mean and a linear layer, S[k] = (w . A[k]) / hw + b, which is CAM (arXiv:1512.04150) up to scale.
TEST(ReciproCam, IsClassActivationMappingForALinearHead) {
    constexpr std::size_t channels = 6;
    constexpr std::size_t classes = 4;
    constexpr std::size_t cells = 15;
    const auto image = test::image_parameter({1, 3, 3, 5});
    const auto map = test::relu(test::convolution(image, test::random_floats({channels, 3, 1, 1}, 1)));
    const auto scores = test::fully_connected(test::mean_over(map, {2, 3}), channels, classes, 8);
    const auto model = test::model_of(scores, image);
    const auto input = test::random_tensor({1, 3, 3, 5}, 2);
    const auto features = test::run(map, *model, input);
    const auto weights = test::run(test::random_floats({classes, channels}, 8), *model, input);
    const auto bias = test::run(test::random_floats({classes}, 9), *model, input);
    InsertOptions options;
    options.layout = TensorLayout::nchw;
    const auto maps = test::values_of(test::run(insert_xai(model, options), {input}).back());
    std::vector<float> expected;
    for (std::size_t k = 0; k < classes; ++k)
        for (std::size_t cell = 0; cell < cells; ++cell) {
            float cam = 0;
            for (std::size_t c = 0; c < channels; ++c)
                cam += weights[k * channels + c] * features[c * cells + cell];
            expected.push_back(cam / cells + bias[k]);
        }
    EXPECT_LT(test::relative_error(maps, expected), 1e-5);
}

}  // namespace
}  // namespace vinoscope
