// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/blackbox/mask_regression.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <vector>

#include "support/error_matchers.hpp"
#include "support/random_values.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::HasSubstr;

constexpr int cells = 3;
constexpr int side = 6;  // two points a cell, so that points and pixels are the same
constexpr std::size_t places = std::size_t{side} * side;

const MaskStyle style{cells, cells, 0.5, 0.5, MaskPattern::balanced_cells, true};

Matrix centred_random_scores(std::size_t masks, std::size_t targets) {
    Matrix scores(masks, targets);
    scores.values = test::random_values(masks * targets, 3);
    for (std::size_t target = 0; target < targets; ++target) {
        double mean = 0;
        for (std::size_t i = 0; i < masks; ++i)
            mean += scores.row(i)[target] / static_cast<double>(masks);
        for (std::size_t i = 0; i < masks; ++i)
            scores.row(i)[target] -= static_cast<float>(mean);
    }
    return scores;
}

// The overlap of two bilinear interpolations at this distance in cells, averaged over all shifts.
double overlap(double distance) {
    const double t = std::abs(distance);
    if (t >= 2)
        return 0;
    return t >= 1 ? std::pow(2 - t, 3) / 6 : 2.0 / 3 - t * t + t * t * t / 2;
}

// Gauss and Jordan, with the largest pivot.
std::vector<double> solved(std::vector<std::vector<double>> matrix, std::vector<double> right) {
    const auto count = right.size();
    for (std::size_t column = 0; column < count; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column; row < count; ++row)
            pivot = std::abs(matrix[row][column]) > std::abs(matrix[pivot][column]) ? row : pivot;
        std::swap(matrix[pivot], matrix[column]);
        std::swap(right[pivot], right[column]);
        for (std::size_t row = 0; row < count; ++row) {
            const double factor = row == column ? 0 : matrix[row][column] / matrix[column][column];
            for (std::size_t i = 0; i < count; ++i)
                matrix[row][i] -= factor * matrix[column][i];
            right[row] -= factor * right[column];
        }
    }
    for (std::size_t row = 0; row < count; ++row)
        right[row] /= matrix[row][row];
    return right;
}

// Covariance of the masks times (Z^T Z + penalty)^-1 Z^T r, as docs/reference/methods/rise.md has it.
std::vector<double> slow_map(const Matrix& scores, std::size_t target, const RandomMasks& masks) {
    std::vector<std::vector<double>> gram(places, std::vector<double>(places));
    std::vector<double> sums(places);
    double trace = 0;
    for (std::size_t i = 0; i < scores.rows; ++i) {
        std::vector<float> mask(places);
        masks.draw(i, side, side, mask);
        for (std::size_t a = 0; a < places; ++a) {
            for (std::size_t b = 0; b < places; ++b)
                gram[a][b] += (mask[a] - 0.5) * (mask[b] - 0.5);
            sums[a] += (mask[a] - 0.5) * scores.row(i)[target];
            trace += (mask[a] - 0.5) * (mask[a] - 0.5);
        }
    }
    for (std::size_t a = 0; a < places; ++a)
        gram[a][a] += trace / static_cast<double>(scores.rows);
    const auto weights = solved(gram, sums);
    constexpr double all_cells = (cells + 2.0) * (cells + 2.0);
    std::vector<double> map(places);
    for (std::size_t x = 0; x < places; ++x)
        for (std::size_t q = 0; q < places; ++q) {
            const auto apart = [&](std::size_t a, std::size_t b) {
                return (static_cast<double>(a) - static_cast<double>(b)) * cells / side;
            };
            const double shared = overlap(apart(x / side, q / side)) * overlap(apart(x % side, q % side));
            map[x] += 0.25 * (shared * all_cells - 1) / (all_cells - 1) * weights[q];
        }
    return map;
}

class MaskRegression : public testing::TestWithParam<std::size_t> {};

TEST_P(MaskRegression, SolvesTheRidgeRegressionWithMoreOrFewerMasksThanPoints) {
    const RandomMasks masks(style, 4);
    const auto scores = centred_random_scores(GetParam(), 2);
    const ScoreJob job;
    StopCheck check(job, scores.rows);
    const auto maps = mask_regression(scores, masks, side, side, check);
    for (std::size_t target = 0; target < 2; ++target) {
        const auto expected = slow_map(scores, target, masks);
        for (std::size_t i = 0; i < places; ++i)
            ASSERT_NEAR(maps.values.row(target)[i], expected[i], 1e-5) << target << " " << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Masks, MaskRegression, testing::Values(10, 35, 36, 37, 200));

TEST(MaskRegressionThatTakesLong, CanBeStopped) {
    const RandomMasks masks({40, 40, 0.5, 0.5, MaskPattern::balanced_cells, true}, 4);
    const auto scores = centred_random_scores(2000, 1);
    std::stop_source source;
    source.request_stop();
    ScoreJob job;
    job.stop = source.get_token();
    StopCheck check(job, scores.rows);
    EXPECT_THAT(error_of([&] { mask_regression(scores, masks, 280, 280, check); }),
                IsError(ErrorKind::cancelled, HasSubstr("2000 inferences")));
}

constexpr std::size_t gibi = std::size_t{1} << 30;

TEST(MaskRegressionThatIsTooLarge, IsRefusedBeforehand) {
    EXPECT_NO_THROW(
        require_room_for_regression(500, {48, 48, 0.5, 0.5, MaskPattern::balanced_cells, true}, 224, 224, gibi));
    EXPECT_THAT(error_of([] {
                    require_room_for_regression(
                        100'000, {256, 256, 0.5, 0.5, MaskPattern::balanced_cells, true}, 1024, 1024, gibi);
                }),
                IsError(ErrorKind::usage, AllOf(HasSubstr("GiB"), HasSubstr("num_cells"))));
}

}  // namespace
}  // namespace vinoscope
