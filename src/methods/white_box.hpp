// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <openvino/core/model.hpp>
#include <string>
#include <vector>

#include "analysis/axis_trace.hpp"
#include "analysis/target_layer.hpp"

namespace vinoscope {

/// What a white-box method needs to know about a model.
struct WhiteBox {
    const ov::Model& model;
    const AxisTrace& trace;
    const ImageInput& input;
    ov::Output<ov::Node> scores;       ///< class scores before any softmax or sigmoid; without them, some output
    bool has_class_scores = true;      ///< whether `scores` is `[batch, classes]`
    std::vector<SpatialLayer> layers;  ///< where one could explain, in the order of the data flow
    std::string target_layer;          ///< the layer that the user wants; empty: the method chooses
    std::size_t memory_limit = 0;      ///< bytes that additional activations may take
    ov::Output<ov::Node> score = {};   ///< `[batch]`, the explained score; only for methods that explain one target
};

/// A map as a tensor of the model, where it was computed, and how, in one line.
struct WhiteBoxMap {
    ov::Output<ov::Node>
        value;  ///< `[batch, classes, h, w]`, or `[batch, h, w]` for a map of the whole image or target
    SpatialLayer layer;
    std::string remark;
    bool needs_f32 =
        false;  ///< whether values differ by less than bf16 and f16 can tell, as large scores of like cells
    double relative_cost = 1;  ///< cost of the map in units of one inference of the model
};

}  // namespace vinoscope
