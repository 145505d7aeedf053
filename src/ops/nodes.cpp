// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/nodes.hpp"

#include <openvino/op/constant.hpp>
#include <openvino/op/reshape.hpp>
#include <openvino/op/transpose.hpp>
#include <openvino/op/util/shape_of_base.hpp>

namespace vinoscope {

Value integers(const Integers& values) {
    return ov::op::v0::Constant::create(ov::element::i64, {values.size()}, values)->output(0);
}

Value scalar(const ov::element::Type& type, double value) {
    return ov::op::v0::Constant::create(type, {}, {value})->output(0);
}

Value reshaped(const Value& value, const Integers& shape) {
    return std::make_shared<ov::op::v1::Reshape>(value, integers(shape), false)->output(0);
}

Value transposed(const Value& value, const Integers& order) {
    return std::make_shared<ov::op::v1::Transpose>(value, integers(order))->output(0);
}

bool is_shape_of(const ov::Node& node) {
    return dynamic_cast<const ov::op::util::ShapeOfBase*>(&node) != nullptr;
}

}  // namespace vinoscope
