// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <openvino/core/model.hpp>
#include <vector>

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

/// Tensors from outside, other than its input, that the head reads: weights, shape arithmetic of earlier layers, a
/// second path that does not pass through the input.
std::vector<ov::Output<ov::Node>> borrowed_values(const Head& head);

/// Whether all that the head reads besides its input is known before it runs.
bool is_self_contained(const Head& head);

/// The inputs of `node`, replaced where there is a replacement.
ov::OutputVector mapped_inputs(const ov::Node& node, const Replacements& values);

/// A copy of the head; it shares what is not replaced.
/// @param replacements one for the head's input, and for any other values that it reads or computes; of the same shapes
ov::Output<ov::Node> copy_head(const Head& head, Replacements replacements);

}  // namespace vinoscope
