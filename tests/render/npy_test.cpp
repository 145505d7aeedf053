// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/npy.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/file.hpp"
#include "support/assets.hpp"
#include "support/npy.hpp"
#include "support/temporary_folder.hpp"

namespace vinoscope {
namespace {

SaliencyMap map_of(int height, int width, std::vector<float> values) {
    SaliencyMap map;
    map.height = height;
    map.width = width;
    map.values = std::move(values);
    return map;
}

TEST(EncodeNpy, GivesTheBytesThatNumPyItselfWrote) {
    const auto file = test::data("reference/efficientnet-lite0_chelsea_activation_map_raw.npy");
    const auto array = test::read_npy<float>(file);
    ASSERT_EQ(array.shape, (std::vector<std::size_t>{7, 7}));
    EXPECT_EQ(encode_npy(map_of(7, 7, array.values)), read_file(file));
}

TEST(EncodeNpy, KeepsEveryBitOfOtherShapes) {
    const test::TemporaryFolder folder;
    const std::vector<float> values = {1, -0.0F, 1e-45F, 3.4e38F, -1, 0.1F};
    for (const auto& [height, width] : {std::pair(2, 3), std::pair(6, 1), std::pair(1, 6)}) {
        write_file(folder / "a.npy", encode_npy(map_of(height, width, values)));
        const auto back = test::read_npy<float>(folder / "a.npy");
        EXPECT_EQ(back.shape, (std::vector<std::size_t>{std::size_t(height), std::size_t(width)}));
        EXPECT_EQ(back.values, values);
        EXPECT_TRUE(std::signbit(back.values[1]));
    }
}

}  // namespace
}  // namespace vinoscope
