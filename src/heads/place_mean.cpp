// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/place_mean.hpp"

#include <openvino/op/reduce_mean.hpp>

#include "heads/places.hpp"

namespace vinoscope {

ov::Output<ov::Node> place_mean(const AxisTrace& trace, const SpatialLayer& layer) {
    const auto places = channels_and_places(trace, layer, layer.value);
    return as_map(layer, std::make_shared<ov::op::v1::ReduceMean>(places, integers({1}), false));
}

}  // namespace vinoscope
