// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>

#include "support/temporary_folder.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::fuzz {

/// Runs `action` on hostile input: an answer and an Error are both right, anything else that is thrown ends the fuzzer.
template <typename Action>
int answers_or_refuses(Action action) {
    try {
        action();
    } catch (const Error&) {
    }
    return 0;
}

/// A file with these bytes; one file a process, written anew by each call.
inline std::filesystem::path file_of(std::span<const std::uint8_t> bytes, const char* name) {
    static const test::TemporaryFolder folder;
    const std::filesystem::path file = folder / name;
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return file;
}

}  // namespace vinoscope::fuzz
