// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "core/file.hpp"
#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "support/pictures.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope {
namespace {

using test::encoded;
using test::error_of;
using test::IsError;
using test::max_difference;
using test::smooth_picture;
using test::to_bgr;
using testing::AllOf;
using testing::HasSubstr;

using Bytes = std::vector<std::byte>;

Bytes first_part(const Bytes& bytes, double share) {
    return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(bytes.size()))};
}

/// The bytes of a JPEG file with this EXIF orientation.
Bytes with_orientation(const Bytes& jpeg, unsigned char orientation) {
    const std::array<unsigned char, 36> segment = {0xFF, 0xE1, 0,   34,               // APP1, length
                                                   'E',  'x',  'i', 'f', 0, 0,        //
                                                   'M',  'M',  0,   42,  0, 0, 0, 8,  // TIFF header
                                                   0,    1,                           // one entry
                                                   1,    0x12, 0,   3,   0, 0, 0, 1, 0, orientation, 0, 0,  //
                                                   0,    0,    0,   0};
    Bytes bytes(jpeg.begin(), jpeg.begin() + 2);
    for (const unsigned char byte : segment) {
        bytes.push_back(std::byte{byte});
    }
    bytes.insert(bytes.end(), jpeg.begin() + 2, jpeg.end());
    return bytes;
}

class EveryFormat : public testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(DecodeImage,
                         EveryFormat,
                         testing::Values(".jpg", ".png", ".bmp", ".webp", ".tiff"),
                         [](const auto& test) { return std::string(test.param + 1); });

TEST_P(EveryFormat, GivesThePixelsInRgb) {
    const cv::Mat picture = smooth_picture(31, 17);
    const Image image = decode_image(encoded(GetParam(), picture));
    ASSERT_EQ(image.width(), 31);
    ASSERT_EQ(image.height(), 17);
    // JPEG and its halved colour resolution move a steep ramp by a few levels; the others lose nothing.
    EXPECT_LE(max_difference(to_bgr(image), picture), std::string(GetParam()) == ".jpg" ? 16 : 0);
}

TEST_P(EveryFormat, MakesGreyARgbPicture) {
    cv::Mat gray;
    cv::extractChannel(smooth_picture(31, 17), gray, 1);
    const cv::Mat got = to_bgr(decode_image(encoded(GetParam(), gray)));
    cv::Mat expected;
    cv::cvtColor(gray, expected, cv::COLOR_GRAY2BGR);
    EXPECT_LE(max_difference(got, expected), 4);
}

TEST_P(EveryFormat, ReadsOnePixel) {
    const cv::Mat pixel(1, 1, CV_8UC3, cv::Scalar(10, 100, 200));
    EXPECT_LE(max_difference(to_bgr(decode_image(encoded(GetParam(), pixel))), pixel), 3);
}

TEST_P(EveryFormat, RefusesFilesThatAreCutShort) {
    cv::Mat noise(60, 80, CV_8UC3);  // so that every part of the file matters
    cv::randu(noise, 0, 256);
    const Bytes whole = encoded(GetParam(), noise);
    for (const double share : {0.02, 0.3, 0.6, 0.99}) {
        EXPECT_THAT(error_of([&] { return decode_image(first_part(whole, share), "cut.img"); }),
                    IsError(ErrorKind::bad_image, HasSubstr("cut.img")))
            << share;
    }
}

TEST_P(EveryFormat, IgnoresBytesAfterTheEnd) {
    const cv::Mat picture = smooth_picture(31, 17);
    Bytes bytes = encoded(GetParam(), picture);
    const cv::Mat alone = to_bgr(decode_image(bytes));
    bytes.insert(bytes.end(), 1000, std::byte{'x'});
    EXPECT_EQ(max_difference(to_bgr(decode_image(bytes)), alone), 0);
}

TEST(DecodeImage, DropsAlpha) {
    cv::Mat picture(5, 6, CV_8UC4, cv::Scalar(10, 20, 30, 0));
    EXPECT_EQ(
        max_difference(to_bgr(decode_image(encoded(".png", picture))), cv::Mat(5, 6, CV_8UC3, cv::Scalar(10, 20, 30))),
        0);
}

TEST(DecodeImage, MakesSixteenBitsEight) {
    const cv::Mat picture = smooth_picture(31, 17);
    cv::Mat deep;
    picture.convertTo(deep, CV_16UC3, 257);
    EXPECT_LE(max_difference(to_bgr(decode_image(encoded(".png", deep))), picture), 1);
    EXPECT_LE(max_difference(to_bgr(decode_image(encoded(".tiff", deep))), picture), 1);
}

