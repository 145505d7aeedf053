// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// What is known of an operation, in one row for each type. The rows stand in the files of their families
// (arithmetic.cpp, convolution.cpp, ...); an operation without a row is still copied and computed, but nothing is
// assumed about it.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <openvino/core/node.hpp>
#include <optional>
#include <vector>

#include "ops/axes.hpp"
#include "ops/build.hpp"
#include "ops/class_axis_layout.hpp"
#include "ops/step.hpp"

namespace vinoscope {

/// What an operation does with the positions of its tensors.
enum class Kind : std::uint8_t {
    other,
    /// Each element from the elements at the same position of the operands, which are broadcast.
    elementwise,
    /// The same, with parameters for each channel (axis 1).
    channelwise,
    /// All elements, in another shape or with the axes in another order.
    rearrangement,
    /// Some elements of the first operand.
    part,
    /// The elements of all operands, one operand after the other.
    concatenation,
    /// A sum or mean over the axes that input 1 names.
    sum,
    /// A norm, or a division by one, over the axes that input 1 names.
    norm,
    softmax,
    product,
    attention,
    /// A convolution, grouped or not, whose weights are input 1.
    convolution,
};

/// The axes of every output, given those of the inputs (nullptr: a constant or shape arithmetic). All shapes are
/// static.
using AxisRule = std::vector<Axes> (*)(const ov::Node& node, const std::vector<const Axes*>& inputs);

/// What is read along one axis of a tensor: the indices [begin, end), or their mean. The axis stays.
struct Reduction {
    std::int64_t axis = 0;
    std::int64_t begin = 0;
    std::int64_t end = 0;
    bool mean = false;

    std::int64_t size() const { return mean ? 1 : end - begin; }
    Reduction along(std::int64_t other) const { return {other, begin, end, mean}; }
    Reduction shifted(std::int64_t by) const { return {axis, begin + by, end + by, mean}; }
    auto operator<=>(const Reduction&) const = default;
};

/// Returns `value`, an input of an operation, reduced.
using Reduce = std::function<Value(const Value& value, const Reduction& reduction)>;

/// `reduction` of the output `value`, computed from reduced inputs, or nothing if that is not the same.
using ReductionRule = std::optional<Value> (*)(const Value& value, const Reduction& reduction, const Reduce& reduce);

/// The inputs that the classes of an output come from. All shapes are static.
using ClassRule = std::vector<ClassTensor> (*)(const ov::Node& node,
                                               std::size_t output,
                                               const ClassAxisLayout& classes);

/// Multiplications for each number of the output, given the axes of the inputs (nullptr: unknown).
using WorkRule = std::int64_t (*)(const ov::Node& node, const std::vector<const Axes*>& inputs);

struct ValueRange;

/// The range of the values of every output, given those of the inputs. The rules are in range_rules.hpp.
using RangeRule = ValueRange (*)(const ov::Node& node, const std::vector<ValueRange>& inputs);

/// The value that the first output always equals, or nothing. Its type and shape are compared by the caller.
using IdentityRule = std::optional<Value> (*)(const ov::Node& node);

/// How an operation is differentiated.
struct Gradient {
    GradientRule rule;
    /// The inputs that it can be differentiated with respect to; none stands for all. The others are parameters, such
    /// as axes or indices.
    std::vector<std::size_t> inputs = {0};

    bool differentiates(std::size_t input) const;
};

/// All that is known of an operation. Rules that are not set are not known.
struct Operation {
    /// The versions of the operation that this row is about.
    std::vector<ov::DiscreteTypeInfo> types = {};

    Kind kind = Kind::other;

    AxisRule axes = nullptr;

    /// How a reduction of the output becomes one of the inputs.
    ReductionRule reduced = nullptr;

    ClassRule classes = nullptr;

    /// Not set: one.
    WorkRule multiplications = nullptr;

    IdentityRule identity = nullptr;

    /// Not set: what follows from the kind, for kinds that keep values as they are.
    RangeRule range = nullptr;

    /// Whether a small enough change of an input does not change the output at all (comparisons, shapes, indices), so
    /// that gradients end here. What rounds is in rounding.hpp.
    bool piecewise_constant = false;

    /// Whether it turns raw scores into probabilities, or into another number format, without changing their order.
    bool rescales_scores = false;

    std::optional<Gradient> gradient = {};
};

/// The guess for an operation without an axis rule: the axes of the inputs, aligned at the last; the first input that
/// counts rows, columns or the batch wins.
std::vector<Axes> broadcast_axes(const ov::Node& node, const std::vector<const Axes*>& inputs);

}  // namespace vinoscope
