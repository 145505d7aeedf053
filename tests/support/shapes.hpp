// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "vinoscope/preprocess.hpp"

namespace vinoscope::test {

/// A picture with one shape: its class, and its box in pixels (x2 and y2 are just outside).
struct SingleShape {
    std::string file;
    std::int64_t label = 0;
    int x1 = 0;
    int y1 = 0;
    int x2 = 0;
    int y2 = 0;
};

/// The pictures of tests/data/shapes/single.csv that lie in `folder`.
std::vector<SingleShape> single_shapes(const std::filesystem::path& folder);

/// The shapes of one of the pictures that hold several: 100.png, 125.png or 141.png of tests/data/shapes.
std::vector<SingleShape> shapes_in(const std::string& picture);

/// The folder that the environment variable VINOSCOPE_FIXTURES names: more test data than the project carries. A test
/// that needs it skips without.
std::optional<std::filesystem::path> fixtures();

/// How the models `shapes-*` want their input: (x - 128) / 64.
Preprocess shapes_preprocess();

}  // namespace vinoscope::test