TEST(DecodeImage, AppliesTheExifOrientation) {
    const Bytes jpeg = encoded(".jpg", smooth_picture(40, 24));
    const cv::Mat upright = to_bgr(decode_image(jpeg));
    cv::Mat turned;
    cv::rotate(upright, turned, cv::ROTATE_90_CLOCKWISE);
    EXPECT_EQ(max_difference(to_bgr(decode_image(with_orientation(jpeg, 6))), turned), 0);
    cv::rotate(upright, turned, cv::ROTATE_180);
    EXPECT_EQ(max_difference(to_bgr(decode_image(with_orientation(jpeg, 3))), turned), 0);
    cv::flip(upright, turned, 1);
    EXPECT_EQ(max_difference(to_bgr(decode_image(with_orientation(jpeg, 2))), turned), 0);
}

TEST(DecodeImage, AThumbnailsEndIsNotTheEndOfTheFile) {
    const Bytes thumbnail = encoded(".jpg", smooth_picture(8, 8));
    const Bytes jpeg = encoded(".jpg", smooth_picture(200, 100));
    Bytes bytes(jpeg.begin(), jpeg.begin() + 2);
    const std::size_t length = thumbnail.size() + 2;
    for (const std::size_t byte : {std::size_t{0xFF}, std::size_t{0xEC}, length / 256, length % 256}) {
        bytes.push_back(static_cast<std::byte>(byte));
    }
    bytes.insert(bytes.end(), thumbnail.begin(), thumbnail.end());
    bytes.insert(bytes.end(), jpeg.begin() + 2, jpeg.end());
    EXPECT_EQ(max_difference(to_bgr(decode_image(bytes)), to_bgr(decode_image(jpeg))), 0);
    EXPECT_THAT(error_of([&] { return decode_image(first_part(bytes, 0.8)); }),
                IsError(ErrorKind::bad_image, HasSubstr("truncated")));
}

