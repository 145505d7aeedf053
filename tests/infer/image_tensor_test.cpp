// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/image_tensor.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "support/random_values.hpp"

namespace vinoscope {
namespace {

ov::Tensor tensor(std::size_t height, std::size_t width, std::size_t channels = 3, std::size_t batch = 1) {
    return {ov::element::u8, {batch, height, width, channels}};
}

cv::Mat as_mat(const Image& image) {
    return {image.height(), image.width(), CV_8UC3, const_cast<std::uint8_t*>(image.data())};
}

cv::Mat as_mat(const ov::Tensor& tensor) {
    const auto& shape = tensor.get_shape();
    return {static_cast<int>(shape[1]),
            static_cast<int>(shape[2]),
            CV_8UC(static_cast<int>(shape[3])),
            const_cast<std::uint8_t*>(tensor.data<std::uint8_t>())};
}

double difference(const cv::Mat& a, const cv::Mat& b) {
    return cv::norm(a, b, cv::NORM_INF);
}

Image one_color(int width, int height, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    Image image(width, height);
    as_mat(image).setTo(cv::Scalar(red, green, blue));
    return image;
}

TEST(ImageTensor, IsSquashedAsOpenCvResizes) {
    const auto image = test::random_image(37, 23, 1);
    for (const auto& [height, width] : {std::pair{16, 24}, {50, 40}, {23, 37}}) {
        auto found = tensor(height, width);
        EXPECT_FALSE(write_image_tensor(image, {.resize = ResizeMode::squash}, found)) << "the whole image is shown";
        cv::Mat expected;
        cv::resize(as_mat(image), expected, {width, height}, 0, 0, cv::INTER_LINEAR);
        EXPECT_EQ(difference(as_mat(found), expected), 0) << height << "x" << width;
    }
}

TEST(ImageTensor, IsGreyForModelsOfOneChannel) {
    const auto image = test::random_image(20, 30, 2);
    auto found = tensor(30, 20, 1);
    write_image_tensor(image, {.resize = ResizeMode::squash}, found);
    for (int y = 0; y < 30; ++y)
        for (int x = 0; x < 20; ++x) {
            const auto* pixel = image.row(y) + 3 * x;  // luma of ITU-R BT.601
            ASSERT_NEAR(
                found.data<std::uint8_t>()[20 * y + x], 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2], 1);
        }
}

TEST(ImageTensor, FillsTheBatch) {
    const auto image = test::random_image(20, 30, 3);
    for (const auto mode : {ResizeMode::squash, ResizeMode::letterbox, ResizeMode::corner, ResizeMode::crop}) {
        auto found = tensor(12, 16, 3, 3);
        write_image_tensor(image, {.resize = mode}, found);
        constexpr std::size_t bytes = 12 * 16 * 3;
        const auto* first = found.data<std::uint8_t>();
        EXPECT_EQ(std::memcmp(first, first + bytes, bytes), 0);
        EXPECT_EQ(std::memcmp(first, first + 2 * bytes, bytes), 0);
    }
}

struct Geometry {
    const char* name;
    int image_width, image_height;
    int tensor_width, tensor_height;
    ResizeMode mode;
    Region region;    // in pixels of the image
    cv::Rect filled;  // in the tensor
};

void PrintTo(const Geometry& geometry, std::ostream* out) {
    *out << geometry.name;
}

class PlacedImage : public testing::TestWithParam<Geometry> {
protected:
    ov::Tensor m_tensor = tensor(GetParam().tensor_height, GetParam().tensor_width);
};

TEST_P(PlacedImage, TellsTheRegionThatItShows) {
    const auto image = one_color(GetParam().image_width, GetParam().image_height, 1, 2, 3);
    const auto region = write_image_tensor(image, {.resize = GetParam().mode}, m_tensor);
    ASSERT_TRUE(region);
    EXPECT_NEAR(region->x1, GetParam().region.x1, 1e-3);
    EXPECT_NEAR(region->y1, GetParam().region.y1, 1e-3);
    EXPECT_NEAR(region->x2, GetParam().region.x2, 1e-3);
    EXPECT_NEAR(region->y2, GetParam().region.y2, 1e-3);
}

TEST_P(PlacedImage, IsGreyBesideTheImage) {
    const auto image = one_color(GetParam().image_width, GetParam().image_height, 250, 10, 20);
    write_image_tensor(image, {.resize = GetParam().mode}, m_tensor);
    cv::Mat expected(GetParam().tensor_height, GetParam().tensor_width, CV_8UC3, cv::Scalar::all(114));
    expected(GetParam().filled).setTo(cv::Scalar(250, 10, 20));
    EXPECT_EQ(difference(as_mat(m_tensor), expected), 0);
}

// A marked block is found again at the place that the region tells.
TEST_P(PlacedImage, ShowsAMarkWhereTheRegionSays) {
    const int width = GetParam().image_width;
    const int height = GetParam().image_height;
    auto image = one_color(width, height, 0, 0, 0);
    const cv::Rect mark(width / 2 + width / 32, height / 2 - height / 8, width / 16, height / 16);
    as_mat(image)(mark).setTo(cv::Scalar::all(255));
    const auto region = write_image_tensor(image, {.resize = GetParam().mode}, m_tensor);
    ASSERT_TRUE(region);
    cv::Mat grey;
    cv::extractChannel(as_mat(m_tensor), grey, 0);
    grey.setTo(0, grey == 114);  // the padding
    const auto moments = cv::moments(grey);
    ASSERT_GT(moments.m00, 0);
    const double x_scale = (region->x2 - region->x1) / GetParam().tensor_width;
    const double y_scale = (region->y2 - region->y1) / GetParam().tensor_height;
    const double x = region->x1 + (moments.m10 / moments.m00 + 0.5) * x_scale;
    const double y = region->y1 + (moments.m01 / moments.m00 + 0.5) * y_scale;
    // resampling moves the middle of a block by less than half a pixel of the tensor
    EXPECT_NEAR(x, mark.x + mark.width / 2.0, 0.5 * x_scale);
    EXPECT_NEAR(y, mark.y + mark.height / 2.0, 0.5 * y_scale);
}

INSTANTIATE_TEST_SUITE_P(
    ImageTensor,
    PlacedImage,
    testing::Values(
        // 400x200 at 1/4 is 100x50: 25 rows above and below, 100 pixels of the image each
        Geometry{"LetterboxWide", 400, 200, 100, 100, ResizeMode::letterbox, {0, -100, 400, 300}, {0, 25, 100, 50}},
        // 120x480 at 1/3 is 40x160: 40 columns on both sides
        Geometry{"LetterboxTall", 120, 480, 120, 160, ResizeMode::letterbox, {-120, 0, 240, 480}, {40, 0, 40, 160}},
        // 64x32 at 2 is 128x64: enlarged
        Geometry{"LetterboxEnlarged", 64, 32, 128, 96, ResizeMode::letterbox, {0, -8, 64, 40}, {0, 16, 128, 64}},
        // as in the letterboxes, but in the upper-left corner
        Geometry{"CornerWide", 400, 200, 100, 100, ResizeMode::corner, {0, 0, 400, 400}, {0, 0, 100, 50}},
        Geometry{"CornerTall", 120, 480, 120, 160, ResizeMode::corner, {0, 0, 360, 480}, {0, 0, 40, 160}},
        Geometry{"CornerEnlarged", 64, 32, 128, 96, ResizeMode::corner, {0, 0, 64, 48}, {0, 0, 128, 64}},
        // the shorter side 320 becomes 224 * 256 / 224 = 256 (scale 0.8): 512x256, of which 224x224 are shown
        Geometry{"CropWide", 640, 320, 224, 224, ResizeMode::crop, {180, 20, 460, 300}, {0, 0, 224, 224}},
        Geometry{"CropTall", 320, 640, 224, 224, ResizeMode::crop, {20, 180, 300, 460}, {0, 0, 224, 224}},
        // 112 / 256 and 224 / 128, the larger counts: 1.75 * 256 / 224 = 2: 512x256, of which 112x224 are shown
        Geometry{"CropOblong", 256, 128, 112, 224, ResizeMode::crop, {100, 8, 156, 120}, {0, 0, 112, 224}}),
    [](const auto& test) { return test.param.name; });

TEST(ImageTensor, IsPaddedInTheChannelOrderOfTheModel) {
    const auto image = one_color(400, 200, 250, 10, 20);
    auto found = tensor(100, 100);
    cv::Mat expected(100, 100, CV_8UC3, cv::Scalar(1, 2, 3));
    expected(cv::Rect(0, 0, 100, 50)).setTo(cv::Scalar(250, 10, 20));
    write_image_tensor(image, {.resize = ResizeMode::corner, .pad = std::vector{1.0F, 2.0F, 3.0F}}, found);
    EXPECT_EQ(difference(as_mat(found), expected), 0);
    // the tensor is RGB, its channels are swapped in the graph
    write_image_tensor(
        image, {.color = ColorOrder::bgr, .resize = ResizeMode::corner, .pad = std::vector{3.0F, 2.0F, 1.0F}}, found);
    EXPECT_EQ(difference(as_mat(found), expected), 0);
    write_image_tensor(image, {.resize = ResizeMode::corner, .pad = std::vector{7.0F}}, found);
    EXPECT_EQ(as_mat(found).at<cv::Vec3b>(99, 99), cv::Vec3b(7, 7, 7));
}

TEST(ImageTensor, TakesImagesOfExtremeShape) {
    for (const auto& [width, height] : {std::pair{1, 1}, {20000, 10}, {65000, 1}, {1, 65000}})
        for (const auto mode : {ResizeMode::squash, ResizeMode::letterbox, ResizeMode::corner, ResizeMode::crop}) {
            auto found = tensor(224, 224);
            write_image_tensor(one_color(width, height, 200, 200, 200), {.resize = mode}, found);
            const int shown = mode == ResizeMode::corner ? 0 : 111;
            EXPECT_EQ(as_mat(found).at<cv::Vec3b>(shown, shown), cv::Vec3b(200, 200, 200)) << width << "x" << height;
        }
}

// Drawn whole at the size of a crop, such a strip would fill gigabytes.
TEST(ImageTensor, ShowsTheMiddleOfALongStrip) {
    auto strip = one_color(60000, 10, 0, 0, 0);
    as_mat(strip).colRange(29998, 30002).setTo(cv::Scalar::all(255));
    auto found = tensor(224, 224);
    const auto region = write_image_tensor(strip, {.resize = ResizeMode::crop}, found);
    ASSERT_TRUE(region);
    // the shorter side 10 becomes 256: 8.75 pixels are shown, in the middle of both sides
    EXPECT_NEAR(region->x1, 29995.625, 0.05);
    EXPECT_NEAR(region->x2, 30004.375, 0.05);
    EXPECT_NEAR(region->y1, 0.625, 0.05);
    EXPECT_NEAR(region->y2, 9.375, 0.05);
    EXPECT_EQ(as_mat(found).at<cv::Vec3b>(112, 112), cv::Vec3b(255, 255, 255));
    EXPECT_EQ(as_mat(found).at<cv::Vec3b>(112, 10), cv::Vec3b(0, 0, 0));
    EXPECT_EQ(as_mat(found).at<cv::Vec3b>(112, 213), cv::Vec3b(0, 0, 0));
}

}  // namespace
}  // namespace vinoscope
