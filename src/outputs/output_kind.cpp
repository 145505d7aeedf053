// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/output_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <openvino/op/abs.hpp>
#include <openvino/op/add.hpp>
#include <openvino/op/batch_norm.hpp>
#include <openvino/op/clamp.hpp>
#include <openvino/op/concat.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/convolution.hpp>
#include <openvino/op/divide.hpp>
#include <openvino/op/exp.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/identity.hpp>
#include <openvino/op/log_softmax.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/maximum.hpp>
#include <openvino/op/minimum.hpp>
#include <openvino/op/multiply.hpp>
#include <openvino/op/mvn.hpp>
#include <openvino/op/normalize_l2.hpp>
#include <openvino/op/prelu.hpp>
#include <openvino/op/reduce_l2.hpp>
#include <openvino/op/reduce_mean.hpp>
#include <openvino/op/reduce_sum.hpp>
#include <openvino/op/relu.hpp>
#include <openvino/op/reshape.hpp>
#include <openvino/op/result.hpp>
#include <openvino/op/sigmoid.hpp>
#include <openvino/op/slice.hpp>
#include <openvino/op/softmax.hpp>
#include <openvino/op/softplus.hpp>
#include <openvino/op/sqrt.hpp>
#include <openvino/op/strided_slice.hpp>
#include <openvino/op/subtract.hpp>
#include <openvino/op/tanh.hpp>
#include <openvino/op/transpose.hpp>
#include <openvino/op/unsqueeze.hpp>
#include <openvino/op/util/gather_base.hpp>
#include <openvino/op/util/squeeze_base.hpp>
#include <openvino/op/util/topk_base.hpp>

#include "core/text.hpp"
#include "model/port.hpp"
#include "ops/constant_value.hpp"
#include "ops/is_any.hpp"
#include "ops/value_range.hpp"

