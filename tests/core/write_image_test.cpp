// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "support/error_matchers.hpp"
#include "support/pictures.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::from_bgr;
using test::IsError;
using test::max_difference;
using test::smooth_picture;
using testing::AllOf;
using testing::HasSubstr;

TEST(WriteImage, WritesWhatOpenCvReadsBack) {
    const test::TemporaryFolder folder;
    const cv::Mat picture = smooth_picture(31, 17);
    for (const char* name : {"a.png", "a.bmp", "a.webp", "a.tiff", "a.tif", "a.PNG"}) {
        write_image(folder / name, from_bgr(picture));
        EXPECT_EQ(max_difference(cv::imread((folder / name).string()), picture), 0) << name;
    }
}

TEST(WriteImage, WritesJpegAtQuality95) {
    const test::TemporaryFolder folder;
    const cv::Mat picture = smooth_picture(64, 48);
    write_image(folder / "a.jpg", from_bgr(picture));
    const cv::Mat expected = cv::imdecode(
        [&] {
            std::vector<unsigned char> bytes;
            cv::imencode(".jpg", picture, bytes, {cv::IMWRITE_JPEG_QUALITY, 95});
            return bytes;
        }(),
        cv::IMREAD_COLOR);
    EXPECT_EQ(max_difference(cv::imread((folder / "a.jpg").string()), expected), 0);
}

TEST(EncodeImage, GivesTheBytesThatWriteImageWrites) {
    const test::TemporaryFolder folder;
    const auto image = from_bgr(smooth_picture(31, 17));
    for (const auto& [name, format] : {std::pair("a.jpg", ImageFormat::jpeg),
                                       std::pair("a.png", ImageFormat::png),
                                       std::pair("a.bmp", ImageFormat::bmp),
                                       std::pair("a.webp", ImageFormat::webp),
                                       std::pair("a.tiff", ImageFormat::tiff)}) {
        write_image(folder / name, image);
        std::ifstream stream(folder / name, std::ios::binary);
        const std::string written{std::istreambuf_iterator<char>(stream), {}};
        const auto bytes = encode_image(image, format);
        EXPECT_EQ(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), written) << name;
    }
}

TEST(EncodeImage, SaysWhatItCannotEncode) {
    EXPECT_THAT(error_of([] { return encode_image(Image(), ImageFormat::png); }),
                IsError(ErrorKind::bad_image, AllOf(HasSubstr("PNG"), HasSubstr("empty"))));
    EXPECT_THAT(error_of([] { return encode_image(from_bgr(smooth_picture(20000, 10)), ImageFormat::webp); }),
                IsError(ErrorKind::io, AllOf(HasSubstr("WebP"), HasSubstr("20000x10"))));
}

TEST(WriteImage, OverwritesAFile) {
    const test::TemporaryFolder folder;
    write_image(folder / "a.png", from_bgr(smooth_picture(64, 48)));
    write_image(folder / "a.png", from_bgr(smooth_picture(2, 3)));
    EXPECT_EQ(cv::imread((folder / "a.png").string()).size(), cv::Size(2, 3));
}

TEST(WriteImage, WritesExtremeSizes) {
    const test::TemporaryFolder folder;
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(20000, 10)}) {
        for (const char* name : {"a.jpg", "a.png"}) {
            write_image(folder / name, from_bgr(smooth_picture(size.width, size.height)));
            EXPECT_EQ(cv::imread((folder / name).string()).size(), size) << name;
        }
    }
}

TEST(WriteImage, SaysThatAFormatCannotHoldTheSize) {
    const test::TemporaryFolder folder;
    const Image wide = from_bgr(smooth_picture(70000, 1));
    for (const char* name : {"a.jpg", "a.webp"}) {
        EXPECT_THAT(error_of([&] { write_image(folder / name, wide); }),
                    IsError(ErrorKind::io, AllOf(HasSubstr(name), HasSubstr("70000x1"))));
        EXPECT_FALSE(std::filesystem::exists(folder / name));
    }
}

TEST(WriteImage, SaysWhatIsWrong) {
    const test::TemporaryFolder folder;
    const Image image = from_bgr(smooth_picture(4, 4));
    EXPECT_THAT(error_of([&] { write_image(folder / "a.xyz", image); }),
                IsError(ErrorKind::usage, AllOf(HasSubstr(".xyz"), HasSubstr(".png"))));
    EXPECT_THAT(error_of([&] { write_image(folder / "a", image); }), IsError(ErrorKind::usage, HasSubstr(".png")));
    EXPECT_THAT(error_of([&] { write_image(folder / "a.png", Image()); }),
                IsError(ErrorKind::bad_image, HasSubstr("empty")));
    EXPECT_THAT(error_of([&] { write_image(folder / "none/a.png", image); }),
                IsError(ErrorKind::io, HasSubstr("No such file")));
}

}  // namespace
}  // namespace vinoscope
