// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/file.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <fstream>
#include <random>
#include <system_error>

#include "vinoscope/error.hpp"

namespace vinoscope {

namespace fs = std::filesystem;

namespace {

std::string last_reason() {
    return errno == 0 ? "unknown reason" : std::generic_category().message(errno);
}

[[noreturn]] void throw_unreadable(const fs::path& file, const std::string& reason) {
    throw Error(ErrorKind::io, fmt::format("cannot read {}: {}", path_text(file), reason));
}

[[noreturn]] void throw_unwritable(const fs::path& file, const std::string& reason) {
    throw Error(ErrorKind::io, fmt::format("cannot write {}: {}", path_text(file), reason));
}

/// A name in the folder of the final file, which is removed again unless it was renamed.
class TemporaryFile {
public:
    explicit TemporaryFile(const fs::path& final_file) : m_final(final_file) {
        std::random_device random;
        m_path = final_file.parent_path() / fmt::format(".vinoscope-{:08x}{:08x}.tmp", random(), random());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        std::error_code ignored;
        fs::remove(m_path, ignored);
    }

    void write(std::span<const std::byte> bytes) const {
        errno = 0;
        std::ofstream stream(m_path, std::ios::binary);
        if (stream) {
            stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        }
        if (stream) {
            stream.close();
        }
        if (!stream) {
            throw_unwritable(m_final, last_reason());
        }
    }

    void rename() const {
        std::error_code error;
        fs::rename(m_path, m_final, error);
        if (error) {
            throw_unwritable(m_final, error.message());
        }
    }

private:
    fs::path m_final;
    fs::path m_path;
};

}  // namespace

std::string path_text(const fs::path& path) {
    const std::u8string text = path.u8string();
    return {text.begin(), text.end()};
}

fs::path text_path(std::string_view text) {
    return {std::u8string(text.begin(), text.end())};
}

std::vector<std::byte> read_file(const fs::path& file) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (status.type() == fs::file_type::not_found) {
        throw_unreadable(file, "no such file");
    }
    if (status.type() == fs::file_type::directory) {
        throw_unreadable(file, "it is a folder");
    }
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw_unreadable(file, last_reason());
    }
    std::vector<std::byte> bytes;
    constexpr std::size_t block = std::size_t{1} << 20;
    std::size_t got = fs::file_size(file, error);  // a guess: pipes and devices have none
    bytes.resize(error ? block : got + 1);
    got = 0;
    while (stream.read(reinterpret_cast<char*>(bytes.data() + got), static_cast<std::streamsize>(bytes.size() - got))) {
        got = bytes.size();
        bytes.resize(got + block);
    }
    if (stream.bad()) {
        throw_unreadable(file, last_reason());
    }
    bytes.resize(got + static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

void write_file(const fs::path& file, std::span<const std::byte> bytes) {
    const TemporaryFile temporary(file);
    temporary.write(bytes);
    temporary.rename();
}

}  // namespace vinoscope
