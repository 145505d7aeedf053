// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/hybrid/activations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <set>

#include "gradient/gradient_model.hpp"
#include "heads/places.hpp"
#include "infer/batch_item.hpp"
#include "methods/levels.hpp"
#include "model/port.hpp"
#include "ops/build.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

constexpr const char* channel_gates = "activations/gates";

std::vector<SpatialLayer> chosen_layers(const WhiteBox& box) {
    auto levels = chosen_levels(box);
    if (levels.empty())
        levels = {any_layer(box.model,
                            box.trace,
                            layers_affecting_scores(box.model, box.trace, box.layers, box.scores),
                            box.target_layer)};
    return levels;
}

// [batch, channels, height, width]
Value maps_of_channels(const WhiteBox& box, const SpatialLayer& layer) {
    const auto values = convert(channels_and_places(box.trace, layer, layer.value), ov::element::f32);
    const auto channels = values.get_partial_shape()[1].get_length();
    return reshaped(values, {-1, channels, layer.grid.height, layer.grid.width});
}

// [batch, channels] in the axes of the layer.
Value as_factors(const WhiteBox& box, const SpatialLayer& layer, const Value& gates) {
    const auto& axes = box.trace.at(layer.value);
    const auto batch = batch_axis(axes);
    Integers shape(axes.size(), 1);
    std::size_t others = 0;
    for (std::int64_t axis = 0; axis < static_cast<std::int64_t>(axes.size()); ++axis) {
        if (axis == batch) {
            shape[axis] = -1;
        } else if (axis != layer.grid.height_axis && axis != layer.grid.width_axis) {
            shape[axis] = gates.get_partial_shape()[1].get_length();
            ++others;
        }
    }
    if (others != 1)
        throw Error(ErrorKind::unsupported,
                    fmt::format("\"{}\" has {} axes of channels where one is expected; name another layer with "
                                "target_layer, or take score-cam",
                                layer.name(),
                                others));
    return convert(reshaped(gates, shape), layer.value.get_element_type());
}

// The items of a batch in a layer: one, when the model drops a batch of one.
ov::Dimension batch_of(const WhiteBox& box, const SpatialLayer& layer) {
    const auto batch = batch_axis(box.trace.at(layer.value));
    return batch ? layer.value.get_partial_shape()[*batch] : ov::Dimension(1);
}

double variance_of(std::span<const float> values) {
    const auto count = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    double sum = 0;
    for (const double value : values)
        sum += (value - mean) * (value - mean);
    return sum / count;
}

}  // namespace

WhiteBoxMap add_activations(ov::Model& model, const WhiteBox& box) {
    const auto layers = chosen_layers(box);
    const auto& finest =
        *std::ranges::max_element(layers, {}, [](const SpatialLayer& layer) { return layer.grid.cells(); });
    Values maps;
    for (const auto& layer : layers)
        maps.push_back(resized_map(maps_of_channels(box, layer), layer.grid, finest.grid));
    const auto value = maps.size() == 1 ? maps.front() : concat(maps, 1);
    add_named_output(model, value, activations_output);
    model.validate_nodes_and_infer_types();
    return {value, finest, fmt::format("{} channels", value.get_partial_shape()[1].get_length())};
}

WhiteBoxMap add_gated_activations(ov::Model& model, const WhiteBox& box) {
    const auto layers = chosen_layers(box);
    std::vector<std::set<ov::Input<ov::Node>>> readers;
    for (const auto& layer : layers)
        readers.push_back(layer.value.get_target_inputs());
    auto map = add_activations(model, box);
    const auto gates = add_named_input(
        model, ov::element::f32, {batch_of(box, layers.front()), map.value.get_partial_shape()[1]}, channel_gates);
    std::int64_t first = 0;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const auto count = maps_of_channels(box, layers[i]).get_partial_shape()[1].get_length();
        const auto factors = as_factors(box, layers[i], crop(gates, 1, first, first + count));
        const auto gated = layers[i].value * factors;
        for (auto reader : readers[i])
            reader.replace_source_output(gated);
        first += count;
    }
    model.validate_nodes_and_infer_types();
    return map;
}

void open_channels(ov::InferRequest& request) {
    const auto model = request.get_compiled_model();
    if (position_of(model.inputs(), channel_gates) == model.inputs().size())
        return;
    auto gates = request.get_tensor(channel_gates);
    std::fill_n(gates.data<float>(), gates.get_size(), 1.0F);
}

Matrix scores_without(const BlackBox& box, const std::vector<std::size_t>& channels) {
    const std::vector<float> whole(
        static_cast<std::size_t>(box.image.height()) * static_cast<std::size_t>(box.image.width()), 1);
    Matrix scores(channels.size(), box.targets());
    ScoreJob job = box.job;
    job.count = channels.size();
    job.input = position_of(box.requests.model().inputs(), channel_gates);
    job.prepare = [&](ov::InferRequest& request) {
        const auto images = request.get_input_tensor(box.job.input);
        for (std::size_t item = 0; item < images.get_shape()[0]; ++item) {
            auto image = batch_item(images, item);
            box.image.write(whole, image);
        }
    };
    job.fill = [&](std::size_t index, ov::Tensor& gates) {
        std::fill_n(gates.data<float>(), gates.get_size(), 1.0F);
        gates.data<float>()[channels[index]] = 0;
    };
    job.take = [&](std::size_t index, std::span<const OutputTensor> outputs) {
        box.read_scores(outputs, scores.row(index));
    };
    scores.rows = score(box.requests, job);
    scores.values.resize(scores.rows * scores.columns);
    return scores;
}

bool varies(const Activations& activations, std::size_t channel) {
    const auto [low, high] = std::ranges::minmax(activations.values.row(channel));
    return high > low;
}

std::vector<std::size_t> ranked_channels(const Activations& activations) {
    std::vector<double> variances;
    for (std::size_t channel = 0; channel < activations.values.rows; ++channel)
        variances.push_back(variance_of(activations.values.row(channel)));
    std::vector<std::size_t> channels(variances.size());
    std::iota(channels.begin(), channels.end(), std::size_t{0});
    std::ranges::stable_sort(channels, std::greater(), [&](std::size_t channel) { return variances[channel]; });
    return channels;
}

Activations activations_of(const OutputTensor& output) {
    Activations activations{
        output.shape[2], output.shape[3], Matrix(output.shape[1], output.shape[2] * output.shape[3])};
    std::ranges::copy(output.values, activations.values.values.begin());
    return activations;
}

BlackBoxMaps weighted_channels(const BlackBox& box,
                               const std::vector<std::size_t>& channels,
                               std::size_t count,
                               const std::function<std::vector<double>(std::size_t target)>& weights_of) {
    const auto& activations = *box.activations;
    BlackBoxMaps maps{static_cast<int>(activations.height),
                      static_cast<int>(activations.width),
                      Matrix(box.targets(), activations.height * activations.width),
                      Matrix(0, 0)};
    StopCheck check(box.job, count);
    for (std::size_t target = 0; target < box.targets(); ++target) {
        check();
        const auto weights = weights_of(target);
        std::vector<double> sum(maps.values.columns);
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t cell = 0; cell < sum.size(); ++cell)
                sum[cell] += weights[i] * activations.values.row(channels[i])[cell];
        std::ranges::transform(sum, maps.values.row(target).begin(), [](double value) {
            return static_cast<float>(std::max(value, 0.0));
        });
    }
    return maps;
}

}  // namespace vinoscope
