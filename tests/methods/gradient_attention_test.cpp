// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// A transformer written twice: as a graph, and as slow sums whose gradients of attention are finite differences.
#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <openvino/op/matmul.hpp>

#include "support/build_model.hpp"
#include "support/decisions.hpp"
#include "support/error_matchers.hpp"
#include "support/options.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::HasSubstr;

constexpr std::size_t rows = 2;
constexpr std::size_t columns = 3;
constexpr std::size_t cells = rows * columns;
constexpr std::size_t channels = 4;
constexpr std::size_t heads = 2;
constexpr std::size_t width = channels / heads;
constexpr std::size_t blocks = 2;
constexpr std::size_t classes = 3;
constexpr std::int64_t target = 1;
constexpr std::size_t square = channels * channels;

enum class Read { class_token, mean };

unsigned seed_of(std::size_t block, std::size_t part) {  // part: 0 queries, 1 keys, 2 contents
    return static_cast<unsigned>(10 + 3 * block + part);
}

constexpr unsigned token_seed = 1;
constexpr unsigned head_seed = 2;

// x <- x + softmax(q k^T / sqrt(width)) v for each block and head, then a linear classifier.
struct Graph {
    Read read;
    bool fused;
    std::size_t tokens = read == Read::class_token ? cells + 1 : cells;

    test::Value part(const test::Value& x, std::size_t block, std::size_t which) const {
        const auto weights = test::random_floats({channels, channels}, seed_of(block, which));
        const auto product = std::make_shared<ov::op::v0::MatMul>(x, weights);
        const auto t = static_cast<std::int64_t>(tokens);
        return test::transposed(test::reshaped(product, {1, t, heads, width}), {0, 2, 1, 3});
    }

    test::Value attended(const test::Value& x, std::size_t block) const {
        const auto mixed = test::attention(part(x, block, 0), part(x, block, 1), part(x, block, 2), width, fused);
        const auto t = static_cast<std::int64_t>(tokens);
        return test::add(x, test::reshaped(test::transposed(mixed, {0, 2, 1, 3}), {1, t, channels}));
    }

    std::shared_ptr<ov::Model> model() const {
        const auto image = test::image_parameter({1, rows, columns, channels});
        test::Value x = test::reshaped(image, {1, cells, channels});
        if (read == Read::class_token)
            x = test::concat({test::random_floats({1, 1, channels}, token_seed), x}, 1);
        for (std::size_t block = 0; block < blocks; ++block)
            x = attended(x, block);
        const auto known = read == Read::class_token ? test::gathered(x, 0, 1) : test::mean_over(x, {1});
        const auto weights = test::random_floats({channels, classes}, head_seed);
        return test::model_of(std::make_shared<ov::op::v0::MatMul>(known, weights), image);
    }
};

using Matrix = std::vector<std::vector<double>>;

// One entry of one attention matrix is moved by `step`.
struct Nudge {
    std::size_t block = 0;
    std::size_t head = 0;
    std::size_t query = 0;
    std::size_t key = 0;
    double step = 0;
};

struct Slow {
    Read read;
    Matrix x;                                                      // [token][channel]
    std::array<std::array<Matrix, heads>, blocks> attention = {};  // [query][key]

    Slow(Read what, const std::vector<float>& picture) : read(what) {
        if (read == Read::class_token)
            append(test::random_values(channels, token_seed));
        append(picture);
    }

    void append(const std::vector<float>& values) {
        for (std::size_t i = 0; i < values.size(); i += channels)
            x.emplace_back(values.begin() + static_cast<std::ptrdiff_t>(i),
                           values.begin() + static_cast<std::ptrdiff_t>(i + channels));
    }

    static Matrix product(const Matrix& x, const std::vector<float>& weights) {
        const auto outputs = weights.size() / channels;
        Matrix y(x.size(), std::vector<double>(outputs));
        for (std::size_t t = 0; t < x.size(); ++t)
            for (std::size_t o = 0; o < outputs; ++o)
                for (std::size_t c = 0; c < channels; ++c)
                    y[t][o] += x[t][c] * weights[c * outputs + o];
        return y;
    }

    static Matrix probabilities(const Matrix& q, const Matrix& k, std::size_t head) {
        Matrix p(q.size(), std::vector<double>(k.size()));
        for (std::size_t i = 0; i < q.size(); ++i) {
            double sum = 0;
            for (std::size_t j = 0; j < k.size(); ++j) {
                double dot = 0;
                for (std::size_t c = head * width; c < (head + 1) * width; ++c)
                    dot += q[i][c] * k[j][c];
                sum += p[i][j] = std::exp(dot / std::sqrt(static_cast<double>(width)));
            }
            for (auto& value : p[i])
                value /= sum;
        }
        return p;
    }

    void attend(std::size_t block, const Nudge& nudge) {
        const auto part = [&](std::size_t which) {
            return product(x, test::random_values(square, seed_of(block, which)));
        };
        const auto q = part(0);
        const auto k = part(1);
        const auto v = part(2);
        for (std::size_t head = 0; head < heads; ++head) {
            auto& p = attention[block][head] = probabilities(q, k, head);
            if (nudge.block == block && nudge.head == head)
                p[nudge.query][nudge.key] += nudge.step;
            for (std::size_t i = 0; i < x.size(); ++i)
                for (std::size_t c = head * width; c < (head + 1) * width; ++c)
                    for (std::size_t j = 0; j < x.size(); ++j)
                        x[i][c] += p[i][j] * v[j][c];
        }
    }

