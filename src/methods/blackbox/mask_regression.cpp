// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/blackbox/mask_regression.hpp"

#include <algorithm>
#include <cmath>

namespace vinoscope {
namespace {

void add_scaled(std::span<const double> from, double weight, std::span<double> to) {
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] += weight * from[i];
}

// A symmetric positive definite system G b = a, factored once as G = L L^T (only the lower half of G is read).
class Cholesky {
public:
    Cholesky(std::vector<double> gram, std::size_t size) : m_lower(std::move(gram)), m_size(size) {
        for (std::size_t column = 0; column < m_size; ++column) {
            const double pivot = std::sqrt(at(column, column) - dot(column, column, column));
            at(column, column) = pivot;
            for (std::size_t row = column + 1; row < m_size; ++row)
                at(row, column) = (at(row, column) - dot(row, column, column)) / pivot;
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

struct NormalEquations {
    std::vector<double> gram;               // Z^T Z, lower half
    std::vector<std::vector<double>> sums;  // Z^T scores, one for each target
};

NormalEquations accumulate(const Matrix& scores, const RandomMasks& masks, int height, int width) {
    const auto places = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    NormalEquations equations{std::vector<double>(places * places),
                              std::vector<std::vector<double>>(scores.columns, std::vector<double>(places))};
    std::vector<float> mask(places);
    std::vector<double> centred(places);
    for (std::size_t i = 0; i < scores.rows; ++i) {
        masks.draw(i, height, width, mask);
        const double share = masks.share(i);
        std::ranges::transform(mask, centred.begin(), [&](float value) { return value - share; });
        for (std::size_t row = 0; row < places; ++row)
            add_scaled(std::span(centred).first(row + 1),
                       centred[row],
                       std::span(equations.gram).subspan(row * places, row + 1));
        for (std::size_t target = 0; target < scores.columns; ++target)
            add_scaled(centred, scores.row(i)[target], equations.sums[target]);
    }
    return equations;
}

// The penalty is three times the mean eigenvalue of Z Z^T: see docs/reference/methods/rise.md.
void penalise(std::vector<double>& gram, std::size_t places, std::size_t masks) {
    double trace = 0;
    for (std::size_t i = 0; i < places; ++i)
        trace += gram[i * places + i];
    for (std::size_t i = 0; i < places; ++i)
        gram[i * places + i] += 3 * std::max(trace, 1e-9) / static_cast<double>(std::max<std::size_t>(masks, 1));
}

// Weights of a Gaussian over `count` points for each of them, normalised where the edge cuts it.
std::vector<std::vector<double>> gaussian(int count, double deviation) {
    std::vector<std::vector<double>> kernel;
    for (int centre = 0; centre < count; ++centre) {
        std::vector<double> weights;
        double sum = 0;
        for (int i = 0; i < count; ++i) {
            weights.push_back(std::exp(-0.5 * std::pow((i - centre) / deviation, 2)));
            sum += weights.back();
        }
        for (auto& weight : weights)
            weight /= sum;
        kernel.push_back(std::move(weights));
    }
    return kernel;
}

void smooth(const std::vector<double>& from,
            const std::vector<std::vector<double>>& rows,
            const std::vector<std::vector<double>>& columns,
            std::span<float> to) {
    std::vector<double> across(from.size());
    for (std::size_t y = 0; y < rows.size(); ++y)
        for (std::size_t x = 0; x < columns.size(); ++x)
            for (std::size_t i = 0; i < columns.size(); ++i)
                across[y * columns.size() + x] += columns[x][i] * from[y * columns.size() + i];
    for (std::size_t y = 0; y < rows.size(); ++y)
        for (std::size_t x = 0; x < columns.size(); ++x) {
            double sum = 0;
            for (std::size_t i = 0; i < rows.size(); ++i)
                sum += rows[y][i] * across[i * columns.size() + x];
            to[y * columns.size() + x] = static_cast<float>(sum);
        }
}

}  // namespace

// Hoerl and Kennard (1970): b = (Z^T Z + penalty)^-1 Z^T r, with masks Z and scores r less their means.
BlackBoxMaps mask_regression(const Matrix& scores, const RandomMasks& masks, int height, int width, double smoothing) {
    auto [gram, sums] = accumulate(scores, masks, height, width);
    const auto places = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    penalise(gram, places, scores.rows);
    const Cholesky factors(std::move(gram), places);
    const auto rows = gaussian(height, smoothing);
    const auto columns = gaussian(width, smoothing);
    BlackBoxMaps maps{height, width, Matrix(scores.columns, places), Matrix(0, 0)};
    for (std::size_t target = 0; target < scores.columns; ++target) {
        factors.solve(sums[target]);
        smooth(sums[target], rows, columns, maps.values.row(target));
    }
    return maps;
}

}  // namespace vinoscope
