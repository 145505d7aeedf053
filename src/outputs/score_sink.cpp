// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/score_sink.hpp"

#include <algorithm>
#include <openvino/op/constant.hpp>
#include <openvino/op/interpolate.hpp>
#include <openvino/op/transpose.hpp>

#include "analysis/class_heads.hpp"
#include "analysis/target_layer.hpp"
#include "ops/build.hpp"
#include "ops/constant_value.hpp"
#include "ops/convolution_mean.hpp"
#include "ops/operations.hpp"
#include "outputs/class_score_tensors.hpp"

namespace vinoscope {
namespace {

bool reads_class_scores(const AnswerReader& reader) {
    return reader.classes > 0 && reader.outputs.size() == 1 && !reader.box_scores && reader.task != "detection" &&
           !reader.task.empty();
}

// What the last weights are applied to: back along the only input that is no constant.
ov::Output<ov::Node> before_last_weights(const ov::Output<ov::Node>& value) {
    auto current = value;
    while (true) {
        const auto inputs = current.get_node()->input_values();
        if (inputs.empty())
            return value;
        if (has_weights(*current.get_node()))
            return inputs[0];
        const auto other = std::find_if(inputs.begin() + 1, inputs.end(), [](const auto& input) {
            return !is_constant(input) && !is_shape_of(*input.get_node());
        });
        if (other != inputs.end())
            return value;
        current = inputs[0];
    }
}

// The logit of one class, [batch, 1] in any shape -> of that class and of the only other one, [batch, 2].
Value both_logits(const Value& logit) {
    const auto signs = ov::op::v0::Constant::create(logit.get_element_type(), {1, 2}, {-1, 1});
    return reshaped(logit, {-1, 1}) * Value(signs);
}

// A map of classes as the network computes it, before it takes the size of the picture.
ov::Output<ov::Node> before_resizing(ov::Output<ov::Node> map) {
    while (ov::is_type<ov::op::util::InterpolateBase>(map.get_node()) ||
           ov::is_type<ov::op::v0::Interpolate>(map.get_node()))
        map = map.get_node()->input_value(0);
    return map;
}

Value mean_over_places(const Value& map, const Integers& place_axes) {
    const auto* moved = ov::as_type<const ov::op::v1::Transpose>(map.get_node());
    const bool channels_moved_last = moved && constant_integers(moved->input_value(1)) == Integers{0, 2, 3, 1};
    const bool channels_last = place_axes == Integers{1, 2};
    if (channels_last == channels_moved_last)
        if (const auto mean = convolution_mean(channels_last ? moved->input_value(0) : map))
            return *mean;
    return mean(map, place_axes, false);
}

using PlaceScores = std::optional<ov::Output<ov::Node>>;

// Nothing where the number of places is open.
PlaceScores with_known_places(const ov::Output<ov::Node>& scores) {
    return scores.get_partial_shape()[2].is_static() ? PlaceScores(scores) : std::nullopt;
}

// Out of a map of classes, or of one value for each place.
PlaceScores by_place(const ov::Output<ov::Node>& map, const AnswerReader& reader) {
    const auto rows = reader.place_axes[0];
    const auto& shape = map.get_partial_shape();
    if (shape[rows].is_dynamic() || shape[rows + 1].is_dynamic())
        return std::nullopt;
    const bool last = rows == 1 && shape.size() == 4;
    const auto planar = last ? transposed(map, {0, 3, 1, 2}) : map;
    return reshaped(planar, {-1, reader.classes, shape[rows].get_length() * shape[rows + 1].get_length()});
}

// [batch, classes]
Value mean_scores(const Value& map, const AnswerReader& reader) {
    const auto mean = mean_over_places(map, reader.place_axes);
    return map.get_partial_shape().size() == 4 ? mean : reshaped(mean, {-1, reader.classes});
}

ov::OutputVector values_behind(const ov::Model& model, const std::vector<std::size_t>& outputs) {
    ov::OutputVector values;
    for (const auto index : outputs)
        values.push_back(model.get_results().at(index)->input_value(0));
    return values;
}

}  // namespace

ScoreSink::ScoreSink(ov::Model& model, const std::optional<AnswerReader>& reader) : m_model(model) {
    m_value = model.get_results().at(reader ? reader->outputs.at(0) : 0)->input_value(0);
    m_last_layer = m_value;
    m_has_class_scores = reader && reads_class_scores(*reader);
    if (reader && reader->box_scores)
        m_place_scores = with_known_places(reader->box_scores(values_behind(model, reader->outputs)));
    if (!m_has_class_scores)
        return;
    m_value = raw_scores(m_value);
    if (reader->two_of_one)
        m_value = both_logits(m_value);
    m_last_layer = m_value;
    if (!reader->place_axes.empty()) {
        m_place_scores = by_place(m_value, *reader);
        m_value = before_resizing(m_value);
        m_last_layer = before_last_weights(m_value);
        m_value = mean_scores(m_value, *reader);
    }
    if (reader->place_axes.empty() && !reader->two_of_one)
        return;
    // Analysis follows what results depend on.
    m_result = std::make_shared<ov::op::v0::Result>(m_value);
    model.add_results({m_result});
}

std::vector<SpatialLayer> ScoreSink::layers(const AxisTrace& trace, const ImageInput& input) const {
    if (m_has_class_scores)
        return layers_of_channels(m_model, trace, spatial_layers(m_model, trace, input, m_last_layer), m_last_layer);
    ov::OutputVector outputs;
    for (const auto& result : m_model.get_results())
        outputs.push_back(result->input_value(0));
    ov::OutputVector answers;
    for (const auto& head : find_class_heads(m_model, trace, class_score_tensors))
        answers.push_back(head.layer.value);
    return feature_layers(m_model, spatial_layers(m_model, trace, input), answers.empty() ? outputs : answers);
}

ScoreSink::~ScoreSink() {
    if (m_result)
        m_model.remove_result(m_result);
}

}  // namespace vinoscope
