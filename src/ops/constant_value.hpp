// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <openvino/core/node_output.hpp>
#include <openvino/runtime/tensor.hpp>
#include <optional>
#include <vector>

#include "ops/axes.hpp"
#include "ops/build.hpp"

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

/// Stands for a size that is open, such as that of the batch: as the end of a range it means all.
inline constexpr std::int64_t open_size = std::numeric_limits<std::int64_t>::max();

/// The value of an input that holds axes, positions or sizes.
/// @throws Error (unsupported) when it depends on more than constants and sizes, or on an open size other than by being
/// it
Integers known_integers(const ov::Input<const ov::Node>& input);

/// Axes as non-negative numbers.
Integers sorted_axes(Integers axes, std::int64_t rank);

/// Whether `node` reads the shape of its input only.
bool is_shape_of(const ov::Node& node);

}  // namespace vinoscope
