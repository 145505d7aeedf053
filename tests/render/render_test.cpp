// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/render.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "support/npy.hpp"
#include "support/pictures.hpp"
#include "vinoscope/internal/full_range.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::from_bgr;
using test::IsError;
using test::max_difference;
using test::to_bgr;

SaliencyMap random_map(int height, int width, unsigned seed = 1) {
    std::mt19937 generator(seed);
    std::uniform_real_distribution<float> uniform(-3, 5);
    SaliencyMap map;
    map.height = height;
    map.width = width;
    map.values.resize(std::size_t(height) * width);
    std::ranges::generate(map.values, [&] { return uniform(generator); });
    return map;
}

cv::Mat random_picture(int width, int height) {
    cv::Mat picture(height, width, CV_8UC3);
    cv::RNG random(7);
    random.fill(picture, cv::RNG::UNIFORM, 0, 256);
    return picture;
}

/// The map in 0..255, without the highest and the lowest in a thousand, resized, before rounding.
cv::Mat resized_by_opencv(SaliencyMap map, cv::Size size) {
    auto sorted = map.values;
    std::ranges::sort(sorted);
    const std::size_t outliers = sorted.size() < 1000 ? 0 : sorted.size() - 1 - sorted.size() * 999 / 1000;
    const float low = sorted[outliers];
    const float high = sorted[sorted.size() - 1 - outliers];
    const cv::Mat raw(map.height, map.width, CV_32FC1, map.values.data());
    cv::Mat scaled;
    cv::min(cv::max(255 * (raw - low) / (high - low), 0), 255, scaled);
    cv::Mat resized;
    cv::resize(scaled, resized, size, 0, 0, cv::INTER_LINEAR);
    return resized;
}

cv::Mat colored_by_opencv(const cv::Mat& values, const cv::Mat& picture, const RenderOptions& options) {
    cv::Mat bytes;
    values.convertTo(bytes, CV_8U);
    cv::Mat colored;
    switch (options.colormap) {
        case Colormap::jet:
            cv::applyColorMap(bytes, colored, cv::COLORMAP_JET);
            break;
        case Colormap::turbo:
            cv::applyColorMap(bytes, colored, cv::COLORMAP_TURBO);
            break;
        case Colormap::viridis:
            cv::applyColorMap(bytes, colored, cv::COLORMAP_VIRIDIS);
            break;
        default:
            cv::cvtColor(bytes, colored, cv::COLOR_GRAY2BGR);
    }
    if (options.overlay) {
        cv::addWeighted(picture, options.overlay_weight, colored, 1 - options.overlay_weight, 0, colored);
    }
    return colored;
}

/// Pixels with a byte that is further than 1 from OpenCV's. Where a value lies at the border between two levels, the
/// last bit of a float decides: there the colour of either level is right.
int wrong_pixels(const Image& got, const SaliencyMap& map, const cv::Mat& picture, const RenderOptions& options) {
    constexpr double last_bits = 1e-3;
    const cv::Mat values = resized_by_opencv(map, {got.width(), got.height()});
    const cv::Mat low = colored_by_opencv(values - last_bits, picture, options);
    const cv::Mat high = colored_by_opencv(values + last_bits, picture, options);
    const cv::Mat pixels = to_bgr(got);
    int wrong = 0;
    for (int y = 0; y < pixels.rows; ++y) {
        for (int x = 0; x < pixels.cols; ++x) {
            const cv::Vec3i pixel = pixels.at<cv::Vec3b>(y, x);
            const double from_low = cv::norm(pixel - cv::Vec3i(low.at<cv::Vec3b>(y, x)), cv::NORM_INF);
            const double from_high = cv::norm(pixel - cv::Vec3i(high.at<cv::Vec3b>(y, x)), cv::NORM_INF);
            wrong += std::min(from_low, from_high) > 1 ? 1 : 0;
        }
    }
    return wrong;
}

