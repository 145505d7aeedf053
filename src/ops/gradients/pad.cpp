// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <openvino/op/util/pad_base.hpp>

#include "ops/along_axis.hpp"
#include "ops/gradients/rules.hpp"
#include "ops/known_integers.hpp"

namespace vinoscope {
namespace {

using ov::op::PadMode;

// Where position i, which may lie outside of 0..size-1, takes its number from.
std::int64_t source_of(std::int64_t i, std::int64_t size, PadMode mode) {
    const std::int64_t mirrored_edge = mode == PadMode::SYMMETRIC ? 1 : 0;
    if (mode == PadMode::EDGE)
        return std::clamp<std::int64_t>(i, 0, size - 1);
    if (i < 0)
        return -i - mirrored_edge;
    return i < size ? i : 2 * (size - 1) - i + mirrored_edge;
}

Integers sources(std::int64_t before, std::int64_t behind, std::int64_t size, PadMode mode) {
    Integers result;
    for (auto i = -before; i < size + behind; ++i)
        result.push_back(source_of(i, size, mode));
    return result;
}

}  // namespace

Values pad_rule(const Step& step) {
    const auto& node = step.as<ov::op::util::PadBase>();
    const auto before = known_integers(node.input(1));
    const auto behind = known_integers(node.input(2));
    auto g = step.g();
    for (std::int64_t axis = 0; axis < rank_of(g); ++axis) {
        if (before[axis] == 0 && behind[axis] == 0)
            continue;
        if (node.get_pad_mode() == PadMode::CONSTANT) {
            g = surround_with_zeros(g, axis, -before[axis], -behind[axis]);
        } else {
            const auto size = size_of(step.x(), axis);
            g = put_back(g, axis, sources(before[axis], behind[axis], size, node.get_pad_mode()), size);
        }
    }
    return {g};
}

}  // namespace vinoscope
