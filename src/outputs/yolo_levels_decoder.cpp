// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/yolo_levels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <openvino/op/add.hpp>
#include <openvino/op/concat.hpp>
#include <openvino/op/multiply.hpp>

#include "ops/build.hpp"
#include "outputs/decoders.hpp"
#include "outputs/output_form.hpp"
#include "outputs/yolo_anchors.hpp"

namespace vinoscope {
namespace {

using Said = std::span<const OutputTensor>;

// One level, read as anchors x features x cells whatever its layout.
class LevelValues {
public:
    LevelValues(const OutputTensor& said, const YoloLevels& found, std::size_t cells) : m_values(said.values) {
        const auto anchors = static_cast<std::size_t>(found.anchors);
        const auto features = static_cast<std::size_t>(found.features);
        switch (found.layout) {
            case YoloLayout::channels_first:
                m_steps = {features * cells, cells, 1};
                break;
            case YoloLayout::channels_last:
                m_steps = {features, 1, anchors * features};
                break;
            case YoloLayout::anchors_first:
                m_steps = {cells * features, 1, features};
                break;
        }
    }

    float at(std::size_t anchor, std::size_t feature, std::size_t cell) const {
        return m_values[anchor * m_steps.anchor + feature * m_steps.feature + cell * m_steps.cell];
    }

private:
    struct Steps {
        std::size_t anchor = 0;
        std::size_t feature = 0;
        std::size_t cell = 0;
    };

    std::span<const float> m_values;
    Steps m_steps;
};

class YoloLevelsReader {
public:
    YoloLevelsReader(YoloLevels found, std::vector<LevelAnchors> anchors, bool squares, const ImageInput& input)
        : m_found(std::move(found)), m_anchors(std::move(anchors)), m_squares(squares), m_input(input) {}

    Answer operator()(Said said) const {
        Answer answer;
        answer.candidates = true;
        const bool logits = m_logits.get([&] { return std::optional(are_logits(said)); });
        for (std::size_t i = 0; i < m_found.levels.size(); ++i)
            add_level(answer, i, said[i], logits);
        return answer;
    }

private:
    // Whether the objectness still wants a sigmoid.
    bool are_logits(Said said) const {
        for (std::size_t i = 0; i < m_found.levels.size(); ++i) {
            const auto cells = static_cast<std::size_t>(m_found.levels[i].cells());
            const LevelValues values(said[i], m_found, cells);
            for (std::size_t anchor = 0; anchor < m_anchors[i].anchors.size(); ++anchor)
                for (std::size_t cell = 0; cell < cells; ++cell)
                    if (const float objectness = values.at(anchor, 4, cell); objectness < 0 || objectness > 1)
                        return true;
        }
        return false;
    }

    void add_level(Answer& answer, std::size_t index, const OutputTensor& said, bool logits) const {
        const auto& level = m_found.levels[index];
        const auto cells = static_cast<std::size_t>(level.cells());
        const LevelValues values(said, m_found, cells);
        for (std::size_t anchor = 0; anchor < m_anchors[index].anchors.size(); ++anchor)
            for (std::size_t cell = 0; cell < cells; ++cell) {
                const auto raw = [&](std::size_t feature) { return values.at(anchor, feature, cell); };
                const auto share = [&](std::size_t feature) { return logits ? sigmoid(raw(feature)) : raw(feature); };
                add_scores(answer, share);
                answer.detections.back().box = box(index, anchor, cell, raw, share);
            }
    }

    template <typename Share>
    void add_scores(Answer& answer, Share share) const {
        const float objectness = share(4);
        Detection detection{{}, 0, -1};
        for (std::int64_t label = 0; label < m_found.classes(); ++label) {
            const float score = objectness * share(static_cast<std::size_t>(YoloLevels::first_class + label));
            answer.detection_scores.push_back(score);
            if (score > detection.score)
                detection = {{}, label, score};
        }
        answer.detections.push_back(detection);
    }

    // See YoloFamily.
    template <typename Raw, typename Share>
    Region box(std::size_t index, std::size_t anchor, std::size_t cell, Raw raw, Share share) const {
        const auto& level = m_found.levels[index];
        const auto& [anchors, reach, known] = m_anchors[index];
        const auto columns = static_cast<std::size_t>(level.width);
        const auto centre = [&](std::size_t feature, std::size_t first, std::int64_t cells, std::int64_t pixels) {
            const float middle = static_cast<float>(first) + 0.5F + reach * (share(feature) - 0.5F);
            return middle * static_cast<float>(pixels) / static_cast<float>(cells);
        };
        const auto growth = [&](std::size_t feature) {
            return m_squares ? 4 * share(feature) * share(feature) : std::exp(raw(feature));
        };
        return box_around(centre(0, cell % columns, level.width, m_input.width),
                          centre(1, cell / columns, level.height, m_input.height),
                          anchors[anchor].width * growth(2),
                          anchors[anchor].height * growth(3));
    }

