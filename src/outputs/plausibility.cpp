// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/plausibility.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <tuple>

#include "outputs/output_kind.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

constexpr float tolerance = 1e-3F;  // of scores in half precision

struct Moments {
    double mean = 0;
    double deviation = 0;
};

Moments moments_of(std::span<const float> values) {
    const auto count = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    const double square = std::transform_reduce(
        values.begin(), values.end(), 0.0, std::plus(), [&](float value) { return (value - mean) * (value - mean); });
    return {mean, std::sqrt(square / count)};
}

bool lies_in_unit_interval(std::span<const float> values) {
    return std::ranges::all_of(values, [](float value) { return value >= -tolerance && value <= 1 + tolerance; });
}

// What the scores of a classifier that ends in plain numbers rather are.
class ClassScores {
public:
    ClassScores(AnswerReader& reader, std::span<const Answer> answers) : m_reader(reader), m_answers(answers) {}

    void check() {
        if (!m_reader.activation.empty())
            return;
        if (std::ranges::all_of(m_answers, sum_to_one)) {
            m_reader.scale = ScoreScale::as_is;
            m_reader.activation = "softmax";
            m_reader.probabilities = true;
        } else if (std::ranges::all_of(m_answers, has_length_one)) {
            doubt(m_reader, Trust::none, "its values have unit length, as embeddings do");
        } else if (std::ranges::all_of(m_answers, are_coordinates)) {
            doubt(m_reader, Trust::none, "its values are more likely coordinates: large, and most of one sign");
        } else if (std::ranges::all_of(m_answers, are_shares)) {
            doubt(m_reader,
                  Trust::doubtful,
                  "its values lie in 0..1, although no operation of the graph limits them to that range");
        }
    }

private:
    static constexpr std::size_t few = 8;

    static bool sum_to_one(const Answer& answer) {
        const auto& scores = answer.scores;
        return scores.size() > 1 && lies_in_unit_interval(scores) &&
               std::abs(std::accumulate(scores.begin(), scores.end(), 0.0) - 1) < tolerance;
    }

    static bool has_length_one(const Answer& answer) {
        const auto& scores = answer.scores;
        return scores.size() >= few &&
               std::abs(std::inner_product(scores.begin(), scores.end(), scores.begin(), 0.0) - 1) < tolerance;
    }

    static bool are_coordinates(const Answer& answer) {
        constexpr std::size_t fewest = 4;
        constexpr float largest_logit = 30;
        if (answer.scores.size() < fewest)
            return false;
        const auto [mean, deviation] = moments_of(answer.scores);
        return std::ranges::max(answer.scores) > largest_logit && mean > deviation / 2;
    }

    static bool are_shares(const Answer& answer) {
        return answer.scores.size() >= few && lies_in_unit_interval(answer.scores);
    }

    AnswerReader& m_reader;
    std::span<const Answer> m_answers;
};

class Boxes {
public:
    Boxes(AnswerReader& reader, const ImageInput& input, std::size_t labels)
        : m_reader(reader),
          m_height(static_cast<float>(input.height)),
          m_width(static_cast<float>(input.width)),
          m_labels(labels) {}

    void check(const Answer& answer) {
        check_scores(answer);
        check_labels(answer);
        const auto boxes = boxes_that_count(answer);
        constexpr std::size_t few = 16;
        if (boxes.empty() || answer.detections.size() < 2)
            return;
        if (boxes.size() == 1 && is_whole(boxes.front()))
            doubt(m_reader,
                  Trust::doubtful,
                  "the model does not provide the positions of its boxes: each counts as the whole image");
        else if (answer.candidates && boxes.size() < few && answer.detections.size() > few)
            doubt(m_reader, Trust::doubtful, "almost all of its candidates are the same box");
        else
            check_places(boxes);
    }

private:
    bool is_whole(const Region& box) const {
        return box.x1 == 0 && box.y1 == 0 && box.x2 == m_width && box.y2 == m_height;
    }

    // All that are different. Lists of fixed length are filled with boxes without a score, or of no size.
    static std::vector<Region> boxes_that_count(const Answer& answer) {
        std::vector<Region> boxes;
        for (const auto& [box, label, score] : answer.detections)
            if ((answer.candidates || score > 0) && box.x1 != box.x2 && box.y1 != box.y2)
                boxes.push_back(box);
        const auto corners = [](const Region& box) { return std::tuple(box.x1, box.y1, box.x2, box.y2); };
        std::ranges::sort(boxes, {}, corners);
        const auto repeated = std::ranges::unique(boxes, {}, corners);
        boxes.erase(repeated.begin(), repeated.end());
        return boxes;
    }

