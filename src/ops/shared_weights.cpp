// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/shared_weights.hpp"

#include "ops/constant_value.hpp"

namespace vinoscope {

Value product_with_shared_weights(const Value& gradient,
                                  const Value& weights,
                                  std::size_t output_axis,
                                  std::size_t input_axis,
                                  const std::function<Value(const Value&, const Value&)>& product) {
    const auto& shape = weights.get_partial_shape();
    const bool may_be_confused = is_constant(weights) && shape[output_axis] == shape[input_axis];
    return may_be_confused ? product(-gradient, -weights) : product(gradient, weights);
}

}  // namespace vinoscope
