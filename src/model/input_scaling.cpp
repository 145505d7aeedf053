// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/input_scaling.hpp"

#include <algorithm>
#include <openvino/op/batch_norm.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/transpose.hpp>
#include <openvino/op/util/binary_elementwise_arithmetic.hpp>

namespace vinoscope {

bool scales_input(const ov::Node& parameter) {
    const auto consumers = parameter.output(0).get_target_inputs();
    return std::ranges::any_of(consumers, [](const ov::Input<ov::Node>& consumer) {
        const auto* node = consumer.get_node();
        if (ov::is_type<ov::op::v0::Convert>(node) || ov::is_type<ov::op::v1::Transpose>(node))
            return scales_input(*node);
        return ov::is_type<ov::op::util::BinaryElementwiseArithmetic>(node) ||
               ov::is_type<ov::op::v5::BatchNormInference>(node);
    });
}

}  // namespace vinoscope
