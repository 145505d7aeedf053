// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rule_table.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numbers>
#include <numeric>
#include <openvino/op/ops.hpp>

#include "ops/gradients/rules.hpp"
#include "ops/rounding.hpp"

namespace vinoscope {
namespace {

namespace v0 = ov::op::v0;
namespace v1 = ov::op::v1;
namespace v3 = ov::op::v3;
namespace v4 = ov::op::v4;
namespace v5 = ov::op::v5;
namespace v6 = ov::op::v6;
namespace v7 = ov::op::v7;
namespace v8 = ov::op::v8;
namespace v9 = ov::op::v9;
namespace v11 = ov::op::v11;
namespace v12 = ov::op::v12;
namespace v14 = ov::op::v14;

using Formula = Value (*)(const Step&);
using S = const Step&;

template <typename Operation>
RuleRow row(Rule rule, std::vector<std::size_t> inputs = {0}) {
    return {Operation::get_type_info_static(), std::move(rule), std::move(inputs)};
}

// An operation of which every element depends on one element of each input: the formulas give what arrives at each
// input; what an input was broadcast along is summed.
template <typename Operation>
RuleRow each(std::initializer_list<Formula> formulas) {
    const auto rule = [formulas = std::vector(formulas)](S s) {
        Values gradients(formulas.size());
        for (std::size_t i = 0; i < formulas.size(); ++i)
            if (s.wants(i))
                gradients[i] = sum_to_shape_of(formulas[i](s), s.x(i));
        return gradients;
    };
    std::vector<std::size_t> inputs(formulas.size());
    std::iota(inputs.begin(), inputs.end(), 0);
    return row<Operation>(rule, inputs);
}

// The same for one input whose gradient is g times a slope.
template <typename Operation, Value (*slope)(S)>
RuleRow sloped() {
    return each<Operation>({[](S s) { return s.g() * slope(s); }});
}

// The gradient is the same numbers in the input's shape.
Values same_numbers(S s) {
    return {reshape_like(s.g(), s.x())};
}

Values same_type(S s) {
    return {convert(s.g(), gradient_type(s.x()))};
}

// condition, then, else
Values select_rule(S s) {
    return {Value(),
            s.wants(1) ? sum_to_shape_of(where(s.x(0), s.g()), s.x(1)) : Value(),
            s.wants(2) ? sum_to_shape_of(where(logical_not(s.x(0)), s.g()), s.x(2)) : Value()};
}

std::vector<RuleRow> arithmetic() {
    return {
        each<v1::Add>({[](S s) { return s.g(); }, [](S s) { return s.g(); }}),
        each<v1::Subtract>({[](S s) { return s.g(); }, [](S s) { return -s.g(); }}),
        each<v1::Multiply>({[](S s) { return s.g() * s.x(1); }, [](S s) { return s.g() * s.x(0); }}),
        each<v1::Divide>({[](S s) { return s.g() / s.x(1); }, [](S s) { return -(s.g() * s.y() / s.x(1)); }}),
        each<v1::Power>({[](S s) { return s.g() * s.x(1) * power(s.x(0), s.x(1) - 1.0); },
                         [](S s) { return s.g() * s.y() * log(s.x(0)); }}),
        each<v0::SquaredDifference>(
            {[](S s) { return s.g() * (s.x(0) - s.x(1)) * 2.0; }, [](S s) { return s.g() * (s.x(1) - s.x(0)) * 2.0; }}),
        each<v1::Mod>({[](S s) { return s.g(); }, [](S s) { return s.g() * (s.y() - s.x(0)) / s.x(1); }}),
        each<v1::FloorMod>({[](S s) { return s.g(); }, [](S s) { return s.g() * (s.y() - s.x(0)) / s.x(1); }}),
        each<v1::Maximum>(
            {[](S s) { return where(is_maximum(s, 0), s.g()); }, [](S s) { return where(is_maximum(s, 1), s.g()); }}),
        each<v1::Minimum>(
            {[](S s) { return where(is_minimum(s, 0), s.g()); }, [](S s) { return where(is_minimum(s, 1), s.g()); }}),
        each<v0::Negative>({[](S s) { return -s.g(); }}),
        each<v0::Abs>({[](S s) { return s.g() * sign(s.x()); }}),
        each<v0::Exp>({[](S s) { return s.g() * s.y(); }}),
        each<v0::Log>({[](S s) { return s.g() / s.x(); }}),
        each<v0::Sqrt>({[](S s) { return s.g() * 0.5 / s.y(); }}),
        each<v0::Sin>({[](S s) { return s.g() * cos(s.x()); }}),
        each<v0::Cos>({[](S s) { return -(s.g() * sin(s.x())); }}),
        each<v0::Tan>({[](S s) { return s.g() * (s.y() * s.y() + 1.0); }}),
        each<v0::Asin>({[](S s) { return s.g() / sqrt(1.0 - s.x() * s.x()); }}),
        each<v0::Acos>({[](S s) { return -(s.g() / sqrt(1.0 - s.x() * s.x())); }}),
        each<v0::Atan>({[](S s) { return s.g() / (s.x() * s.x() + 1.0); }}),
        each<v0::Sinh>({[](S s) { return s.g() * sqrt(s.y() * s.y() + 1.0); }}),
        each<v0::Cosh>({[](S s) { return s.g() * (exp(s.x()) - s.y()); }}),
        each<v3::Asinh>({[](S s) { return s.g() / sqrt(s.x() * s.x() + 1.0); }}),
        each<v3::Acosh>({[](S s) { return s.g() / sqrt(s.x() * s.x() - 1.0); }}),
        each<v3::Atanh>({[](S s) { return s.g() / (1.0 - s.x() * s.x()); }}),
        each<v0::Erf>({[](S s) { return s.g() * exp(-(s.x() * s.x())) * (2 * std::numbers::inv_sqrtpi); }}),
    };
}

std::vector<RuleRow> activations() {
    return {
        each<v0::Relu>({[](S s) { return where(greater(s.y(), 0), s.g()); }}),
        sloped<v0::PRelu, prelu_slope>(),
        each<v0::Clamp>({[](S s) {
            const auto& clamp = s.as<v0::Clamp>();
            if (limits_levels(clamp))  // the first and the last level belong to the range
                return where(logical_not(logical_or(less(s.x(), clamp.get_min()), greater(s.x(), clamp.get_max()))),
                             s.g());
            return where(logical_and(greater(s.y(), clamp.get_min()), less(s.y(), clamp.get_max())), s.g());
        }}),
        each<v0::Elu>(
            {[](S s) { return where(greater(s.y(), 0), s.g(), s.g() * (s.y() + s.as<v0::Elu>().get_alpha())); }}),
        each<v0::Selu>({[](S s) { return s.g() * where(greater(s.y(), 0), s.x(2), s.y() + s.x(1) * s.x(2)); }}),
        each<v0::HardSigmoid>(
            {[](S s) { return where(logical_and(greater(s.y(), 0), less(s.y(), 1)), s.g() * s.x(1)); }}),
        each<v9::SoftSign>({[](S s) { return s.g() / power(abs(s.x()) + 1.0, number_like(s.x(), 2)); }}),
        each<v0::Sigmoid>({[](S s) { return s.g() * s.y() * (1.0 - s.y()); }}),
        each<v0::Tanh>({[](S s) { return s.g() * (1.0 - s.y() * s.y()); }}),
        sloped<v4::Swish, swish_slope>(),
        sloped<v4::Mish, mish_slope>(),
        sloped<v0::Gelu, gelu_slope>(),
        each<v7::Gelu>({[](S s) {
            const bool erf = s.as<v7::Gelu>().get_approximation_mode() == ov::op::GeluApproximationMode::ERF;
            return s.g() * (erf ? gelu_slope(s) : tanh_gelu_slope(s));
        }}),
        each<v4::HSwish>({[](S s) {
            return where(greater(s.x(), 3), s.g(), where(greater(s.x(), -3), s.g() * (s.x() * 2.0 + 3.0) / 6.0));
        }}),
        each<v5::HSigmoid>({[](S s) { return where(logical_and(greater(s.x(), -3), less(s.x(), 3)), s.g() / 6.0); }}),
        each<v4::SoftPlus>({[](S s) { return s.g() * sigmoid(s.x()); }}),
        sloped<v0::FakeQuantize, fake_quantize_slope>(),
        row<v1::Softmax>(softmax_rule),
        row<v8::Softmax>(softmax_rule),
        row<v5::LogSoftmax>(log_softmax_rule),
        row<ov::op::v13::ScaledDotProductAttention>(attention_rule, {0, 1, 2, 3}),
        row<v1::Select>(select_rule, {1, 2}),
    };
}

std::vector<RuleRow> linear() {
    return {
        row<v1::Convolution>(convolution_rule),
        row<v1::ConvolutionBackpropData>(transposed_convolution_rule),
        row<v1::GroupConvolution>(group_convolution_rule),
        row<v1::GroupConvolutionBackpropData>(transposed_group_convolution_rule),
        row<v7::Einsum>(einsum_rule, {}),
        row<v0::MatMul>(matmul_rule, {0, 1}),
        row<v5::LSTMSequence>(lstm_sequence_rule, {0, 1, 2}),
        row<v5::GRUSequence>(gru_sequence_rule, {0, 1}),
        row<v0::MVN>(mvn_rule),
        row<v6::MVN>(mvn_rule),
        row<v0::BatchNormInference>(batch_norm_rule, {2}),
        row<v5::BatchNormInference>(batch_norm_rule),
        row<v12::GroupNormalization>(group_normalization_rule),
        row<v0::NormalizeL2>(normalize_l2_rule),
        row<v0::LRN>(lrn_rule),
        row<v1::AvgPool>(avg_pool_rule),
        row<v14::AvgPool>(avg_pool_rule),
        row<v1::MaxPool>(max_pool_rule),
        row<v8::MaxPool>(max_pool_rule),
        row<v14::MaxPool>(max_pool_rule),
        row<v8::AdaptiveAvgPool>(adaptive_avg_pool_rule),
        row<v8::AdaptiveMaxPool>(adaptive_max_pool_rule),
        row<v0::Interpolate>(interpolate_rule),
        row<v4::Interpolate>(interpolate_rule),
        row<v11::Interpolate>(interpolate_rule),
        row<v9::GridSample>(grid_sample_rule, {0, 1}),
        row<v1::ReduceSum>(reduce_sum_rule),
        row<v1::ReduceMean>(reduce_mean_rule),
        row<v1::ReduceMax>(reduce_extremum_rule),
        row<v1::ReduceMin>(reduce_extremum_rule),
        row<v4::ReduceL1>(reduce_l1_rule),
        row<v4::ReduceL2>(reduce_l2_rule),
        row<v1::ReduceProd>(reduce_prod_rule),
    };
}

std::vector<RuleRow> movement() {
    return {
        row<v1::Reshape>(same_numbers),
        row<v0::Squeeze>(same_numbers),
        row<ov::op::v15::Squeeze>(same_numbers),
        row<v0::Unsqueeze>(same_numbers),
        row<v0::Tile>(tile_rule),
        row<v1::Broadcast>(broadcast_rule),
        row<v3::Broadcast>(broadcast_rule),
        row<v7::Roll>(roll_rule),
        row<v0::CumSum>(cumsum_rule),
        row<ov::op::v15::Col2Im>(col2im_rule),
        row<v0::ShuffleChannels>(shuffle_channels_rule),
        row<v0::DepthToSpace>(depth_to_space_rule),
        row<v0::SpaceToDepth>(space_to_depth_rule),
        row<v1::Transpose>(transpose_rule),
        row<v0::Concat>(concat_rule, {}),
        row<v1::Split>(split_rule),
        row<v1::VariadicSplit>(split_rule),
        row<v1::Pad>(pad_rule),
        row<v12::Pad>(pad_rule),
        row<v8::Slice>(slice_rule),
        row<v1::StridedSlice>(strided_slice_rule),
        row<v1::Gather>(gather_rule),
        row<v7::Gather>(gather_rule),
        row<v8::Gather>(gather_rule),
        row<v6::GatherElements>(gather_elements_rule),
        row<v5::GatherND>(gather_nd_rule),
        row<v8::GatherND>(gather_nd_rule),
        row<v3::ScatterUpdate>(scatter_update_rule, {0, 2}),
        row<v3::ScatterElementsUpdate>(scatter_elements_update_rule, {0, 2}),
        row<v12::ScatterElementsUpdate>(scatter_elements_update_rule, {0, 2}),
        row<v3::ScatterNDUpdate>(scatter_nd_update_rule, {0, 2}),
        row<v1::TopK>(top_k_rule),
        row<v3::TopK>(top_k_rule),
        row<v11::TopK>(top_k_rule),
        row<v0::Convert>(same_type),
        row<v1::ConvertLike>(same_type),
        row<ov::op::v16::Identity>(same_numbers),
        row<v0::Floor>(same_numbers),  // as far as path.cpp lets them
        row<v0::Ceiling>(same_numbers),
        row<v5::Round>(same_numbers),
    };
}

std::vector<RuleRow> all_rows() {
    std::vector<RuleRow> rows;
    for (const auto& family : {arithmetic(), activations(), linear(), movement()})
        rows.insert(rows.end(), family.begin(), family.end());
    return rows;
}

}  // namespace

const std::vector<RuleRow>& rule_table() {
    static const auto rows = all_rows();
    return rows;
}

bool RuleRow::differentiates(std::size_t input) const {
    return inputs.empty() || std::ranges::count(inputs, input) > 0;
}

const RuleRow* find_rule(const ov::Node& node) {
    const auto& rows = rule_table();
    const auto found = std::ranges::find(rows, node.get_type_info(), &RuleRow::type);
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace vinoscope
