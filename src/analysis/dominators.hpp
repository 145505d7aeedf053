// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <openvino/core/node_output.hpp>
#include <vector>

namespace vinoscope {

/// The tensors through which everything passes that `sink` knows about the operation `source`, in the order of the data
/// flow; those of `source` are not among them, `sink` is the last. Shape arithmetic (behind ShapeOf) carries no data
/// and is left out. Empty when `sink` does not depend on `source`.
std::vector<ov::Output<ov::Node>> data_dominators(const ov::Model& model,
                                                  const ov::Node* source,
                                                  const ov::Output<ov::Node>& sink);

/// Those through which everything passes that any of `sinks` knows, as far as they depend on `source` at all. The last
/// one may be a sink that all others depend on.
std::vector<ov::Output<ov::Node>> common_dominators(const ov::Model& model,
                                                    const ov::Node* source,
                                                    const ov::OutputVector& sinks);

}  // namespace vinoscope
