// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Gradients of random networks against finite differences. What a plug-in makes of a graph depends on which operations
// meet: convolutions and matrix products in every order, in both layouts, with and without anything non-linear behind.
// VINOSCOPE_RANDOM_NETWORKS=1000 tries that many.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <openvino/op/ops.hpp>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>
#include <random>

#include "model/read_model.hpp"
#include "support/build_model.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "vinoscope/gradient.hpp"

namespace vinoscope {
namespace {

using test::Value;
using Floats = std::vector<float>;

constexpr std::size_t side = 8;
constexpr std::int64_t classes = 4;

// Feature maps [1,C,h,w], [1,h,w,C], or tokens [1,hw,C].
class RandomNetwork {
public:
    explicit RandomNetwork(unsigned seed) : m_random(seed) {
        m_value = test::convolution(m_image, weights({m_channels, 3, 3, 3}, 27), 1, 1);
        m_names = "conv";
        activate();
        const auto blocks = 2 + pick(5);
        for (std::size_t i = 0; i < blocks; ++i)
            add_block();
        classify();
        m_model = test::model_of(m_value, m_image);
    }

    const std::shared_ptr<ov::Model>& model() const { return m_model; }
    const std::string& description() const { return m_names; }

private:
    std::size_t pick(std::size_t count) { return m_random() % count; }

    // The outputs keep the size of the inputs.
    Value weights(const ov::Shape& shape, std::size_t summands) {
        auto values = test::random_values(ov::shape_size(shape), m_random());
        for (auto& value : values)
            value *= static_cast<float>(std::sqrt(3.0 / static_cast<double>(summands)));
        return test::floats(shape, values);
    }

    template <typename Operation, typename... Arguments>
    void apply(const std::string& name, const Arguments&... arguments) {
        m_value = std::make_shared<Operation>(m_value, arguments...)->output(0);
        m_names += " " + name;
    }

    void activate() {
        switch (pick(5)) {
            case 0:
                return apply<ov::op::v0::Tanh>("tanh");
            case 1:
                return apply<ov::op::v4::Swish>("swish");
            case 2:
                return apply<ov::op::v7::Gelu>("gelu");
            default:
                return;  // linear
        }
    }

    void to_planes() {
        const auto h = static_cast<std::int64_t>(m_side);
        if (m_tokens)
            m_value = test::reshaped(m_value, {1, h, h, -1});
        if (m_last)
            m_value = test::transposed(m_value, {0, 3, 1, 2});
        m_last = m_tokens = false;
    }

    void to_channels_last() {
        if (!m_last)
            m_value = test::transposed(m_value, {0, 2, 3, 1});
        m_last = true;
    }

    void add_block() {
        switch (pick(10)) {
            case 0:
                to_planes();
                m_value = test::convolution(m_value, weights({m_channels, m_channels, 3, 3}, 9 * m_channels), 1, 1);
                m_names += " conv3";
                break;
            case 1:
                to_planes();
                m_value = test::convolution(m_value, weights({m_channels, m_channels, 1, 1}, m_channels));
                m_names += " conv1";
                break;
            case 2:
                to_planes();
                apply<ov::op::v1::GroupConvolution>("depthwise",
                                                    weights({m_channels, 1, 1, 3, 3}, 9),
                                                    ov::Strides{1, 1},
                                                    ov::CoordinateDiff{1, 1},
                                                    ov::CoordinateDiff{1, 1},
                                                    ov::Strides{1, 1});
                break;
            case 3:
                to_planes();
                apply<ov::op::v1::AvgPool>(
                    "pool", ov::Strides{1, 1}, ov::Shape{1, 1}, ov::Shape{1, 1}, ov::Shape{3, 3}, pick(2) == 0);
                break;
            case 4:
                dense_from_the_left();
                break;
            case 5:
                m_value = test::add(m_value, test::multiply(m_value, weights({1}, 1)));
                m_names += " scaled";
                break;
            case 6:
                to_channels_last();
                apply<ov::op::v6::MVN>("mvn", test::integers({-1}), true, 1e-3F, ov::op::MVNEpsMode::INSIDE_SQRT);
                break;
            default:
                dense();
        }
        activate();
    }

