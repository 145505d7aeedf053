// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/blackbox/mask_regression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

void add_scaled(std::span<const double> from, double weight, std::span<double> to) {
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] += weight * from[i];
}

// A symmetric positive definite system G b = a, factored once as G = L L^T (only the lower half of G is read).
class Cholesky {
public:
    Cholesky(std::vector<double> gram, std::size_t size, StopCheck& check) : m_lower(std::move(gram)), m_size(size) {
        for (std::size_t row = 0; row < m_size; ++row) {
            for (std::size_t column = 0; column < row; ++column)
                at(row, column) = (at(row, column) - dot(row, column, column)) / at(column, column);
            at(row, row) = std::sqrt(at(row, row) - dot(row, row, row));
            check();
        }
    }

    void solve(std::vector<double>& values) const {
        for (std::size_t row = 0; row < m_size; ++row) {
            for (std::size_t i = 0; i < row; ++i)
                values[row] -= at(row, i) * values[i];
            values[row] /= at(row, row);
        }
        for (std::size_t row = m_size; row-- > 0;) {
            values[row] /= at(row, row);
            for (std::size_t i = 0; i < row; ++i)
                values[i] -= at(row, i) * values[row];
        }
    }

private:
    double& at(std::size_t row, std::size_t column) { return m_lower[row * m_size + column]; }
    double at(std::size_t row, std::size_t column) const { return m_lower[row * m_size + column]; }

    double dot(std::size_t a, std::size_t b, std::size_t count) const {
        double sum = 0;
        for (std::size_t i = 0; i < count; ++i)
            sum += at(a, i) * at(b, i);
        return sum;
    }

    std::vector<double> m_lower;
    std::size_t m_size;
};

// The masks less their shares, at the points of the regression.
struct Points {
    static constexpr int per_cell = 2;  // along each side

    int height = 0;
    int width = 0;

    std::size_t count() const { return static_cast<std::size_t>(height) * static_cast<std::size_t>(width); }

    std::vector<double> of_mask(const RandomMasks& masks, std::size_t index) const {
        std::vector<float> mask(count());
        masks.draw(index, height, width, mask);
        std::vector<double> centred(mask.begin(), mask.end());
        for (auto& value : centred)
            value -= masks.share(index);
        return centred;
    }
};

// The penalty is the mean eigenvalue of Z Z^T: see docs/reference/methods/rise.md.
void penalise(std::vector<double>& gram, std::size_t size, std::size_t masks) {
    double trace = 0;
    for (std::size_t i = 0; i < size; ++i)
        trace += gram[i * size + i];
    for (std::size_t i = 0; i < size; ++i)
        gram[i * size + i] += std::max(trace, 1e-9) / static_cast<double>(std::max<std::size_t>(masks, 1));
}

// The weights of the points for each target.
using Weights = std::vector<std::vector<double>>;

// (Z^T Z + penalty)^-1 Z^T r: as many equations as points.
Weights solve_for_points(const Matrix& scores, const RandomMasks& masks, const Points& points, StopCheck& check) {
    const auto count = points.count();
    std::vector<double> gram(count * count);  // lower half
    Weights weights(scores.columns, std::vector<double>(count));
    for (std::size_t i = 0; i < scores.rows; ++i) {
        const auto mask = points.of_mask(masks, i);
        for (std::size_t row = 0; row < count; ++row)
            add_scaled(std::span(mask).first(row + 1), mask[row], std::span(gram).subspan(row * count, row + 1));
        for (std::size_t target = 0; target < scores.columns; ++target)
            add_scaled(mask, scores.row(i)[target], weights[target]);
        check();
    }
    penalise(gram, count, scores.rows);
    const Cholesky factors(std::move(gram), count, check);
    for (auto& of_target : weights) {
        factors.solve(of_target);
        check();
    }
    return weights;
}

// The same as Z^T (Z Z^T + penalty)^-1 r: as many equations as masks.
Weights solve_for_masks(const Matrix& scores, const RandomMasks& masks, const Points& points, StopCheck& check) {
    const auto count = scores.rows;
    std::vector<std::vector<double>> centred;
    std::vector<double> gram(count * count);  // lower half
    for (std::size_t row = 0; row < count; ++row) {
        centred.push_back(points.of_mask(masks, row));
        for (std::size_t i = 0; i <= row; ++i)
            gram[row * count + i] =
                std::inner_product(centred[row].begin(), centred[row].end(), centred[i].begin(), 0.0);
        check();
    }
    penalise(gram, count, count);
    const Cholesky factors(std::move(gram), count, check);
    Weights weights(scores.columns, std::vector<double>(points.count()));
    for (std::size_t target = 0; target < scores.columns; ++target) {
        std::vector<double> shares(count);
        for (std::size_t i = 0; i < count; ++i)
            shares[i] = scores.row(i)[target];
        factors.solve(shares);
        for (std::size_t i = 0; i < count; ++i)
            add_scaled(centred[i], shares[i], weights[target]);
        check();
    }
    return weights;
}

