// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <openvino/core/model.hpp>
#include <optional>
#include <vector>

#include "graph/axis_trace.hpp"

namespace vinoscope {

/// The part of a model between two tensors.
struct Head {
    ov::Output<ov::Node> input;
    ov::Output<ov::Node> output;
    std::vector<std::shared_ptr<ov::Node>>
        nodes;  ///< what depends on input and leads to output, in the order of the data
};

Head head_between(const ov::Model& model, const ov::Output<ov::Node>& input, const ov::Output<ov::Node>& output);

/// Tensors of the original that a copy shall not read, and what it reads in their place.
using Replacements = std::map<ov::Output<ov::Node>, ov::Output<ov::Node>>;

/// Whether `value` follows from constants alone, such as weights behind a conversion from FP16.
bool is_constant(const ov::Output<ov::Node>& value);

/// Tensors from outside, other than its input, that the head reads: weights, shape arithmetic of earlier layers, a
/// second path that does not pass through the input.
std::vector<ov::Output<ov::Node>> borrowed_values(const Head& head);

/// Whether all that the head reads besides its input is known before it runs.
bool is_self_contained(const Head& head);

/// A copy of the head; it shares what is not replaced.
/// @param replacements one for the head's input, and for any other values that it reads or computes; of the same shapes
ov::Output<ov::Node> copy_head(const Head& head, Replacements replacements);

/// The same when the replacement of the input has `factor` times the batch: a batch of 1 that an export wrote into the
/// targets of reshapes, or gave to a class token, grows with it. Nothing when the batch cannot be followed through the
/// head, or when it is not self-contained.
std::optional<ov::Output<ov::Node>> copy_head_with_batch(const Head& head,
                                                         const AxisTrace& trace,
                                                         Replacements replacements,
                                                         std::int64_t factor);

}  // namespace vinoscope
