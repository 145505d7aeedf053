// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/class_heads.hpp"
#include "outputs/class_score_tensors.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "heads/class_probability_map.hpp"
#include "model/read_model.hpp"
#include "ops/find_operation.hpp"
#include "support/assets.hpp"
#include "support/build_model.hpp"
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

// By the definition: probabilities times objectness, the best anchor, resized to the first scale, added up.
std::vector<float> expected_map(const DetectorCase& detector,
                                const std::vector<Scale>& scales,
                                const std::vector<Scale>& objectness) {
    std::vector<cv::Mat> sums(detector.classes);
    for (std::size_t level = 0; level < scales.size(); ++level) {
        const auto& scale = scales[level];
        std::vector<std::vector<cv::Mat>> anchors_of_class(detector.classes);
        for (std::size_t anchor = 0; anchor < detector.anchors; ++anchor) {
            std::vector<cv::Mat> scores;
            for (std::size_t c = 0; c < detector.classes; ++c)
                scores.push_back(scale.channel(detector.channel(anchor, c)));
            const auto shares = softmax(scores);
            for (std::size_t c = 0; c < detector.classes; ++c) {
                cv::Mat probability = detector.softmax ? shares[c] : sigmoid(scores[c]);
                if (detector.objectness)
                    probability = probability.mul(sigmoid(objectness[level].channel(detector.objectness(anchor))));
                anchors_of_class[c].push_back(probability);
            }
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
    ov::Tensor m_image = test::random_tensor({1, 3, 12, 12}, 5);

    // What the operation called `name` computes, with the channels first.
    Scale scale(const std::string& name, int side) const {
        const Value value = find_operation(*m_model, name)->output(0);
        const auto& shape = value.get_shape();
        const bool last = shape[1] == static_cast<std::size_t>(side) && shape[3] != shape[1];
        return {test::run(last ? test::transposed(value, {0, 3, 1, 2}) : value, *m_model, m_image), side};
    }
};

TEST_P(ClassHeadsOf, AreTheConvolutionsOfTheScores) {
    EXPECT_THAT(names_of(find_class_heads(*m_model, m_trace, class_score_tensors)),
                testing::UnorderedElementsAre("fine", "coarse"));
}

TEST_P(ClassHeadsOf, GiveTheMapOfTheDefinition) {
    const auto heads = find_class_heads(*m_model, m_trace, class_score_tensors);
    ASSERT_EQ(heads.size(), 2U);
    const std::vector<Scale> scales = {scale("fine", 6), scale("coarse", 3)};
    const auto nodes = m_model->get_ordered_ops();
    const bool apart =
        std::ranges::any_of(nodes, [](const auto& node) { return node->get_friendly_name() == "fine objectness"; });
    const auto objectness = apart ? std::vector{scale("fine objectness", 6), scale("coarse objectness", 3)} : scales;
    const auto map = test::run(class_probability_map(m_trace, heads), *m_model, m_image);
    EXPECT_LT(test::relative_error(map, expected_map(GetParam(), scales, objectness)), 1e-5);
}

TEST_P(ClassHeadsOf, AreFoundWhenTheBatchIsOpen) {
    const auto image = m_model->get_parameters().front();
    image->set_partial_shape({-1, 3, 12, 12});
    m_model->validate_nodes_and_infer_types();
    const AxisTrace trace(*m_model, find_image_input(*m_model, TensorLayout::nchw));
    EXPECT_THAT(names_of(find_class_heads(*m_model, trace, class_score_tensors)),
                testing::UnorderedElementsAre("fine", "coarse"));
}

TEST_P(ClassHeadsOf, HaveFeaturesOfTheirScaleBeforeThem) {
    const auto heads = find_class_heads(*m_model, m_trace, class_score_tensors);
    const auto features = features_of_heads(*m_model, m_trace, m_trace.input(), heads);
    ASSERT_EQ(features.size(), heads.size());
    for (std::size_t i = 0; i < heads.size(); ++i) {
        EXPECT_EQ(features[i].grid.cells(), heads[i].layer.grid.cells());
        EXPECT_EQ(std::string_view(features[i].value.get_node()->get_type_name()), "Tanh") << features[i].name();
    }
}

INSTANTIATE_TEST_SUITE_P(Detectors, ClassHeadsOf, testing::ValuesIn(test::detector_cases()), [](const auto& test) {
    return test.param.name;
});

TEST(ClassHeads, AreNoneWhereQueriesAreClassified) {
    const auto model = test::detector_of_queries();
    const AxisTrace trace(*model, find_image_input(*model, TensorLayout::nchw));
    EXPECT_TRUE(find_class_heads(*model, trace, class_score_tensors).empty());
}

class ShapesDetector : public testing::Test {
protected:
    std::shared_ptr<ov::Model> m_model = read_model(test::data("models/shapes-ssd.xml"));
    AxisTrace m_trace{*m_model, find_image_input(*m_model)};
};

TEST_F(ShapesDetector, HasAClassHeadForEachScale) {
    const auto heads = find_class_heads(*m_model, m_trace, class_score_tensors);
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
    for (const auto& head : find_class_heads(*m_model, m_trace, class_score_tensors)) {
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
    EXPECT_THAT(names_of(class_heads_called(*m_model, m_trace, class_score_tensors, {"/cls1/Conv"})),
                ElementsAre("/cls1/Conv"));
    EXPECT_THAT(names_of(class_heads_called(
                    *m_model, m_trace, class_score_tensors, {"/cls0/Conv/WithoutBiases", "/cls1/Conv/WithoutBiases"})),
                ElementsAre("/cls0/Conv", "/cls1/Conv"));  // the bias belongs to the scores
    EXPECT_THAT(test::error_of([&] { class_heads_called(*m_model, m_trace, class_score_tensors, {"/cls1/Con"}); }),
                test::IsError(ErrorKind::bad_target, HasSubstr("did you mean /cls1/Conv")));
    EXPECT_THAT(test::error_of([&] { class_heads_called(*m_model, m_trace, class_score_tensors, {"/reg0/Conv"}); }),
                test::IsError(ErrorKind::unsupported, HasSubstr("/cls0/Conv, /cls1/Conv")));
}

}  // namespace
}  // namespace vinoscope
