// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/cell_scores.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <ostream>
#include <stdexcept>

#include "support/cell_loop.hpp"
#include "support/error_matchers.hpp"
#include "support/heads.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

using test::HeadCase;

constexpr std::size_t no_limit = std::size_t{1} << 30;

// Sums of at most a few hundred products in f32, in another order: far below 1e-4 of the largest score.
constexpr double rounding = 1e-4;

// Everything that a test needs to know about a head behind a layer called "layer".
class Cut {
public:
    explicit Cut(const HeadCase& head, const ov::PartialShape& image) : m_head(head) {
        const auto parameter = test::image_parameter(image);
        m_layer = test::named(head.layer(parameter), "layer");
        m_scores = test::named(head.head(m_layer, parameter), "scores");
        m_model = test::model_of(m_scores, parameter);
        m_input = find_image_input(*m_model, head.layout);
    }

    CellScores cells(std::size_t memory_limit, CellStrategy strategy, CellKernel kernel = CellKernel::one) const {
        const AxisTrace trace(*m_model, m_input);
        const auto grid = spatial_grid(*trace.find(m_layer));
        if (!grid)
            throw std::logic_error("no grid");
        return cell_scores(*m_model, trace, {{m_layer, *grid}, kernel, {}}, m_scores, memory_limit, strategy);
    }

    std::vector<float> run(const CellScores& cells, const ov::Tensor& images) const {
        return test::run(cells.value, *m_model, images);
    }

    std::vector<float> expected(const ov::Tensor& images, test::CellWeight weight = test::cell_alone) const {
        return test::cell_loop(*m_model, {"layer"}, "scores", m_head.grid, images, weight);
    }

    const ov::Model& model() const { return *m_model; }

private:
    HeadCase m_head;
    test::Value m_layer;
    test::Value m_scores;
    std::shared_ptr<ov::Model> m_model;
    ImageInput m_input;
};

ov::Shape with_batch(ov::Shape shape, std::size_t batch) {
    shape[0] = batch;
    return shape;
}

class CellScoresOf : public testing::TestWithParam<HeadCase> {
protected:
    void expect_equal(const CellScores& cells, std::size_t limit = no_limit) {
        EXPECT_LT(test::relative_error(m_cut.run(cells, m_image), m_expected), rounding)
            << to_string(cells.strategy) << " within " << limit << " bytes";
    }

    Cut m_cut{GetParam(), GetParam().image};
    ov::Tensor m_image = test::random_tensor(GetParam().image, 77);
    std::vector<float> m_expected = m_cut.expected(m_image);
};

TEST_P(CellScoresOf, AreScoresOfOneCellAlone) {
    const auto cells = m_cut.cells(no_limit, CellStrategy::automatic);
    EXPECT_EQ(cells.strategy, GetParam().strategy);
    EXPECT_EQ(cells.value.get_partial_shape().to_string(),
              ov::PartialShape({1, test::head_classes, GetParam().grid.height, GetParam().grid.width}).to_string());
    expect_equal(cells);
}

TEST_P(CellScoresOf, AreTheSameInBatchesOfAnySize) {
    for (const std::size_t limit : {no_limit, std::size_t{1} << 13U, std::size_t{1}})
        expect_equal(m_cut.cells(limit, CellStrategy::tiled), limit);
}

TEST_P(CellScoresOf, AreTheSameCellByCell) {
    expect_equal(m_cut.cells(no_limit, CellStrategy::looped));
}

TEST_P(CellScoresOf, TakeOnePassOnlyWhereItIsExact) {
    for (const auto strategy : {CellStrategy::pooled, CellStrategy::dense, CellStrategy::compact}) {
        if (GetParam().strategy == strategy) {
            expect_equal(m_cut.cells(no_limit, strategy));
        } else if (GetParam().strategy != CellStrategy::pooled || !GetParam().grid.tokens()) {
            EXPECT_THAT(test::error_of([&] { m_cut.cells(no_limit, strategy); }),
                        test::IsError(ErrorKind::unsupported, testing::HasSubstr("\"layer\"")));
        }
    }
}

