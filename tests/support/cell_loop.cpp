// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/cell_loop.hpp"

#include <cstdlib>
#include <openvino/op/parameter.hpp>
#include <openvino/op/result.hpp>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>
#include <stdexcept>

#include "model/read_model.hpp"
#include "support/run_model.hpp"

namespace vinoscope::test {
namespace {

std::shared_ptr<ov::Node> operation(const ov::Model& model, const std::string& name) {
    for (const auto& node : model.get_ops())
        if (node->get_friendly_name() == name)
            return node;
    throw std::invalid_argument("no operation " + name);
}

// The image stays an input: earlier shape arithmetic may read its shape.
std::shared_ptr<ov::Model> cut_head(const ov::Model& model,
                                    const std::vector<std::string>& layers,
                                    const std::string& scores,
                                    const std::vector<ov::Tensor>& features) {
    const auto copy = model.clone();
    auto inputs = ov::ParameterVector{copy->get_parameters().front()};
    for (std::size_t i = 0; i < layers.size(); ++i) {
        auto cut = operation(*copy, layers[i])->output(0);
        inputs.push_back(std::make_shared<ov::op::v0::Parameter>(cut.get_element_type(), features[i].get_shape()));
        cut.replace(inputs.back());
    }
    const auto result = std::make_shared<ov::op::v0::Result>(operation(*copy, scores)->output(0));
    return std::make_shared<ov::Model>(ov::ResultVector{result}, inputs);
}

std::vector<ov::Tensor> features_of(const ov::Model& model,
                                    const std::vector<std::string>& layers,
                                    const ov::Tensor& image) {
    const auto copy = model.clone();
    ov::ResultVector results;
    for (const auto& layer : layers)
        results.push_back(std::make_shared<ov::op::v0::Result>(operation(*copy, layer)->output(0)));
    return run(std::make_shared<ov::Model>(results, copy->get_parameters()), {image});
}

// What is left of the element at `index` of a tensor of `shape` when `cell` shines.
double weight_of(
    std::size_t index, const ov::Shape& shape, const SpatialGrid& grid, std::int64_t cell, CellWeight weight) {
    std::vector<std::int64_t> position(shape.size());
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        position[axis] = static_cast<std::int64_t>(index % shape[axis]);
        index /= shape[axis];
    }
    auto y = position[grid.height_axis];
    auto x = position[grid.width_axis];
    if (grid.tokens()) {
        const auto place = position[grid.height_axis] - grid.prefix;
        if (place < 0 || place >= grid.cells())
            return 1;
        y = place / grid.width;
        x = place % grid.width;
    }
    return weight(y - cell / grid.width, x - cell % grid.width);
}

ov::Tensor masked(const ov::Tensor& features, const SpatialGrid& grid, std::int64_t cell, CellWeight weight) {
    auto values = values_of(features);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] *= static_cast<float>(weight_of(i, features.get_shape(), grid, cell, weight));
    return tensor_of(features.get_shape(), values);
}

ov::Tensor image_at(const ov::Tensor& images, std::size_t index) {
    ov::Coordinate begin(images.get_shape().size(), 0);
    ov::Coordinate end(images.get_shape());
    begin[0] = index;
    end[0] = index + 1;
    return {images, begin, end};
}

}  // namespace

double cell_alone(std::int64_t dy, std::int64_t dx) {
    return dy == 0 && dx == 0 ? 1 : 0;
}

double cell_blurred(std::int64_t dy, std::int64_t dx) {
    if (std::abs(dy) > 1 || std::abs(dx) > 1)
        return 0;
    return (dy == 0 ? 0.5 : 0.25) * (dx == 0 ? 0.5 : 0.25);
}

std::vector<float> cell_loop(const ov::Model& model,
                             const std::vector<std::string>& layers,
                             const std::string& scores,
                             const SpatialGrid& grid,
                             const ov::Tensor& images,
                             CellWeight weight) {
    std::vector<float> maps;
    for (std::size_t n = 0; n < images.get_shape()[0]; ++n) {
        const auto image = image_at(images, n);
        const auto features = features_of(model, layers, image);
        auto compiled = shared_core().compile_model(
            cut_head(model, layers, scores, features), "CPU", ov::hint::inference_precision(ov::element::f32));
        auto request = compiled.create_infer_request();
        request.set_input_tensor(0, image);
        std::vector<std::vector<float>> cells;
        for (std::int64_t cell = 0; cell < grid.cells(); ++cell) {
            for (std::size_t i = 0; i < features.size(); ++i)
                request.set_input_tensor(i + 1, masked(features[i], grid, cell, weight));
            request.infer();
            cells.push_back(values_of(request.get_output_tensor(0)));
        }
        for (std::size_t k = 0; k < cells.front().size(); ++k)
            for (const auto& scores_of_cell : cells)
                maps.push_back(scores_of_cell[k]);
    }
    return maps;
}

}  // namespace vinoscope::test
