// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/axes.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace vinoscope {
namespace {

using Shape = std::vector<std::int64_t>;
using testing::Each;
using testing::ElementsAre;
using testing::Eq;

Axes nchw(std::int64_t channels, std::int64_t height, std::int64_t width, std::int64_t batch = 1) {
    return {new_axis(Origin::batch, batch),
            new_axis(Origin::other, channels),
            new_axis(Origin::height, height),
            new_axis(Origin::width, width)};
}

Axes nhwc(std::int64_t height, std::int64_t width, std::int64_t channels) {
    return {new_axis(Origin::batch, 1),
            new_axis(Origin::height, height),
            new_axis(Origin::width, width),
            new_axis(Origin::other, channels)};
}

Axes permuted(const Axes& axes, const std::vector<std::size_t>& order) {
    Axes result;
    for (const auto axis : order)
        result.push_back(axes[axis]);
    return result;
}

Shape sizes(const Axes& axes) {
    Shape result;
    for (const auto& axis : axes)
        result.push_back(size_of(axis));
    return result;
}

std::vector<Origin> origins(const Axes& axes) {
    std::vector<Origin> result;
    for (const auto& axis : axes)
        result.push_back(origin_of(axis));
    return result;
}

void expect_grid(
    const Axes& axes, std::int64_t height, std::int64_t width, std::int64_t height_axis, std::int64_t width_axis) {
    const auto grid = spatial_grid(axes);
    ASSERT_TRUE(grid);
    EXPECT_EQ(grid->height, height);
    EXPECT_EQ(grid->width, width);
    EXPECT_EQ(grid->height_axis, height_axis);
    EXPECT_EQ(grid->width_axis, width_axis);
    EXPECT_EQ(grid->prefix, 0);
    EXPECT_EQ(grid->suffix, 0);
}

TEST(Axes, FindTheGridOfAFeatureMapInEitherLayout) {
    expect_grid(nchw(64, 5, 7), 5, 7, 2, 3);
    expect_grid(nhwc(5, 7, 64), 5, 7, 1, 2);
    expect_grid(permuted(nchw(64, 5, 7), {0, 1, 3, 2}), 5, 7, 3, 2);
    EXPECT_EQ(batch_axis(nchw(64, 5, 7)), 0);
    EXPECT_EQ(batch_axis(permuted(nchw(64, 5, 7), {2, 0, 1, 3})), 1);
}

TEST(Axes, HaveNoGridWithoutBothSides) {
    EXPECT_FALSE(spatial_grid({new_axis(Origin::batch, 1), new_axis(Origin::other, 8)}));
    EXPECT_FALSE(spatial_grid({new_axis(Origin::batch, 1), new_axis(Origin::height, 8)}));
}

TEST(ReshapeAxes, MergesPlacesIntoTokensAndSplitsThemAgain) {
    const auto tokens = reshape_axes(nchw(64, 5, 7), Shape{1, 64, 35});
    expect_grid(tokens, 5, 7, 2, 2);
    expect_grid(permuted(tokens, {0, 2, 1}), 5, 7, 1, 1);
    expect_grid(reshape_axes(tokens, Shape{1, 64, 5, 7}), 5, 7, 2, 3);
}

TEST(ReshapeAxes, DoesNotMistakeAnotherSplitForTheGrid) {
    const auto tokens = reshape_axes(nchw(8, 6, 4), Shape{1, 8, 24});
    EXPECT_FALSE(spatial_grid(reshape_axes(tokens, Shape{1, 8, 4, 6})));
}

TEST(ReshapeAxes, AddsAndDropsUnitAxes) {
    expect_grid(reshape_axes(nchw(8, 5, 7), Shape{1, 1, 8, 5, 1, 7}), 5, 7, 3, 5);
    expect_grid(reshape_axes(nchw(8, 5, 7), Shape{8, 5, 7}), 5, 7, 1, 2);
    const auto back = reshape_axes(reshape_axes(nchw(8, 5, 7), Shape{1, 8, 5, 1, 7}), Shape{1, 8, 5, 7, 1});
    expect_grid(back, 5, 7, 2, 3);
    EXPECT_EQ(batch_axis(back), 0);
}

TEST(ReshapeAxes, KeepsABatchOfOneThatIsMergedAndSplit) {
    const auto heads =
        reshape_axes({new_axis(Origin::batch, 1), new_axis(Origin::other, 4), new_axis(Origin::other, 9)}, Shape{4, 9});
    EXPECT_EQ(batch_axis(heads), 0);
    EXPECT_EQ(batch_axis(reshape_axes(heads, Shape{1, 4, 9})), 0);
}

TEST(ReshapeAxes, FollowsABatchOfManyThroughMergeAndSplit) {
    const auto merged = reshape_axes(nchw(4, 5, 7, 3), Shape{12, 35});
    EXPECT_EQ(batch_axis(merged), 0);
    expect_grid(merged, 5, 7, 1, 1);
    EXPECT_THAT(origins(reshape_axes(merged, Shape{3, 4, 35})),
                ElementsAre(Origin::batch, Origin::other, Origin::height));
}

// Swin: 14x14 places become 4 windows of 7x7, and come back.
TEST(ReshapeAxes, FollowsWindowsThereAndBack) {
    const auto split = reshape_axes(nhwc(14, 14, 32), Shape{1, 2, 7, 2, 7, 32});
    const auto windows = reshape_axes(permuted(split, {0, 1, 3, 2, 4, 5}), Shape{4, 49, 32});
    EXPECT_THAT(sizes(windows), ElementsAre(4, 49, 32));
    EXPECT_FALSE(spatial_grid(windows)) << "a window is not the picture";
    EXPECT_EQ(batch_axis(windows), 0);
    const auto apart = reshape_axes(windows, Shape{1, 2, 2, 7, 7, 32});
    const auto joined = reshape_axes(permuted(apart, {0, 1, 3, 2, 4, 5}), Shape{1, 14, 14, 32});
    expect_grid(joined, 14, 14, 1, 2);
    EXPECT_EQ(batch_axis(joined), 0);
}

TEST(ReshapeAxes, DoesNotTakeWindowsInWrongOrderForTheGrid) {
    const auto split = reshape_axes(nhwc(14, 14, 32), Shape{1, 2, 7, 2, 7, 32});
    const auto windows = reshape_axes(permuted(split, {0, 1, 3, 2, 4, 5}), Shape{4, 49, 32});
    EXPECT_FALSE(spatial_grid(reshape_axes(windows, Shape{1, 14, 14, 32})));
}

// A patch embedding without a convolution: 8x8 pixels become channels of 12x16 patches.
TEST(ReshapeAxes, KeepsTheCoarseGridWhenPixelsBecomeChannels) {
    const auto split = reshape_axes(nchw(3, 96, 128), Shape{1, 3, 12, 8, 16, 8});
    const auto patches = reshape_axes(permuted(split, {0, 2, 4, 3, 5, 1}), Shape{1, 192, 192});
    expect_grid(patches, 12, 16, 1, 1);
}

// The inverse: channels become pixels; how fine the rows are is no longer told by the rows alone.
TEST(ReshapeAxes, HasNoGridWhenFineRowsAreMadeOfChannels) {
    const auto split = reshape_axes(nchw(12, 5, 7), Shape{1, 3, 2, 2, 5, 7});
    const auto fine = reshape_axes(permuted(split, {0, 1, 4, 2, 5, 3}), Shape{1, 3, 10, 14});
    EXPECT_THAT(sizes(fine), ElementsAre(1, 3, 10, 14));
    EXPECT_FALSE(spatial_grid(fine));
}

TEST(ReshapeAxes, CallsWhatItCannotFollowOther) {
    const auto axes = reshape_axes(nhwc(12, 12, 8), Shape{1, 12, 16, 6});
    EXPECT_THAT(sizes(axes), ElementsAre(1, 12, 16, 6));
    EXPECT_THAT(origins(axes), ElementsAre(Origin::batch, Origin::height, Origin::other, Origin::other));
    EXPECT_THAT(origins(reshape_axes({new_axis(Origin::height, 6), new_axis(Origin::width, 35)}, Shape{10, 21})),
                Each(Eq(Origin::other)));
}

TEST(ReshapeAxes, KeepsAClassTokenBeforeThePatches) {
    const auto patches = permuted(reshape_axes(nchw(8, 5, 7), Shape{1, 8, 35}), {0, 2, 1});
    auto tokens = patches;
    tokens[1].insert(tokens[1].begin(), new_axis(Origin::other, 1).front());
    const auto heads = reshape_axes(tokens, Shape{1, 36, 2, 4});
    const auto grid = spatial_grid(heads);
    ASSERT_TRUE(grid);
    EXPECT_TRUE(grid->tokens());
    EXPECT_EQ(grid->prefix, 1);
    EXPECT_EQ(grid->cells(), 35);
    EXPECT_FALSE(spatial_grid(reshape_axes(tokens, Shape{1, 6, 6, 8}))) << "36 tokens are not 6x6 places";
}

}  // namespace
}  // namespace vinoscope
