// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/axis_rules/rule_table.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "ops/axis_rules/rules.hpp"

namespace vinoscope {
namespace {

struct Row {
    std::string_view type;
    AxisRule rule;
};

constexpr Row rows[] = {
    {"Abs", axis_rules::broadcast},
    {"AdaptiveAvgPool", axis_rules::resample},
    {"AdaptiveMaxPool", axis_rules::resample},
    {"Add", axis_rules::broadcast},
    {"AvgPool", axis_rules::resample},
    {"BatchNormInference", axis_rules::broadcast},
    {"Clamp", axis_rules::broadcast},
    {"Col2Im", axis_rules::fold},
    {"Concat", axis_rules::concat},
    {"Convert", axis_rules::broadcast},
    {"Convolution", axis_rules::convolution},
    {"ConvolutionBackpropData", axis_rules::convolution},
    {"DepthToSpace", axis_rules::resample},
    {"Divide", axis_rules::broadcast},
    {"Elu", axis_rules::broadcast},
    {"Erf", axis_rules::broadcast},
    {"Exp", axis_rules::broadcast},
    {"FakeQuantize", axis_rules::broadcast},
    {"Gather", axis_rules::gather},
    {"Gelu", axis_rules::broadcast},
    {"GroupConvolution", axis_rules::convolution},
    {"GroupConvolutionBackpropData", axis_rules::convolution},
    {"GroupNormalization", axis_rules::broadcast},
    {"HSigmoid", axis_rules::broadcast},
    {"HSwish", axis_rules::broadcast},
    {"HardSigmoid", axis_rules::broadcast},
    {"Interpolate", axis_rules::resample},
    {"Log", axis_rules::broadcast},
    {"LogSoftmax", axis_rules::broadcast},
    {"MVN", axis_rules::broadcast},
    {"MatMul", axis_rules::matmul},
    {"MaxPool", axis_rules::resample},
    {"Maximum", axis_rules::broadcast},
    {"Minimum", axis_rules::broadcast},
    {"Mish", axis_rules::broadcast},
    {"Multiply", axis_rules::broadcast},
    {"Negative", axis_rules::broadcast},
    {"NormalizeL2", axis_rules::broadcast},
    {"PRelu", axis_rules::broadcast},
    {"Pad", axis_rules::resample},
    {"Power", axis_rules::broadcast},
    {"ReduceL2", axis_rules::reduce},
    {"ReduceMax", axis_rules::reduce},
    {"ReduceMean", axis_rules::reduce},
    {"ReduceMin", axis_rules::reduce},
    {"ReduceSum", axis_rules::reduce},
    {"Relu", axis_rules::broadcast},
    {"Reshape", axis_rules::reshape},
    {"Roll", axis_rules::broadcast},
    {"ScaledDotProductAttention", axis_rules::attention},
    {"Select", axis_rules::broadcast},
    {"Selu", axis_rules::broadcast},
    {"Sigmoid", axis_rules::broadcast},
    {"Slice", axis_rules::slice},
    {"SoftPlus", axis_rules::broadcast},
    {"Softmax", axis_rules::broadcast},
    {"SpaceToDepth", axis_rules::resample},
    {"Split", axis_rules::split},
    {"Sqrt", axis_rules::broadcast},
    {"SquaredDifference", axis_rules::broadcast},
    {"Squeeze", axis_rules::squeeze},
    {"StridedSlice", axis_rules::strided_slice},
    {"Subtract", axis_rules::broadcast},
    {"Swish", axis_rules::broadcast},
    {"Tanh", axis_rules::broadcast},
    {"Tile", axis_rules::resample},
    {"Transpose", axis_rules::transpose},
    {"Unsqueeze", axis_rules::unsqueeze},
    {"VariadicSplit", axis_rules::split},
};

}  // namespace

AxisRule find_axis_rule(const ov::Node& node) {
    const auto found = std::ranges::find(rows, std::string_view(node.get_type_name()), &Row::type);
    return found == std::ranges::end(rows) ? nullptr : found->rule;
}

}  // namespace vinoscope
