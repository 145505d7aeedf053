// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/scale_to_bytes.hpp"

#include <limits>
#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/divide.hpp>
#include <openvino/op/maximum.hpp>
#include <openvino/op/multiply.hpp>
#include <openvino/op/reduce_max.hpp>
#include <openvino/op/reduce_min.hpp>
#include <openvino/op/round.hpp>
#include <openvino/op/subtract.hpp>

namespace vinoscope {

ov::Output<ov::Node> scale_to_bytes(const ov::Output<ov::Node>& maps) {
    const auto constant = [&](float value) {
        return ov::op::v0::Constant::create(maps.get_element_type(), {}, {value});
    };
    const auto places = ov::op::v0::Constant::create(ov::element::i64, {2}, {-2, -1});
    const auto lowest = std::make_shared<ov::op::v1::ReduceMin>(maps, places, true);
    const auto highest = std::make_shared<ov::op::v1::ReduceMax>(maps, places, true);
    const auto range = std::make_shared<ov::op::v1::Subtract>(highest, lowest);
    const auto divisor = std::make_shared<ov::op::v1::Maximum>(range, constant(std::numeric_limits<float>::min()));
    const auto unit =
        std::make_shared<ov::op::v1::Divide>(std::make_shared<ov::op::v1::Subtract>(maps, lowest), divisor);
    const auto scaled = std::make_shared<ov::op::v1::Multiply>(unit, constant(255));
    const auto rounded = std::make_shared<ov::op::v5::Round>(scaled, ov::op::v5::Round::RoundMode::HALF_TO_EVEN);
    return std::make_shared<ov::op::v0::Convert>(rounded, ov::element::u8);
}

}  // namespace vinoscope
