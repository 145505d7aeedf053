// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "metrics/cases.hpp"
#include "support/assets.hpp"
#include "support/npy.hpp"

namespace vinoscope {
namespace {

TEST(Sparseness, IsZeroForEqualAndLargeForSingleValues) {
    // One of n values has everything: 1 - 1/n. Half of them share it: 1/2.
    EXPECT_NEAR(*sparseness(test::map_of(2, 5, {0, 0, 0, 0, 0, 0, 9, 0, 0, 0})).value, 0.9, 1e-9);
    EXPECT_NEAR(*sparseness(test::map_of(2, 2, {3, 3, 5, 5})).value, 0.5, 1e-9);
    EXPECT_FALSE(sparseness(test::map_of(1, 2, {1, 1})).value);
}

TEST(Entropy, IsOneForEqualAndZeroForSingleValues) {
    EXPECT_NEAR(*entropy(test::map_of(2, 5, {0, 0, 0, 0, 0, 0, 9, 0, 0, 0})).value, 0, 1e-9);
    // k equal values of n: ln k / ln n.
    EXPECT_NEAR(*entropy(test::map_of(2, 4, {0, 0, 0, 0, 1, 1, 1, 1})).value, 2.0 / 3, 1e-9);
    EXPECT_FALSE(entropy(test::map_of(1, 2, {1, 1})).value);
}

struct QuantusRow {
    double sparseness = 0;
    double complexity = 0;
    double pointing_game = 0;
    double relevance_mass = 0;
};

std::vector<QuantusRow> quantus_rows() {
    std::ifstream file(test::data("reference/quantus_shapes-cnn_100.csv"));
    std::vector<QuantusRow> rows;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream fields(line);
        QuantusRow row;
        int target = 0;
        char comma = 0;
        fields >> target >> comma >> row.sparseness >> comma >> row.complexity >> comma >> row.pointing_game >> comma >>
            row.relevance_mass;
        rows.push_back(row);
    }
    return rows;
}

TEST(Metrics, AgreeWithQuantus) {
    const auto maps = test::read_npy<float>(test::data("reference/shapes-cnn_100_recipro_cam_raw.npy"));
    const auto rows = quantus_rows();
    const GroundTruth truth{.height = 12, .width = 12, .boxes = {{2, 3, 9, 8}}};
    ASSERT_EQ(rows.size(), maps.shape[0]);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto first = maps.values.begin() + static_cast<std::ptrdiff_t>(144 * i);
        const auto map = test::map_of(12, 12, {first, first + 144});
        EXPECT_NEAR(*sparseness(map).value, rows[i].sparseness, 1e-5);
        EXPECT_NEAR(*entropy(map).value, rows[i].complexity / std::log(144), 1e-5);
        EXPECT_EQ(*pointing_game(map, truth).value, rows[i].pointing_game);
        EXPECT_NEAR(*energy_pointing_game(map, truth).value, rows[i].relevance_mass, 1e-5);
    }
}

}  // namespace
}  // namespace vinoscope