TEST_P(CellScoresOf, LeaveTheModelAsItIs) {
    const auto before = m_cut.model().get_ordered_ops();
    const auto cells = m_cut.cells(no_limit, CellStrategy::automatic);
    EXPECT_EQ(m_cut.model().get_ordered_ops(), before);
    EXPECT_EQ(m_cut.model().outputs().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Heads, CellScoresOf, testing::ValuesIn(test::head_cases()), [](const auto& test) {
    return test.param.name;
});

using CellScoresOfTokens = CellScoresOf;

TEST_P(CellScoresOfTokens, AreThoseOfABlurredCell) {
    const auto cells = m_cut.cells(no_limit, CellStrategy::automatic, CellKernel::gaussian);
    EXPECT_EQ(cells.strategy,
              GetParam().strategy == CellStrategy::pooled ? CellStrategy::compact : GetParam().strategy);
    const auto expected = m_cut.expected(m_image, test::cell_blurred);
    EXPECT_LT(test::relative_error(m_cut.run(cells, m_image), expected), rounding) << to_string(cells.strategy);
}

INSTANTIATE_TEST_SUITE_P(Heads, CellScoresOfTokens, testing::ValuesIn(test::heads_of_tokens()), [](const auto& test) {
    return test.param.name;
});

class CellScoresOfTwoImages : public testing::TestWithParam<HeadCase> {};

TEST_P(CellScoresOfTwoImages, AreThoseOfEachImage) {
    auto shape = ov::PartialShape(GetParam().image);
    shape[0] = -1;
    const Cut cut(GetParam(), shape);
    const auto images = test::random_tensor(with_batch(GetParam().image, 2), 78);
    const auto expected = cut.expected(images);
    for (const auto strategy : {CellStrategy::automatic, CellStrategy::looped}) {
        const auto cells = cut.cells(no_limit, strategy);
        EXPECT_LT(test::relative_error(cut.run(cells, images), expected), rounding) << to_string(cells.strategy);
    }
    for (const std::size_t limit : {no_limit, std::size_t{1}})
        EXPECT_LT(test::relative_error(cut.run(cut.cells(limit, CellStrategy::automatic), images), expected), rounding)
            << limit;
}

INSTANTIATE_TEST_SUITE_P(Heads,
                         CellScoresOfTwoImages,
                         testing::ValuesIn(test::heads_of_any_batch()),
                         [](const auto& test) { return test.param.name; });

// The same head behind a layer whose axes stand in another order.
HeadCase reordered(const HeadCase& head, const test::Integers& order) {
    test::Integers back(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        back[order[i]] = static_cast<std::int64_t>(i);
    auto result = head;
    result.layer = [head, order](const test::Value& image) { return test::transposed(head.layer(image), order); };
    result.head = [head, back](const test::Value& layer, const test::Value& image) {
        return head.head(test::transposed(layer, back), image);
    };
    result.grid.height_axis = back[head.grid.height_axis];
    result.grid.width_axis = back[head.grid.width_axis];
    return result;
}

class CellScoresOfAnyOrder : public testing::TestWithParam<HeadCase> {};

TEST_P(CellScoresOfAnyOrder, AreScoresOfOneCellAlone) {
    test::Integers order(GetParam().grid.tokens() ? 3 : 4);
    std::iota(order.begin(), order.end(), 0);
    const auto image = test::random_tensor(GetParam().image, 81);
    const auto expected = Cut(GetParam(), GetParam().image).expected(image);
    do {
        const Cut cut(reordered(GetParam(), order), GetParam().image);
        for (const auto strategy : {CellStrategy::automatic, CellStrategy::looped}) {
            const auto cells = cut.cells(no_limit, strategy);
            EXPECT_LT(test::relative_error(cut.run(cells, image), expected), rounding)
                << to_string(cells.strategy) << " with axes " << testing::PrintToString(order);
        }
    } while (std::ranges::next_permutation(order).found);
}

// One head of each kind: pooled, dense, tiled, compact, and tiled after a part that treats each token alone.
INSTANTIATE_TEST_SUITE_P(Heads,
                         CellScoresOfAnyOrder,
                         testing::Values(test::head_case("MeanAndConnect"),
                                         test::head_case("FlattenAndConnect"),
                                         test::head_case("MeanAndMax"),
                                         test::head_case("ClassToken"),
                                         test::head_case("RotaryClassToken")),
                         [](const auto& test) { return test.param.name; });

// Whatever treats rows and columns alike serves a map with its width in front of its height as it is.
class CellScoresOfWidthFirst : public testing::TestWithParam<HeadCase> {};

TEST_P(CellScoresOfWidthFirst, AreScoresOfOneCellAlone) {
    auto head = GetParam();
    head.layer = [layer = head.layer](const test::Value& image) {
        return test::transposed(layer(image), {0, 1, 3, 2});
    };
    std::swap(head.grid.height_axis, head.grid.width_axis);
    const Cut cut(head, head.image);
    const auto image = test::random_tensor(head.image, 82);
    const auto expected = cut.expected(image);
    for (const auto strategy : {CellStrategy::automatic, CellStrategy::looped})
        for (const std::size_t limit : {no_limit, std::size_t{1} << 13U, std::size_t{1}}) {
            const auto cells = cut.cells(limit, strategy);
            EXPECT_LT(test::relative_error(cut.run(cells, image), expected), rounding)
                << to_string(cells.strategy) << " within " << limit << " bytes";
        }
}

INSTANTIATE_TEST_SUITE_P(Heads,
                         CellScoresOfWidthFirst,
                         testing::Values(test::head_case("FlattenAndConnect"),
                                         test::head_case("LargestOfAll"),
                                         test::head_case("MaxPool"),
                                         test::head_case("SqueezeAndExcitation"),
                                         test::head_case("WideKernelBeforeMean")),
                         [](const auto& test) { return test.param.name; });

bool has_loop(const CellScores& cells, const ov::Model& model) {
    const auto part = std::make_shared<ov::Model>(ov::OutputVector{cells.value}, model.get_parameters());
    for (const auto& node : part->get_ops())
        if (std::string_view(node->get_type_name()) == "TensorIterator")
            return true;
    return false;
}

TEST(CellScores, RunInChunksWhenMemoryIsShort) {
    const Cut cut(test::head_case("FlattenAndConnect"), {1, 3, 10, 14});
    EXPECT_FALSE(has_loop(cut.cells(no_limit, CellStrategy::tiled), cut.model()));
    EXPECT_TRUE(has_loop(cut.cells(1, CellStrategy::tiled), cut.model()));
}

// Nine slots and one for the rest need more than nine cells.
TEST(CellScores, OfASmallGridOfTokensAreTiled) {
    auto head = test::head_case("MeanOfTokens");
    head.image = {1, 3, 6, 6};
    head.grid = {3, 3, 1, 1, 0, 0};
    head.layer = [](const test::Value& image) {
        const auto map = test::convolution(image, test::random_floats({8, 3, 3, 3}, 1), 2, 1);
        return test::transposed(test::reshaped(map, {1, 8, 9}), {0, 2, 1});
    };
    const Cut cut(head, {1, 3, 6, 6});
    const auto image = test::random_tensor({1, 3, 6, 6}, 80);
    const auto cells = cut.cells(no_limit, CellStrategy::automatic, CellKernel::gaussian);
    EXPECT_EQ(cells.strategy, CellStrategy::tiled);
    EXPECT_LT(test::relative_error(cut.run(cells, image), cut.expected(image, test::cell_blurred)), rounding);
}

// [classes]: the axis that is left counts the batch of one as well as the classes.
TEST(CellScores, OfAScoreVectorWithoutABatch) {
    for (const auto* name : {"MeanAndConnect", "FlattenAndConnect", "MeanAndMax"}) {
        auto head = test::head_case(name);
        head.head = [inner = head.head](const test::Value& layer, const test::Value& image) {
            return test::reshaped(inner(layer, image), {-1});
        };
        const Cut cut(head, head.image);
        const auto image = test::random_tensor(head.image, 83);
        for (const auto strategy : {CellStrategy::automatic, CellStrategy::looped}) {
            const auto cells = cut.cells(no_limit, strategy);
            EXPECT_LT(test::relative_error(cut.run(cells, image), cut.expected(image)), rounding)
                << name << ", " << to_string(cells.strategy);
        }
    }
}

TEST(CellScores, ServeATwofoldStaticBatch) {
    for (const auto* name : {"MeanAndConnect", "HardSwishBeforeMean", "MeanAndMax"}) {
        const Cut cut(test::head_case(name), {2, 3, 10, 14});
        const auto images = test::random_tensor({2, 3, 10, 14}, 79);
        const auto expected = Cut(test::head_case(name), {1, 3, 10, 14}).expected(images);
        EXPECT_LT(test::relative_error(cut.run(cut.cells(no_limit, CellStrategy::automatic), images), expected),
                  rounding)
            << name;
    }
}

}  // namespace
}  // namespace vinoscope
