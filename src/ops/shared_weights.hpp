// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "ops/build.hpp"

namespace vinoscope {

/// product(gradient, weights), where the forward operation reads the same weights the other way round, from output to
/// input channels.
///
/// The CPU plug-in of OpenVINO 2026.4 packs constant weights once and takes the packed ones for both ways when there
/// are as many input as output channels: one of the two results is wrong, even that of the model itself. Negated
/// weights are others to it, so that here both factors are negated then.
Value product_with_shared_weights(const Value& gradient,
                                  const Value& weights,
                                  std::size_t output_axis,
                                  std::size_t input_axis,
                                  const std::function<Value(const Value&, const Value&)>& product);

}  // namespace vinoscope
