// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/image_format.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "core/text.hpp"

namespace vinoscope {

namespace {

using Bytes = std::span<const std::byte>;

bool has_text(Bytes bytes, std::size_t at, std::string_view text) {
    return bytes.size() >= at + text.size() && std::memcmp(bytes.data() + at, text.data(), text.size()) == 0;
}

std::size_t big_endian(Bytes bytes, std::size_t at, std::size_t count) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        value = value << 8U | std::to_integer<std::size_t>(bytes[at + i]);
    }
    return value;
}

std::size_t little_endian(Bytes bytes, std::size_t at, std::size_t count) {
    std::size_t value = 0;
    for (std::size_t i = count; i > 0; --i) {
        value = value << 8U | std::to_integer<std::size_t>(bytes[at + i - 1]);
    }
    return value;
}

constexpr std::size_t end_of_image = 0xD9;
constexpr std::size_t start_of_scan = 0xDA;

bool has_no_length(std::size_t marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);  // TEM, RST0..RST7, SOI
}

/// Position of the next byte after `at` that follows an 0xFF and is a marker; `bytes.size()` when there is none.
std::size_t next_marker(Bytes bytes, std::size_t at) {
    constexpr std::byte prefix{0xFF};
    for (const auto* end = bytes.data() + bytes.size();;) {
        const auto* found = std::find(bytes.data() + at, end, prefix);
        const auto* code = std::find_if(found, end, [](std::byte byte) { return byte != prefix; });
        if (code == end) {
            return bytes.size();
        }
        at = static_cast<std::size_t>(code - bytes.data());
        if (*code != std::byte{0}) {  // 0xFF 0x00 is a stuffed byte of the entropy-coded data
            return at;
        }
    }
}

/// Looks for the end-of-image marker after a start of scan, segment by segment: thumbnails inside APP segments have
/// their own. Bytes after the end do not matter.
bool is_truncated_jpeg(Bytes bytes) {
    bool scanned = false;
    for (std::size_t at = next_marker(bytes, 2); at < bytes.size(); at = next_marker(bytes, at)) {
        const std::size_t marker = big_endian(bytes, at, 1);
        if (marker == end_of_image) {
            return !scanned;
        }
        scanned = scanned || marker == start_of_scan;
        at += 1;
        if (has_no_length(marker)) {
            continue;
        }
        if (at + 2 > bytes.size()) {
            return true;
        }
        at = std::min(bytes.size(), at + std::max<std::size_t>(2, big_endian(bytes, at, 2)));
    }
    return true;
}

bool is_truncated_png(Bytes bytes) {
    constexpr std::size_t around_data = 12;  // length, type, checksum
    for (std::size_t at = 8; at + around_data <= bytes.size();) {
        const std::size_t next = at + around_data + big_endian(bytes, at, 4);
        if (has_text(bytes, at + 4, "IEND")) {
            return next > bytes.size();
        }
        at = next;
    }
    return true;
}

/// By the size of the pixels; the size that the file states is often wrong.
bool is_truncated_bmp(Bytes bytes) {
    constexpr std::size_t header = 34;
    constexpr std::size_t old_header = 12;
    if (bytes.size() < header) {
        return true;
    }
    if (little_endian(bytes, 14, 4) <= old_header || little_endian(bytes, 30, 4) != 0) {
        return false;  // other fields, or run-length coded: left to the decoder
    }
    const auto rows = static_cast<std::int32_t>(little_endian(bytes, 22, 4));  // negative: stored from the top
    const std::size_t bits = little_endian(bytes, 18, 4) * little_endian(bytes, 28, 2);
    const std::size_t stride = (bits + 31) / 32 * 4;
    return bytes.size() < little_endian(bytes, 10, 4) + stride * static_cast<std::size_t>(std::abs(std::int64_t{rows}));
}

}  // namespace