    static float sigmoid(float value) { return 1 / (1 + std::exp(-value)); }

    YoloLevels m_found;
    std::vector<LevelAnchors> m_anchors;
    bool m_squares;
    ImageInput m_input;
    Settled<bool> m_logits;
};

// -> [batch, features, anchors * cells]
Value by_feature(const Value& value, const YoloLevels& found, std::int64_t cells) {
    const auto anchors = found.anchors;
    const auto features = found.features;
    const auto apart = [&]() -> Value {
        switch (found.layout) {
            case YoloLayout::channels_first:
                return transposed(reshaped(value, {-1, anchors, features, cells}), {0, 2, 1, 3});
            case YoloLayout::channels_last:
                return transposed(reshaped(value, {-1, cells, anchors, features}), {0, 3, 2, 1});
            case YoloLayout::anchors_first:
                break;
        }
        return transposed(reshaped(value, {-1, anchors, cells, features}), {0, 3, 1, 2});
    };
    return reshaped(apart(), {-1, features, anchors * cells});
}

// In the order of Answer::detections. Logits add up, so that a sure detector has a gradient too.
Value score_table(const ov::OutputVector& values, const YoloLevels& found, bool logits) {
    ov::OutputVector tables;
    for (std::size_t i = 0; i < found.levels.size(); ++i)
        tables.push_back(by_feature(values[i], found, found.levels[i].cells()));
    const Value table = std::make_shared<ov::op::v0::Concat>(tables, 2);
    const auto objectness = rows_of(table, 4, 5);
    const auto classes = rows_of(table, YoloLevels::first_class, static_cast<std::size_t>(found.features));
    if (logits)
        return std::make_shared<ov::op::v1::Add>(objectness, classes);
    return std::make_shared<ov::op::v1::Multiply>(objectness, classes);
}

// Maps of classes at several scales, which networks may have too, are finer than any level of a detector.
bool are_coarse(const YoloLevels& found, const ImageInput& input) {
    constexpr std::int64_t finest_stride = 8;
    const auto& finest = found.levels.front();
    return finest.height * finest_stride <= input.height && finest.width * finest_stride <= input.width &&
           input.height % finest.height == 0 && input.width % finest.width == 0;
}

std::string evidence_of(const YoloLevels& found, const YoloFamily& family, bool known) {
    return fmt::format(
        "{} levels of {}x{} to {}x{} cells, each with box, objectness and {} class scores for {} anchors{}",
        found.levels.size(),
        found.levels.front().height,
        found.levels.front().width,
        found.levels.back().height,
        found.levels.back().width,
        found.classes(),
        found.anchors,
        known ? fmt::format(", read as {}", family.name) : " that are not known (they count as the cells)");
}

std::optional<AnswerReader> match_version(const DecoderQuestion& question, YoloVersion version) {
    const auto found = find_yolo_levels(question.model, question.labels);
    if (!found || !question.output.empty())
        return std::nullopt;
    if (!question.forced && (!are_coarse(*found, question.input) || guess_version(question.model, *found) != version))
        return std::nullopt;
    const auto& family = family_of(version);
    const auto anchors = level_anchors(question.model, *found, family, question.input);
    AnswerReader reader;
    for (const auto& level : found->levels)
        reader.outputs.push_back(level.output);
    reader.classes = found->classes();
    reader.evidence = evidence_of(*found, family, anchors.front().known);
    const bool logits = !ends_in_shares(question.model, *found);
    reader.box_scores = [found = *found, logits](const ov::OutputVector& values) {
        return score_table(values, found, logits);
    };
    reader.read = YoloLevelsReader(*found, anchors, family.squares, question.input);
    return reader;
}

}  // namespace

// Detectors of the YOLO family with anchors, each level an output of its own and nothing decoded.
std::optional<AnswerReader> match_yolo_v3_levels(const DecoderQuestion& question) {
    return match_version(question, YoloVersion::v3);
}

std::optional<AnswerReader> match_yolo_v4_levels(const DecoderQuestion& question) {
    return match_version(question, YoloVersion::v4);
}

std::optional<AnswerReader> match_yolo_v5_levels(const DecoderQuestion& question) {
    return match_version(question, YoloVersion::v5);
}

std::optional<AnswerReader> match_yolo_v7_levels(const DecoderQuestion& question) {
    return match_version(question, YoloVersion::v7);
}

}  // namespace vinoscope
