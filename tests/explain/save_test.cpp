// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "core/file.hpp"
#include "support/error_matchers.hpp"
#include "support/npy.hpp"
#include "support/pictures.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/explanation.hpp"

namespace vinoscope {
namespace {

namespace fs = std::filesystem;
using test::error_of;
using test::from_bgr;
using test::IsError;
using test::max_difference;
using test::smooth_picture;
using test::to_bgr;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

SaliencyMap map_of(std::int64_t target, const std::string& label) {
    SaliencyMap map;
    map.target = target;
    map.label = label;
    map.height = 2;
    map.width = 3;
    map.values = {0, 1, static_cast<float>(target), -1, 0.5F, 2};
    return map;
}

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        names.push_back(path_text(entry.path().filename()));
    }
    return names;
}

class Save : public testing::Test {
protected:
    Save() {
        m_explanation.image = from_bgr(smooth_picture(40, 30));
        m_explanation.maps = {map_of(7, "cat"), map_of(3, "dog")};
    }

    fs::path out() const { return m_folder / "new/out"; }

    test::TemporaryFolder m_folder;
    Explanation m_explanation;
};

TEST_F(Save, WritesTheRenderedPictures) {
    const auto saved = m_explanation.save(out(), {.formats = {MapFormat::png}});
    ASSERT_EQ(saved.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(saved[i].map, i);
        EXPECT_EQ(saved[i].format, MapFormat::png);
        const cv::Mat expected = to_bgr(render(m_explanation.maps[i], m_explanation.image));
        EXPECT_EQ(max_difference(cv::imread(saved[i].path.string()), expected), 0);
    }
    EXPECT_THAT(names_in(out()), UnorderedElementsAre("target_cat.png", "target_dog.png"));
}

TEST_F(Save, WritesJpegByDefault) {
    m_explanation.save(out());
    EXPECT_THAT(names_in(out()), UnorderedElementsAre("target_cat.jpg", "target_dog.jpg"));
    const std::vector<std::byte> bytes = read_file(out() / "target_cat.jpg");
    EXPECT_EQ(bytes[0], std::byte{0xFF});
    EXPECT_EQ(bytes[1], std::byte{0xD8});
}

TEST_F(Save, WritesTheRawValues) {
    m_explanation.save(out(), {.formats = {MapFormat::npy}});
    const auto array = test::read_npy<float>(out() / "target_cat.npy");
    EXPECT_EQ(array.shape, (std::vector<std::size_t>{2, 3}));
    EXPECT_EQ(array.values, m_explanation.maps[0].values);
}

TEST_F(Save, WritesTheValuesOfOneMapUnderANameOfItsOwn) {
    std::filesystem::create_directories(out());
    const SaliencyMap& map = m_explanation.maps[0];
    const auto file = save_values(map, MapFormat::npy, out() / "mine.v2");
    EXPECT_EQ(file, out() / "mine.v2.npy");
    EXPECT_EQ(test::read_npy<float>(*file).values, map.values);
    EXPECT_EQ(save_values(map, MapFormat::standard_error, out() / "mine"), std::nullopt);
    EXPECT_THAT(names_in(out()), UnorderedElementsAre("mine.v2.npy"));
    EXPECT_THAT(error_of([&] { save_values(map, MapFormat::jpg, out() / "mine"); }),
                IsError(ErrorKind::usage, HasSubstr("image format")));
}

