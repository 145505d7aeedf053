// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Which layers hold features of the picture, and which already hold the answers of the model.
#pragma once

#include "analysis/target_layer.hpp"

namespace vinoscope {

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