    double score(const Nudge& nudge) {
        for (std::size_t block = 0; block < blocks; ++block)
            attend(block, nudge);
        const auto scores = product(x, test::random_values(channels * classes, head_seed));
        if (read == Read::class_token)
            return scores[0][target];
        double sum = 0;
        for (const auto& token : scores)
            sum += token[target];
        return sum / static_cast<double>(scores.size());
    }
};

double gradient(Read read, const std::vector<float>& picture, Nudge nudge) {
    constexpr double step = 1e-4;
    nudge.step = step;
    const double more = Slow(read, picture).score(nudge);
    nudge.step = -step;
    return (more - Slow(read, picture).score(nudge)) / (2 * step);
}

// Equations 5 and 6 of the paper, with the whole matrix R.
Matrix relevance(Read read, const std::vector<float>& picture) {
    Slow model(read, picture);
    model.score({});
    const auto tokens = model.x.size();
    Matrix r(tokens, std::vector<double>(tokens));
    for (std::size_t i = 0; i < tokens; ++i)
        r[i][i] = 1;
    for (std::size_t block = 0; block < blocks; ++block) {
        const auto before = r;
        for (std::size_t i = 0; i < tokens; ++i)
            for (std::size_t j = 0; j < tokens; ++j) {
                double mean = 0;
                for (std::size_t head = 0; head < heads; ++head)
                    mean +=
                        std::max(0.0,
                                 gradient(read, picture, {block, head, i, j}) * model.attention[block][head][i][j]) /
                        heads;
                for (std::size_t k = 0; k < tokens; ++k)
                    r[i][k] += mean * before[j][k];
            }
    }
    return r;
}

std::vector<float> map_of(const std::shared_ptr<ov::Model>& model, const std::vector<float>& picture) {
    auto options = test::with_method("gradient-attention");
    options.layout = TensorLayout::nhwc;
    options.target = target;
    return test::values_of(
        test::run(insert_xai(model, options), {test::tensor_of({1, rows, columns, channels}, picture)}).back());
}

TEST(GradientAttention, IsTheRowOfTheClassToken) {
    const auto picture = test::random_values(cells * channels, 5);
    const auto row = relevance(Read::class_token, picture)[0];
    const std::vector<float> wanted(row.begin() + 1, row.end());
    for (const bool fused : {false, true})
        EXPECT_LT(test::relative_error(map_of(Graph{Read::class_token, fused}.model(), picture), wanted), 1e-4)
            << fused;
}

TEST(GradientAttention, IsTheMeanOfTheRowsWhereAllTokensAreRead) {
    const auto picture = test::random_values(cells * channels, 5);
    std::vector<float> wanted(cells);
    for (const auto& row : relevance(Read::mean, picture))
        for (std::size_t i = 0; i < cells; ++i)
            wanted[i] += static_cast<float>(row[i]) / cells;
    for (const bool fused : {false, true})
        EXPECT_LT(test::relative_error(map_of(Graph{Read::mean, fused}.model(), picture), wanted), 1e-4) << fused;
}

// Windows of 2x2 pixels attend first, as many tokens each as there are in all behind a pooling: they are no attention
// of all to all.
TEST(GradientAttention, LeavesWindowsOut) {
    const auto image = test::image_parameter({1, 4, 4, channels});
    const auto windows = test::transposed(test::reshaped(image, {2, 2, 2, 2, channels}), {0, 2, 1, 3, 4});
    const auto mixed = test::self_attention(test::reshaped(windows, {4, 4, channels}), 4, channels, false, 4, 1);
    const auto pooled = test::reshaped(test::mean_over(mixed, {1}), {1, 4, channels});
    const auto tokens = test::self_attention(pooled, 4, channels, false, 1, 10);
    const auto scores = test::fully_connected(test::mean_over(tokens, {1}), channels, classes, 20);
    auto options = test::with_method("gradient-attention");
    options.layout = TensorLayout::nhwc;
    std::vector<Decision> decisions;
    const auto model = insert_xai(test::model_of(scores, image), options, &decisions);
    EXPECT_EQ(model->outputs().back().get_partial_shape(), (ov::PartialShape{1, 2, 2}));
    EXPECT_THAT(test::lines_of(decisions), testing::Contains(HasSubstr("through 1 block)")));
}

TEST(GradientAttention, NeedsATransformerAndFollowsAllOfIt) {
    const auto image = test::image_parameter({1, 3, 8, 8});
    const auto features = test::convolution(image, test::random_floats({4, 3, 3, 3}, 1));
    const auto scores = test::fully_connected(test::mean_over(features, {2, 3}), 4, classes, 2);
    EXPECT_THAT(
        error_of([&] { return insert_xai(test::model_of(scores, image), test::with_method("gradient-attention")); }),
        IsError(ErrorKind::unsupported, HasSubstr("vision transformer")));
    auto options = test::with_method("gradient-attention");
    options.layout = TensorLayout::nhwc;
    options.target_layer = "some layer";
    EXPECT_THAT(error_of([&] {
                    return insert_xai(Graph{Read::mean, false}.model(), options);
                }),
                IsError(ErrorKind::usage, HasSubstr("some layer")));
}

}  // namespace
}  // namespace vinoscope
