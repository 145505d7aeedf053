// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/shapes.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "support/assets.hpp"

namespace vinoscope::test {

namespace {

std::vector<SingleShape> read_shapes(const std::filesystem::path& file) {
    std::ifstream rows(file);
    std::vector<SingleShape> shapes;
    std::string row;
    std::getline(rows, row);
    while (std::getline(rows, row)) {
        SingleShape shape;
        std::istringstream fields(row);
        char comma = 0;
        std::getline(fields, shape.file, ',');
        fields >> shape.label >> comma >> shape.x1 >> comma >> shape.y1 >> comma >> shape.x2 >> comma >> shape.y2;
        shapes.push_back(shape);
    }
    return shapes;
}

}  // namespace

std::vector<SingleShape> single_shapes(const std::filesystem::path& folder) {
    auto shapes = read_shapes(data("shapes/single.csv"));
    std::erase_if(shapes, [&](const auto& shape) { return !std::filesystem::exists(folder / shape.file); });
    return shapes;
}

std::vector<SingleShape> shapes_in(const std::string& picture) {
    auto shapes = read_shapes(data("shapes/several.csv"));
    std::erase_if(shapes, [&](const auto& shape) { return shape.file != picture; });
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
