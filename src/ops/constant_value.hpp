// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <openvino/core/node_output.hpp>
#include <openvino/runtime/tensor.hpp>
#include <optional>
#include <vector>

namespace vinoscope {

/// The value of a small tensor of integers (axes, shapes, indices) that depends on nothing but constants and static
/// shapes, or nothing when it depends on more or has more than 4096 elements.
/// @param open_size taken for sizes that are open; without, nothing depends on those
std::optional<std::vector<std::int64_t>> constant_integers(const ov::Output<ov::Node>& value,
                                                           std::optional<std::int64_t> open_size = {});

/// The same as a tensor.
std::optional<ov::Tensor> constant_tensor(const ov::Output<ov::Node>& value);

/// The same of any numbers.
std::optional<std::vector<double>> constant_numbers(const ov::Output<ov::Node>& value);

/// The same for a scalar.
std::optional<std::int64_t> constant_integer(const ov::Output<ov::Node>& value);

/// Whether `value` follows from constants alone, such as weights behind a conversion from FP16.
bool is_constant(const ov::Output<ov::Node>& value);

/// Whether `value` follows from constants and fixed sizes, such as a learned query that is repeated for the batch.
bool is_known(const ov::Output<ov::Node>& value);

}  // namespace vinoscope
