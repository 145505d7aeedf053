// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/cell_loop.hpp"

#include <algorithm>
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
std::shared_ptr<ov::Model> cut_head(const ov::Model& model, const std::string& layer, const std::string& scores,
                                    const ov::Shape& features) {
    const auto copy = model.clone();
    auto cut = operation(*copy, layer)->output(0);
    const auto input = std::make_shared<ov::op::v0::Parameter>(cut.get_element_type(), features);
    cut.replace(input);
    const auto result = std::make_shared<ov::op::v0::Result>(operation(*copy, scores)->output(0));
    return std::make_shared<ov::Model>(ov::ResultVector{result},
                                       ov::ParameterVector{copy->get_parameters().front(), input});
}

ov::Tensor features_of(const ov::Model& model, const std::string& layer, const ov::Tensor& image) {
    const auto copy = model.clone();
    const auto result = std::make_shared<ov::op::v0::Result>(operation(*copy, layer)->output(0));
    return run(std::make_shared<ov::Model>(ov::ResultVector{result}, copy->get_parameters()), {image}).front();
}

// Whether the element at `index` of a tensor of `shape` is left alone when only `cell` shines.
bool stays(std::size_t index, const ov::Shape& shape, const SpatialGrid& grid, std::int64_t cell) {
    std::vector<std::int64_t> position(shape.size());
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        position[axis] = static_cast<std::int64_t>(index % shape[axis]);
        index /= shape[axis];
    }
    if (grid.tokens()) {
        const auto place = position[grid.height_axis] - grid.prefix;
        return place < 0 || place >= grid.cells() || place == cell;
    }
    return position[grid.height_axis] == cell / grid.width && position[grid.width_axis] == cell % grid.width;
}

ov::Tensor image_at(const ov::Tensor& images, std::size_t index) {
    ov::Coordinate begin(images.get_shape().size(), 0);
    ov::Coordinate end(images.get_shape());
    begin[0] = index;
    end[0] = index + 1;
    return {images, begin, end};
}

}  // namespace

std::vector<float> cell_loop(const ov::Model& model, const std::string& layer, const std::string& scores,
                             const SpatialGrid& grid, const ov::Tensor& images) {
    std::vector<float> maps;
    for (std::size_t n = 0; n < images.get_shape()[0]; ++n) {
        const auto image = image_at(images, n);
        const auto features = features_of(model, layer, image);
        auto compiled = shared_core().compile_model(cut_head(model, layer, scores, features.get_shape()), "CPU",
                                                    ov::hint::inference_precision(ov::element::f32));
        auto request = compiled.create_infer_request();
        std::vector<std::vector<float>> cells;
        for (std::int64_t cell = 0; cell < grid.cells(); ++cell) {
            auto values = values_of(features);
            for (std::size_t i = 0; i < values.size(); ++i)
                if (!stays(i, features.get_shape(), grid, cell))
                    values[i] = 0;
            request.set_input_tensor(0, image);
            request.set_input_tensor(1, tensor_of(features.get_shape(), values));
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
