// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/blackbox/direct.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>

namespace vinoscope {
namespace {

using Point = Direct::Point;

double square(double value) {
    return value * value;
}

double branin(const Point& x) {
    constexpr double pi = std::numbers::pi;
    return square(x[1] - 5.1 / (4 * pi * pi) * x[0] * x[0] + 5 / pi * x[0] - 6) +
           10 * (1 - 1 / (8 * pi)) * std::cos(x[0]) + 10;
}

double six_hump_camel(const Point& x) {
    const double a = x[0] * x[0];
    const double b = x[1] * x[1];
    return (4 - 2.1 * a + a * a / 3) * a + x[0] * x[1] + (4 * b - 4) * b;
}

double goldstein_price(const Point& x) {
    const double a = x[0];
    const double b = x[1];
    return (1 + square(a + b + 1) * (19 - 14 * a + 3 * a * a - 14 * b + 6 * a * b + 3 * b * b)) *
           (30 + square(2 * a - 3 * b) * (18 - 32 * a + 12 * a * a + 48 * b - 36 * a * b + 27 * b * b));
}

double shubert(const Point& x) {
    double product = 1;
    for (const double value : x) {
        double sum = 0;
        for (int i = 1; i <= 5; ++i)
            sum += i * std::cos((i + 1) * value + i);
        product *= sum;
    }
    return product;
}

double hartman(const Point& x) {
    constexpr std::array<double, 4> heights = {1, 1.2, 3, 3.2};
    constexpr double slopes[4][3] = {{3, 10, 30}, {0.1, 10, 35}, {3, 10, 30}, {0.1, 10, 35}};
    constexpr double centres[4][3] = {
        {0.3689, 0.1170, 0.2673}, {0.4699, 0.4387, 0.7470}, {0.1091, 0.8732, 0.5547}, {0.03815, 0.5743, 0.8828}};
    double sum = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        double exponent = 0;
        for (std::size_t j = 0; j < 3; ++j)
            exponent -= slopes[i][j] * square(x[j] - centres[i][j]);
        sum -= heights[i] * std::exp(exponent);
    }
    return sum;
}

double shifted_sphere(const Point& x) {
    return 1 + square(x[0] - 0.3) + square(x[1] + 0.7) + square(x[2] - 0.4);
}

struct Problem {
    const char* name;
    double (*function)(const Point&);
    std::vector<std::pair<double, double>> bounds;
    double least;
    int paper;  // evaluations until 0.01 % from the least, table 1 of Jones, Perttunen and Stuckman; else of SciPy
    int scipy;  // the same of scipy.optimize.direct(eps=1e-4, locally_biased=True), SciPy 1.17
};

const std::vector<Problem> problems = {
    {"Branin", branin, {{-5, 10}, {0, 15}}, 0.397887357729739, 195, 173},
    {"SixHumpCamel", six_hump_camel, {{-3, 3}, {-2, 2}}, -1.031628453489877, 285, 210},
    {"GoldsteinPrice", goldstein_price, {{-2, 2}, {-2, 2}}, 3, 191, 117},
    {"Shubert", shubert, {{-10, 10}, {-10, 10}}, -186.730908831024, 2967, 2335},
    {"Hartman", hartman, {{0, 1}, {0, 1}, {0, 1}}, -3.86278214782076, 199, 138},
    {"ShiftedSphere", shifted_sphere, {{-1, 2}, {-1, 2}, {-1, 2}}, 1, 460, 130},
};

double value_at(const Problem& problem, const Point& unit) {
    Point point;
    for (std::size_t i = 0; i < unit.size(); ++i)
        point.push_back(std::lerp(problem.bounds[i].first, problem.bounds[i].second, unit[i]));
    return problem.function(point);
}

// The stopping rule of the paper's table.
int evaluations_until_found(const Problem& problem, const DirectOptions& options) {
    Direct search(problem.bounds.size(), options);
    for (int count = 0; count < 10000;) {
        std::vector<double> values;
        for (const auto& point : search.next_points()) {
            values.push_back(value_at(problem, point));
            ++count;
            if (values.back() - problem.least < 1e-4 * std::abs(problem.least))
                return count;
        }
        search.set_values(values);
    }
    return std::numeric_limits<int>::max();
}

class DirectFinds : public testing::TestWithParam<Problem> {};

TEST_P(DirectFinds, TheLeastValueAsSoonAsThePaper) {
    EXPECT_LE(evaluations_until_found(GetParam(), {}), GetParam().paper);
}

TEST_P(DirectFinds, TheLeastValueAsSoonAsSciPyWhenLocallyBiased) {
    EXPECT_LE(evaluations_until_found(GetParam(), {.locally_biased = true}), GetParam().scipy);
}

INSTANTIATE_TEST_SUITE_P(Standard, DirectFinds, testing::ValuesIn(problems), [](const auto& row) {
    return std::string(row.param.name);
});

TEST(Direct, StartsInTheCentreAndThenAsksForAllThirdsAtOnce) {
    Direct search(2);
    EXPECT_EQ(search.next_points(), (std::vector<Point>{{0.5, 0.5}}));
    search.set_values(std::vector{1.0});
    const std::vector<Point> thirds = {
        {0.5 - 1.0 / 3, 0.5}, {0.5 + 1.0 / 3, 0.5}, {0.5, 0.5 - 1.0 / 3}, {0.5, 0.5 + 1.0 / 3}};
    ASSERT_EQ(search.next_points().size(), thirds.size());
    for (std::size_t i = 0; i < thirds.size(); ++i)
        EXPECT_THAT(search.next_points()[i], testing::Pointwise(testing::DoubleNear(1e-12), thirds[i]));
}

// On a plateau there is nothing to prefer: the cube is covered evenly, without asking for a point twice.
TEST(Direct, CoversAFlatFunctionEvenly) {
    Direct search(2);
    std::set<Point> seen;
    while (seen.size() < 729) {
        for (const auto& point : search.next_points())
            EXPECT_TRUE(seen.insert(point).second);
        search.set_values(std::vector<double>(search.next_points().size(), 5.0));
    }
    EXPECT_EQ(seen.size(), 729U);  // 3^6: cells of 1/27
    for (const auto& point : seen)
        for (const double value : point)
            EXPECT_NEAR(std::remainder(value * 27 - 0.5, 1.0), 0, 1e-9);
}

}  // namespace
}  // namespace vinoscope