TEST_F(Save, WritesTheValuesInSixteenBits) {
    m_explanation.maps = {map_of(7, "cat")};  // 0, 1, 7, -1, 0.5, 2
    const auto saved = m_explanation.save(out(), {.formats = {MapFormat::png16, MapFormat::png}});
    EXPECT_THAT(names_in(out()), UnorderedElementsAre("target_cat.png", "target_cat_16bit.png"));
    EXPECT_EQ(saved[0].format, MapFormat::png16);
    const cv::Mat gray = cv::imread(saved[0].path.string(), cv::IMREAD_UNCHANGED);
    ASSERT_EQ(gray.type(), CV_16UC1);
    ASSERT_EQ(gray.size(), cv::Size(3, 2));
    EXPECT_THAT(std::vector<std::uint16_t>(gray.begin<std::uint16_t>(), gray.end<std::uint16_t>()),
                ElementsAre(8192, 16384, 65535, 0, 12288, 24576));  // (value + 1) / 8 of 65535
}

TEST_F(Save, WritesTheStandardErrorsOfMapsThatHaveThem) {
    m_explanation.maps[1].standard_error = {1, 2, 3, 4, 5, 6};
    const auto saved = m_explanation.save(out(), {.formats = {MapFormat::npy, MapFormat::standard_error}});
    EXPECT_THAT(names_in(out()), UnorderedElementsAre("target_cat.npy", "target_dog.npy", "target_dog_stderr.npy"));
    const auto array = test::read_npy<float>(out() / "target_dog_stderr.npy");
    EXPECT_EQ(array.shape, (std::vector<std::size_t>{2, 3}));
    EXPECT_THAT(array.values, ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST_F(Save, WritesScoresIntoTheNames) {
    m_explanation.maps[0].score = 0.9251F;
    m_explanation.save(out(), {.formats = {MapFormat::json}, .prefix = "a_", .scores = true});
    EXPECT_THAT(names_in(out()), UnorderedElementsAre("a_target_cat_0.93.json", "a_target_dog.json"));
}

TEST_F(Save, RawValuesNeedNoImage) {
    m_explanation.image = Image();
    EXPECT_EQ(m_explanation.save(out(), {.formats = {MapFormat::npy, MapFormat::png16, MapFormat::json}}).size(), 6U);
    EXPECT_THAT(error_of([&] { m_explanation.save(out()); }), IsError(ErrorKind::bad_image, HasSubstr("empty image")));
}

TEST_F(Save, GivesTheFilesInTheOrderOfMapsAndFormatsAndReportsThem) {
    std::vector<fs::path> reported;
    SaveOptions options{.formats = {MapFormat::npy, MapFormat::jpg, MapFormat::png}, .prefix = "a_", .postfix = "_z"};
    options.progress = [&](const SavedFile& file) {
        EXPECT_TRUE(fs::exists(file.path));
        reported.push_back(file.path.filename());
        return true;
    };
    const auto saved = m_explanation.save(out(), options);
    EXPECT_THAT(reported,
                ElementsAre("a_target_cat_z.npy",
                            "a_target_cat_z.jpg",
                            "a_target_cat_z.png",
                            "a_target_dog_z.npy",
                            "a_target_dog_z.jpg",
                            "a_target_dog_z.png"));
    ASSERT_EQ(saved.size(), 6U);
    EXPECT_EQ(saved[0].render_seconds, 0);
    EXPECT_GT(saved[1].render_seconds, 0);
    EXPECT_EQ(saved[2].render_seconds, 0);  // drawn for the format before
    for (const SavedFile& file : saved) {
        EXPECT_GT(file.write_seconds, 0);
    }
}

TEST_F(Save, StopsWhenAsked) {
    for (std::int64_t i = 10; i < 300; ++i) {
        m_explanation.maps.push_back(map_of(i, ""));
    }
    int calls = 0;
    SaveOptions options;
    options.progress = [&](const SavedFile&) { return ++calls < 5; };
    EXPECT_THAT(error_of([&] { m_explanation.save(out(), options); }),
                IsError(ErrorKind::cancelled, HasSubstr("target_")));
    EXPECT_EQ(calls, 5);
    const auto names = names_in(out());
    EXPECT_LT(names.size(), 100U);
    EXPECT_THAT(names, testing::Each(testing::EndsWith(".jpg")));
}

TEST_F(Save, WritesNoPictureOfAMapThatIsNotOk) {
    SaliencyMap& map = m_explanation.maps[0];
    map.values[2] = std::nanf("");
    map.status = MapStatus::not_finite;
    const auto saved = m_explanation.save(out(), {.formats = {MapFormat::jpg, MapFormat::png16, MapFormat::npy}});
    EXPECT_EQ(saved.size(), 4U);
    EXPECT_THAT(names_in(out()),
                UnorderedElementsAre("target_cat.npy", "target_dog.jpg", "target_dog_16bit.png", "target_dog.npy"));
    EXPECT_TRUE(std::isnan(test::read_npy<float>(out() / "target_cat.npy").values[2]));
}

TEST_F(Save, OverwritesWhatIsThere) {
    fs::create_directories(out());
    std::ofstream(out() / "target_cat.jpg") << "old";
    m_explanation.save(out());
    EXPECT_EQ(cv::imread((out() / "target_cat.jpg").string()).size(), cv::Size(40, 30));
}

TEST_F(Save, StaysInsideTheFolder) {
    m_explanation.maps = {map_of(1, "../up"),
                          map_of(2, "/etc/x"),
                          map_of(3, "a/b"),
                          map_of(4, "\"q\"\n"),
                          map_of(5, std::string(300, 'n')),
                          map_of(6, "猫"),
                          map_of(7, "CON")};
    const auto saved = m_explanation.save(out(), {.formats = {MapFormat::npy}});
    for (const SavedFile& file : saved) {
        EXPECT_EQ(file.path.parent_path(), out());
    }
    EXPECT_EQ(names_in(out()).size(), 7U);
    EXPECT_THAT(names_in(m_folder / "new"), ElementsAre("out"));
    EXPECT_EQ(saved[5].path.filename(), fs::path(u8"target_猫.npy"));
}

TEST_F(Save, ManyMapsAreAllWritten) {
    m_explanation.maps.clear();
    for (std::int64_t i = 0; i < 150; ++i) {
        m_explanation.maps.push_back(map_of(i, i % 2 == 0 ? "even" : "odd"));
    }
    const auto saved = m_explanation.save(out(), {.formats = {MapFormat::npy}});
    ASSERT_EQ(saved.size(), 150U);
    for (std::size_t i = 0; i < saved.size(); ++i) {
        EXPECT_EQ(saved[i].map, i);
        EXPECT_EQ(test::read_npy<float>(saved[i].path).values[2], static_cast<float>(i));
    }
}

TEST_F(Save, SaysWhatIsWrongWithTheFolder) {
    std::ofstream(m_folder / "file") << "x";
    EXPECT_THAT(error_of([&] { m_explanation.save(m_folder / "file"); }), IsError(ErrorKind::io, HasSubstr("file")));
    EXPECT_THAT(error_of([&] { m_explanation.save(m_folder / "file/out"); }),
                IsError(ErrorKind::io, AllOf(HasSubstr("file/out"), HasSubstr("Not a directory"))));
    fs::create_directories(out() / "target_cat.jpg");
    EXPECT_THAT(error_of([&] { m_explanation.save(out()); }), IsError(ErrorKind::io, HasSubstr("target_cat.jpg")));
}

TEST(ParseMapFormat, KnowsEveryName) {
    for (const std::string& name : map_format_names())
        EXPECT_EQ(to_string(parse_map_format(name)), name);
    EXPECT_EQ(parse_map_format("npy"), MapFormat::npy);
    EXPECT_EQ(parse_map_format("png16"), MapFormat::png16);
    EXPECT_EQ(parse_map_format("stderr"), MapFormat::standard_error);
    EXPECT_THAT(error_of([] { return parse_map_format("gif"); }),
                IsError(ErrorKind::usage, AllOf(HasSubstr("gif"), HasSubstr("jpg, png, npy"))));
}

}  // namespace
}  // namespace vinoscope
