// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <thread>

#include "support/error_matchers.hpp"
#include "support/restrict_process.hpp"
#include "support/temporary_folder.hpp"

namespace vinoscope {
namespace {

namespace fs = std::filesystem;
using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::HasSubstr;

constexpr std::uintmax_t any_size = std::numeric_limits<std::uintmax_t>::max();

std::span<const std::byte> bytes_of(const std::string& text) {
    return std::as_bytes(std::span(text));
}

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::ptrdiff_t entries_in(const fs::path& folder) {
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

TEST(WriteFile, WritesAndOverwritesAndLeavesNothingElse) {
    const test::TemporaryFolder folder;
    const fs::path file = folder / "a.bin";
    write_file(file, bytes_of("a first and longer text"));
    write_file(file, bytes_of(std::string("two\0three", 9)));
    EXPECT_EQ(text_of(file), std::string("two\0three", 9));
    EXPECT_EQ(entries_in(folder.path()), 1);
}

TEST(WriteFile, TakesNamesThatAreNotAscii) {
    const test::TemporaryFolder folder;
    const fs::path file = folder.path() / fs::path(u8"猫 é.bin");
    write_file(file, bytes_of("x"));
    const std::vector<std::byte> back = read_file(file, any_size);
    EXPECT_EQ(back, std::vector<std::byte>{std::byte{'x'}});
}

TEST(WriteFile, SaysWhyItCannot) {
    const test::TemporaryFolder folder;
    EXPECT_THAT(error_of([&] { write_file(folder / "no/such/a.bin", bytes_of("x")); }),
                IsError(ErrorKind::io, AllOf(HasSubstr("no/such/a.bin"), HasSubstr("No such file or directory"))));
    fs::create_directory(folder / "taken");
    EXPECT_THAT(error_of([&] { write_file(folder / "taken", bytes_of("x")); }),
                IsError(ErrorKind::io, HasSubstr("Is a directory")));
    EXPECT_EQ(entries_in(folder.path()), 1);
}

TEST(WriteFile, DoesNotTakeThePlaceOfAPipeOrADevice) {
    const test::TemporaryFolder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    fs::create_symlink("/dev/null", folder / "device");
    for (const char* name : {"pipe", "device"}) {
        const fs::path file = folder / name;
        const auto refused = IsError(ErrorKind::io, AllOf(HasSubstr(name), HasSubstr("a pipe, a device or a socket")));
        EXPECT_THAT(error_of([&] { write_file(file, bytes_of("x")); }), refused);
        const std::array<FileContent, 2> pair = {{{folder / "other", bytes_of("y")}, {file, bytes_of("x")}}};
        EXPECT_THAT(error_of([&] { write_files(pair); }), refused);
        EXPECT_FALSE(fs::is_regular_file(file));
    }
    EXPECT_EQ(entries_in(folder.path()), 2);
}

TEST(WriteFile, NamesAFolderWithoutPermission) {
    const test::TemporaryFolder folder;
    fs::permissions(folder.path(),
                    fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec);
    EXPECT_EXIT(
        {
            test::give_up_root();
            const auto error = error_of([&] { write_file(folder / "a.bin", bytes_of("x")); });
            std::cerr << (error ? error->what() : "written");
            std::_Exit(0);  // no leak check: it could not run as another user
        },
        testing::ExitedWithCode(0),
        "a.bin: Permission denied");
    fs::permissions(folder.path(), fs::perms::owner_all);
}

TEST(WriteFile, KeepsTheOldFileWhenThereIsNoRoom) {
    const test::TemporaryFolder folder;
    const fs::path file = folder / "a.bin";
    write_file(file, bytes_of("old"));
    EXPECT_EXIT(
        {
            test::limit_file_size(4096);
            const auto error = error_of([&] { write_file(file, bytes_of(std::string(100'000, 'x'))); });
            std::cerr << (error ? error->what() : "written");
            std::_Exit(0);
        },
        testing::ExitedWithCode(0),
        "a.bin: File too large");
    EXPECT_EQ(text_of(file), "old");
    EXPECT_EQ(entries_in(folder.path()), 1);
}

TEST(ReadFile, ReadsEveryByte) {
    const test::TemporaryFolder folder;
    for (const std::size_t size : {0U, 1U, 1U << 20U, (1U << 20U) + 1U, 3'000'000U}) {
        std::string text(size, '\0');
        for (std::size_t i = 0; i < size; ++i) {
            text[i] = static_cast<char>(i * 7 + i / 251);
        }
        std::ofstream(folder / "a.bin", std::ios::binary) << text;
        const std::vector<std::byte> back = read_file(folder / "a.bin", any_size);
        EXPECT_TRUE(std::ranges::equal(back, bytes_of(text))) << size;
    }
}

TEST(ReadFile, SaysWhatIsWrong) {
    const test::TemporaryFolder folder;
    EXPECT_THAT(error_of([&] { read_file(folder / "none", any_size); }),
                IsError(ErrorKind::io, HasSubstr("none: the file does not exist")));
    EXPECT_THAT(error_of([&] { read_file(folder.path(), any_size); }),
                IsError(ErrorKind::io, HasSubstr("it is a folder")));
}

TEST(ReadFile, RefusesALargeFileBeforeReadingIt) {
    const test::TemporaryFolder folder;
    write_file(folder / "a.bin", bytes_of("x"));
    fs::resize_file(folder / "a.bin", std::uintmax_t{1} << 40);  // holes take no room
    EXPECT_THAT(error_of([&] { read_file(folder / "a.bin", 1000); }),
                IsError(ErrorKind::io, AllOf(HasSubstr("at most 1000 bytes"), HasSubstr("1099511627776"))));
}

TEST(ReadFile, RefusesWhatMayNeverEnd) {
    const test::TemporaryFolder folder;
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    for (const fs::path& file : {folder / "pipe", fs::path("/dev/zero"), fs::path("/dev/tty")}) {
        EXPECT_THAT(error_of([&] { read_file(file, any_size); }), IsError(ErrorKind::io, HasSubstr("regular file")));
    }
}

TEST(ReadFile, ReadsFilesWithoutASize) {
    EXPECT_FALSE(read_file("/proc/self/status", any_size).empty());
}

TEST(WriteFiles, ReplacesAllOfThem) {
    const test::TemporaryFolder folder;
    for (const char* text : {"first", "second"}) {
        write_files(std::array{FileContent{folder / "a", bytes_of(text)}, FileContent{folder / "b", bytes_of(text)}});
        EXPECT_EQ(text_of(folder / "a"), text);
        EXPECT_EQ(text_of(folder / "b"), text);
    }
    EXPECT_EQ(entries_in(folder.path()), 2);
}

TEST(WriteFiles, ReplacesNoneWhenOneCannotBe) {
    const test::TemporaryFolder folder;
    write_file(folder / "a", bytes_of("old"));
    fs::create_directory(folder / "b");
    EXPECT_THAT(error_of([&] {
                    write_files(std::array{FileContent{folder / "a", bytes_of("new")},
                                           FileContent{folder / "b", bytes_of("new")}});
                }),
                IsError(ErrorKind::io, HasSubstr("Is a directory")));
    EXPECT_EQ(text_of(folder / "a"), "old");
    EXPECT_EQ(entries_in(folder.path()), 2);
}

TEST(WriteFiles, NeverMixesWhatSeveralWrite) {
    const test::TemporaryFolder folder;
    const auto write = [&](int writer) {
        for (int i = 0; i < 100; ++i) {
            const std::string text = std::to_string(writer) + " " + std::to_string(i);
            write_files(
                std::array{FileContent{folder / "a", bytes_of(text)}, FileContent{folder / "b", bytes_of(text)}});
        }
    };
    {
        std::vector<std::jthread> writers;
        for (int writer = 0; writer < 4; ++writer) {
            writers.emplace_back(write, writer);
        }
    }
    EXPECT_EQ(text_of(folder / "a"), text_of(folder / "b"));
    EXPECT_EQ(entries_in(folder.path()), 2);
}

TEST(WriteFileDeathTest, LeavesNothingHalfWrittenAtAQuickExit) {
    const test::TemporaryFolder folder;
    const std::string large(std::size_t{256} << 20, 'x');
    const auto exit_while_writing = [&] {
        std::thread([&] { write_file(folder / "large.bin", bytes_of(large)); }).detach();
        while (entries_in(folder.path()) == 0) {
            std::this_thread::yield();
        }
        std::quick_exit(7);
    };
    EXPECT_EXIT(exit_while_writing(), testing::ExitedWithCode(7), "");
    EXPECT_EQ(entries_in(folder.path()), 0);
}

TEST(PathText, IsUtf8AndComesBack) {
    const std::string text = "a/猫/é.jpg";
    EXPECT_EQ(path_text(text_path(text)), text);
}

}  // namespace
}  // namespace vinoscope
