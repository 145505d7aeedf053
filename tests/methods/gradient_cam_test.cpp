// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// The formulas of the papers, element by element, on layers of any layout that are not square.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "support/error_matchers.hpp"
#include "support/head_parts.hpp"
#include "support/options.hpp"
#include "support/run_model.hpp"
#include "vinoscope/gradient.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;

constexpr std::int64_t target = 2;
constexpr std::size_t cells = 35;

// Activations and gradients, [channel][cell].
struct Layer {
    std::vector<std::vector<double>> a;
    std::vector<std::vector<double>> g;

    double sum(const std::vector<double>& row) const {
        double sum = 0;
        for (const double value : row)
            sum += value;
        return sum;
    }

    // sum over channels of weight(k, cell) a[k][cell]
    template <typename Weight>
    std::vector<float> map(Weight weight, bool clip) const {
        std::vector<float> map;
        for (std::size_t cell = 0; cell < cells; ++cell) {
            double value = 0;
            for (std::size_t k = 0; k < a.size(); ++k)
                value += weight(k, cell) * a[k][cell];
            map.push_back(static_cast<float>(clip ? std::max(value, 0.0) : value));
        }
        return map;
    }
};

std::vector<float> grad_cam(const Layer& at) {
    return at.map([&](std::size_t k, std::size_t) { return at.sum(at.g[k]) / cells; }, true);
}

std::vector<float> grad_cam_plus_plus(const Layer& at) {
    const auto weight = [&](std::size_t k, std::size_t) {
        double total = 0;
        for (const double g : at.g[k])
            total += g * g / (2 * g * g + at.sum(at.a[k]) * g * g * g + 1e-6) * std::max(g, 0.0);
        return total;
    };
    return at.map(weight, true);
}

std::vector<float> hires_cam(const Layer& at) {
    return at.map([&](std::size_t k, std::size_t cell) { return at.g[k][cell]; }, false);
}

std::vector<float> x_grad_cam(const Layer& at) {
    const auto weight = [&](std::size_t k, std::size_t) {
        double total = 0;
        for (std::size_t cell = 0; cell < cells; ++cell)
            total += at.a[k][cell] / at.sum(at.a[k]) * at.g[k][cell];
        return total;
    };
    return at.map(weight, false);
}

std::vector<float> layer_cam(const Layer& at) {
    return at.map([&](std::size_t k, std::size_t cell) { return std::max(at.g[k][cell], 0.0); }, true);
}

// The gradient as its Gaussian mean over the cells around, of one cell's deviation, on a grid of seven columns.
std::vector<float> odam(const Layer& at) {
    const auto weight = [&](std::size_t k, std::size_t cell) {
        double total = 0;
        double weights = 0;
        for (std::size_t other = 0; other < cells; ++other) {
            const std::size_t other_row = other / 7;
            const std::size_t row = cell / 7;
            const double down = static_cast<double>(other_row) - static_cast<double>(row);
            const double right = static_cast<double>(other % 7) - static_cast<double>(cell % 7);
            const double share = std::exp(-(down * down + right * right) / 2);
            total += share * at.g[k][other];
            weights += share;
        }
        return total / weights;
    };
    return at.map(weight, true);
}

struct Layout {
    std::string name;
    test::Value (*layer)(const test::Value&);
    ov::Shape image = {1, 3, 10, 14};
    std::size_t first = 0;  // of the patches among the tokens
    bool channels_first = true;

    Layer read(const std::vector<float>& a, const std::vector<float>& g) const {
        Layer result;
        for (std::size_t k = 0; k < test::channels; ++k) {
            result.a.emplace_back();
            result.g.emplace_back();
            for (std::size_t cell = 0; cell < cells; ++cell) {
                const auto i = channels_first ? k * cells + cell : (first + cell) * test::channels + k;
                result.a.back().push_back(a[i]);
                result.g.back().push_back(g[i]);
            }
        }
        return result;
    }

    friend void PrintTo(const Layout& layout, std::ostream* out) { *out << layout.name; }
};

// Every place and channel has its own slope.
test::Value head(const test::Value& layer) {
    std::int64_t size = 1;
    for (const auto& side : layer.get_shape())
        size *= static_cast<std::int64_t>(side);
    const auto flat = test::reshaped(test::multiply(layer, test::tanh(layer)), {1, size});
    return test::tanh(test::fully_connected(flat, static_cast<std::size_t>(size), test::classes, 7));
}

class CamFormula : public testing::TestWithParam<Layout> {
protected:
    std::shared_ptr<ov::op::v0::Parameter> m_image = test::image_parameter(GetParam().image);
    test::Value m_layer = test::named(GetParam().layer(m_image), "layer");
    std::shared_ptr<ov::Model> m_model = test::model_of(head(m_layer), m_image);
    ov::Tensor m_picture = test::random_tensor(GetParam().image, 3);

    Layer layer() const {
        const auto a = test::run(m_layer, *m_model, m_picture);
        const auto model = gradient(m_model, {.target = target, .with_respect_to = {"layer"}});
        return GetParam().read(a, test::values_of(test::run(model, {m_picture}).back()));
    }

    void expect(const std::string& method, std::vector<float> (*formula)(const Layer&)) const {
        auto options = test::with_method(method);
        options.target = target;
        options.target_layer = "layer";
        const auto model = insert_xai(m_model, options);
        EXPECT_EQ(model->output(saliency_map_output).get_shape(), ov::Shape({1, 5, 7}));
        const auto map = test::values_of(test::run(model, {m_picture}).back());
        EXPECT_LT(test::relative_error(map, formula(layer())), 1e-4) << method;
    }
};

