// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "methods/inserted_map.hpp"
#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/fitting_methods.hpp"
#include "support/options.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using test::with_method;
using testing::HasSubstr;

std::shared_ptr<ov::Model> shapes(const std::string& name) {
    return read_model(test::data("models/" + name));
}

ov::Tensor input_for(const ov::Model& model, unsigned seed) {
    const auto input = model.input(0);
    auto values = test::random_values(ov::shape_size(input.get_shape()), seed);
    if (input.get_element_type() == ov::element::f32)
        return test::tensor_of(input.get_shape(), values);
    ov::Tensor tensor(input.get_element_type(), input.get_shape());
    std::ranges::transform(values, tensor.data<std::uint8_t>(), [](float value) {
        return static_cast<std::uint8_t>(127.5F * (value + 1));
    });
    return tensor;
}

std::size_t cells_of(const ov::Tensor& maps) {
    const auto& shape = maps.get_shape();
    return shape[shape.size() - 2] * shape.back();
}

class InsertedInto : public testing::TestWithParam<std::tuple<std::string, std::string>> {
protected:
    std::shared_ptr<ov::Model> m_model = shapes(std::get<0>(GetParam()));
    InsertOptions m_options = with_method(std::get<1>(GetParam()));
};

TEST_P(InsertedInto, LeavesTheOutputsAsTheyWere) {
    const auto input = input_for(*m_model, 5);
    const auto before = test::run(m_model, {input});
    const auto after = test::run(insert_xai(m_model, m_options), {input});
    ASSERT_EQ(after.size(), before.size() + 1);
    for (std::size_t i = 0; i < before.size(); ++i)
        EXPECT_LT(test::relative_error(test::values_of(after[i]), test::values_of(before[i])), 1e-5);
}

TEST_P(InsertedInto, AddsMapsOfSingleFloats) {
    const auto edited = insert_xai(m_model, m_options);
    const auto output = edited->output(saliency_map_output);
    EXPECT_EQ(output.get_index(), 0U);
    EXPECT_EQ(edited->outputs().back(), output);
    EXPECT_EQ(output.get_element_type(), ov::element::f32);
    const auto& method = std::get<1>(GetParam());
    const std::size_t side = test::explains_at_input(method) ? 96 : 12;
    EXPECT_EQ(output.get_shape(), test::per_class(method) ? ov::Shape({1, 6, side, side}) : ov::Shape({1, side, side}));
}

TEST_P(InsertedInto, AddsMapsThatDiffer) {
    const auto tensor = test::run(insert_xai(m_model, m_options), {input_for(*m_model, 5)}).back();
    const auto maps = test::values_of(tensor);
    const auto cells = cells_of(tensor);
    for (std::size_t first = 0; first < maps.size(); first += cells) {
        const auto [low, high] = std::ranges::minmax(std::span(maps).subspan(first, cells));
        EXPECT_GT(high - low, 1e-4F * std::max(std::abs(low), std::abs(high)));
    }
}

TEST_P(InsertedInto, ScalesEachMapToBytes) {
    const auto input = input_for(*m_model, 5);
    const auto raw = test::values_of(test::run(insert_xai(m_model, m_options), {input}).back());
    m_options.embed_scaling = true;
    const auto scaled = test::run(insert_xai(m_model, m_options), {input}).back();
    ASSERT_EQ(scaled.get_element_type(), ov::element::u8);
    ASSERT_EQ(scaled.get_size(), raw.size());
    const auto cells = cells_of(scaled);
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const auto map = std::span(raw).subspan(i / cells * cells, cells);
        const auto [low, high] = std::ranges::minmax(map);
        // half a step of rounding, and the last digits of f32
        ASSERT_NEAR(scaled.data<std::uint8_t>()[i], 255.0 * (raw[i] - low) / (high - low), 0.51) << i;
    }
}

TEST_P(InsertedInto, LeavesTheGivenModelAsItIs) {
    const auto before = m_model->get_ordered_ops();
    static_cast<void>(insert_xai(m_model, m_options));
    EXPECT_EQ(m_model->get_ordered_ops(), before);
    EXPECT_EQ(m_model->outputs().size(), 1U);
    for (const auto& node : m_model->get_ops())
        EXPECT_NE(node->get_friendly_name(), saliency_map_output);
}

TEST_P(InsertedInto, IsRefusedTheSecondTime) {
    const auto once = insert_xai(m_model, m_options);
    EXPECT_THAT(error_of([&] { return insert_xai(once, m_options); }),
                IsError(ErrorKind::unsupported, HasSubstr("already has an output \"saliency_map\"")));
}

TEST(InsertedMap, IsNotTakenOutOfAModelWithoutAnswers) {
    const auto image = test::image_parameter({1, 3, 8, 8});
    const auto model = test::model_of(test::relu(image), image);
    model->output(0).set_names({saliency_map_output});
    EXPECT_THAT(error_of([&] { take_inserted_map(*model); }),
                IsError(ErrorKind::unsupported, HasSubstr("no other output")));
}

std::string plain(std::string text) {
    std::erase_if(text, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
    return text;
}

const auto name_of = [](const auto& test) {
    return plain(std::get<0>(test.param)) + "_" + plain(std::get<1>(test.param));
};

INSTANTIATE_TEST_SUITE_P(Convolutions,
                         InsertedInto,
                         testing::Combine(testing::Values("shapes-cnn.xml",
                                                          "shapes-cnn-u8-nhwc.xml",
                                                          "shapes-cnn-sigmoid.xml",
                                                          "shapes-cnn-single-softmax.xml"),
                                          testing::ValuesIn(test::methods_for_convolutions())),
                         name_of);

INSTANTIATE_TEST_SUITE_P(Transformers,
                         InsertedInto,
                         testing::Combine(testing::Values("shapes-vit.xml", "shapes-vit-sdpa.xml"),
                                          testing::ValuesIn(test::methods_for_transformers())),
                         name_of);

}  // namespace
}  // namespace vinoscope
