// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/file.hpp"

#include <fmt/core.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <random>
#include <ranges>
#include <system_error>
#include <thread>

#ifndef _WIN32
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#endif

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

#ifdef _WIN32
class RemovedAtQuickExit {
public:
    explicit RemovedAtQuickExit(const char*) {}
    static void wait_if_ending() {}
};
#else
/// Removes an unfinished file if the process ends by std::quick_exit() while the object lives: destructors do not run
/// then. The handler may run in a signal handler, thus it takes no lock and no memory; paths beyond the table's size
/// are left to the destructor.
class RemovedAtQuickExit {
public:
    explicit RemovedAtQuickExit(const char* path) {
        static const int registered = std::at_quick_exit(remove_all);
        static_cast<void>(registered);
        for (std::atomic<const char*>& entry : paths) {
            const char* none = nullptr;
            if (entry.compare_exchange_strong(none, path)) {
                m_entry = &entry;
                return;
            }
        }
    }
    RemovedAtQuickExit(const RemovedAtQuickExit&) = delete;
    RemovedAtQuickExit& operator=(const RemovedAtQuickExit&) = delete;
    ~RemovedAtQuickExit() {
        if (m_entry != nullptr) {
            m_entry->store(nullptr);
        }
    }

    /// Holds a thread whose file was removed until the process has ended, lest it report an error that is none.
    static void wait_if_ending() {
        while (ending) {
            ::pause();
        }
    }

private:
    static void remove_all() {
        ending = true;
        for (const std::atomic<const char*>& entry : paths) {
            if (const char* const path = entry.load(); path != nullptr) {
                ::unlink(path);
            }
        }
    }

    static inline std::atomic<bool> ending = false;
    static inline std::array<std::atomic<const char*>, 64> paths;
    std::atomic<const char*>* m_entry = nullptr;
};
#endif

/// What is renamed over a pipe or a device takes its place, /dev/null included.
void require_replaceable(const fs::path& file) {
    std::error_code ignored;
    switch (fs::status(file, ignored).type()) {
        case fs::file_type::block:
        case fs::file_type::character:
        case fs::file_type::fifo:
        case fs::file_type::socket:
            throw_unwritable(file, "expected a regular file or a new name, found a pipe, a device or a socket");
        default:
            return;
    }
}

/// A name in the folder of the final file, which is removed again unless it was renamed.
class TemporaryFile {
public:
    /// @throws Error (io) if the final file is a pipe, a device or a socket
    explicit TemporaryFile(const fs::path& final_file) : m_final(final_file) {
        require_replaceable(final_file);
        std::random_device random;
        m_path = final_file.parent_path() / fmt::format(".vinoscope-{:08x}{:08x}.tmp", random(), random());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        std::error_code ignored;
        fs::remove(m_path, ignored);
    }

    void write(std::span<const std::byte> bytes) {
        m_unfinished.emplace(m_path.c_str());
        RemovedAtQuickExit::wait_if_ending();
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
            RemovedAtQuickExit::wait_if_ending();
            throw_unwritable(m_final, error.message());
        }
    }

    /// Takes the place of what is written: moves the final file, if there is one, out of its way.
    bool take_over() const {
        std::error_code error;
        if (!fs::is_regular_file(m_final, error)) {
            return false;
        }
        fs::rename(m_final, m_path, error);
        return !error;
    }

private:
    fs::path m_final;
    fs::path m_path;
    std::optional<RemovedAtQuickExit> m_unfinished;
};

}  // namespace

std::string path_text(const fs::path& path) {
    const std::u8string text = path.u8string();
    return {text.begin(), text.end()};
}

fs::path text_path(std::string_view text) {
    return {std::u8string(text.begin(), text.end())};
}

void require_regular_file(const fs::path& file) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    switch (status.type()) {
        case fs::file_type::regular:
            return;
        case fs::file_type::not_found:
            throw_unreadable(file, "the file does not exist");
        case fs::file_type::directory:
            throw_unreadable(file, "it is a folder");
        case fs::file_type::none:
            throw_unreadable(file, error.message());
        default:
            throw_unreadable(
                file, "expected a regular file, found a pipe, a device or a socket; save its data to a file first");
    }
}

std::vector<std::byte> read_file(const fs::path& file, std::uintmax_t most) {
    require_regular_file(file);
    const auto require_at_most = [&](std::uintmax_t size) {
        if (size > most) {
            throw_unreadable(file, fmt::format("expected at most {} bytes, found {}", most, size));
        }
    };
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    require_at_most(error ? 0 : size);
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw_unreadable(file, last_reason());
    }
    std::vector<std::byte> bytes;
    constexpr std::size_t block = std::size_t{1} << 20;
    bytes.resize(error ? block : static_cast<std::size_t>(size) + 1);  // files of the system claim to have no size
    std::size_t got = 0;
    while (stream.read(reinterpret_cast<char*>(bytes.data() + got), static_cast<std::streamsize>(bytes.size() - got))) {
        got = bytes.size();
        require_at_most(got);
        bytes.resize(got + block);
    }
    if (stream.bad()) {
        throw_unreadable(file, last_reason());
    }
    bytes.resize(got + static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

#ifdef _WIN32
FolderLock::FolderLock(const fs::path& /*folder*/, std::chrono::milliseconds /*wait*/) {}
FolderLock::~FolderLock() = default;
#else
FolderLock::FolderLock(const fs::path& folder, std::chrono::milliseconds wait)
    : m_descriptor(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    constexpr std::chrono::milliseconds pause(10);
    const auto is_taken = [this] { return ::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK; };
    while (m_descriptor >= 0 && is_taken()) {
        if (wait <= std::chrono::milliseconds(0)) {
            m_held = false;
            return;
        }
        wait -= pause;
        std::this_thread::sleep_for(pause);
    }
}

FolderLock::~FolderLock() {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}
#endif

void write_files(std::span<const FileContent> files) {
    std::vector<std::unique_ptr<TemporaryFile>> written;
    std::vector<std::unique_ptr<TemporaryFile>> old;  // what the new ones replace
    for (const FileContent& content : files) {
        written.push_back(std::make_unique<TemporaryFile>(content.file));
        written.back()->write(content.bytes);
    }
    const FolderLock lock(files.front().file.parent_path());
    std::vector<const TemporaryFile*> moved;
    try {
        moved.reserve(files.size());
        for (const FileContent& content : std::views::reverse(files)) {
            old.push_back(std::make_unique<TemporaryFile>(content.file));
            if (old.back()->take_over()) {
                moved.push_back(old.back().get());
            }
        }
        for (const auto& file : written) {
            file->rename();
        }
    } catch (const std::exception&) {  // of memory, too
        for (const TemporaryFile* file : moved) {
            file->rename();
        }
        throw;
    }
}

void write_file(const fs::path& file, std::span<const std::byte> bytes) {
    TemporaryFile temporary(file);
    temporary.write(bytes);
    temporary.rename();
}

}  // namespace vinoscope
