// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <openvino/op/scaled_dot_product_attention.hpp>
#include <optional>

#include "ops/build.hpp"

namespace vinoscope {

/// The factor s of the products of queries and keys.
Value attention_scale(const ov::op::v13::ScaledDotProductAttention& attention);

/// The probabilities softmax(s q k^T + mask), `[..., queries, keys]`, arXiv:1706.03762.
Value attention_probabilities(const ov::op::v13::ScaledDotProductAttention& attention, const Value& scale);

/// The axis along which a Softmax of any version adds up to 1, not negative; none for other operations.
std::optional<std::int64_t> softmax_axis(const ov::Node& node);

}  // namespace vinoscope
