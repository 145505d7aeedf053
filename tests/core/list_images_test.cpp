// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>

#include "core/file.hpp"
#include "support/error_matchers.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/internal/list_images.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class ListImages : public testing::Test {
protected:
    ListImages() {
        std::filesystem::create_directories(m_folder / "sub.jpg");
        for (const char* name :
             {"b.jpg", "a.PNG", "c.tiff", "notes.txt", ".hidden.png", "d[1].webp", "sub.jpg/e.bmp"}) {
            std::ofstream(m_folder / name) << "x";
        }
    }

    std::string in_folder(const std::string& name) const { return path_text(m_folder / name); }

    /// The names that come out, relative to the folder.
    std::vector<std::string> list(const std::vector<std::string>& names) const {
        std::vector<std::string> patterns;
        for (const std::string& name : names) {
            patterns.push_back(in_folder(name));
        }
        std::vector<std::string> found;
        for (const auto& file : list_images(patterns)) {
            found.push_back(path_text(file.lexically_relative(m_folder.path())));
        }
        return found;
    }

private:
    test::TemporaryFolder m_folder;
};

TEST_F(ListImages, TakesFilesAsTheyAreInTheGivenOrder) {
    EXPECT_THAT(list({"c.tiff", "notes.txt", "a.PNG"}), ElementsAre("c.tiff", "notes.txt", "a.PNG"));
}

TEST_F(ListImages, TakesTheImagesDirectlyInsideAFolder) {
    EXPECT_THAT(list({""}), ElementsAre("a.PNG", "b.jpg", "c.tiff", "d[1].webp"));
    EXPECT_THAT(list({"sub.jpg"}), ElementsAre("sub.jpg/e.bmp"));
}

TEST_F(ListImages, ExpandsGlobsInTheLastComponent) {
    EXPECT_THAT(list({"*.jpg"}), ElementsAre("b.jpg"));
    EXPECT_THAT(list({"?.*"}), ElementsAre("a.PNG", "b.jpg", "c.tiff"));
    EXPECT_THAT(list({"[bc].*", "a*"}), ElementsAre("b.jpg", "c.tiff", "a.PNG"));
}

TEST_F(ListImages, ExpandsGlobsInAnyComponent) {
    for (const char* name : {"x/1/a.png", "x/2/b.jpg", "x/2/deep/c.png", "x/.hidden/d.png", "x/3/notes.txt"}) {
        std::filesystem::create_directories(std::filesystem::path(in_folder(name)).parent_path());
        std::ofstream(in_folder(name)) << "x";
    }
    std::filesystem::create_directory_symlink(in_folder("x"), in_folder("x/2/loop"));
    EXPECT_THAT(list({"x/*/*.png"}), ElementsAre("x/1/a.png"));
    EXPECT_THAT(list({"x/[23]/*"}), ElementsAre("x/2/b.jpg", "x/3/notes.txt"));
    EXPECT_THAT(list({"x/**"}), ElementsAre("x/1/a.png", "x/2/b.jpg", "x/2/deep/c.png"));
    EXPECT_THAT(list({"x/**/*.png"}), ElementsAre("x/1/a.png", "x/2/deep/c.png"));
    EXPECT_THAT(list({"**/deep/*"}), ElementsAre("x/2/deep/c.png"));
    EXPECT_THAT(error_of([&] { list({"x/**/*.gif"}); }), IsError(ErrorKind::bad_image, HasSubstr("x/**/*.gif")));
}

TEST_F(ListImages, AFolderWhoseNameLooksLikeAGlobIsTakenAsItIs) {
    std::filesystem::create_directory(in_folder("e[1]"));
    std::ofstream(in_folder("e[1]/a.png")) << "x";
    EXPECT_THAT(list({"e[1]/*.png"}), ElementsAre("e[1]/a.png"));
}

TEST_F(ListImages, AFileWhoseNameLooksLikeAGlobIsTakenAsItIs) {
    EXPECT_THAT(list({"d[1].webp"}), ElementsAre("d[1].webp"));
}

TEST_F(ListImages, SaysWhichPatternNamesNothing) {
    EXPECT_THAT(error_of([&] {
                    list({"b.jpg", "bb.jpg"});
                }),
                IsError(ErrorKind::bad_image, AllOf(HasSubstr("bb.jpg"), HasSubstr("did you mean b.jpg"))));
    EXPECT_THAT(error_of([&] { list({"*.gif"}); }), IsError(ErrorKind::bad_image, HasSubstr("*.gif")));
    EXPECT_THAT(error_of([&] { list({"no/such/folder/*"}); }),
                IsError(ErrorKind::bad_image, HasSubstr("no/such/folder")));
    std::filesystem::create_directory(in_folder("none"));
    EXPECT_THAT(error_of([&] { list({"none"}); }), IsError(ErrorKind::bad_image, HasSubstr("none")));
}

TEST_F(ListImages, NothingAskedNothingFound) {
    EXPECT_THAT(list_images({}), testing::IsEmpty());
}

}  // namespace
}  // namespace vinoscope
