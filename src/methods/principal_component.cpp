// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/principal_component.hpp"

#include "ops/build.hpp"

namespace vinoscope {
namespace {

constexpr double tiny = 1e-30;  // instead of a division by 0 where all places are alike
constexpr int squarings = 14;   // tells values apart that differ by 0.1 %

// A high power of a positive semi-definite matrix: in the end its first eigenvector alone.
Value high_power(Value matrix) {
    const auto scaled = [](const Value& x) { return x / (maximum(x, {1, 2}) + tiny); };
    matrix = scaled(matrix);
    for (int i = 0; i < squarings; ++i)
        matrix = scaled(matmul(matrix, matrix));
    return matrix;
}

std::int64_t size_at(const Value& x, std::size_t axis) {
    return x.get_partial_shape()[axis].get_length();
}

}  // namespace

// With the mean m over channels of the centred x: v = (x x')^n x m, or x (x' x)^n m, whichever matrix is the smaller;
// then v' x, of which the product with m is never negative.
Value first_component(const Value& x) {
    const auto centred = x - mean(x, {2});
    const auto start = mean(centred, {1});  // [batch, 1, places]
    const bool few_places = size_at(x, 2) < size_at(x, 1);
    const auto direction =
        few_places ? matmul(centred, matmul(high_power(matmul(centred, centred, true, false)), start, false, true))
                   : matmul(high_power(matmul(centred, centred, false, true)), matmul(centred, start, false, true));
    const auto unit = direction / (sqrt(sum(direction * direction, {1})) + tiny);
    return sum(unit * centred, {1}, false);
}

}  // namespace vinoscope