Points points_of(const MaskStyle& style, int height, int width) {
    return {std::min(style.rows * Points::per_cell, height), std::min(style.columns * Points::per_cell, width)};
}

// The cubic B-spline: how much of a cell two bilinear interpolations share at this distance, on average over all
// shifts.
double overlap(double cells) {
    const double distance = std::abs(cells);
    if (distance >= 2)
        return 0;
    return distance >= 1 ? std::pow(2 - distance, 3) / 6 : 2.0 / 3 - distance * distance * (1 - distance / 2);
}

// Of each of `count` pixels along a side with each of `points`.
std::vector<std::vector<double>> overlaps(int count, int points, int cells) {
    std::vector<std::vector<double>> table(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        for (int point = 0; point < points; ++point)
            table[i].push_back(overlap(((i + 0.5) / count - (point + 0.5) / points) * cells));
    return table;
}

// rows x from x columns^T
void multiply(const std::vector<std::vector<double>>& rows,
              const std::vector<double>& from,
              const std::vector<std::vector<double>>& columns,
              std::span<float> to) {
    const auto width = columns[0].size();
    for (std::size_t y = 0; y < rows.size(); ++y) {
        std::vector<double> line(width);
        for (std::size_t i = 0; i < rows[y].size(); ++i)
            add_scaled(std::span(from).subspan(i * width, width), rows[y][i], line);
        for (std::size_t x = 0; x < columns.size(); ++x)
            to[y * columns.size() + x] =
                static_cast<float>(std::inner_product(line.begin(), line.end(), columns[x].begin(), 0.0));
    }
}

// Open cells are drawn without putting them back: covariance[x, q] = variance * (overlap[x, q] * cells - 1) / (cells -
// 1)
struct MaskCovariance {
    double overlapping = 0;
    double constant = 0;

    explicit MaskCovariance(const RandomMasks& masks) {
        const double cells = (masks.style().rows + 2.0) * (masks.style().columns + 2.0);
        const double variance = masks.share(0) * (1 - masks.share(0));
        overlapping = variance * cells / (cells - 1);
        constant = -variance / (cells - 1);
    }
};

}  // namespace

void require_room_for_regression(
    std::size_t masks, const MaskStyle& style, int height, int width, std::size_t memory_limit) {
    const auto points = points_of(style, height, width).count();
    const auto smaller = static_cast<double>(std::min(masks, points));
    const double bytes = sizeof(double) * smaller * (smaller + (masks < points ? static_cast<double>(points) : 0));
    constexpr double gibi = 1 << 30;
    if (bytes > static_cast<double>(memory_limit))
        throw Error(
            ErrorKind::usage,
            fmt::format("the estimator regression of {} masks at {} points would take {:.1f} GiB of memory, more "
                        "than the limit of {:.1f}; use fewer cells (num_cells) or masks, or the estimator "
                        "centred, or raise the limit (memory_limit)",
                        masks,
                        points,
                        bytes / gibi,
                        static_cast<double>(memory_limit) / gibi));
}

// Hoerl and Kennard (1970): b = (Z^T Z + penalty)^-1 Z^T r, with masks Z and scores r less their means. The map is
// S[x] = sum over points q of covariance[x, q] * b[q].
BlackBoxMaps mask_regression(const Matrix& scores, const RandomMasks& masks, int height, int width, StopCheck& check) {
    const auto& style = masks.style();
    const auto points = points_of(style, height, width);
    const bool few = scores.rows < points.count();
    const auto all_weights =
        few ? solve_for_masks(scores, masks, points, check) : solve_for_points(scores, masks, points, check);
    const auto rows = overlaps(height, points.height, style.rows);
    const auto columns = overlaps(width, points.width, style.columns);
    const MaskCovariance covariance(masks);
    BlackBoxMaps maps{height,
                      width,
                      Matrix(scores.columns, static_cast<std::size_t>(height) * static_cast<std::size_t>(width)),
                      Matrix(0, 0)};
    for (std::size_t target = 0; target < scores.columns; ++target) {
        const auto& weights = all_weights[target];
        const auto map = maps.values.row(target);
        multiply(rows, weights, columns, map);
        const double all = covariance.constant * std::accumulate(weights.begin(), weights.end(), 0.0);
        for (auto& value : map)
            value = static_cast<float>(covariance.overlapping * value + all);
    }
    return maps;
}

}  // namespace vinoscope
