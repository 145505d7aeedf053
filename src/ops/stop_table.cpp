// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/stop_table.hpp"

#include <algorithm>
#include <array>
#include <openvino/op/ops.hpp>

namespace vinoscope {

namespace v0 = ov::op::v0;
namespace v1 = ov::op::v1;
namespace v3 = ov::op::v3;
namespace v10 = ov::op::v10;
namespace v13 = ov::op::v13;

bool stops_gradient(const ov::Node& node) {
    static const std::array stops = {
        v0::ShapeOf::get_type_info_static(),
        v3::ShapeOf::get_type_info_static(),
        v1::Equal::get_type_info_static(),
        v1::NotEqual::get_type_info_static(),
        v1::Greater::get_type_info_static(),
        v1::GreaterEqual::get_type_info_static(),
        v1::Less::get_type_info_static(),
        v1::LessEqual::get_type_info_static(),
        v1::LogicalAnd::get_type_info_static(),
        v1::LogicalOr::get_type_info_static(),
        v1::LogicalXor::get_type_info_static(),
        v1::LogicalNot::get_type_info_static(),
        v1::ReduceLogicalAnd::get_type_info_static(),
        v1::ReduceLogicalOr::get_type_info_static(),
        v13::BitwiseAnd::get_type_info_static(),
        v13::BitwiseOr::get_type_info_static(),
        v13::BitwiseXor::get_type_info_static(),
        v13::BitwiseNot::get_type_info_static(),
        v10::IsFinite::get_type_info_static(),
        v10::IsInf::get_type_info_static(),
        v10::IsNaN::get_type_info_static(),
        v0::Sign::get_type_info_static(),
        v1::OneHot::get_type_info_static(),
        v3::NonZero::get_type_info_static(),
        v3::Bucketize::get_type_info_static(),
        v0::Range::get_type_info_static(),
        ov::op::v4::Range::get_type_info_static(),
    };
    return std::ranges::count(stops, node.get_type_info()) > 0;
}

}  // namespace vinoscope
