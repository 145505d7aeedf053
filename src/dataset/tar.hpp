// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace vinoscope {

/// Of headers and of contents, which are filled with zeros to a multiple of it.
inline constexpr std::size_t tar_block = 512;

inline constexpr std::size_t tar_padded(std::size_t size) {
    return (size + tar_block - 1) / tar_block * tar_block;
}

/// Appends a regular file to a tar archive: the header of POSIX.1-1988 (ustar), then the contents, filled with zeros.
/// The header holds no time and no owner: equal contents give equal archives.
/// @param name at most 100 bytes of ASCII
/// @throws Error (io) for contents of 8 GiB or more
void append_tar_member(std::vector<std::byte>& archive, std::string_view name, std::span<const std::byte> contents);

/// What stands at the end of an archive.
std::vector<std::byte> tar_end();

}  // namespace vinoscope
