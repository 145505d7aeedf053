// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "dataset/tar.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <numeric>
#include <string>

#include "vinoscope/error.hpp"

namespace vinoscope {

void append_tar_member(std::vector<std::byte>& archive, std::string_view name, std::span<const std::byte> contents) {
    constexpr std::size_t largest = std::size_t{1} << 33;  // 11 octal digits
    if (contents.size() >= largest)
        throw Error(ErrorKind::io,
                    fmt::format("expected maps of less than 8 GiB for an image, found {} bytes; use fewer targets",
                                contents.size()));
    std::string header(tar_block, '\0');
    const auto put = [&header](std::size_t at, std::string_view text) { header.replace(at, text.size(), text); };
    put(0, name);
    put(100, "0000644");                                // mode
    put(108, "0000000");                                // user
    put(116, "0000000");                                // group
    put(124, fmt::format("{:011o}", contents.size()));  // size
    put(136, "00000000000");                            // time
    put(148, "        ");                               // checksum, counted as spaces
    put(156, "0");                                      // regular file
    put(257, std::string_view("ustar\00000", 8));       // magic and version
    const auto add = [](std::uint32_t sum, char byte) { return sum + static_cast<unsigned char>(byte); };
    const auto checksum = std::accumulate(header.begin(), header.end(), std::uint32_t{0}, add);
    put(148, fmt::format("{:06o}", checksum) + std::string("\0 ", 2));
    const auto bytes = std::as_bytes(std::span(header));
    archive.reserve(archive.size() + tar_block + tar_padded(contents.size()));
    archive.insert(archive.end(), bytes.begin(), bytes.end());
    archive.insert(archive.end(), contents.begin(), contents.end());
    archive.resize(archive.size() + tar_padded(contents.size()) - contents.size());
}

std::vector<std::byte> tar_end() {
    return std::vector<std::byte>(2 * tar_block);
}

}  // namespace vinoscope
