// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <optional>
#include <stdexcept>

#include "support/assets.hpp"
#include "support/error_matchers.hpp"
#include "support/folder_contents.hpp"
#include "support/options.hpp"
#include "support/pointing.hpp"
#include "support/shapes.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/dataset.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

using test::contents_of;
using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::HasSubstr;

ExplainerOptions options_of(const std::string& method) {
    auto options = test::in_f32(method, test::shapes_preprocess());
    options.black_box.num_masks = 12;
    options.attribution.steps = 6;
    return options;
}

SaveOptions values_and_pictures() {
    SaveOptions options;
    options.formats = {MapFormat::npy, MapFormat::png, MapFormat::json};
    return options;
}

// Of every file that is written, byte `limit` is one too many.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

TEST(Faults, AWriteThatFailsAtAnyByteLeavesWholeFilesAndTellsWhy) {
    const auto explanation = Explainer(test::data("models/shapes-cnn.xml"), options_of("recipro-cam"))
                                 .explain(test::shapes_picture("100.png"));
    const test::TemporaryFolder whole;
    explanation.save(whole.path(), values_and_pictures());
    const auto expected = contents_of(whole.path());
    ASSERT_EQ(expected.size(), 3U);
    std::size_t largest = 0;
    for (const auto& [name, content] : expected)
        largest = std::max(largest, content.size());
    for (std::size_t bytes = 0; bytes <= largest; bytes += bytes < 300 ? 1 : largest / 50) {
        const test::TemporaryFolder folder;
        std::optional<Error> error;
        {
            const FileSizeLimit limit(bytes);
            error = error_of([&] { explanation.save(folder.path(), values_and_pictures()); });
        }
        const auto written = contents_of(folder.path());
        for (const auto& [name, content] : written)
            ASSERT_EQ(content, expected.at(name)) << bytes;
        if (bytes < largest) {
            ASSERT_THAT(error, IsError(ErrorKind::io, AllOf(HasSubstr("target_"), HasSubstr("File too large"))))
                << bytes;
        } else {
            EXPECT_EQ(written.size(), expected.size());
        }
    }
}

TEST(Faults, ARunOfADataSetWhoseWritesFailAtAnyByteTellsWhyAndIsContinued) {
    const Explainer explainer(test::data("models/shapes-cnn.xml"), options_of("recipro-cam"));
    const std::vector<DatasetImage> images = {{.file = test::data("shapes/100.png")},
                                              {.file = test::data("shapes/125.png")}};
    const test::TemporaryFolder whole;
    run_dataset(explainer, images, whole.path());
    const auto expected = contents_of(whole.path());
    ASSERT_EQ(expected.size(), 3U);
    std::size_t largest = 0;
    for (const auto& [name, content] : expected)
        largest = std::max(largest, content.size());
    for (std::size_t bytes = 0; bytes < largest; bytes += bytes < 300 ? 1 : largest / 50) {
        const test::TemporaryFolder folder;
        std::optional<Error> error;
        {
            const FileSizeLimit limit(bytes);
            error = error_of([&] { run_dataset(explainer, images, folder.path()); });
        }
        ASSERT_THAT(error, IsError(ErrorKind::io, HasSubstr("File too large"))) << bytes;
        EXPECT_EQ(run_dataset(explainer, images, folder.path()).progress.done, images.size());
        const auto written = contents_of(folder.path());
        for (const char* name : {"index.jsonl", "maps-00000.tar"})
            ASSERT_EQ(written.at(name), expected.at(name)) << bytes;
    }
}

class FaultsOf : public testing::TestWithParam<const char*> {};

TEST_P(FaultsOf, ACallbackThatThrowsAtAnyInferenceIsToldAndLosesNothing) {
    const Explainer explainer(test::data("models/shapes-cnn.xml"), options_of(GetParam()));
    const auto image = test::shapes_picture("100.png");
    const auto expected = explainer.explain(image).maps.at(0).values;
    std::size_t inferences = 0;
    ExplainOptions counting;
    counting.progress = [&](std::size_t, std::size_t) { ++inferences; };
    static_cast<void>(explainer.explain(image, counting));
    ASSERT_GT(inferences, 5U);
    for (std::size_t failing = 1; failing <= inferences; ++failing) {
        ExplainOptions asked;
        std::size_t calls = 0;
        asked.progress = [&](std::size_t, std::size_t) {
            if (++calls == failing)
                throw std::runtime_error("fault " + std::to_string(failing));
        };
        try {
            static_cast<void>(explainer.explain(image, asked));
            FAIL() << "no error at " << failing;
        } catch (const std::runtime_error& error) {
            ASSERT_EQ(error.what(), "fault " + std::to_string(failing));
        }
        ASSERT_EQ(explainer.explain(image).maps.at(0).values, expected) << "after fault " << failing;
    }
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         FaultsOf,
                         testing::Values("rise", "occlusion", "integrated-gradients", "layer-integrated-gradients"),
                         [](const auto& test) {
                             std::string name = test.param;
                             std::erase(name, '-');
                             return name;
                         });

}  // namespace
}  // namespace vinoscope
