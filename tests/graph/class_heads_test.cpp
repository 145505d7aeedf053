// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/class_heads.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/detectors.hpp"
#include "support/error_matchers.hpp"
#include "support/network_input.hpp"
#include "support/npy.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

using test::DetectorCase;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> names_of(const std::vector<ClassHead>& heads) {
    std::vector<std::string> names;
    for (const auto& head : heads)
        names.push_back(head.layer.name());
    return names;
}

// One scale of a detector as it comes out of its convolution, [channels][side][side].
struct Scale {
    std::vector<float> values;
    int side = 0;

    cv::Mat channel(std::size_t index) const {
        const auto size = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
        return cv::Mat(side, side, CV_32F, const_cast<float*>(values.data() + index * size)).clone();
    }
};

cv::Mat largest(const std::vector<cv::Mat>& maps) {
    auto result = maps.front().clone();
    for (const auto& map : maps)
        cv::max(result, map, result);
    return result;
}

cv::Mat sigmoid(const cv::Mat& map) {
    cv::Mat result;
    cv::exp(-map, result);
    return 1 / (1 + result);
}

std::vector<cv::Mat> softmax(const std::vector<cv::Mat>& maps) {
    std::vector<cv::Mat> result(maps.size());
    cv::Mat sum = cv::Mat::zeros(maps.front().size(), CV_32F);
    for (std::size_t i = 0; i < maps.size(); ++i) {
        cv::exp(maps[i], result[i]);
        sum += result[i];
    }
    for (auto& map : result)
        map = map / sum;
    return result;
}

void append(std::vector<float>& values, const cv::Mat& map) {
    values.insert(values.end(), map.begin<float>(), map.end<float>());
}

// By the definition: probabilities, the best anchor, resized to the first scale, added up.
std::vector<float> expected_map(const DetectorCase& detector, const std::vector<Scale>& scales) {
    std::vector<cv::Mat> sums(detector.classes);
    for (const auto& scale : scales) {
        std::vector<std::vector<cv::Mat>> anchors_of_class(detector.classes);
        for (std::size_t anchor = 0; anchor < detector.anchors; ++anchor) {
            std::vector<cv::Mat> scores;
            for (std::size_t c = 0; c < detector.classes; ++c)
                scores.push_back(scale.channel(detector.channel(anchor, c)));
            const auto shares = softmax(scores);
            for (std::size_t c = 0; c < detector.classes; ++c)
                anchors_of_class[c].push_back(detector.softmax ? shares[c] : sigmoid(scores[c]));
        }
        for (std::size_t c = 0; c < detector.classes; ++c) {
            cv::Mat map;
            cv::resize(largest(anchors_of_class[c]), map, {scales[0].side, scales[0].side}, 0, 0, cv::INTER_LINEAR);
            sums[c] = sums[c].empty() ? map : cv::Mat(sums[c] + map);
        }
    }
    std::vector<float> values;
    for (const auto& map : sums)
        append(values, map);
    return values;
}

class ClassHeadsOf : public testing::TestWithParam<DetectorCase> {
protected:
    std::shared_ptr<ov::Model> m_model = GetParam().build();
    AxisTrace m_trace{*m_model, find_image_input(*m_model, TensorLayout::nchw)};
};

TEST_P(ClassHeadsOf, AreTheConvolutionsOfTheScores) {
    EXPECT_THAT(names_of(find_class_heads(*m_model, m_trace)), testing::UnorderedElementsAre("fine", "coarse"));
}

TEST_P(ClassHeadsOf, GiveTheMapOfTheDefinition) {
    const auto heads = find_class_heads(*m_model, m_trace);
    ASSERT_EQ(heads.size(), 2U);
    const auto image = test::random_tensor({1, 3, 12, 12}, 5);
    std::vector<Scale> scales(2);
    for (const auto& head : heads)
        scales[head.layer.name() == "fine" ? 0 : 1] = {test::run(head.layer.value, *m_model, image),
                                                       static_cast<int>(head.layer.grid.height)};
    const auto map = test::run(class_probability_map(m_trace, heads), *m_model, image);
    EXPECT_LT(test::relative_error(map, expected_map(GetParam(), scales)), 1e-5);
}

INSTANTIATE_TEST_SUITE_P(Detectors, ClassHeadsOf, testing::ValuesIn(test::detector_cases()), [](const auto& test) {
    return test.param.name;
});

TEST(ClassHeads, AreNoneWhereQueriesAreClassified) {
    const auto model = test::detector_of_queries();
    const AxisTrace trace(*model, find_image_input(*model, TensorLayout::nchw));
    EXPECT_TRUE(find_class_heads(*model, trace).empty());
}

class ShapesDetector : public testing::Test {
protected:
    std::shared_ptr<ov::Model> m_model = read_model(test::data("models/shapes-ssd.xml"));
    AxisTrace m_trace{*m_model, find_image_input(*m_model)};
};

TEST_F(ShapesDetector, HasAClassHeadForEachScale) {
    const auto heads = find_class_heads(*m_model, m_trace);
    EXPECT_THAT(names_of(heads), ElementsAre("/cls0/Conv", "/cls1/Conv"));
    for (const auto& head : heads) {
        EXPECT_EQ(head.classes.count, 6);
        EXPECT_EQ(head.activation, ClassActivation::sigmoid);
    }
}

// The toolkit of the reference takes logits, and their softmax at the very end: here from the tensors that were found.
TEST_F(ShapesDetector, GivesTheMapOfTheReferenceToolkit) {
    constexpr int side = 23;
    const auto reference =
        test::read_npy<float>(test::data("reference/shapes-ssd_100_det_class_probability_map_raw.npy"));
    const auto image = test::network_input(test::data("shapes/100.png"), 96, 128, 64);
    std::vector<cv::Mat> means(6);
    for (const auto& head : find_class_heads(*m_model, m_trace)) {
        const Scale scale{test::run(head.layer.value, *m_model, image), static_cast<int>(head.layer.grid.height)};
        for (std::size_t c = 0; c < 6; ++c) {
            std::vector<cv::Mat> anchors;
            for (std::int64_t anchor = 0; anchor < 2; ++anchor)
                anchors.push_back(scale.channel(anchor * head.classes.size + head.classes.first + c));
            cv::Mat map;
            cv::resize(largest(anchors), map, {side, side}, 0, 0, cv::INTER_LINEAR);
            means[c] = means[c].empty() ? cv::Mat(map / 2) : cv::Mat(means[c] + map / 2);
        }
    }
    std::vector<float> found;
    for (const auto& map : softmax(means))
        append(found, map);
    EXPECT_LT(test::relative_error(found, reference.values), 1e-5);
}

TEST_F(ShapesDetector, TakesHeadsByName) {
    EXPECT_THAT(names_of(class_heads_called(*m_model, m_trace, {"/cls1/Conv"})), ElementsAre("/cls1/Conv"));
    EXPECT_THAT(test::error_of([&] { class_heads_called(*m_model, m_trace, {"/cls1/Con"}); }),
                test::IsError(ErrorKind::bad_target, HasSubstr("did you mean /cls1/Conv")));
    EXPECT_THAT(test::error_of([&] { class_heads_called(*m_model, m_trace, {"/reg0/Conv"}); }),
                test::IsError(ErrorKind::unsupported, HasSubstr("/cls0/Conv, /cls1/Conv")));
}

}  // namespace
}  // namespace vinoscope