    void check_scores(const Answer& answer) {
        constexpr std::size_t several = 10;
        std::vector<float> scores;
        for (const auto& detection : answer.detections)
            scores.push_back(detection.score);
        if (scores.empty())
            return;
        if (!lies_in_unit_interval(scores) || !lies_in_unit_interval(answer.detection_scores))
            doubt(m_reader, Trust::none, "its scores lie outside 0..1");
        else if (answer.candidates && scores.size() >= several && std::ranges::max(scores) == std::ranges::min(scores))
            doubt(m_reader, Trust::doubtful, "all candidates have the same score");
    }

    void check_labels(const Answer& answer) {
        for (const auto& detection : answer.detections)
            if (detection.label < 0 || (m_labels > 0 && std::cmp_greater_equal(detection.label, m_labels))) {
                doubt(m_reader, Trust::none, fmt::format("a box has class {}, beyond the labels", detection.label));
                return;
            }
    }

    void check_places(std::span<const Region> boxes) {
        const auto reversed =
            std::ranges::count_if(boxes, [](const Region& box) { return box.x2 < box.x1 || box.y2 < box.y1; });
        if (2 * reversed > std::ssize(boxes))
            doubt(m_reader, Trust::none, "most of its boxes have no area");
        else
            check_positions(boxes);
    }

    // Most candidates are centred in the picture, and dense ones cover it, since each has a cell of its own.
    void check_positions(std::span<const Region> boxes) {
        const auto centres = [&](auto low, auto high) {
            std::vector<float> result;
            for (const auto& box : boxes)
                result.push_back((low(box) + high(box)) / 2);
            std::ranges::sort(result);
            return result;
        };
        const auto x = centres([](const Region& box) { return box.x1; }, [](const Region& box) { return box.x2; });
        const auto y = centres([](const Region& box) { return box.y1; }, [](const Region& box) { return box.y2; });
        const auto lie_outside = [](std::span<const float> sorted, float length) {
            const auto outside =
                std::ranges::count_if(sorted, [&](float at) { return !(at > -length / 4 && at < 1.25F * length); });
            return 2 * outside > std::ssize(sorted);
        };
        const auto cover = [](std::span<const float> sorted, float length) {
            const auto low = sorted[sorted.size() / 20];
            const auto high = sorted[sorted.size() - 1 - sorted.size() / 20];
            return high - low > length / 2;
        };
        if (lie_outside(x, m_width) || lie_outside(y, m_height))
            doubt(m_reader, Trust::none, "most of its boxes lie outside the image");
        else if (std::ssize(boxes) >= dense_candidates && !(cover(x, m_width) && cover(y, m_height)))
            doubt(m_reader, Trust::none, "its candidates do not cover the image, as those of dense detectors do");
    }

    AnswerReader& m_reader;
    float m_height;
    float m_width;
    std::size_t m_labels;
};

bool are_equal(Said a, Said b) {
    return std::ranges::equal(
        a, b, [](const auto& one, const auto& other) { return std::ranges::equal(one.values, other.values); });
}

bool finds_nothing(const Answer& answer) {
    return answer.scores.empty() && answer.class_map.values.empty() && answer.class_map.labels.empty() &&
           std::ranges::none_of(answer.detections, [](const Detection& detection) { return detection.score > 0; });
}

bool are_finite(Said said) {
    return std::ranges::all_of(said, [](const auto& output) {
        return std::ranges::all_of(output.values, [](float value) { return std::isfinite(value); });
    });
}

}  // namespace

void check_answers(AnswerReader& reader, std::span<const Said> answers, const ImageInput& input, std::size_t labels) {
    if (answers.empty() || !std::ranges::all_of(answers, are_finite))
        return;  // nothing can be learned: inputs that were not meant so may overflow
    std::vector<Answer> read;
    for (const auto& said : answers) {
        if (reader.contradiction)
            if (const auto reason = reader.contradiction(said); !reason.empty()) {
                doubt(reader, Trust::none, reason);
                return;
            }
        try {
            read.push_back(reader.read(said));
        } catch (const Error& error) {  // the outputs do not have the sizes that it expects
            doubt(reader, Trust::none, error.what());
            return;
        }
    }
    if (reader.task != "embedding" &&
        std::ranges::all_of(read, [](const Answer& answer) { return !answer.scores.empty(); }))
        ClassScores(reader, read).check();
    Boxes boxes(reader, input, labels);
    for (const auto& answer : read)
        if (reader.trust != Trust::none)
            boxes.check(answer);
    const bool found = std::ranges::none_of(read, finds_nothing);
    if (found && answers.size() > 1 && are_equal(answers.front(), answers.back()))
        doubt(reader, Trust::doubtful, "its values are the same for different images");
}

}  // namespace vinoscope