    void dense() {
        to_channels_last();
        if (!m_tokens && pick(2) == 0) {
            m_value = test::reshaped(m_value, {1, static_cast<std::int64_t>(m_side * m_side), -1});
            m_tokens = true;
        }
        const auto out = pick(2) == 0 ? m_channels : 4 + pick(9);
        const bool transpose = pick(2) == 0;
        const auto shape = transpose ? ov::Shape{out, m_channels} : ov::Shape{m_channels, out};
        apply<ov::op::v0::MatMul>(transpose ? "dense^T" : "dense", weights(shape, m_channels), false, transpose);
        m_channels = out;
        if (pick(2) == 0)
            m_value = test::add(m_value, weights({out}, 1));
    }

    // weights [out, in] x [1, in, hw]
    void dense_from_the_left() {
        to_planes();
        const auto h = static_cast<std::int64_t>(m_side);
        const auto columns = test::reshaped(m_value, {1, static_cast<std::int64_t>(m_channels), h * h});
        const auto product =
            std::make_shared<ov::op::v0::MatMul>(weights({m_channels, m_channels}, m_channels), columns);
        m_value = test::reshaped(product, {1, static_cast<std::int64_t>(m_channels), h, h});
        m_names += " left";
    }

    void classify() {
        const auto places = m_tokens ? test::Integers{1} : m_last ? test::Integers{1, 2} : test::Integers{2, 3};
        auto in = m_channels;
        switch (pick(3)) {
            case 0:
                m_value = test::mean_over(m_value, places);
                m_names += " mean";
                break;
            case 1:
                in *= m_side * m_side;
                m_value = test::reshaped(m_value, {1, -1});
                m_names += " flat";
                break;
            default:
                for (std::size_t i = 0; i < places.size(); ++i)
                    m_value = test::gathered(m_value, 3, places[0]);
                m_names += " one";
        }
        m_value = std::make_shared<ov::op::v0::MatMul>(
            m_value, weights({static_cast<std::size_t>(classes), in}, in), false, true);
    }

    std::mt19937 m_random;
    std::shared_ptr<ov::op::v0::Parameter> m_image = test::image_parameter({1, 3, side, side});
    std::size_t m_side = side;
    std::size_t m_channels = 8;
    bool m_last = false;
    bool m_tokens = false;
    Value m_value;
    std::string m_names;
    std::shared_ptr<ov::Model> m_model;
};

ov::CompiledModel compiled(const std::shared_ptr<const ov::Model>& model) {
    return shared_core().compile_model(model, "CPU", ov::hint::inference_precision(ov::element::f32));
}

// The slope of the score of `target` along each element of the image.
Floats differences(const std::shared_ptr<ov::Model>& model, const ov::Tensor& image, std::int64_t target) {
    constexpr float step = 1.0F / 16;
    auto request = compiled(model).create_infer_request();
    auto moved = test::values_of(image);
    const auto score = [&] {
        request.set_input_tensor(test::tensor_of(image.get_shape(), moved));
        request.infer();
        return request.get_output_tensor().data<const float>()[target];
    };
    Floats slopes;
    for (auto& element : moved) {
        const auto here = element;
        element = here + step;
        const auto ahead = score();
        element = here - step;
        slopes.push_back((ahead - score()) / (2 * step));
        element = here;
    }
    return slopes;
}

std::size_t networks() {
    const auto* asked = std::getenv("VINOSCOPE_RANDOM_NETWORKS");
    return asked == nullptr ? 60 : std::strtoul(asked, nullptr, 10);
}

// Rounding of a score over a step leaves up to 1 % of the slope along a single element of the image; a graph that a
// plug-in gets wrong is off by a third and more.
constexpr double tolerance = 5e-2;

TEST(RandomNetworks, HaveTheGradientThatFiniteDifferencesGive) {
    constexpr std::int64_t target = 2;
    const auto image = test::random_tensor({1, 3, side, side}, 3);
    ov::Tensor asked(ov::element::i64, {1});
    asked.data<std::int64_t>()[0] = target;
    for (unsigned seed = 0; seed < networks(); ++seed) {
        const RandomNetwork network(seed);
        SCOPED_TRACE(fmt::format("network {}: {}", seed, network.description()));
        const auto expected = differences(network.model(), image, target);
        const auto fixed = test::run(gradient(network.model(), {.target = target}), {image});
        EXPECT_LT(test::relative_error(test::values_of(fixed.back()), expected), tolerance);
        const auto given = test::run(gradient(network.model(), {.target = GradientTarget::input()}), {image, asked});
        EXPECT_LT(test::relative_error(test::values_of(given.back()), expected), tolerance);
    }
}

}  // namespace
}  // namespace vinoscope
