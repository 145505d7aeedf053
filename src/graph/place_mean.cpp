// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/place_mean.hpp"

#include <openvino/op/reduce_mean.hpp>
#include <openvino/op/slice.hpp>

#include "graph/nodes.hpp"

namespace vinoscope {

ov::Output<ov::Node> place_mean(const AxisTrace& trace, const SpatialLayer& layer) {
    const auto& axes = *trace.find(layer.value);
    const auto& grid = layer.grid;
    const auto batch = batch_axis(axes);
    Integers channels;
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
    return reshaped(mean, {-1, grid.height, grid.width});
}

}  // namespace vinoscope
