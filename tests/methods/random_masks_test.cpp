// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/blackbox/random_masks.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace vinoscope {
namespace {

std::vector<float> draw(const RandomMasks& masks, std::size_t index, int height, int width) {
    std::vector<float> mask(static_cast<std::size_t>(height) * static_cast<std::size_t>(width));
    masks.draw(index, height, width, mask);
    return mask;
}

class MasksOf : public testing::TestWithParam<MaskStyle> {};

TEST_P(MasksOf, HaveTheirShareOnAverageInEveryPlace) {
    constexpr std::size_t count = 20000;
    const RandomMasks masks(GetParam(), 3);
    std::vector<double> sums(12 * 20);
    double share = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto mask = draw(masks, i, 12, 20);
        std::ranges::transform(sums, mask, sums.begin(), std::plus());
        share += masks.share(i) / count;
    }
    // A value in 0..1 has a standard deviation of at most a half; 240 places stay within 4.5 of their standard errors.
    const double tolerance = 4.5 * 0.5 / std::sqrt(static_cast<double>(count));
    for (const auto sum : sums)
        ASSERT_NEAR(sum / count, share, tolerance);
    EXPECT_NEAR(share, (GetParam().lowest_share + GetParam().highest_share) / 2, 1e-4);
}

TEST_P(MasksOf, StayBetweenClosedAndOpen) {
    const RandomMasks masks(GetParam(), 4);
    for (std::size_t i = 0; i < 200; ++i) {
        const auto mask = draw(masks, i, 31, 17);
        EXPECT_GE(std::ranges::min(mask), 0.0F);
        EXPECT_LE(std::ranges::max(mask), 1.0F);
    }
}

TEST_P(MasksOf, AreTheSameWheneverTheyAreDrawn) {
    const RandomMasks masks(GetParam(), 5);
    const auto first = draw(masks, 7, 9, 9);
    draw(masks, 8, 20, 30);
    EXPECT_EQ(draw(masks, 7, 9, 9), first);
    EXPECT_NE(draw(masks, 8, 9, 9), first);
    EXPECT_NE(draw(RandomMasks(GetParam(), 6), 7, 9, 9), first);
}

INSTANTIATE_TEST_SUITE_P(Styles,
                         MasksOf,
                         testing::Values(MaskStyle{4, 4, 0.05, 0.95, MaskPattern::balanced_cells},
                                         MaskStyle{4, 6, 0.3, 0.3, MaskPattern::balanced_cells},
                                         MaskStyle{8, 8, 0.5, 0.5, MaskPattern::independent_cells},
                                         MaskStyle{1, 1, 0.2, 0.2, MaskPattern::balanced_cells},
                                         MaskStyle{12, 20, 0.05, 0.95, MaskPattern::balanced_cells},
                                         MaskStyle{8, 8, 0.5, 0.5, MaskPattern::balanced_cells, true},
                                         MaskStyle{4, 6, 0.2, 0.8, MaskPattern::balanced_cells, true},
                                         MaskStyle{4, 6, 0.2, 0.8, MaskPattern::cells_and_regions}));

TEST(RandomMasks, OfAnAntitheticPairShowEachPlaceOnce) {
    const RandomMasks masks({4, 6, 0.2, 0.8, MaskPattern::balanced_cells, true}, 2);
    for (std::size_t i = 0; i < 100; i += 2) {
        const auto first = draw(masks, i, 21, 33);
        const auto second = draw(masks, i + 1, 21, 33);
        for (std::size_t place = 0; place < first.size(); ++place)
            ASSERT_NEAR(first[place] + second[place], 1, 1e-6);
        EXPECT_NEAR(masks.share(i) + masks.share(i + 1), 1, 1e-12);
    }
}

TEST(RandomMasks, OfRegionsOpenTheirShareOfTheImageAndAreMostlyOpenOrClosed) {
    const RandomMasks masks({4, 6, 0.05, 0.8, MaskPattern::cells_and_regions}, 2);
    double partly = 0;
    for (std::size_t i = 1; i < 100; i += 2) {
        const auto mask = draw(masks, i, 64, 96);
        // Shares are exact where noise is as frequent on both sides of an edge; small ones lie in its tail.
        EXPECT_NEAR(std::accumulate(mask.begin(), mask.end(), 0.0) / (64 * 96), masks.share(i), 0.05);
        partly += static_cast<double>(std::ranges::count_if(mask, [](float value) { return value > 0 && value < 1; })) /
                  (64 * 96) / 50;
    }
    // Edges take half a standard deviation of normal noise: a fifth of its values in the middle, fewer elsewhere.
    EXPECT_LT(partly, 0.2);
}

TEST(RandomMasks, OfCellsAndRegionsAreCellsEachSecondTime) {
    const RandomMasks both({4, 4, 0.05, 0.8, MaskPattern::cells_and_regions}, 7);
    const RandomMasks cells({4, 4, 0.05, 0.8, MaskPattern::balanced_cells}, 7);
    for (std::size_t i = 0; i < 10; ++i)
        EXPECT_EQ(draw(both, i, 20, 20) == draw(cells, i, 20, 20), i % 2 == 0);
}

TEST(RandomMasks, SpreadTheirSharesEvenlyWhateverTheirNumber) {
    const RandomMasks masks({4, 4, 0.05, 0.95, MaskPattern::balanced_cells}, 9);
    for (const std::size_t count : {10U, 37U, 500U}) {
        std::vector<int> bins(5);
        for (std::size_t i = 0; i < count; ++i)
            ++bins[static_cast<std::size_t>((masks.share(i) - 0.05) / 0.9 * 5)];
        // Multiples of the golden ratio: the counts of equal bins differ by at most three or so.
        const auto [fewest, most] = std::ranges::minmax(bins);
        EXPECT_LE(most - fewest, 3);
    }
}

TEST(RandomMasks, LookAlikeAtEverySize) {
    const RandomMasks masks({4, 4, 0.5, 0.5, MaskPattern::balanced_cells}, 1);
    const auto fine = draw(masks, 0, 240, 240);
    const auto coarse = draw(masks, 0, 16, 16);
    // The centre of a coarse pixel lies between four fine ones; a cell is 60 fine pixels wide.
    for (std::size_t y = 0; y < 16; ++y)
        for (std::size_t x = 0; x < 16; ++x)
            ASSERT_NEAR(coarse[y * 16 + x], fine[(15 * y + 7) * 240 + 15 * x + 7], 1.0F / 60);
}

}  // namespace
}  // namespace vinoscope
