// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <openvino/core/model.hpp>
#include <set>
#include <utility>

#include "graph/axes.hpp"
#include "model/image_input.hpp"

namespace vinoscope {

/// For every tensor that the picture reaches: which of its axes count the picture's height, width and batch.
///
/// Only shapes and constants are read, so the trace is exact where the rules know the operation: a transposition moves
/// digits, a reshape regroups them, a concatenation puts tokens before the patches. The sizes are those for one image
/// (a dynamic batch counts as 1, a dynamic height or width as 224).
class AxisTrace {
public:
    AxisTrace(const ov::Model& model, const ImageInput& input);

    /// The axes of `value`, or nullptr when the picture does not reach it.
    const Axes* find(const ov::Output<ov::Node>& value) const { return find(value.get_node(), value.get_index()); }
    const Axes* find(const ov::Node* node, std::size_t output = 0) const;

    /// The picture that was followed.
    const ImageInput& input() const { return m_input; }

    /// Whether the axes behind `node` follow from a rule, not from a guess by its shape.
    bool is_certain(const ov::Node* node) const { return !m_guessed.contains(node); }

private:
    void trace(const ov::Model& model);

    ImageInput m_input;
    std::map<std::pair<const ov::Node*, std::size_t>, Axes> m_axes;
    std::set<const ov::Node*> m_guessed;
};

}  // namespace vinoscope
