// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <limits>
#include <new>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/file.hpp"
#include "core/image_format.hpp"
#include "core/jpeg_damage.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope {

namespace {

[[noreturn]] void throw_bad_image(const std::string& name, const std::string& reason) {
    throw Error(ErrorKind::bad_image, fmt::format("cannot read the image {}: {}", name, reason));
}

/// @throws Error (bad_image) for what the decoders would take for a picture or complain of on stderr.
ImageFormat check_container(std::span<const std::byte> bytes, const std::string& name) {
    if (bytes.empty()) {
        throw_bad_image(name, "the file is empty");
    }
    const std::optional<ImageFormat> format = image_format(bytes);
    if (!format) {
        throw_bad_image(name, "expected a JPEG, PNG, BMP, WebP or TIFF file, found another format");
    }
    if (is_truncated(*format, bytes)) {
        throw_bad_image(name, fmt::format("the {} file is truncated after {} bytes", to_string(*format), bytes.size()));
    }
    return *format;
}

/// @param orientation of EXIF, https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E
cv::Mat upright(cv::Mat pixels, int orientation) {
    if (orientation >= 5)  // rows and columns are exchanged
        cv::transpose(pixels, pixels);
    if (orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7)
        cv::flip(pixels, pixels, 1);
    if (orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8)
        cv::flip(pixels, pixels, 0);
    return pixels;
}

cv::Mat decode_bgr(std::span<const std::byte> bytes, const std::string& name, ImageFormat format) {
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        throw_bad_image(name, "files of 2 GiB and more are not supported");
    }
    auto* data = const_cast<std::byte*>(bytes.data());  // cv::Mat has no view of constant data; it is only read
    const cv::Mat file(1, static_cast<int>(bytes.size()), CV_8UC1, data);
    cv::Mat pixels;
    try {
        // Versions of OpenCV differ in whether they look at the EXIF data of WebP.
        const bool webp = format == ImageFormat::webp;
        pixels = cv::imdecode(file, webp ? cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION : cv::IMREAD_COLOR);
        if (webp && !pixels.empty())
            pixels = upright(pixels, webp_orientation(bytes));
    } catch (const cv::Exception& error) {
        throw_bad_image(
            name, fmt::format("the image size of the {} file is not supported ({})", to_string(format), error.err));
    }
    if (pixels.empty()) {
        throw_bad_image(
            name,
            fmt::format("the {} file is damaged, or of an unsupported variant; save it again with 8 or 16 bits "
                        "per channel",
                        to_string(format)));
    }
    return pixels;
}

}  // namespace

Image decode_image(std::span<const std::byte> bytes, const std::string& name) {
    const ImageFormat format = check_container(bytes, name);
    try {
        const cv::Mat bgr = format == ImageFormat::tiff ? decode_bgr(with_colors_apart_from_alpha(bytes), name, format)
                                                        : decode_bgr(bytes, name, format);
        const std::string damage = format == ImageFormat::jpeg ? jpeg_damage(bytes) : std::string();
        if (!damage.empty()) {
            throw_bad_image(name, fmt::format("the JPEG file is damaged or incomplete: {}", damage));
        }
        Image image(bgr.cols, bgr.rows);
        cv::Mat rgb(bgr.rows, bgr.cols, CV_8UC3, image.data());
        cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
        return image;
    } catch (const std::bad_alloc&) {
        throw_bad_image(name, "it does not fit into memory");
    }
}

Image read_image(const std::filesystem::path& file) {
    std::vector<std::byte> bytes;
    try {
        bytes = read_file(file);
    } catch (const Error& error) {
        throw Error(ErrorKind::bad_image, error.what());
    }
    return decode_image(bytes, path_text(file));
}

}  // namespace vinoscope