namespace {

/// Where the value of `tag` stands in the first directory of a TIFF file, or of a TIFF header as EXIF keeps it.
struct TiffValue {
    std::size_t at = 0;  ///< of two bytes; 0 where there is no such tag
    bool big_endian = false;
};

TiffValue find_tiff_value(Bytes tiff, std::size_t tag) {
    constexpr std::size_t entry_size = 12;
    const bool big = has_text(tiff, 0, "MM");
    const auto number = [&](std::size_t at, std::size_t count) -> std::size_t {
        if (at > tiff.size() || tiff.size() - at < count)
            return 0;
        return big ? big_endian(tiff, at, count) : little_endian(tiff, at, count);
    };
    const auto directory = number(4, 4);
    const auto entries = number(directory, 2);
    for (std::size_t i = 0; i < entries; ++i) {
        const auto entry = directory + 2 + i * entry_size;
        if (number(entry, 2) == tag && entry + entry_size <= tiff.size())
            return {entry + 8, big};
    }
    return {};
}

int tiff_orientation(Bytes tiff) {
    constexpr std::size_t tag = 0x0112;
    const auto [at, big] = find_tiff_value(tiff, tag);
    if (at == 0)
        return 1;
    const auto orientation = big ? big_endian(tiff, at, 2) : little_endian(tiff, at, 2);
    return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
}

}  // namespace

std::vector<std::byte> with_colors_apart_from_alpha(Bytes tiff) {
    constexpr std::size_t extra_samples = 338;
    constexpr std::byte associated{1};
    constexpr std::byte unassociated{2};
    std::vector<std::byte> bytes(tiff.begin(), tiff.end());
    const auto [at, big] = find_tiff_value(tiff, extra_samples);
    if (auto& kind = bytes.at(at + (big ? 1 : 0)); at > 0 && kind == unassociated)
        kind = associated;
    return bytes;
}

int webp_orientation(Bytes bytes) {
    constexpr std::size_t header = 8;  // name and size of a chunk
    constexpr std::string_view prefix("Exif\0\0", 6);
    for (std::size_t at = 12; at + header <= bytes.size();) {
        const auto size = little_endian(bytes, at + 4, 4);
        const auto chunk = bytes.subspan(at + header, std::min(size, bytes.size() - at - header));
        if (has_text(bytes, at, "EXIF"))
            return tiff_orientation(has_text(chunk, 0, prefix) ? chunk.subspan(prefix.size()) : chunk);
        at += header + size + size % 2;
    }
    return 1;
}

std::optional<ImageFormat> image_format(Bytes bytes) {
    if (has_text(bytes, 0, "\xFF\xD8\xFF")) {
        return ImageFormat::jpeg;
    }
    if (has_text(bytes, 0, "\x89PNG\r\n\x1A\n")) {
        return ImageFormat::png;
    }
    if (has_text(bytes, 0, "BM")) {
        return ImageFormat::bmp;
    }
    if (has_text(bytes, 0, "RIFF") && has_text(bytes, 8, "WEBP")) {
        return ImageFormat::webp;
    }
    using std::string_view_literals::operator""sv;
    if (has_text(bytes, 0, "II*\0"sv) || has_text(bytes, 0, "MM\0*"sv) || has_text(bytes, 0, "II+\0"sv)) {
        return ImageFormat::tiff;
    }
    return std::nullopt;
}

bool is_image_extension(std::string_view extension) {
    return std::ranges::find(image_extensions, lower_case(extension)) != image_extensions.end();
}

std::string_view to_string(ImageFormat format) {
    constexpr std::array<std::string_view, 5> names = {"JPEG", "PNG", "BMP", "WebP", "TIFF"};
    return names.at(static_cast<std::size_t>(format));
}

bool is_truncated(ImageFormat format, Bytes bytes) {
    switch (format) {
        case ImageFormat::jpeg:
            return is_truncated_jpeg(bytes);
        case ImageFormat::png:
            return is_truncated_png(bytes);
        case ImageFormat::bmp:
            return is_truncated_bmp(bytes);
        case ImageFormat::webp:
            return bytes.size() < 8 + little_endian(bytes, 4, 4);
        case ImageFormat::tiff:
            return false;
    }
    return false;
}

}  // namespace vinoscope
