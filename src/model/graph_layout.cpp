// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/graph_layout.hpp"

#include <deque>
#include <openvino/op/batch_norm.hpp>
#include <openvino/op/clamp.hpp>
#include <openvino/op/concat.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/convolution.hpp>
#include <openvino/op/depth_to_space.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/gather.hpp>
#include <openvino/op/group_conv.hpp>
#include <openvino/op/i420_to_bgr.hpp>
#include <openvino/op/i420_to_rgb.hpp>
#include <openvino/op/nv12_to_bgr.hpp>
#include <openvino/op/nv12_to_rgb.hpp>
#include <openvino/op/pad.hpp>
#include <openvino/op/slice.hpp>
#include <openvino/op/space_to_depth.hpp>
#include <openvino/op/split.hpp>
#include <openvino/op/strided_slice.hpp>
#include <openvino/op/transpose.hpp>
#include <openvino/op/util/avg_pool_base.hpp>
#include <openvino/op/util/binary_elementwise_arithmetic.hpp>
#include <openvino/op/util/interpolate_base.hpp>
#include <openvino/op/util/max_pool_base.hpp>
#include <openvino/op/util/pad_base.hpp>
#include <openvino/op/util/unary_elementwise_arithmetic.hpp>
#include <openvino/op/variadic_split.hpp>
#include <set>
#include <utility>

#include "ops/is_any.hpp"

namespace vinoscope {
namespace {

/// Its first input is `[N,C,H,W]` by definition.
bool wants_nchw(const ov::Node& node) {
    return is_any<ov::op::v1::Convolution,
                  ov::op::v1::GroupConvolution,
                  ov::op::v1::ConvolutionBackpropData,
                  ov::op::util::MaxPoolBase,
                  ov::op::util::AvgPoolBase,
                  ov::op::v5::BatchNormInference,
                  ov::op::v0::SpaceToDepth,
                  ov::op::v0::DepthToSpace>(node);
}

bool keeps_order(const ov::Node& node) {
    return is_any<ov::op::v0::Convert,
                  ov::op::v0::FakeQuantize,
                  ov::op::v0::Clamp,
                  ov::op::v0::Concat,
                  ov::op::v1::Split,
                  ov::op::v1::VariadicSplit,
                  ov::op::v1::StridedSlice,
                  ov::op::v8::Slice,
                  ov::op::util::GatherBase,
                  ov::op::util::PadBase,
                  ov::op::util::InterpolateBase,
                  ov::op::util::BinaryElementwiseArithmetic,
                  ov::op::util::UnaryElementwiseArithmetic>(node);
}

std::optional<TensorLayout> from_transpose(const ov::Node& node) {
    using Order = std::vector<std::int64_t>;
    const auto* order = ov::as_type<const ov::op::v0::Constant>(node.get_input_node_ptr(1));
    if (order == nullptr) {
        return {};
    }
    const auto axes = order->cast_vector<std::int64_t>();
    if (axes == Order{0, 3, 1, 2} || axes == Order{0, 4, 1, 2, 3}) {
        return TensorLayout::nhwc;
    }
    if (axes == Order{0, 2, 3, 1} || axes == Order{0, 2, 3, 4, 1}) {
        return TensorLayout::nchw;
    }
    return {};
}

std::optional<TensorLayout> found_at(const ov::Input<ov::Node>& consumer) {
    if (consumer.get_index() != 0) {
        return {};
    }
    const auto& node = *consumer.get_node();
    if (wants_nchw(node)) {
        return TensorLayout::nchw;
    }
    return ov::is_type<ov::op::v1::Transpose>(&node) ? from_transpose(node) : std::nullopt;
}

bool is_image(const ov::Node& node) {
    const auto rank = node.get_output_partial_shape(0).rank();
    return rank.is_static() && (rank.get_length() == 4 || rank.get_length() == 5);
}

/// What `find` says of the first consumer that it knows, behind operations that keep the order of the dimensions.
template <typename Find>
auto first_found(const ov::Node& parameter, Find find) -> decltype(find(std::declval<const ov::Input<ov::Node>&>())) {
    std::deque<const ov::Node*> queue = {&parameter};
    std::set<const ov::Node*> seen = {&parameter};
    while (!queue.empty()) {
        const auto* node = queue.front();
        queue.pop_front();
        for (const auto& output : node->outputs()) {
            for (const auto& consumer : output.get_target_inputs()) {
                if (const auto found = find(consumer)) {
                    return found;
                }
                const auto* next = consumer.get_node();
                if (keeps_order(*next) && is_image(*next) && seen.insert(next).second) {
                    queue.push_back(next);
                }
            }
        }
    }
    return {};
}

}  // namespace

std::optional<TensorLayout> layout_from_graph(const ov::Node& parameter) {
    return first_found(parameter, found_at);
}

std::optional<std::pair<std::int64_t, std::int64_t>> size_from_graph(const ov::Node& parameter, TensorLayout layout) {
    using Size = std::optional<std::pair<std::int64_t, std::int64_t>>;
    const std::size_t rows = layout == TensorLayout::nchw ? 2 : 1;
    return first_found(parameter, [&](const ov::Input<ov::Node>& consumer) -> Size {
        const auto& node = *consumer.get_node();
        if (!is_any<ov::op::util::InterpolateBase>(node))
            return {};
        const auto& shape = node.get_output_partial_shape(0);
        if (shape[rows].is_dynamic() || shape[rows + 1].is_dynamic())
            return {};
        return std::pair(shape[rows].get_length(), shape[rows + 1].get_length());
    });
}

std::string video_format_conversion(const ov::Node& parameter) {
    const auto found = first_found(parameter, [](const ov::Input<ov::Node>& consumer) -> std::optional<std::string> {
        const auto& node = *consumer.get_node();
        const bool converts =
            is_any<ov::op::v8::NV12toRGB, ov::op::v8::NV12toBGR, ov::op::v8::I420toRGB, ov::op::v8::I420toBGR>(node);
        return converts ? std::optional<std::string>(node.get_type_name()) : std::nullopt;
    });
    return found.value_or("");
}

}  // namespace vinoscope
