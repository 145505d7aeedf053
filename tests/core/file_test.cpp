// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

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
    const std::vector<std::byte> back = read_file(file);
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
        const std::vector<std::byte> back = read_file(folder / "a.bin");
        EXPECT_TRUE(std::ranges::equal(back, bytes_of(text))) << size;
    }
}

TEST(ReadFile, SaysWhatIsWrong) {
    const test::TemporaryFolder folder;
    EXPECT_THAT(error_of([&] { read_file(folder / "none"); }), IsError(ErrorKind::io, HasSubstr("none: no such file")));
    EXPECT_THAT(error_of([&] { read_file(folder.path()); }), IsError(ErrorKind::io, HasSubstr("it is a folder")));
}

TEST(PathText, IsUtf8AndComesBack) {
    const std::string text = "a/猫/é.jpg";
    EXPECT_EQ(path_text(text_path(text)), text);
}

}  // namespace
}  // namespace vinoscope
