// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/place_mean.hpp"

#include <openvino/op/constant.hpp>
#include <openvino/op/reduce_mean.hpp>
#include <openvino/op/reshape.hpp>
#include <openvino/op/slice.hpp>

namespace vinoscope {
namespace {

std::shared_ptr<ov::Node> integers(const std::vector<std::int64_t>& values) {
    return ov::op::v0::Constant::create(ov::element::i64, {values.size()}, values);
}

}  // namespace

ov::Output<ov::Node> place_mean(const AxisTrace& trace, const SpatialLayer& layer) {
    const auto& axes = *trace.find(layer.value);
    const auto& grid = layer.grid;
    const auto batch = batch_axis(axes);
    std::vector<std::int64_t> channels;
    for (std::int64_t axis = 0; axis < static_cast<std::int64_t>(axes.size()); ++axis)
        if (axis != grid.height_axis && axis != grid.width_axis && axis != batch)
            channels.push_back(axis);
    auto places = layer.value;
    if (grid.prefix + grid.suffix > 0)
        places = std::make_shared<ov::op::v8::Slice>(places,
                                                     integers({grid.prefix}),
                                                     integers({grid.prefix + grid.cells()}),
                                                     integers({1}),
                                                     integers({grid.height_axis}));
    const auto mean = std::make_shared<ov::op::v1::ReduceMean>(places, integers(channels), false);
    return std::make_shared<ov::op::v1::Reshape>(mean, integers({-1, grid.height, grid.width}), false);
}

}  // namespace vinoscope