struct Case {
    const char* name;
    cv::Size map;
    cv::Size picture;
    RenderOptions options = {};
};

class RenderLikeOpenCv : public testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(
    Render,
    RenderLikeOpenCv,
    testing::Values(Case{"wide", {7, 7}, {451, 300}},
                    Case{"tall", {7, 7}, {300, 451}},
                    Case{"map_not_square", {12, 5}, {200, 113}},
                    Case{"odd_width", {7, 7}, {13, 9}},
                    Case{"shrunk", {64, 48}, {31, 17}},
                    Case{"same_size", {31, 17}, {31, 17}},
                    Case{"one_pixel_picture", {7, 7}, {1, 1}},
                    Case{"one_row_map", {9, 1}, {40, 30}},
                    Case{"very_wide", {7, 7}, {20000, 10}},
                    Case{"very_tall", {7, 7}, {10, 20000}},
                    Case{"turbo", {7, 7}, {90, 60}, {.colormap = Colormap::turbo}},
                    Case{"viridis", {7, 7}, {90, 60}, {.colormap = Colormap::viridis}},
                    Case{"gray", {7, 7}, {90, 60}, {.colormap = Colormap::gray}},
                    Case{"map_alone", {7, 7}, {90, 60}, {.overlay = false}},
                    Case{"map_alone_none", {7, 7}, {90, 60}, {.colormap = Colormap::none, .overlay = false}},
                    Case{"weight_0", {7, 7}, {90, 60}, {.overlay_weight = 0}},
                    Case{"weight_0_2", {7, 7}, {90, 60}, {.overlay_weight = 0.2F}},
                    Case{"weight_0_7", {7, 7}, {90, 60}, {.overlay_weight = 0.7F}},
                    Case{"weight_1", {7, 7}, {90, 60}, {.overlay_weight = 1}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST_P(RenderLikeOpenCv, EveryByteIsWithinOne) {
    const auto& [name, map_size, picture_size, options] = GetParam();
    const SaliencyMap map = random_map(map_size.height, map_size.width);
    const cv::Mat picture = random_picture(picture_size.width, picture_size.height);
    const Image got = render(map, from_bgr(picture), options);
    ASSERT_EQ(cv::Size(got.width(), got.height()), picture_size);
    EXPECT_EQ(wrong_pixels(got, map, picture, options), 0);
}

TEST(Render, KeepsTheNativeSizeWithoutAnImage) {
    const SaliencyMap map = random_map(5, 9);
    const RenderOptions options{.resize = false, .overlay = false};
    const Image got = render(map, Image(), options);
    ASSERT_EQ(got.width(), 9);
    ASSERT_EQ(got.height(), 5);
    EXPECT_EQ(wrong_pixels(got, map, cv::Mat(), options), 0);
}

TEST(Render, AnOverlayHasTheSizeOfTheImageWhateverResizeSays) {
    const Image got = render(random_map(7, 7), from_bgr(random_picture(20, 10)), {.resize = false});
    EXPECT_EQ(got.width(), 20);
    EXPECT_EQ(got.height(), 10);
}

TEST(Render, FullWeightIsTheImageItself) {
    const cv::Mat picture = random_picture(33, 21);
    EXPECT_EQ(max_difference(to_bgr(render(random_map(7, 7), from_bgr(picture), {.overlay_weight = 1})), picture), 0);
}

TEST(Render, AMapOfACropCoversTheCropAndLeavesTheRestGrey) {
    const cv::Mat picture = random_picture(40, 30);
    const cv::Rect seen(10, 5, 20, 18);
    SaliencyMap map = random_map(7, 7);
    const cv::Mat inside = to_bgr(render(map, from_bgr(picture(seen).clone())));
    map.region = Region{10, 5, 30, 23};
    cv::Mat expected;
    cv::cvtColor(picture, expected, cv::COLOR_BGR2GRAY);
    cv::cvtColor(expected, expected, cv::COLOR_GRAY2BGR);
    inside.copyTo(expected(seen));
    EXPECT_LE(max_difference(to_bgr(render(map, from_bgr(picture))), expected), 1);
}

TEST(Render, AMapOfALetterboxIsCutAtTheImage) {
    const cv::Mat picture = random_picture(40, 30);
    cv::Mat padded;
    cv::copyMakeBorder(picture, padded, 5, 5, 0, 0, cv::BORDER_CONSTANT, cv::Scalar::all(114));
    SaliencyMap map = random_map(7, 7);
    const cv::Mat whole = to_bgr(render(map, from_bgr(padded)));
    map.region = Region{0, -5, 40, 35};
    EXPECT_EQ(max_difference(to_bgr(render(map, from_bgr(picture))), whole(cv::Rect(0, 5, 40, 30))), 0);
}

TEST(Render, ASizeOfItsOwnIsThatOfTheResizedImage) {
    const cv::Mat picture = random_picture(40, 30);
    SaliencyMap map = random_map(7, 7);
    map.region = Region{10, 6, 30, 24};
    SaliencyMap twice = map;
    twice.region = Region{20, 12, 60, 48};
    cv::Mat larger;
    cv::resize(picture, larger, {80, 60}, 0, 0, cv::INTER_LINEAR);
    const Image got = render(map, from_bgr(picture), {.width = 80, .height = 60});
    EXPECT_EQ(max_difference(to_bgr(got), to_bgr(render(twice, from_bgr(larger)))), 0);
}

TEST(Render, AMapAloneNeedsNoImageForASizeOfItsOwn) {
    const SaliencyMap map = random_map(5, 9);
    const RenderOptions options{.overlay = false, .width = 33, .height = 21};
    const Image got = render(map, Image(), options);
    ASSERT_EQ(cv::Size(got.width(), got.height()), cv::Size(33, 21));
    EXPECT_EQ(wrong_pixels(got, map, cv::Mat(), options), 0);
}

TEST(Render, StretchesAResizedMapOverTheFullRange) {
    const SaliencyMap map = random_map(5, 9);
    const RenderOptions options{.colormap = Colormap::gray, .overlay = false, .width = 33, .height = 21};
    cv::Mat expected = resized_by_opencv(map, {33, 21});
    cv::normalize(expected, expected, 0, 255, cv::NORM_MINMAX);
    cv::Mat colors;
    cv::cvtColor(expected, colors, cv::COLOR_GRAY2BGR);
    cv::Mat bytes;
    colors.convertTo(bytes, CV_8U);
    const cv::Mat got = to_bgr(render_full_range(map, Image(), options));
    EXPECT_LE(max_difference(got, bytes), 1);
    const auto [least, most] = std::ranges::minmax(std::vector<std::uint8_t>(got.datastart, got.dataend));
    EXPECT_EQ(least, 0);
    EXPECT_EQ(most, 255);
}

TEST(Render, TheFullRangeChangesNeitherAGivenRangeNorZeroInTheMiddle) {
    const SaliencyMap map = random_map(5, 9);
    for (const RenderOptions& options :
         {RenderOptions{.overlay = false, .range = {{-4.F, 9.F}}, .width = 33, .height = 21},
          RenderOptions{.overlay = false, .sign = Sign::both, .width = 33, .height = 21}}) {
        const cv::Mat expected = to_bgr(render(map, Image(), options));
        EXPECT_EQ(max_difference(to_bgr(render_full_range(map, Image(), options)), expected), 0);
    }
}

TEST(Render, GivesTheLevelsThatAnotherToolkitStored) {
    const auto raw = test::read_npy<float>(test::data("reference/efficientnet-lite0_chelsea_recipro_cam_raw.npy"));
    const auto levels =
        test::read_npy<std::uint8_t>(test::data("reference/efficientnet-lite0_chelsea_recipro_cam_u8.npy"));
    ASSERT_EQ(raw.shape, levels.shape);
    SaliencyMap map;
    map.height = map.width = 7;
    map.values.assign(raw.values.begin(), raw.values.begin() + 49);
    const Image got = render(map, Image(), {.resize = false, .colormap = Colormap::gray, .overlay = false});
    for (std::size_t i = 0; i < 49; ++i) {
        EXPECT_NEAR(got.data()[3 * i], levels.values[i], 1) << i;  // it rounds down
    }
}

TEST(Render, AMapThatIsNotOkHasNoColour) {
    const cv::Mat picture = random_picture(33, 21);
    cv::Mat gray;
    cv::cvtColor(picture, gray, cv::COLOR_BGR2GRAY);
    cv::cvtColor(gray, gray, cv::COLOR_GRAY2BGR);
    SaliencyMap flat = random_map(7, 7);
    std::ranges::fill(flat.values, 2.0F);
    SaliencyMap broken = random_map(7, 7);
    broken.values[5] = std::numeric_limits<float>::quiet_NaN();
    SaliencyMap stated = random_map(7, 7);
    stated.status = MapStatus::flat;
    for (const SaliencyMap& map : {flat, broken, stated}) {
        // Grey may differ by one with the order of the channels.
        EXPECT_LE(max_difference(to_bgr(render(map, from_bgr(picture))), gray), 1);
        const cv::Mat alone = to_bgr(render(map, from_bgr(picture), {.overlay = false}));
        EXPECT_EQ(max_difference(alone, cv::Mat(21, 33, CV_8UC3, cv::Scalar::all(128))), 0);
        EXPECT_EQ(render(map, Image(), {.resize = false, .overlay = false}).width(), 7);
    }
}

TEST(Render, ManyMapsAreDrawnAsEachAlone) {
    const Image image = from_bgr(random_picture(61, 43));
    std::vector<SaliencyMap> maps;
    for (unsigned seed = 0; seed < 50; ++seed) {
        maps.push_back(random_map(4 + static_cast<int>(seed % 5), 7, seed));
    }
    const std::vector<Image> pictures = render(maps, image);
    ASSERT_EQ(pictures.size(), maps.size());
    for (std::size_t i = 0; i < maps.size(); ++i) {
        EXPECT_EQ(max_difference(to_bgr(pictures[i]), to_bgr(render(maps[i], image))), 0) << i;
    }
    EXPECT_TRUE(render(std::vector<SaliencyMap>(), image).empty());
}

TEST(Render, SaysWhatIsWrong) {
    const Image image = from_bgr(random_picture(6, 4));
    for (const float weight : {-0.1F, 1.1F, std::numeric_limits<float>::quiet_NaN()}) {
        EXPECT_THAT(error_of([&] { return render(random_map(7, 7), image, {.overlay_weight = weight}); }),
                    IsError(ErrorKind::usage, testing::HasSubstr("0..1")));
    }
    for (const auto& [width, height] : {std::pair{-1, 4}, {4, -1}, {4, 0}, {0, 4}}) {
        EXPECT_THAT(error_of([&] { return render(random_map(7, 7), image, {.width = width, .height = height}); }),
                    IsError(ErrorKind::usage, testing::HasSubstr("output width and height")));
    }
    EXPECT_THAT(error_of([] { return render(random_map(7, 7), Image()); }),
                IsError(ErrorKind::bad_image, testing::HasSubstr("empty")));
    EXPECT_THAT(error_of([] { return render(random_map(7, 7), Image(), {.overlay = false}); }),
                IsError(ErrorKind::bad_image, testing::_));
    SaliencyMap wrong = random_map(7, 7);
    wrong.values.pop_back();
    EXPECT_THAT(error_of([&] {
                    return render(std::vector{random_map(7, 7), wrong}, image);
                }),
                IsError(ErrorKind::usage, testing::HasSubstr("48")));
}

}  // namespace
}  // namespace vinoscope