TEST(DecodeImage, ReadsProgressiveJpegOnlyWhenWhole) {
    std::vector<unsigned char> buffer;
    cv::imencode(".jpg", smooth_picture(200, 100), buffer, {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
    const auto view = std::as_bytes(std::span(buffer));
    const Bytes bytes(view.begin(), view.end());
    EXPECT_EQ(decode_image(bytes).width(), 200);
    EXPECT_THAT(error_of([&] { return decode_image(first_part(bytes, 0.8)); }),
                IsError(ErrorKind::bad_image, HasSubstr("truncated")));
}

Bytes jpeg_of(const cv::Mat& picture, bool progressive, int restart) {
    std::vector<unsigned char> buffer;
    cv::imencode(
        ".jpg", picture, buffer, {cv::IMWRITE_JPEG_PROGRESSIVE, progressive, cv::IMWRITE_JPEG_RST_INTERVAL, restart});
    const auto view = std::as_bytes(std::span(buffer));
    return {view.begin(), view.end()};
}

TEST(DecodeImage, RefusesJpegWhoseDataEndEarly) {
    cv::Mat picture = smooth_picture(203, 101);
    cv::randu(picture(cv::Rect(50, 20, 120, 60)), 0, 255);
    for (const bool progressive : {false, true}) {
        for (const int restart : {0, 3}) {
            const Bytes jpeg = jpeg_of(picture, progressive, restart);
            EXPECT_EQ(decode_image(jpeg).width(), 203);
            for (const double share : {0.3, 0.5, 0.8, 0.95}) {
                Bytes cut = first_part(jpeg, share);
                cut.insert(cut.end(), {std::byte{0xFF}, std::byte{0xD9}});  // the end that decoders look for
                EXPECT_THAT(error_of([&] { return decode_image(cut, "half.jpg"); }),
                            IsError(ErrorKind::bad_image, AllOf(HasSubstr("half.jpg"), HasSubstr("damaged"))))
                    << share;
            }
        }
    }
}

/// The bytes of a WebP file with this EXIF orientation.
Bytes webp_with_orientation(const Bytes& webp, std::uint8_t orientation) {
    Bytes bytes = webp;
    const std::array<unsigned char, 34> chunk = {'E', 'X', 'I',  'F',  26, 0, 0, 0,  // 26 bytes
                                                 'I', 'I', 42,   0,    8,  0, 0, 0,  // TIFF header
                                                 1,   0,   0x12, 0x01, 3,  0, 1, 0, 0, 0, orientation, 0,  // one entry
                                                 0,   0,   0,    0,    0,  0};
    for (const unsigned char byte : chunk)
        bytes.push_back(std::byte{byte});
    const auto size = static_cast<std::uint32_t>(bytes.size() - 8);
    for (unsigned i = 0; i < 4; ++i)
        bytes[4 + i] = static_cast<std::byte>(size >> (8 * i) & 0xFFU);
    return bytes;
}

TEST(DecodeImage, AppliesTheExifOrientationOfWebP) {
    std::vector<unsigned char> buffer;
    cv::imencode(".webp", smooth_picture(40, 24), buffer, {cv::IMWRITE_WEBP_QUALITY, 101});
    const auto view = std::as_bytes(std::span(buffer));
    const Bytes webp(view.begin(), view.end());
    const cv::Mat upright = to_bgr(decode_image(webp));
    const Bytes jpeg = encoded(".jpg", upright);
    for (std::uint8_t orientation = 1; orientation <= 8; ++orientation) {  // as OpenCV turns a JPEG
        const cv::Mat turned = to_bgr(decode_image(with_orientation(jpeg, orientation)));
        const cv::Mat found = to_bgr(decode_image(webp_with_orientation(webp, orientation)));
        ASSERT_EQ(found.size(), turned.size());
        EXPECT_LT(cv::norm(found, turned, cv::NORM_L1) / static_cast<double>(found.total()), 6) << int{orientation};
    }
    EXPECT_EQ(max_difference(to_bgr(decode_image(webp_with_orientation(webp, 9))), upright), 0);
}

TEST(DecodeImage, ReadsVeryWidePictures) {
    const cv::Mat picture = smooth_picture(20000, 10);
    EXPECT_EQ(max_difference(to_bgr(decode_image(encoded(".png", picture))), picture), 0);
}

TEST(DecodeImage, RefusesSizesThatNoMemoryHolds) {
    Bytes jpeg = encoded(".jpg", smooth_picture(8, 8));
    const std::array start_of_frame = {std::byte{0xFF}, std::byte{0xC0}};
    const auto frame = std::ranges::search(jpeg, start_of_frame).begin();
    ASSERT_NE(frame, jpeg.end());
    std::fill_n(frame + 5, 4, std::byte{0xF0});  // height and width: 61680
    EXPECT_THAT(error_of([&] { return decode_image(jpeg, "huge.jpg"); }),
                IsError(ErrorKind::bad_image, AllOf(HasSubstr("huge.jpg"), HasSubstr("size"))));
    Bytes bmp = encoded(".bmp", smooth_picture(8, 8));
    bmp[21] = std::byte{0x7F};  // the highest byte of the width
    EXPECT_THAT(error_of([&] { return decode_image(bmp, "huge.bmp"); }),
                IsError(ErrorKind::bad_image, HasSubstr("huge.bmp")));
}

TEST(DecodeImage, RefusesDamagedFiles) {
    Bytes png = encoded(".png", smooth_picture(8, 8));
    png[17] = std::byte{1};  // the width no longer fits its checksum
    EXPECT_THAT(error_of([&] { return decode_image(png, "bad.png"); }),
                IsError(ErrorKind::bad_image, HasSubstr("damaged")));
}

TEST(DecodeImage, RefusesOtherFiles) {
    EXPECT_THAT(error_of([] { return decode_image({}, "none.jpg"); }),
                IsError(ErrorKind::bad_image, AllOf(HasSubstr("none.jpg"), HasSubstr("empty"))));
    const std::string text = "this is no picture";
    EXPECT_THAT(error_of([&] { return decode_image(std::as_bytes(std::span(text)), "a.png"); }),
                IsError(ErrorKind::bad_image, HasSubstr("expected a JPEG, PNG, BMP, WebP or TIFF")));
}

TEST(ReadImage, ReadsTheEmbeddedPhotosAsOpenCvDoes) {
    for (const char* name : {"camera.jpg", "chelsea.png", "coffee.jpg", "flower.jpg"}) {
        const auto file = test::asset(std::filesystem::path("images") / name);
        EXPECT_EQ(max_difference(to_bgr(read_image(file)), cv::imread(file.string())), 0) << name;
    }
}

TEST(ReadImage, TakesNamesThatAreNotAscii) {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / std::filesystem::path(u8"猫 é.png");
    write_file(file, encoded(".png", smooth_picture(4, 3)));
    EXPECT_EQ(read_image(file).width(), 4);
}

TEST(ReadImage, SaysWhatIsWrongWithTheFile) {
    const test::TemporaryFolder folder;
    write_file(folder / "empty.jpg", {});
    EXPECT_THAT(error_of([&] { return read_image(folder / "none.jpg"); }),
                IsError(ErrorKind::bad_image, AllOf(HasSubstr("none.jpg"), HasSubstr("does not exist"))));
    EXPECT_THAT(error_of([&] { return read_image(folder.path()); }),
                IsError(ErrorKind::bad_image, HasSubstr("folder")));
    EXPECT_THAT(error_of([&] { return read_image(folder / "empty.jpg"); }),
                IsError(ErrorKind::bad_image, HasSubstr("empty.jpg")));
}

}  // namespace
}  // namespace vinoscope
