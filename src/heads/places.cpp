// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/places.hpp"

#include <algorithm>
#include <limits>
#include <openvino/op/convert.hpp>
#include <openvino/op/interpolate.hpp>
#include <openvino/op/maximum.hpp>
#include <openvino/op/round.hpp>

namespace vinoscope {
namespace {

Value patches(const Value& value, const SpatialGrid& grid) {
    if (grid.prefix + grid.suffix == 0)
        return value;
    return crop(value, grid.height_axis, grid.prefix, grid.prefix + grid.cells());
}

}  // namespace

Value channels_and_places(const AxisTrace& trace, const SpatialLayer& layer, const Value& value) {
    const auto& axes = trace.at(layer.value);
    const auto& grid = layer.grid;
    const auto batch = batch_axis(axes);
    Integers order;
    std::int64_t channels = 1;
    if (batch)
        order.push_back(*batch);
    for (std::int64_t axis = 0; axis < static_cast<std::int64_t>(axes.size()); ++axis)
        if (axis != grid.height_axis && axis != grid.width_axis && axis != batch) {
            order.push_back(axis);
            channels *= size_of(axes[axis]);
        }
    order.push_back(grid.height_axis);
    if (!grid.tokens())
        order.push_back(grid.width_axis);
    const auto places = patches(value, grid);
    const bool in_order = std::ranges::is_sorted(order);
    return reshaped(in_order ? places : transposed(places, order), {-1, channels, grid.cells()});
}

Value resized_map(const Value& map, const SpatialGrid& from, const SpatialGrid& to) {
    if (from.height == to.height && from.width == to.width)
        return map;
    using Interpolate = ov::op::v11::Interpolate;
    const Interpolate::InterpolateAttrs attributes(Interpolate::InterpolateMode::LINEAR_ONNX,
                                                   Interpolate::ShapeCalcMode::SIZES,
                                                   {0},
                                                   {0},
                                                   Interpolate::CoordinateTransformMode::HALF_PIXEL);
    return std::make_shared<Interpolate>(map, integers({to.height, to.width}), integers({2, 3}), attributes);
}

Value as_map(const SpatialLayer& layer, const Value& places) {
    return reshaped(places, {-1, layer.grid.height, layer.grid.width});
}

ov::Output<ov::Node> place_mean(const AxisTrace& trace, const SpatialLayer& layer) {
    const auto places = channels_and_places(trace, layer, layer.value);
    return as_map(layer, mean(places, {1}, false));
}

ov::Output<ov::Node> scale_to_bytes(const ov::Output<ov::Node>& maps) {
    const Integers cells = {-2, -1};
    const auto lowest = minimum(maps, cells);
    const auto range = maximum(maps, cells) - lowest;
    const auto smallest = number_like(maps, std::numeric_limits<float>::min());
    const Value divisor = std::make_shared<ov::op::v1::Maximum>(range, smallest);
    const auto scaled = (maps - lowest) / divisor * 255;
    const Value rounded = std::make_shared<ov::op::v5::Round>(scaled, ov::op::v5::Round::RoundMode::HALF_TO_EVEN);
    return convert(rounded, ov::element::u8);
}

}  // namespace vinoscope
