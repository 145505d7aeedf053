// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/path_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

struct Legendre {
    double value;
    double slope;
};

// P_n by (k + 1) P_(k+1) = (2 k + 1) x P_k - k P_(k-1), and its slope n (x P_n - P_(n-1)) / (x^2 - 1).
Legendre legendre(int n, double x) {
    double before = 1;
    double value = x;
    for (int k = 1; k < n; ++k)
        before = std::exchange(value, ((2 * k + 1) * x * value - k * before) / (k + 1));
    return {value, n * (x * value - before) / (x * x - 1)};
}

// The roots x of P_n on [-1, 1] by Newton's method, each with the weight 2 / ((1 - x^2) P_n'(x)^2), on [0, 1].
std::vector<PathPoint> gauss_legendre(int n) {
    constexpr int newton_steps = 10;  // four reach the last digit
    std::vector<PathPoint> points;
    for (int i = n; i > 0; --i) {
        double x = std::cos(std::numbers::pi * (i - 0.25) / (n + 0.5));
        for (int step = 0; step < newton_steps; ++step) {
            const auto [value, slope] = legendre(n, x);
            x -= value / slope;
        }
        const double slope = legendre(n, x).slope;
        points.push_back({(x + 1) / 2, 1 / ((1 - x * x) * slope * slope)});
    }
    return points;
}

std::vector<PathPoint> trapezoid(int n) {
    std::vector<PathPoint> points;
    const double width = 1.0 / (n - 1);
    for (int i = 0; i < n; ++i)
        points.push_back({i * width, i == 0 || i == n - 1 ? width / 2 : width});
    return points;
}

std::vector<PathPoint> midpoint(int n) {
    std::vector<PathPoint> points;
    for (int i = 0; i < n; ++i)
        points.push_back({(i + 0.5) / n, 1.0 / n});
    return points;
}

struct PathRule {
    std::string_view name;
    std::vector<PathPoint> (*points)(int steps);
    int least;
};

constexpr std::array<PathRule, 3> rules = {{
    {"gauss-legendre", gauss_legendre, 1},
    {"trapezoid", trapezoid, 2},
    {"midpoint", midpoint, 1},
}};

}  // namespace

std::vector<PathPoint> path_points(std::string_view rule, int steps) {
    const auto* const found = std::ranges::find(rules, rule, &PathRule::name);
    if (found == rules.end())
        throw Error(ErrorKind::usage,
                    fmt::format("expected rule gauss-legendre, trapezoid or midpoint, found \"{}\"", rule));
    if (steps < found->least)
        throw Error(ErrorKind::usage,
                    fmt::format("expected at least {} steps for rule {}, found {}", found->least, rule, steps));
    return found->points(steps);
}

}  // namespace vinoscope
