// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cctype>
#include <cmath>
#include <openvino/openvino.hpp>
#include <tuple>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/fitting_methods.hpp"
#include "support/network_input.hpp"
#include "support/options.hpp"
#include "support/randomized.hpp"
#include "support/rank_correlation.hpp"
#include "support/run_model.hpp"
#include "support/shapes.hpp"
#include "support/temporary_folder.hpp"

namespace vinoscope {
namespace {

using test::in_f32;
using test::network_input;
using test::shapes_preprocess;
using test::with_method;

std::vector<float> all_maps(const Explanation& explanation) {
    std::vector<float> values;
    for (const auto& map : explanation.maps)
        values.insert(values.end(), map.values.begin(), map.values.end());
    return values;
}

std::vector<float> explained(const std::filesystem::path& model,
                             const ExplainerOptions& options,
                             const TargetRequests& targets = all_classes()) {
    ExplainOptions asked;
    asked.targets = targets;
    return all_maps(Explainer(model, options).explain(read_image(test::data("shapes/100.png")), asked));
}

std::filesystem::path shapes_model(const std::string& file) {
    return test::data("models/" + file);
}

std::vector<float> maps_of(const std::shared_ptr<const ov::Model>& model,
                           const std::string& method,
                           const ov::Tensor& input) {
    return test::values_of(test::run(insert_xai(model, with_method(method)), {input}).back());
}

// The map of a class, or the only one.
std::vector<float> map_of(const std::shared_ptr<const ov::Model>& model,
                          const std::string& method,
                          const ov::Tensor& input,
                          std::size_t target) {
    auto options = with_method(method);
    if (find_method(method).per_target())
        options.target = static_cast<std::int64_t>(target);
    const auto maps = test::run(insert_xai(model, options), {input}).back();
    const auto values = test::values_of(maps);
    const auto& shape = maps.get_shape();
    const auto cells = shape[shape.size() - 2] * shape[shape.size() - 1];
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(test::per_class(method) ? target * cells : 0);
    return {first, first + static_cast<std::ptrdiff_t>(cells)};
}

std::string plain(std::string text) {
    std::erase_if(text, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
    return text;
}

// What every method that is part of the graph must fulfil: a row in the table of methods is tested by itself.
class WhiteBoxMethod : public testing::TestWithParam<std::tuple<std::string, std::string>> {
protected:
    std::filesystem::path m_file = shapes_model(std::get<0>(GetParam()));
    std::string m_method = std::get<1>(GetParam());
    std::shared_ptr<const ov::Model> m_model = read_model(m_file);
    ov::Tensor m_input = network_input(test::data("shapes/100.png"), 96, 128, 64);
};

TEST_P(WhiteBoxMethod, RanksPlacesTheSameInHalfPrecision) {
    const test::TemporaryFolder folder;
    ov::save_model(m_model, (folder / "half.xml").string(), true);
    const auto half = read_model(folder / "half.xml");
    for (const std::size_t target : {1U, 3U})
        EXPECT_GT(
            test::rank_correlation(map_of(half, m_method, m_input, target), map_of(m_model, m_method, m_input, target)),
            0.99)
            << target;
}

TEST_P(WhiteBoxMethod, GivesTheMapOfTheExplainerInPlainOpenVino) {
    const test::TemporaryFolder folder;
    insert_xai(m_file, folder / "explained.xml", with_method(m_method));
    auto compiled = ov::Core().compile_model(
        (folder / "explained.xml").string(), "CPU", ov::hint::inference_precision(ov::element::f32));
    auto request = compiled.create_infer_request();
    request.set_input_tensor(m_input);
    request.infer();
    const auto found = test::values_of(request.get_tensor(saliency_map_output));
    const auto targets = find_method(m_method).per_target() ? top(1) : all_classes();
    EXPECT_LT(test::relative_error(found, explained(m_file, in_f32(m_method, shapes_preprocess()), targets)), 1e-4);
}

// Adebayo et al., arXiv:1810.03292: a map that stays when the network forgets what it learned explains nothing.
TEST_P(WhiteBoxMethod, ForgetsWithTheWeights) {
    const auto layers = test::count_weights(*m_model);
    const auto wanted = map_of(m_model, m_method, m_input, 1);
    double similarity = 0;
    constexpr unsigned networks = 5;
    for (unsigned seed = 0; seed < networks; ++seed) {
        const auto forgetful = test::randomized(*m_model, layers, seed);
        const double same = std::abs(test::rank_correlation(map_of(forgetful, m_method, m_input, 1), wanted));
        similarity += std::isnan(same) ? 0 : same;  // a flat map remembers nothing
    }
    EXPECT_LT(similarity / networks, 0.5);
}

const auto name_of = [](const auto& test) {
    return plain(std::get<0>(test.param)) + "_" + plain(std::get<1>(test.param));
};

INSTANTIATE_TEST_SUITE_P(Convolutions,
                         WhiteBoxMethod,
                         testing::Combine(testing::Values("shapes-cnn.xml"),
                                          testing::ValuesIn(test::methods_for_convolutions())),
                         name_of);

INSTANTIATE_TEST_SUITE_P(Transformers,
                         WhiteBoxMethod,
                         testing::Combine(testing::Values("shapes-vit.xml"),
                                          testing::ValuesIn(test::methods_for_transformers())),
                         name_of);

class VariantsOfAModel : public testing::TestWithParam<std::string> {};

// One network as its users deploy it: file format, activation at the end, layout and type of the input.
TEST_P(VariantsOfAModel, GiveOneMap) {
    const auto wanted = explained(shapes_model("shapes-cnn.xml"), in_f32(GetParam(), shapes_preprocess()));
    for (const auto* file : {"shapes-cnn.onnx", "shapes-cnn-sigmoid.xml"}) {
        const auto found = explained(shapes_model(file), in_f32(GetParam(), shapes_preprocess()));
        EXPECT_LT(test::relative_error(found, wanted), 1e-4) << file;
    }
    if (test::explains_at_input(GetParam()))
        return;  // of bytes, which are other numbers
    const auto bytes = explained(shapes_model("shapes-cnn-u8-nhwc.xml"), in_f32(GetParam()));
    EXPECT_LT(test::relative_error(bytes, wanted), 1e-4);
}

TEST_P(VariantsOfAModel, GiveOneMapWithFixedAndOpenBatch) {
    const auto open = read_model(shapes_model("shapes-cnn.onnx"));
    const auto fixed = open->clone();
    fixed->reshape(ov::PartialShape{1, 3, 96, 96});
    const auto input = network_input(test::data("shapes/100.png"), 96, 128, 64);
    EXPECT_LT(test::relative_error(maps_of(open, GetParam(), input), maps_of(fixed, GetParam(), input)), 1e-5);
}

// Quantisation moves weak places, not where the map is strong. A gradient of pixels is made of many small steps.
TEST_P(VariantsOfAModel, RankPlacesAlikeWhenQuantized) {
    const auto chelsea = network_input(test::asset("images/chelsea.png"), 224, 127, 128);
    const auto model = [](const std::string& name) { return read_model(test::asset("models/" + name)); };
    const auto full = map_of(model("efficientnet-lite0-fp16.xml"), GetParam(), chelsea, 285);
    const auto quantized = map_of(model("efficientnet-lite0-int8.xml"), GetParam(), chelsea, 285);
    EXPECT_GT(test::rank_correlation(quantized, full), test::explains_at_input(GetParam()) ? 0.5 : 0.9);
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         VariantsOfAModel,
                         testing::ValuesIn(test::methods_for_convolutions()),
                         [](const auto& test) { return plain(test.param); });

class VariantsOfATransformer : public testing::TestWithParam<std::string> {};

TEST_P(VariantsOfATransformer, GiveOneMapWithExplicitAndFusedAttention) {
    const auto spelled_out = explained(shapes_model("shapes-vit.xml"), in_f32(GetParam(), shapes_preprocess()));
    const auto fused = explained(shapes_model("shapes-vit-sdpa.xml"), in_f32(GetParam(), shapes_preprocess()));
    EXPECT_LT(test::relative_error(fused, spelled_out), 1e-3);  // converted by two tools: logits differ by 1e-4
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         VariantsOfATransformer,
                         testing::ValuesIn(test::methods_for_transformers()),
                         [](const auto& test) { return plain(test.param); });

}  // namespace
}  // namespace vinoscope
