// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "analysis/axis_trace.hpp"
#include "analysis/head.hpp"
#include "heads/batch_axis.hpp"

namespace vinoscope {

/// Bytes of f32 that are alive at once at the widest place of a copy.
std::size_t widest_activations(const Head& head, const AxisTrace& trace, const AxisSize& size);

/// Copies an operation onto the inputs of the copy: returns its outputs, none to have it copied as it is, or nothing to
/// give up.
using NodeCopy = std::function<std::optional<ov::OutputVector>(const ov::Node& node, const ov::OutputVector& inputs)>;

/// A copy of the head when the replacements have other sizes than the originals. Sizes that an export wrote into the
/// targets of reshapes, or gave to a class token, follow. Nothing when an axis cannot be followed through the head,
/// when the head is not self-contained, or when `copy` gives up.
std::optional<ov::Output<ov::Node>> copy_head_resized(const Head& head,
                                                      const AxisTrace& trace,
                                                      Replacements replacements,
                                                      const AxisSize& size,
                                                      const NodeCopy& copy = {});

/// The same when only the batch grows, by `factor`.
std::optional<ov::Output<ov::Node>> copy_head_with_batch(const Head& head,
                                                         const AxisTrace& trace,
                                                         Replacements replacements,
                                                         std::int64_t factor);

}  // namespace vinoscope
