// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/shapes.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "support/assets.hpp"

namespace vinoscope::test {

std::vector<SingleShape> single_shapes(const std::filesystem::path& folder) {
    std::ifstream rows(data("shapes/single.csv"));
    std::vector<SingleShape> shapes;
    std::string row;
    std::getline(rows, row);
    while (std::getline(rows, row)) {
        SingleShape shape;
        std::istringstream fields(row);
        char comma = 0;
        std::getline(fields, shape.file, ',');
        fields >> shape.label >> comma >> shape.x1 >> comma >> shape.y1 >> comma >> shape.x2 >> comma >> shape.y2;
        if (std::filesystem::exists(folder / shape.file))
            shapes.push_back(shape);
    }
    return shapes;
}

std::optional<std::filesystem::path> fixtures() {
    const char* folder = std::getenv("VINOSCOPE_FIXTURES");
    return folder == nullptr ? std::nullopt : std::optional<std::filesystem::path>(folder);
}

Preprocess shapes_preprocess() {
    Preprocess preprocess;
    preprocess.mean = {128.0F};
    preprocess.scale = {64.0F};
    return preprocess;
}

}  // namespace vinoscope::test
