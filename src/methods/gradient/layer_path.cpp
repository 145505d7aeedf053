// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/layer_path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "gradient/backward.hpp"
#include "gradient/gradient_model.hpp"
#include "heads/places.hpp"
#include "methods/gradient/layer_position.hpp"
#include "model/port.hpp"
#include "ops/build.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

constexpr const char* activations_name = "layer_path/activations";
constexpr const char* score_name = "layer_path/score";
constexpr const char* shares_name = "layer_path/shares";
constexpr const char* sum_name = "layer_path/sum";

// Where the items of a batch are in a layer: nowhere, when the model drops a batch of one.
struct LayerAxes {
    std::optional<std::int64_t> batch;
    Integers others;

    explicit LayerAxes(const Axes& axes) : batch(batch_axis(axes)) {
        for (std::int64_t axis = 0; axis < static_cast<std::int64_t>(axes.size()); ++axis)
            if (axis != batch)
                others.push_back(axis);
    }

    ov::PartialShape one_item(ov::PartialShape shape) const {
        if (batch)
            shape[*batch] = 1;
        return shape;
    }

    ov::PartialShape each_item(const ov::PartialShape& shape) const {
        return {batch ? shape[*batch] : ov::Dimension(1)};
    }

    // [batch] -> [batch,1,...]
    Value as_column(const Value& numbers) const {
        Integers shape(others.size() + (batch ? 1 : 0), 1);
        shape[batch.value_or(0)] = -1;
        return reshaped(numbers, shape);
    }
};

std::size_t output_of(const GradientBox& box, const char* name) {
    return position_of(box.requests.model().outputs(), name);
}

}  // namespace

WhiteBoxMap add_layer_path(ov::Model& model, const WhiteBox& box) {
    const auto layers = layers_affecting_scores(box.model, box.trace, box.layers, box.scores);
    const auto layer = target_layer(box.model, layers, box.target_layer);
    const auto a = layer.value;
    const LayerAxes axes(box.trace.at(a));
    if (box.input.batch > 1 && axes.batch != 0)
        throw Error(
            ErrorKind::unsupported,
            fmt::format("the first axis of \"{}\" is not the batch; set the batch of the model to 1", layer.name()));
    const auto& shape = a.get_partial_shape();
    const auto readers = a.get_target_inputs();
    const auto add_input = [&](const ov::PartialShape& sizes, const char* name) {
        return convert(add_named_input(model, ov::element::f32, sizes, name), a.get_element_type());
    };
    const auto baseline = add_input(axes.one_item(shape), layer_baseline);
    const auto position = add_input(axes.each_item(shape), layer_position);
    const auto share = axes.as_column(position);
    const auto between = a * share + baseline * (1.0 - share);
    const auto difference = a - baseline;
    for (auto reader : readers)
        reader.replace_source_output(between);

    const auto shares = backward(box.score, {between}).front() * difference;
    add_named_output(model, a, activations_name);
    add_named_output(model, box.score, score_name);
    add_named_output(model, as_map(layer, sum(channels_and_places(box.trace, layer, shares), {1}, false)), shares_name);
    add_named_output(model, sum(shares, axes.others, false), sum_name);
    model.validate_nodes_and_infer_types();
    return {a, layer, "gradients along the activations of the layer"};
}

LayerPath::LayerPath(const GradientBox& box) : m_box(box) {
    ScoreJob once = box.job;
    once.count = 1;
    once.progress = {};
    once.outputs = {output_of(box, activations_name)};
    once.prepare = [&](ov::InferRequest& request) {
        select_target(request, box.selection);
        set_path_to_image(request);
    };
    once.fill = [&](std::size_t, ov::Tensor& input) { box.write(box.baseline, input); };
    once.take = [&](std::size_t, std::span<const OutputTensor> outputs) {
        m_baseline.assign(outputs[0].values.begin(), outputs[0].values.end());
    };
    score(box.requests, once);
}

std::size_t LayerPath::height() const {
    return m_box.requests.model().output(shares_name).get_partial_shape()[1].get_length();
}

std::size_t LayerPath::width() const {
    return m_box.requests.model().output(shares_name).get_partial_shape()[2].get_length();
}

void LayerPath::differentiate(std::size_t count, const Position& position, const Take& take) const {
    struct Found {
        float score = 0;
        std::vector<float> shares;
    };
    std::vector<Found> found(count);
    ScoreJob all = m_box.job;
    all.count = count;
    all.input = position_of(m_box.requests.model().inputs(), layer_position);
    all.outputs = {output_of(m_box, score_name), output_of(m_box, shares_name), output_of(m_box, sum_name)};
    all.prepare = [&](ov::InferRequest& request) {
        select_target(request, m_box.selection);
        set_position(request, 1);
        std::ranges::copy(m_baseline, request.get_tensor(layer_baseline).data<float>());
        m_box.write_all(m_box.image, request.get_input_tensor(m_box.job.input));
    };
    all.fill = [&](std::size_t index, ov::Tensor& input) { input.data<float>()[0] = position(index); };
    all.take = [&](std::size_t index, std::span<const OutputTensor> outputs) {
        found[index] = {outputs[0].values[0], {outputs[1].values.begin(), outputs[1].values.end()}};
        found[index].shares.push_back(outputs[2].values[0]);
    };
    if (m_box.job.progress)  // the baseline's inference counts
        all.progress = [&](std::size_t done, std::size_t of) { m_box.job.progress(done + 1, of + 1); };
    score(m_box.requests, all);
    for (std::size_t index = 0; index < count; ++index)
        take(index, found[index].score, found[index].shares);
}

}  // namespace vinoscope
