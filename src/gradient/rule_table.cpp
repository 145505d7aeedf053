// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "gradient/rule_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <numbers>
#include <openvino/op/ops.hpp>

#include "gradient/rules/rules.hpp"

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
namespace v14 = ov::op::v14;

using Formula = Value (*)(const Step&);
using S = const Step&;

constexpr std::size_t every_input = std::numeric_limits<std::size_t>::max();

template <typename Operation>
RuleRow row(Rule rule, std::size_t count = 1, std::size_t first = 0) {
    return {Operation::get_type_info_static(), std::move(rule), first, count};
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
    return row<Operation>(rule, formulas.size());
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
        // of two equal numbers the first one counts
        each<v1::Maximum>({[](S s) { return where(logical_not(greater(s.x(1), s.x(0))), s.g()); },
                           [](S s) { return where(greater(s.x(1), s.x(0)), s.g()); }}),
        each<v1::Minimum>({[](S s) { return where(logical_not(greater(s.x(0), s.x(1))), s.g()); },
                           [](S s) { return where(greater(s.x(0), s.x(1)), s.g()); }}),
        each<v0::Negative>({[](S s) { return -s.g(); }}),
        each<v0::Abs>({[](S s) { return s.g() * sign(s.x()); }}),
        each<v0::Exp>({[](S s) { return s.g() * s.y(); }}),
        each<v0::Log>({[](S s) { return s.g() / s.x(); }}),
        each<v0::Sqrt>({[](S s) { return s.g() * 0.5 / s.y(); }}),
        each<v0::Erf>({[](S s) { return s.g() * exp(-(s.x() * s.x())) * (2 * std::numbers::inv_sqrtpi); }}),
    };
}

std::vector<RuleRow> activations() {
    return {
        each<v0::Relu>({[](S s) { return where(greater(s.x(), 0), s.g()); }}),
        sloped<v0::PRelu, prelu_slope>(),
        each<v0::Clamp>({[](S s) {
            const auto& clamp = s.as<v0::Clamp>();
            return where(logical_and(greater(s.x(), clamp.get_min()), less(s.x(), clamp.get_max())), s.g());
        }}),
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
        row<ov::op::v13::ScaledDotProductAttention>(attention_rule, 4),
        row<v1::Select>(select_rule, 2, 1),
    };
}

std::vector<RuleRow> linear() {
    return {
        row<v1::Convolution>(convolution_rule),
        row<v1::ConvolutionBackpropData>(transposed_convolution_rule),
        row<v1::GroupConvolution>(group_convolution_rule),
        row<v1::GroupConvolutionBackpropData>(transposed_group_convolution_rule),
        row<v0::MatMul>(matmul_rule, 2),
        row<v0::MVN>(mvn_rule),
        row<v6::MVN>(mvn_rule),
        row<v0::BatchNormInference>(batch_norm_rule, 1, 2),
        row<v5::BatchNormInference>(batch_norm_rule),
        row<ov::op::v12::GroupNormalization>(group_normalization_rule),
        row<v0::NormalizeL2>(normalize_l2_rule),
        row<v1::AvgPool>(avg_pool_rule),
        row<v14::AvgPool>(avg_pool_rule),
        row<v1::MaxPool>(max_pool_rule),
        row<v8::MaxPool>(max_pool_rule),
        row<v14::MaxPool>(max_pool_rule),
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
        row<v0::Result>(same_numbers),
        row<v1::Reshape>(same_numbers),
        row<v0::Squeeze>(same_numbers),
        row<v0::Unsqueeze>(same_numbers),
        row<v1::Transpose>(transpose_rule),
        row<v0::Concat>(concat_rule, every_input),
        row<v1::Split>(split_rule),
        row<v1::VariadicSplit>(split_rule),
        row<v1::Pad>(pad_rule),
        row<ov::op::v12::Pad>(pad_rule),
        row<v8::Slice>(slice_rule),
        row<v1::StridedSlice>(strided_slice_rule),
        row<v1::Gather>(gather_rule),
        row<v7::Gather>(gather_rule),
        row<v8::Gather>(gather_rule),
        row<v0::Convert>([](S s) { return Values{convert(s.g(), gradient_type(s.x()))}; }),
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

const RuleRow* find_rule(const ov::Node& node) {
    const auto& rows = rule_table();
    const auto found = std::ranges::find(rows, node.get_type_info(), &RuleRow::type);
    return found == rows.end() ? nullptr : &*found;
}

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
        v0::Floor::get_type_info_static(),
        v0::Ceiling::get_type_info_static(),
        v0::Sign::get_type_info_static(),
        v5::Round::get_type_info_static(),
    };
    return std::ranges::count(stops, node.get_type_info()) > 0;
}

}  // namespace vinoscope
