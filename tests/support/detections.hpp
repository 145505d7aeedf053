// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>

#include <cmath>
#include <cstddef>
#include <vector>

namespace vinoscope::test {

/// A Detection, its box to a thousandth of a pixel.
MATCHER_P3(IsDetection, box, label, score, "") {
    *result_listener << "box " << arg.box.x1 << " " << arg.box.y1 << " " << arg.box.x2 << " " << arg.box.y2
                     << ", label " << arg.label << ", score " << arg.score;
    const auto near = [](float a, float b) { return std::abs(a - b) < 1e-3F; };
    return near(arg.box.x1, box.x1) && near(arg.box.y1, box.y1) && near(arg.box.x2, box.x2) &&
           near(arg.box.y2, box.y2) && arg.label == label && std::abs(arg.score - score) < 1e-6F;
}

inline float sigmoid(float x) {
    return 1 / (1 + std::exp(-x));
}

/// Columns first: rows become columns of another table.
inline std::vector<float> transposed(const std::vector<float>& values, std::size_t rows, std::size_t columns) {
    std::vector<float> result;
    for (std::size_t column = 0; column < columns; ++column)
        for (std::size_t row = 0; row < rows; ++row)
            result.push_back(values[row * columns + column]);
    return result;
}

}  // namespace vinoscope::test
