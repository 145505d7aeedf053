// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/axis_trace.hpp"
#include "model/image_input.hpp"

namespace vinoscope {

/// A tensor with a height and a width through which all data flow from the image to the scores passes.
struct SpatialLayer {
    ov::Output<ov::Node> value;
    SpatialGrid grid;

    std::string name() const { return value.get_node()->get_friendly_name(); }
};

/// All spatial layers between the image and `scores` with more than one cell, in the order of the data flow.
std::vector<SpatialLayer> spatial_layers(const ov::Model& model,
                                         const AxisTrace& trace,
                                         const ImageInput& input,
                                         const ov::Output<ov::Node>& scores);

/// The same for all outputs of a model at once, as of a detector.
std::vector<SpatialLayer> spatial_layers(const ov::Model& model, const AxisTrace& trace, const ImageInput& input);

/// Returns `layers` without those at the end whose cells the scores do not depend on: if only the class token is read,
/// those are the patch tokens after the last attention.
std::vector<SpatialLayer> layers_affecting_scores(const ov::Model& model,
                                                  const AxisTrace& trace,
                                                  std::vector<SpatialLayer> layers,
                                                  const ov::Output<ov::Node>& scores);

/// The layer to explain at: the one called `name`, or, when `name` is empty, the last one.
/// @throws Error (bad_target) when no operation is called `name` (with the nearest), (unsupported) when that operation
///         has no grid or is by-passed, or when the model has no spatial layer at all.
SpatialLayer target_layer(const ov::Model& model, const std::vector<SpatialLayer>& layers, std::string_view name);

/// The same for methods that ask nothing of the scores at the layer called `name`: they may by-pass it.
/// @throws Error as target_layer().
SpatialLayer any_layer(const ov::Model& model,
                       const AxisTrace& trace,
                       const std::vector<SpatialLayer>& layers,
                       std::string_view name);

/// Those of `values` that have a height and a width and more than one cell.
std::vector<SpatialLayer> layers_with_places(const ov::OutputVector& values, const AxisTrace& trace);

/// The spatial layers that everything passes through which any of `answers` knows, in the order of the data flow.
std::vector<SpatialLayer> common_layers(const ov::Model& model,
                                        const AxisTrace& trace,
                                        const ImageInput& input,
                                        const ov::OutputVector& answers);

/// The maps of several scales whose cells are joined along one axis, through which everything passes that any output
/// knows: what the queries of a detector look at. The last such place of the graph with weights behind it; empty when
/// there is none.
std::vector<SpatialLayer> joined_levels(const ov::Model& model, const AxisTrace& trace, const ImageInput& input);

/// Whether `node` is a convolution, its transposed, or a matrix product with weights: what learned operations are.
bool has_weights(const ov::Node& node);

/// `layers` without those at the end that are answers already: no weights stand between them and any of `answers`, as
/// between rows of boxes and the output that holds them.
std::vector<SpatialLayer> feature_layers(const ov::Model& model,
                                         std::vector<SpatialLayer> layers,
                                         const ov::OutputVector& answers);

/// `layers` without those at the end that are one map of a single channel and no weights behind: the answer itself.
std::vector<SpatialLayer> layers_of_channels(const ov::Model& model,
                                             const AxisTrace& trace,
                                             std::vector<SpatialLayer> layers,
                                             const ov::Output<ov::Node>& scores);

}  // namespace vinoscope
