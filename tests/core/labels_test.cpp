// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/labels.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "support/temporary_folder.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::ElementsAre;
using testing::HasSubstr;

class ReadLabels : public testing::Test {
protected:
    std::filesystem::path write(const std::string& text) const {
        std::ofstream(m_folder / "labels.txt", std::ios::binary) << text;
        return m_folder / "labels.txt";
    }

private:
    test::TemporaryFolder m_folder;
};

TEST_F(ReadLabels, TakesOneNameALine) {
    EXPECT_THAT(read_labels(write("tench\ngreat white shark, white shark\n猫")),
                ElementsAre("tench", "great white shark, white shark", "猫"));
}

TEST_F(ReadLabels, IgnoresMarksOfOtherEditorsAndTrailingBlankLines) {
    EXPECT_THAT(read_labels(write("\xEF\xBB\xBFone\r\ntwo\r\n\r\n  \n")), ElementsAre("one", "two"));
}

TEST_F(ReadLabels, KeepsBlankLinesInTheMiddleSoThatLaterIndicesStay) {
    EXPECT_THAT(read_labels(write("one\n\nthree\n")), ElementsAre("one", "", "three"));
}

TEST_F(ReadLabels, ReadsTheLabelsOfTheEmbeddedModel) {
    const auto labels = read_labels(test::asset("models/imagenet_classes.txt"));
    ASSERT_EQ(labels.size(), 1000U);
    EXPECT_THAT(labels[967], HasSubstr("espresso"));
}

TEST_F(ReadLabels, SaysWhatIsWrong) {
    EXPECT_THAT(error_of([&] { return read_labels(write("")); }), IsError(ErrorKind::io, HasSubstr("empty")));
    EXPECT_THAT(error_of([&] { return read_labels(write(" \n\r\n")); }), IsError(ErrorKind::io, HasSubstr("empty")));
    EXPECT_THAT(error_of([&] { return read_labels(write(std::string("a\0b", 3))); }),
                IsError(ErrorKind::io, HasSubstr("UTF-8")));
    EXPECT_THAT(error_of([] { return read_labels("no-such-labels.txt"); }),
                IsError(ErrorKind::io, HasSubstr("no-such-labels.txt")));
}

}  // namespace
}  // namespace vinoscope