TEST_P(CamFormula, IsThatOfThePaper) {
    expect("grad-cam", grad_cam);
    expect("grad-cam-plus-plus", grad_cam_plus_plus);
    expect("hires-cam", hires_cam);
    expect("x-grad-cam", x_grad_cam);
    expect("layer-cam", layer_cam);
    expect("odam", odam);
}

INSTANTIATE_TEST_SUITE_P(
    Layouts,
    CamFormula,
    testing::Values(Layout{"ChannelsFirst", test::map_layer},
                    Layout{"ChannelsLast", test::nhwc_layer, {1, 10, 14, 3}, 0, false},
                    Layout{"Tokens", test::patches, {1, 3, 10, 14}, 0, false},
                    Layout{"TokensAndOthers", test::class_patches_and_registers, {1, 3, 10, 14}, 1, false}),
    [](const auto& test) { return test.param.name; });

// Behind a mean over places and a linear layer, the gradient is the same everywhere: three methods become one.
TEST(GradCam, EqualsHiResCamBehindAGlobalMean) {
    const auto image = test::image_parameter({1, 3, 10, 14});
    const auto model = test::model_of(test::mean_and_connect(test::relu(test::map_layer(image))), image);
    const auto picture = test::random_tensor({1, 3, 10, 14}, 4);
    const auto map = [&](const char* method) {
        auto options = test::with_method(method);
        options.target = target;
        return test::values_of(test::run(insert_xai(model, options), {picture}).back());
    };
    const auto wanted = map("hires-cam");
    EXPECT_LT(test::relative_error(map("x-grad-cam"), wanted), 1e-5);
    auto clipped = wanted;
    for (auto& value : clipped)
        value = std::max(value, 0.0F);
    EXPECT_LT(test::relative_error(map("grad-cam"), clipped), 1e-5);
}

// The attention of a block, whose norm may have the tokens before the batch, as PyTorch's MultiheadAttention wants
// them.
test::Value attention_block(const test::Value& tokens, bool tokens_first) {
    constexpr auto c = static_cast<std::int64_t>(test::channels);
    const auto read = test::normalized_over(tokens_first ? test::transposed(tokens, {1, 0, 2}) : tokens, {2});
    const auto part = [&](unsigned seed) {
        const auto values = test::fully_connected(read, test::channels, test::channels, seed);
        return test::reshaped(tokens_first ? test::transposed(values, {1, 0, 2}) : values, {1, 1, cells, c});
    };
    const auto mixed = test::attention(part(30), part(32), part(34), test::channels, false);
    return test::add(tokens, test::reshaped(mixed, {1, cells, c}));
}

TEST(GradCam, DoesNotCareWhetherTokensComeBeforeTheBatch) {
    const auto picture = test::random_tensor({1, 3, 10, 14}, 4);
    const auto map = [&](bool tokens_first) {
        const auto image = test::image_parameter({1, 3, 10, 14});
        const auto tokens = attention_block(test::patches(image), tokens_first);
        const auto model = test::model_of(test::connect(test::mean_over(tokens, {1})), image);
        return test::run(insert_xai(model, test::with_method("grad-cam")), {picture}).back();
    };
    EXPECT_EQ(map(true).get_shape(), (ov::Shape{1, 5, 7}));
    EXPECT_LT(test::relative_error(test::values_of(map(true)), test::values_of(map(false))), 1e-5);
}

// The components of one channel lie on a line: the map is the centred channel itself.
TEST(EigenCam, OfOneChannelIsTheChannel) {
    const auto image = test::image_parameter({1, 1, 4, 6});
    const auto layer = test::named(test::tanh(image), "layer");
    const auto model = test::model_of(test::fully_connected(test::reshaped(layer, {1, 24}), 24, 3, 1), image);
    auto options = test::with_method("eigen-cam");
    options.layout = TensorLayout::nchw;
    options.target_layer = "layer";
    const auto picture = test::random_tensor({1, 1, 4, 6}, 5);
    const auto map = test::values_of(test::run(insert_xai(model, options), {picture}).back());
    auto wanted = test::run(layer, *model, picture);
    double mean = 0;
    for (const float value : wanted)
        mean += value / 24;
    for (auto& value : wanted)
        value -= static_cast<float>(mean);
    EXPECT_LT(test::relative_error(map, wanted), 1e-5);
}

// Nothing differs between places: no direction is the first, and no division by zero shows.
TEST(EigenCam, OfAFlatLayerIsZero) {
    const auto image = test::image_parameter({1, 3, 10, 14});
    const auto dark = test::named(test::relu(test::add(test::map_layer(image), test::number(-100))), "dark");
    auto options = test::with_method("eigen-cam");
    options.target_layer = "dark";
    const auto model = insert_xai(test::model_of(test::mean_and_connect(dark), image), options);
    const auto map = test::values_of(test::run(model, {test::random_tensor({1, 3, 10, 14}, 6)}).back());
    EXPECT_THAT(map, testing::Each(0.0F));
}

TEST(GradCam, NamesWhatCannotBeALayer) {
    const auto image = test::image_parameter({1, 3, 10, 14});
    const auto scores = test::named(test::mean_and_connect(test::map_layer(image)), "scores");
    const auto model = test::model_of(scores, image);
    auto options = test::with_method("grad-cam");
    options.target_layer = "scores";
    EXPECT_THAT(error_of([&] { return insert_xai(model, options); }),
                IsError(ErrorKind::unsupported, HasSubstr("no height and width")));
    options.target_layer = "scared";
    EXPECT_THAT(error_of([&] { return insert_xai(model, options); }),
                IsError(ErrorKind::bad_target, HasSubstr("did you mean scores")));
}

}  // namespace
}  // namespace vinoscope
