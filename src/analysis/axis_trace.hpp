// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <openvino/core/model.hpp>
#include <set>
#include <utility>

#include "model/image_input.hpp"
#include "ops/axes.hpp"

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

    /// The axes of `value`.
    /// @throws Error (unsupported) if they are not known: the picture does not reach `value`, or the shape of a tensor
    ///         on the way depends on the data.
    const Axes& at(const ov::Output<ov::Node>& value) const { return at(value.get_node(), value.get_index()); }
    const Axes& at(const ov::Node* node, std::size_t output = 0) const;

    /// The rows and columns of `value`.
    /// @throws Error (unsupported) as at(), and if `value` does not hold both.
    SpatialGrid grid_at(const ov::Output<ov::Node>& value) const;

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
