// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/impute.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

namespace vinoscope {
namespace {

constexpr float direct = 1.0F / 6;
constexpr float diagonal = 1.0F / 12;
constexpr double accuracy = 1e-3;  // of the residual, relative to the right-hand side
constexpr int most_iterations = 2000;

// Values with a border of zeros, so that every pixel has eight neighbours.
class Bordered {
public:
    Bordered(int height, int width)
        : m_height(static_cast<std::size_t>(height)),
          m_width(static_cast<std::size_t>(width)),
          m_stride(m_width + 2),
          m_values((m_height + 2) * m_stride) {}

    float& at(std::size_t y, std::size_t x) { return m_values[(y + 1) * m_stride + x + 1]; }

    std::vector<float>& values() { return m_values; }
    const std::vector<float>& values() const { return m_values; }

    // The weighted sum of the neighbours of each pixel; the border stays as it is.
    void sum_neighbours(Bordered& sums) const {
        for (std::size_t y = 0; y < m_height; ++y) {
            const auto* above = m_values.data() + y * m_stride;
            const auto* row = above + m_stride;
            const auto* below = row + m_stride;
            auto* sum = sums.m_values.data() + (y + 1) * m_stride;
            for (std::size_t x = 1; x <= m_width; ++x)
                sum[x] = direct * (above[x] + below[x] + row[x - 1] + row[x + 1]) +
                         diagonal * (above[x - 1] + above[x + 1] + below[x - 1] + below[x + 1]);
        }
    }

private:
    std::size_t m_height;
    std::size_t m_width;
    std::size_t m_stride;
    std::vector<float> m_values;
};

double dot(const Bordered& a, const Bordered& b) {
    return std::transform_reduce(
        a.values().begin(), a.values().end(), b.values().begin(), 0.0, std::plus(), [](float x, float y) {
            return static_cast<double>(x) * y;
        });
}

// to += factor * from
void add(double factor, const Bordered& from, Bordered& to) {
    const auto scale = static_cast<float>(factor);
    for (std::size_t i = 0; i < to.values().size(); ++i)
        to.values()[i] += scale * from.values()[i];
}

// W x - N x = N known over the hidden pixels, with N the sum of the neighbours and W that of their weights: symmetric
// and positive definite, so that conjugate gradients solve it.
class Imputation {
public:
    Imputation(int height, int width) : m_hidden(height, width), m_weights(height, width), m_sums(height, width) {}

    Bordered& hidden() { return m_hidden; }

    Bordered solve(const Bordered& known, const Bordered& inside, Bordered guess) {
        inside.sum_neighbours(m_weights);
        Bordered residual = known;
        known.sum_neighbours(residual);
        keep_hidden(residual);
        const double wanted = accuracy * accuracy * dot(residual, residual);
        keep_hidden(guess);
        add(-1, applied(guess), residual);
        Bordered direction = residual;
        double square = dot(residual, residual);
        for (int i = 0; i < most_iterations && square > wanted; ++i) {
            const auto& image = applied(direction);
            const double step = square / dot(direction, image);
            add(step, direction, guess);
            add(-step, image, residual);
            const double last = std::exchange(square, dot(residual, residual));
            for (std::size_t j = 0; j < direction.values().size(); ++j)
                direction.values()[j] =
                    residual.values()[j] + static_cast<float>(square / last) * direction.values()[j];
        }
        return guess;
    }

private:
    void keep_hidden(Bordered& values) const {
        std::ranges::transform(values.values(), m_hidden.values(), values.values().begin(), std::multiplies());
    }

    const Bordered& applied(const Bordered& values) {
        values.sum_neighbours(m_sums);
        for (std::size_t i = 0; i < m_sums.values().size(); ++i)
            m_sums.values()[i] =
                m_hidden.values()[i] * (m_weights.values()[i] * values.values()[i] - m_sums.values()[i]);
        return m_sums;
    }

    Bordered m_hidden;
    Bordered m_weights;
    Bordered m_sums;
};

}  // namespace

void impute(std::span<float> plane, int height, int width, std::span<const float> mask) {
    Imputation imputation(height, width);
    Bordered known(height, width);
    Bordered inside(height, width);
    double sum = 0;
    std::size_t shown = 0;
    const auto each = [&](auto visit) {
        for (std::size_t y = 0, i = 0; y < static_cast<std::size_t>(height); ++y)
            for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x, ++i)
                visit(y, x, i);
    };
    each([&](std::size_t y, std::size_t x, std::size_t i) {
        const bool hides = mask[i] == 0;
        inside.at(y, x) = 1;
        imputation.hidden().at(y, x) = hides ? 1 : 0;
        known.at(y, x) = hides ? 0 : plane[i];
        sum += known.at(y, x);
        shown += hides ? 0 : 1;
    });
    if (shown == 0)
        return;
    Bordered guess(height, width);
    std::ranges::fill(guess.values(), static_cast<float>(sum / static_cast<double>(shown)));
    auto solution = imputation.solve(known, inside, std::move(guess));
    each([&](std::size_t y, std::size_t x, std::size_t i) { plane[i] = mask[i] == 0 ? solution.at(y, x) : plane[i]; });
}

}  // namespace vinoscope
