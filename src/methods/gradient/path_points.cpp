// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/path_points.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/named_row.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// The Legendre polynomial P_n around a point, by its Taylor series there. Terms are those of the distance in units of
// about the distance between two roots: in units of 1 they overflow near the ends, where roots are close.
class LegendreSeries {
public:
    // Around 0: P_n by (k + 1) P_(k+1) = (2 k + 1) x P_k - k P_(k-1), and its slope n P_(n-1).
    explicit LegendreSeries(int n) : m_degree(n) {
        double before = 1;
        double value = 0;
        for (int k = 1; k < n; ++k)
            before = std::exchange(value, -k * before / (k + 1));
        expand(0, value, n * before);
    }

    // Of all terms that count, by the differential equation (1 - x^2) P'' - 2 x P' + n (n + 1) P = 0, differentiated k
    // times.
    void expand(double x, double value, double slope) {
        const double curvature = 1 - x * x;
        m_unit = std::numbers::pi * std::sqrt(curvature) / m_degree;
        m_terms[0] = value;
        m_terms[1] = slope * m_unit;
        const double product = m_degree * (m_degree + 1);
        for (std::size_t k = 0; k + 2 < m_terms.size(); ++k) {
            const auto order = static_cast<double>(k);
            m_terms[k + 2] = m_unit *
                             (2 * x * (order + 1) * (order + 1) * m_terms[k + 1] -
                              (product - order * (order + 1)) * m_unit * m_terms[k]) /
                             (curvature * (order + 1) * (order + 2));
        }
    }

    double value(double distance) const {
        double sum = 0;
        for (std::size_t k = m_terms.size(); k > 0; --k)
            sum = sum * (distance / m_unit) + m_terms[k - 1];
        return sum;
    }

    double slope(double distance) const {
        double sum = 0;
        for (std::size_t k = m_terms.size() - 1; k > 0; --k)
            sum = sum * (distance / m_unit) + static_cast<double>(k) * m_terms[k];
        return sum / m_unit;
    }

private:
    double m_degree;
    double m_unit = 1;
    std::array<double, 40> m_terms{};
};

// The roots x of P_n on [-1, 1], each with the weight 2 / ((1 - x^2) P_n'(x)^2), on [0, 1]: from root to root by the
// series around the last one (Glaser, Liu and Rokhlin, doi:10.1137/06067016X), so that the cost grows as n does.
std::vector<PathPoint> gauss_legendre(int n) {
    constexpr int newton_steps = 8;  // four reach the last digit
    const auto point = [](double x, double slope) { return PathPoint{(x + 1) / 2, 1 / ((1 - x * x) * slope * slope)}; };
    std::vector<PathPoint> points(n);
    LegendreSeries series(n);
    if (n % 2 == 1)
        points[n / 2] = point(0, series.slope(0));
    double x = 0;
    for (int i = n / 2; i > 0; --i) {
        const double correction = 1 - (1.0 - 1.0 / n) / (8.0 * n * n);
        double distance = correction * std::cos(std::numbers::pi * (i - 0.25) / (n + 0.5)) - x;
        for (int step = 0; step < newton_steps; ++step)
            distance -= series.value(distance) / series.slope(distance);
        const double slope = series.slope(distance);
        x += distance;
        series.expand(x, 0, slope);
        points[i - 1] = point(-x, slope);
        points[n - i] = point(x, slope);
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

constinit const std::array<std::string_view, 3> path_rule_names = names_of(rules);

std::vector<PathPoint> path_points(std::string_view rule, int steps) {
    const auto& row = named_row(rules, rule, "rule");
    if (steps < row.least)
        throw Error(ErrorKind::usage,
                    fmt::format("expected at least {} steps for rule {}, found {}", row.least, rule, steps));
    return row.points(steps);
}

}  // namespace vinoscope
