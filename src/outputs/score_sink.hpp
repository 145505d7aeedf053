// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>
#include <openvino/op/result.hpp>
#include <optional>
#include <vector>

#include "analysis/target_layer.hpp"
#include "outputs/answer_reader.hpp"

namespace vinoscope {

/// The tensor of a graph that a white-box method explains: the scores of all classes, `[batch, classes]`, before any
/// softmax or sigmoid. Of a classification or regression model that is its output; of a segmentation model the mean of
/// each class over all places of its map, before that is resized to the picture, which is part of the model while this
/// object lives. Where answers are something else, or nothing reads them, it is just some output.
class ScoreSink {
public:
    ScoreSink(ov::Model& model, const std::optional<AnswerReader>& reader);
    ScoreSink(const ScoreSink&) = delete;
    ScoreSink& operator=(const ScoreSink&) = delete;
    ~ScoreSink();

    const ov::Output<ov::Node>& value() const { return m_value; }

    /// Where one can explain, in the order of the data flow: what value() knows passes through these layers, and, where
    /// the classes themselves are spread over the picture, the last one is what they are computed from. Without class
    /// scores what all outputs know passes through them.
    std::vector<SpatialLayer> layers(const AxisTrace& trace, const ImageInput& input) const;

    bool has_class_scores() const { return m_has_class_scores; }

    /// The scores of all classes at all places, `[batch, classes, places]`, where answers have places: the pixels of a
    /// segmentation, row by row, or the boxes of a detector (AnswerReader::box_scores).
    const std::optional<ov::Output<ov::Node>>& place_scores() const { return m_place_scores; }

private:
    ov::Model& m_model;
    ov::Output<ov::Node> m_value;
    ov::Output<ov::Node> m_last_layer;
    std::optional<ov::Output<ov::Node>> m_place_scores;
    bool m_has_class_scores = false;
    std::shared_ptr<ov::op::v0::Result> m_result;
};

}  // namespace vinoscope
