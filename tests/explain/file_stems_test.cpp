// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/explanation.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <set>

#include "core/text.hpp"
#include "support/error_matchers.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::ElementsAre;

SaliencyMap map_of(std::optional<std::int64_t> target, const std::string& label) {
    SaliencyMap map;
    map.target = target;
    map.label = label;
    return map;
}

TEST(FileStems, AreTheLabelOrElseTheIndex) {
    EXPECT_THAT(file_stems({map_of(651, "microwave"), map_of(206, ""), map_of(205, "flat-coated_retriever")}, "", ""),
                ElementsAre("target_microwave", "target_206", "target_flat-coated_retriever"));
    EXPECT_THAT(file_stems({map_of(281, "tabby, tabby cat")}, "", ""), ElementsAre("target_tabby, tabby cat"));
    EXPECT_THAT(file_stems({map_of(std::nullopt, "")}, "", ""), ElementsAre("per_image_map"));
}

TEST(FileStems, HavePrefixAndPostfix) {
    EXPECT_THAT(file_stems({map_of(1, "cat"), map_of(std::nullopt, "")}, "run1_", "_v2"),
                ElementsAre("run1_target_cat_v2", "run1_per_image_map_v2"));
    EXPECT_THAT(file_stems({map_of(1, "cat")}, "../", "/x"), ElementsAre("_._target_cat_x"));
}

TEST(FileStems, OfThePlainStyleHaveNoWordForTheTarget) {
    EXPECT_THAT(
        file_stems(
            {map_of(1, "cat"), map_of(2, ""), map_of(std::nullopt, "")}, "image_", "_x", false, StemStyle::plain),
        ElementsAre("image_cat_x", "image_2_x", "image_activation_map_x"));
}

TEST(FileStems, EndWithTheScoreWhereOneIsKnown) {
    auto cat = map_of(1, "cat");
    cat.score = 0.925F;
    EXPECT_THAT(file_stems({cat, map_of(2, "dog")}, "", "_conf_", true),
                ElementsAre("target_cat_conf_0.93", "target_dog_conf_"));
    EXPECT_THAT(file_stems({cat}, "", "", true), ElementsAre("target_cat_0.93"));
    auto cut = map_of(3, "cat_0.9");
    cut.score = 10.5F;
    auto longer = map_of(4, "cat_0.9_1");
    longer.score = 0.5F;
    const auto stems = file_stems({cut, longer}, "", "x", true);
    EXPECT_NE(stems[0], stems[1]);
}

TEST(FileStems, EqualNamesGetTheirIndex) {
    EXPECT_THAT(file_stems({map_of(134, "crane"), map_of(2, "cat"), map_of(517, "crane")}, "", "_x"),
                ElementsAre("target_crane_134_x", "target_cat_x", "target_crane_517_x"));
    EXPECT_THAT(file_stems({map_of(1, "Cat"), map_of(2, "cat")}, "", ""), ElementsAre("target_Cat_1", "target_cat_2"));
    EXPECT_THAT(file_stems({map_of(1, "a/b"), map_of(2, "a:b")}, "", ""), ElementsAre("target_a_b_1", "target_a_b_2"));
}

// The pictures in 16 bits are called STEM_16bit.png, and the standard errors STEM_stderr.npy.
TEST(FileStems, DifferFromTheFilesOfOtherFormats) {
    EXPECT_THAT(file_stems({map_of(1, "cat"), map_of(2, "Cat_16bit"), map_of(3, "cat_stderr")}, "", ""),
                ElementsAre("target_cat", "target_Cat_16bit_2", "target_cat_stderr_3"));
    EXPECT_THAT(file_stems({map_of(1, "cat"), map_of(2, "cat_16bit")}, "", "_16bit"),
                ElementsAre("target_cat_16bit", "target_cat_16bit_2_16bit"));
}

TEST(FileStems, StayDistinctWhateverTheLabels) {
    const std::string long_name(300, 'x');
    const std::vector<SaliencyMap> maps = {map_of(1, "cat"),
                                           map_of(2, "cat"),
                                           map_of(3, "cat_1"),
                                           map_of(5, ""),
                                           map_of(6, "5"),
                                           map_of(7, long_name + "a"),
                                           map_of(8, long_name + "b"),
                                           map_of(9, "cat"),
                                           map_of(9, "cat"),
                                           map_of(std::nullopt, ""),
                                           map_of(std::nullopt, ""),
                                           map_of(4, ""),
                                           map_of(4, "")};
    std::set<std::string> distinct;
    for (const std::string& stem : file_stems(maps, "", "_postfix")) {
        EXPECT_LE(stem.size(), 200U);
        EXPECT_TRUE(stem.ends_with("_postfix")) << stem;
        distinct.insert(lower_case(stem));
    }
    EXPECT_EQ(distinct.size(), maps.size());
}

TEST(FileStems, RejectAPrefixThatLeavesNoRoom) {
    EXPECT_THAT(error_of([] { return file_stems({map_of(1, "cat")}, std::string(60, 'a'), std::string(60, 'b')); }),
                IsError(ErrorKind::usage, testing::HasSubstr("120")));
}

}  // namespace
}  // namespace vinoscope
