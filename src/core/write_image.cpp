// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/file.hpp"
#include "core/image_format.hpp"
#include "core/text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope {

namespace {

void check_extension(const std::string& extension, const std::filesystem::path& file) {
    if (!is_image_extension(extension)) {
        throw Error(ErrorKind::usage,
                    fmt::format("cannot write {}: expected one of the extensions {}, found \"{}\"",
                                path_text(file),
                                list_of(image_extensions),
                                extension));
    }
}

/// @param purpose what fails in the words of the error, e.g. "write a.jpg"
std::vector<unsigned char> encode(const Image& image, const std::string& extension, const std::string& purpose) {
    if (image.empty()) {
        throw Error(ErrorKind::bad_image, fmt::format("cannot {}: the image is empty", purpose));
    }
    auto* data = const_cast<std::uint8_t*>(image.data());  // cv::Mat has no view of constant data; it is only read
    cv::Mat bgr;
    cv::cvtColor(cv::Mat(image.height(), image.width(), CV_8UC3, data), bgr, cv::COLOR_RGB2BGR);
    std::vector<unsigned char> bytes;
    bool done = false;
    try {
        done = cv::imencode(extension, bgr, bytes);
    } catch (const cv::Exception&) {
        done = false;
    }
    if (!done) {
        throw Error(ErrorKind::io,
                    fmt::format("cannot {}: the format does not support an image of {}x{}; try PNG",
                                purpose,
                                image.width(),
                                image.height()));
    }
    return bytes;
}

}  // namespace

std::vector<std::byte> encode_image(const Image& image, ImageFormat format) {
    const std::string name(to_string(format));
    const auto bytes = encode(image, "." + name, "encode a " + name + " image");
    const auto view = std::as_bytes(std::span(bytes));
    return {view.begin(), view.end()};
}

void write_image(const std::filesystem::path& file, const Image& image) {
    const std::string extension = path_text(file.extension());
    check_extension(extension, file);
    const auto bytes = encode(image, extension, "write " + path_text(file));
    write_file(file, std::as_bytes(std::span(bytes)));
}

}  // namespace vinoscope