namespace vinoscope {
namespace {

using Port = ov::Output<const ov::Node>;

bool is_single_concat(const ov::Node& node) {
    return ov::is_type<ov::op::v0::Concat>(&node) && node.get_input_size() == 1;
}

/// The operation that computes the values of `output`, before changes of type and shape.
const ov::Node& value_source(const Port& output) {
    const auto* node = output.get_node();
    while (is_any<ov::op::v0::Result,
                  ov::op::v0::Convert,
                  ov::op::v0::FakeQuantize,
                  ov::op::v1::Reshape,
                  ov::op::v1::Transpose,
                  ov::op::v0::Unsqueeze,
                  ov::op::util::SqueezeBase,
                  ov::op::v16::Identity>(*node) ||
           is_single_concat(*node)) {
        node = node->get_input_node_ptr(0);
    }
    return *node;
}

/// Exp(x) / ReduceSum(Exp(x)), as some exporters write it.
bool is_spelled_out_softmax(const ov::Node& node) {
    return ov::is_type<ov::op::v1::Divide>(&node) && ov::is_type<ov::op::v0::Exp>(node.get_input_node_ptr(0)) &&
           ov::is_type<ov::op::v1::ReduceSum>(node.get_input_node_ptr(1));
}

bool is_one(const ov::Dimension& dimension) {
    return dimension.is_static() && dimension.get_length() == 1;
}

std::int64_t length_or(const ov::Dimension& dimension, std::int64_t other) {
    return dimension.is_static() ? dimension.get_length() : other;
}

std::optional<std::int64_t> classes_of(const ov::PartialShape& shape) {
    const auto rank = shape.rank().is_static() ? shape.size() : 0;
    ov::Dimension classes;
    if (rank == 1 || rank == 2) {
        classes = shape[rank - 1];
    } else if (rank == 4 && is_one(shape[2]) && is_one(shape[3])) {
        classes = shape[1];
    } else if (rank == 4 && is_one(shape[1]) && is_one(shape[2])) {
        classes = shape[3];
    }
    if (classes.is_dynamic() || classes.get_length() == 0) {
        return {};
    }
    return classes.get_length();
}

bool names_boxes(const Port& output) {
    return lower_case(port_name(output)).find("box") != std::string::npos;
}

/// `[1,1,N,7]`: image, class, score and four corners for each box.
bool is_detection_output(const Port& output) {
    const auto& shape = output.get_partial_shape();
    return shape.rank().is_static() && shape.size() == 4 && is_one(shape[0]) && is_one(shape[1]) && !is_one(shape[2]) &&
           length_or(shape[3], 0) == 7;
}

}  // namespace

std::optional<std::int64_t> score_classes(const Port& output) {
    if (!output.get_element_type().is_real() || ov::is_type<ov::op::util::TopKBase>(&value_source(output))) {
        return {};
    }
    return classes_of(output.get_partial_shape());
}

namespace {

/// Whether `node` limits its first input to a range that contains 0..1, and so leaves shares as they are.
bool keeps_shares(const ov::Node& node) {
    if (const auto* clamp = ov::as_type<const ov::op::v0::Clamp>(&node)) {
        constexpr double margin = 1e-3;  // of those that keep a logarithm finite
        return clamp->get_min() <= margin && clamp->get_max() >= 1 - margin;
    }
    const auto limit = [&]() -> std::optional<float> {
        const auto* constant = ov::as_type<const ov::op::v0::Constant>(node.get_input_node_ptr(1));
        return constant != nullptr && ov::shape_size(constant->get_shape()) == 1
                   ? std::optional(constant->cast_vector<float>().front())
                   : std::nullopt;
    };
    if (ov::is_type<ov::op::v1::Minimum>(&node)) {
        return limit().value_or(0) >= 1;
    }
    if (ov::is_type<ov::op::v1::Maximum>(&node)) {
        return limit().value_or(1) <= 0;
    }
    return is_any<ov::op::v0::Relu, ov::op::v0::Abs, ov::op::v0::PRelu>(node);
}

/// As value_source(), and before limits that shares do not reach.
const ov::Node& activation_of(const Port& output) {
    const auto* node = &value_source(output);
    while (keeps_shares(*node)) {
        node = &value_source(node->input_value(0));
    }
    return *node;
}

}  // namespace

std::string final_activation(const Port& output) {
    constexpr double rounding = 1e-3;  // of constants in half precision
    const auto& node = activation_of(output);
    if (is_any<ov::op::v1::Softmax, ov::op::v8::Softmax>(node) || is_spelled_out_softmax(node)) {
        return "softmax";
    }
    if (ov::is_type<ov::op::v0::Sigmoid>(&node)) {
        return "sigmoid";
    }
    // LogSoftmax counts as none: the softmax of its values is the softmax of the logits.
    const Value value{const_cast<ov::Node*>(output.get_node())->shared_from_this(), output.get_index()};
    const auto range = value_range(value);
    if (!range.is_within(-rounding, 1 + rounding) || is_constant(value)) {
        return "none";
    }
    if (range.softmax) {
        return "softmax";
    }
    return range.cut ? limited_activation : "sigmoid";
}

std::optional<std::int64_t> softmax_length(const Port& output) {
    const auto& node = value_source(output);
    const auto& shape = node.get_output_partial_shape(0);
    if (shape.rank().is_dynamic()) {
        return {};
    }
    std::int64_t axis = 0;
    if (const auto* first = ov::as_type<const ov::op::v1::Softmax>(&node)) {
        axis = static_cast<std::int64_t>(first->get_axis());
    } else if (const auto* second = ov::as_type<const ov::op::v8::Softmax>(&node)) {
        axis = second->get_axis();
    } else {
        return {};
    }
    const auto length = shape[axis < 0 ? axis + static_cast<std::int64_t>(shape.size()) : axis];
    return length.is_static() ? std::optional(length.get_length()) : std::nullopt;
}

bool is_softmax(const Port& output) {
    return final_activation(output) == "softmax" || ov::is_type<ov::op::v5::LogSoftmax>(&value_source(output));
}

bool is_never_negative(const Port& output) {
    return is_any<ov::op::v0::Relu, ov::op::v0::Exp, ov::op::v4::SoftPlus, ov::op::v0::Abs>(value_source(output));
}

bool ends_in_tanh(const Port& output) {
    return ov::is_type<ov::op::v0::Tanh>(&value_source(output));
}

namespace {

bool is_constant_input(const ov::Node& node, std::size_t input) {
    const auto* source = node.get_input_node_ptr(input);
    while (is_any<ov::op::v0::Convert, ov::op::v0::FakeQuantize, ov::op::v1::Reshape, ov::op::v0::Unsqueeze>(*source)) {
        source = source->get_input_node_ptr(0);
    }
    return ov::is_type<ov::op::v0::Constant>(source);
}

/// The position of the only input that is no constant, of a sum or product with a constant.
std::optional<std::size_t> changed_by_constant(const ov::Node& node) {
    if (!is_any<ov::op::v1::Add, ov::op::v1::Multiply, ov::op::v1::Subtract, ov::op::v1::Divide>(node)) {
        return {};
    }
    if (is_constant_input(node, 1)) {
        return 0;
    }
    return is_constant_input(node, 0) ? std::optional<std::size_t>(1) : std::nullopt;
}

bool is_square_root_of_sum(const ov::Node* node) {
    constexpr int farthest = 5;
    for (int steps = 0; steps < farthest && node->get_input_size() > 0; ++steps) {
        if (is_any<ov::op::v4::ReduceL2, ov::op::v0::Sqrt>(*node)) {
            return true;
        }
        node = node->get_input_node_ptr(0);
    }
    return false;
}

bool has_length_one(const ov::Node& node) {
    return ov::is_type<ov::op::v0::NormalizeL2>(&node) ||
           (ov::is_type<ov::op::v1::Divide>(&node) && !is_constant_input(node, 1) &&
            is_square_root_of_sum(node.get_input_node_ptr(1)));
}

/// As `node`, before what picks some of its values, such as those of one token.
const ov::Node& before_picking(const ov::Node& node) {
    const auto* source = &node;
    while (is_any<ov::op::util::GatherBase, ov::op::v8::Slice, ov::op::v1::StridedSlice, ov::op::v1::ReduceMean>(
        *source)) {
        source = &value_source(source->input_value(0));
    }
    return *source;
}

bool is_usual_feature_count(const Port& output) {
    constexpr std::int64_t multiple = 64;
    constexpr std::int64_t least = 128;
    const auto count = classes_of(output.get_partial_shape()).value_or(0);
    return count >= least && count % multiple == 0;
}

}  // namespace

std::optional<FeatureSign> feature_sign(const Port& output) {
    const auto& last = value_source(output);
    if (has_length_one(last)) {
        return FeatureSign{true, "it is normalised to unit length, as embeddings are", true};
    }
    const auto* source = &before_picking(last);
    bool affine = false;
    while (const auto input = changed_by_constant(*source)) {
        source = &before_picking(value_source(source->input_value(*input)));
        affine = true;
    }
    if (is_any<ov::op::v0::BatchNormInference, ov::op::v5::BatchNormInference, ov::op::v0::MVN, ov::op::v6::MVN>(
            *source)) {
        return FeatureSign{true, "it ends in a normalisation, as features do", true};
    }
    if (!is_usual_feature_count(output)) {
        return {};
    }
    const auto count = *classes_of(output.get_partial_shape());
    if (is_any<ov::op::v0::MatMul, ov::op::v1::Convolution>(*source)) {
        return FeatureSign{!affine,
                           fmt::format("{} values{} are more likely features", count, affine ? "" : " without a bias")};
    }
    return FeatureSign{true,
                       fmt::format("{} values that are not computed by a dense layer are more likely features", count)};
}

std::vector<std::int64_t> joined_parts(const Port& output, std::int64_t axis) {
    const auto* node = output.get_node();
    if (ov::is_type<ov::op::v0::Result>(node))
        return joined_parts(node->input_value(0), axis);
    const auto* joined = ov::as_type<const ov::op::v0::Concat>(node);
    const auto& shape = output.get_partial_shape();
    const auto from_end = axis - static_cast<std::int64_t>(shape.size());
    if (joined == nullptr || (joined->get_axis() != axis && joined->get_axis() != from_end))
        return {length_or(shape[axis], -1)};
    std::vector<std::int64_t> parts;
    for (const auto& input : node->input_values()) {
        const auto inner = joined_parts(input, axis);
        parts.insert(parts.end(), inner.begin(), inner.end());
    }
    return parts;
}

bool looks_like_detection(const ov::Model& model) {
    const auto outputs = model.outputs();
    const bool boxes = outputs.size() > 1 && std::any_of(outputs.begin(), outputs.end(), names_boxes);
    return boxes || std::any_of(outputs.begin(), outputs.end(), is_detection_output);
}

bool is_raw_boxes(const Port& output) {
    const auto& shape = output.get_partial_shape();
    if (shape.rank().is_dynamic() || shape.size() != 3 || !output.get_element_type().is_real()) {
        return false;
    }
    const auto rows = length_or(shape[1], dense_candidates);
    const auto columns = length_or(shape[2], dense_candidates);
    const bool one_row_a_box = columns >= 4 && columns <= 7;
    return one_row_a_box || (std::min(rows, columns) >= 5 && std::max(rows, columns) >= dense_candidates);
}

bool is_class_map(const Port& output) {
    const auto& shape = output.get_partial_shape();
    if (shape.rank().is_dynamic()) {
        return false;
    }
    if (shape.size() == 3) {
        return output.get_element_type().is_integral_number() && !is_one(shape[1]) && !is_one(shape[2]);
    }
    return shape.size() == 4 && !is_one(shape[2]) && (!is_one(shape[1]) || !is_one(shape[3]));
}

}  // namespace vinoscope
