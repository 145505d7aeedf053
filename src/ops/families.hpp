// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// For the files that hold the rows: one function a family, and what their rules share.
#pragma once

#include <openvino/op/ops.hpp>

#include "ops/build.hpp"
#include "ops/constant_value.hpp"
#include "ops/operation.hpp"
#include "ops/range_rules.hpp"

namespace vinoscope::ops {

namespace v0 = ov::op::v0;
namespace v1 = ov::op::v1;
namespace v3 = ov::op::v3;
namespace v4 = ov::op::v4;
namespace v5 = ov::op::v5;
namespace v6 = ov::op::v6;
namespace v7 = ov::op::v7;
namespace v8 = ov::op::v8;
namespace v9 = ov::op::v9;
namespace v10 = ov::op::v10;
namespace v11 = ov::op::v11;
namespace v12 = ov::op::v12;
namespace v13 = ov::op::v13;
namespace v14 = ov::op::v14;
namespace v15 = ov::op::v15;
namespace v16 = ov::op::v16;

using Operations = std::vector<Operation>;

Operations activation();
Operations arithmetic();
Operations attention();
Operations comparison();
Operations concatenation();
Operations conversion();
Operations convolution();
Operations gather();
Operations indexing();
Operations movement();
Operations normalization();
Operations pooling();
Operations product();
Operations recurrent();
Operations reduction();
Operations resize();
Operations sampling();
Operations shape();
Operations slice();

inline constexpr Operations (*families[])() = {
    activation, arithmetic, attention, comparison,    concatenation, conversion, convolution,
    gather,     indexing,   movement,  normalization, pooling,       product,    recurrent,
    reduction,  resize,     sampling,  shape,         slice,
};

/// The row of an operation, all versions of which have the same rules.
template <typename... Versions>
Operation row(Operation known) {
    known.types = {Versions::get_type_info_static()...};
    return known;
}

/// The gradient that arrives at one input of an elementwise operation, of the output's shape.
using Formula = Value (*)(const Step&);

/// What all elementwise operations have in common, and the gradients of their inputs, one formula for each: what an
/// input was broadcast along is summed.
Operation elementwise(std::vector<Formula> formulas);

/// `known` for an elementwise operation.
template <typename... Versions>
Operation elementwise_row(std::vector<Formula> formulas, IdentityRule identity = nullptr) {
    auto known = elementwise(std::move(formulas));
    known.identity = identity;
    return row<Versions...>(std::move(known));
}

/// `known` with a rule for the range of its values.
Operation ranged(RangeRule range, Operation known);

// Axis rules

using AxesOfInputs = std::vector<const Axes*>;

/// The axes of the first input, cut or stretched to the sizes of the output.
std::vector<Axes> resampled_axes(const ov::Node& node, const AxesOfInputs& inputs);

// Reduction rules

/// The output `value` of a copy of its operation with other inputs.
Value copied(const Value& value, const ov::OutputVector& inputs);

/// The same with one other input.
Value copied_with(const Value& value, std::size_t index, const Value& input);

/// The axis of `operand` that is broadcast to `axis` of a result of this rank, or nothing if it has size 1 there.
std::optional<std::int64_t> broadcast_axis(const Value& operand, std::int64_t axis, std::int64_t rank);

/// A norm or a softmax over other axes than the reduced one.
std::optional<Value> reduced_beside_joined_axes(const Value& value, const Reduction& reduction, const Reduce& reduce);

// Class rules

/// The classes stand where they stood in the first input.
std::vector<ClassTensor> classes_of_first(const ov::Node& node, std::size_t output, const ClassAxisLayout& classes);

/// Whether the classes fill the whole axis.
bool fills_axis(const ov::Node& node, std::size_t output, const ClassAxisLayout& classes);

/// Those of an output that is the part of the first input from `start` on along `axis`.
std::vector<ClassTensor> classes_of_part(
    const ov::Node& node, std::size_t output, ClassAxisLayout classes, std::int64_t axis, std::int64_t start);

// Identity rules

/// An input, if `condition` holds.
std::optional<Value> input_if(bool condition, const ov::Node& node, std::size_t input = 0);

/// Whether an input is a constant of which all elements are this number.
bool is_all(const ov::Node& node, std::size_t input, double number);

template <typename Numbers>
bool all_are(const Numbers& numbers, typename Numbers::value_type number) {
    return std::ranges::all_of(numbers, [&](auto other) { return other == number; });
}

/// The axes that an input names, from the start and in order, if they are known.
std::optional<Integers> axes_at(const ov::Node& node, std::size_t input, std::size_t rank);

// Gradient rules

/// Zeros of the shape of `like` with `g` added at `indices` along `axis`.
Value summed_at(const Value& like, const Value& indices, const Value& g, const Value& axis);

/// [1,size,size,1]: an image of one column for each row of the identity.
Value identity_columns(const Value& like, std::size_t size);

/// `g`, whose axis was resized from `from` to `to` positions by a linear map, before that.
/// @param columns what the map makes of identity_columns()
Value resized_back(const Value& g, std::int64_t axis, const Value& columns, std::int64_t from, std::int64_t to);

/// The gradient holds the same numbers in the shape of the input.
Values reshaped_gradient(const Step& step);

}  // namespace vinoscope::ops
