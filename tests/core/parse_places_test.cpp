// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/file.hpp"
#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::VariantWith;

auto is_index(std::int64_t index) {
    return VariantWith<std::int64_t>(index);
}

auto is_label(const std::string& name) {
    return VariantWith<std::string>(name);
}

TEST(ParseTargets, ReadsBoxesThatWereFound) {
    EXPECT_THAT(parse_targets("box:2,box:tabby cat"),
                ElementsAre(VariantWith<PredictedBox>(Field(&PredictedBox::which, is_index(2))),
                            VariantWith<PredictedBox>(Field(&PredictedBox::which, is_label("tabby cat")))));
    for (const auto* text : {"box:", "box:-1"})
        EXPECT_THAT(error_of([&] { return parse_targets(text); }), IsError(ErrorKind::usage, HasSubstr("box:INDEX")))
            << text;
}

TEST(ParseTargets, ReadsSidesOfBoxes) {
    const auto boxes = parse_targets("box:2:left,box:tabby cat:bottom,box:left,box:a:b");
    ASSERT_EQ(boxes.size(), 4U);
    const auto at = [&](std::size_t index) { return std::get<PredictedBox>(boxes[index]); };
    EXPECT_THAT(at(0).which, is_index(2));
    EXPECT_EQ(at(0).side, BoxSide::left);
    EXPECT_THAT(at(1).which, is_label("tabby cat"));
    EXPECT_EQ(at(1).side, BoxSide::bottom);
    EXPECT_THAT(at(2).which, is_label("left"));
    EXPECT_EQ(at(2).side, std::nullopt);
    EXPECT_THAT(at(3).which, is_label("a:b"));
    for (const auto* text : {"box:0:lefft", "box:0:", "box::left"})
        EXPECT_THAT(error_of([&] { static_cast<void>(parse_targets(text)); }),
                    IsError(ErrorKind::usage, HasSubstr("box:INDEX:SIDE")))
            << text;
    EXPECT_THAT(error_of([] { parse_side("front"); }), IsError(ErrorKind::usage, HasSubstr("left, top, right or")));
    for (const auto side : {BoxSide::left, BoxSide::top, BoxSide::right, BoxSide::bottom})
        EXPECT_EQ(parse_side(to_string(side)), side);
}

TEST(ParseBox, ReadsCornersAndALabel) {
    const auto found = parse_box("1,2.5, 30 ,4e1:tabby cat");
    EXPECT_EQ(found.box.x1, 1);
    EXPECT_EQ(found.box.y1, 2.5F);
    EXPECT_EQ(found.box.x2, 30);
    EXPECT_EQ(found.box.y2, 40);
    EXPECT_THAT(found.label, is_label("tabby cat"));
    EXPECT_EQ(found.side, std::nullopt);
    EXPECT_EQ(parse_box("1,2,3,4:cat:top").side, BoxSide::top);
    EXPECT_THAT(parse_box("-1,-1,2,2:7").label, is_index(7));
    EXPECT_THAT(parse_box("0,0,1,1:ratio 4:3").label, is_label("ratio 4:3"));
}

TEST(ParseBox, ShowsTheFormWhenItIsNotMet) {
    for (const auto* text : {"", "1,2,3,4", "1,2,3,4:", "1,2,3:cat", "a,b,c,d:cat", "1,2,3,4,5:cat", "1,2,nan,4:cat"})
        EXPECT_THAT(error_of([&] { return parse_box(text); }),
                    IsError(ErrorKind::usage, HasSubstr("x1,y1,x2,y2:LABEL")))
            << text;
    EXPECT_THAT(error_of([] { return parse_box("100,100,20,30:cat"); }),
                IsError(ErrorKind::usage, HasSubstr("x,y,width,height")));
}

TEST(ParseRegion, ReadsAClassAPointOrAPicture) {
    EXPECT_THAT(parse_region("285"), is_index(285));
    EXPECT_THAT(parse_region("tabby cat"), is_label("tabby cat"));
    const auto point = std::get<PointTarget>(parse_region("12.5,7:3"));
    EXPECT_EQ(point.x, 12.5F);
    EXPECT_EQ(point.y, 7);
    EXPECT_EQ(point.label, ClassName(std::int64_t{3}));
    EXPECT_FALSE(std::get<PointTarget>(parse_region("0,0")).label);
    const auto file = path_text(test::data("shapes/100.png"));
    const auto mask = std::get<MaskTarget>(parse_region(file + ":ring"));
    EXPECT_EQ(mask.mask.width(), 96);
    EXPECT_EQ(mask.name, "100");
    EXPECT_EQ(mask.label, ClassName("ring"));
    EXPECT_FALSE(std::get<MaskTarget>(parse_region(file)).label);
}

TEST(ParseRegion, RefusesNothingAndMissingPictures) {
    EXPECT_THAT(error_of([] { return parse_region(" "); }), IsError(ErrorKind::usage, HasSubstr("x,y")));
    EXPECT_THAT(error_of([] { return parse_region("missing.png"); }),
                IsError(ErrorKind::bad_image, AllOf(HasSubstr("missing.png"))));
}

}  // namespace
}  // namespace vinoscope
