// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/input_colors.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <openvino/op/add.hpp>
#include <openvino/op/concat.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/divide.hpp>
#include <openvino/op/multiply.hpp>
#include <openvino/op/slice.hpp>
#include <openvino/op/split.hpp>
#include <openvino/op/strided_slice.hpp>
#include <openvino/op/subtract.hpp>
#include <openvino/op/transpose.hpp>
#include <openvino/op/util/gather_base.hpp>
#include <openvino/op/util/interpolate_base.hpp>
#include <openvino/op/util/pad_base.hpp>
#include <openvino/op/variadic_split.hpp>
#include <utility>

#include "ops/axes.hpp"
#include "ops/constant_value.hpp"
#include "ops/is_any.hpp"

namespace vinoscope {
namespace {

constexpr std::size_t channels = 3;

Integers integers_at(const ov::Node& node, std::size_t input) {
    return input < node.get_input_size() ? constant_integers(node.input_value(input)).value_or(Integers{}) : Integers{};
}

/// The only operation that reads `node`, or nullptr.
const ov::Node* only_consumer(const ov::Node& node) {
    const ov::Node* found = nullptr;
    for (const auto& output : node.outputs()) {
        for (const auto& consumer : output.get_target_inputs()) {
            const auto* next = consumer.get_node();
            if (next == found || is_shape_of(*next))
                continue;
            if (found != nullptr || (consumer.get_index() != 0 && !ov::is_type<ov::op::v0::Concat>(next) &&
                                     !is_any<ov::op::v1::Add, ov::op::v1::Multiply>(*next)))
                return nullptr;
            found = next;
        }
    }
    return found;
}

/// Follows the operations at the start of a graph along the axis of the channels.
class ColorTrace {
public:
    ColorTrace(const ov::Node& parameter, TensorLayout layout)
        : m_node(&parameter), m_rank(parameter.get_output_partial_shape(0).rank().get_length()) {
        m_axis = layout == TensorLayout::nchw ? 1 : m_rank - 1;
    }

    std::optional<InputColors> colors() {
        for (const auto* next = only_consumer(*m_node); next != nullptr; next = only_consumer(*m_node)) {
            if (const auto order = order_of_mean(*next))
                return InputColors{m_reversed ? opposite(*order) : *order, true};
            if (!passes(*next))
                break;
        }
        return m_reversed ? std::optional(InputColors{ColorOrder::bgr, false}) : std::nullopt;
    }

private:
    static ColorOrder opposite(ColorOrder order) {
        return order == ColorOrder::rgb ? ColorOrder::bgr : ColorOrder::rgb;
    }

    /// Moves on to `node`. Returns false if it is not one of the operations that prepare images.
    bool passes(const ov::Node& node) {
        const auto* before = std::exchange(m_node, &node);
        if (is_any<ov::op::v0::Convert,
                   ov::op::v1::Add,
                   ov::op::v1::Subtract,
                   ov::op::v1::Multiply,
                   ov::op::v1::Divide,
                   ov::op::util::PadBase,
                   ov::op::util::InterpolateBase>(node))
            return true;
        if (ov::is_type<ov::op::v1::Transpose>(&node)) {
            const auto order = integers_at(node, 1);
            m_axis = std::ranges::find(order, m_axis) - order.begin();
            return m_axis < m_rank;
        }
        if (is_any<ov::op::v1::Split, ov::op::v1::VariadicSplit>(node))
            return node.get_output_size() == channels && is_axis(integers_at(node, 1)) &&
                   ov::is_type<ov::op::v0::Concat>(only_consumer(node));
        const auto permuted = permutation(node, *before);
        if (permuted == Integers{2, 1, 0})
            m_reversed = !m_reversed;
        return permuted == Integers{2, 1, 0} || permuted == Integers{0, 1, 2};
    }

    bool is_axis(const Integers& axes) const {
        return axes.size() == 1 && positive_axis(axes.front(), m_rank) == m_axis;
    }

    /// Which channel of its input each channel of `node` is; empty if that is unknown.
    Integers permutation(const ov::Node& node, const ov::Node& before) const {
        if (ov::is_type<ov::op::util::GatherBase>(&node))
            return is_axis(integers_at(node, 2)) ? integers_at(node, 1) : Integers{};
        if (const auto* joined = ov::as_type<const ov::op::v0::Concat>(&node)) {
            Integers order;
            for (const auto& part : joined->input_values())
                order.push_back(part.get_node() == &before ? static_cast<std::int64_t>(part.get_index()) : -1);
            return is_axis({joined->get_axis()}) ? order : Integers{};
        }
        const bool keeps_shape = node.get_output_partial_shape(0).same_scheme(node.get_input_partial_shape(0));
        const auto steps = integers_at(node, 3);
        if (ov::is_type<ov::op::v8::Slice>(&node))
            return keeps_shape && is_axis(integers_at(node, 4)) && steps == Integers{-1} ? Integers{2, 1, 0}
                                                                                         : Integers{};
        if (!ov::is_type<ov::op::v1::StridedSlice>(&node) || !keeps_shape || std::ssize(steps) != m_rank)
            return {};
        Integers expected(steps.size(), 1);
        expected[static_cast<std::size_t>(m_axis)] = -1;
        return steps == expected ? Integers{2, 1, 0} : Integers{};
    }

    /// The order of the channels if `node` shifts them by the ImageNet mean: 123.7, 116.8 and 103.9 of 255 for red,
    /// green and blue. Only the proportions are compared, for the pixels may have been scaled before.
    std::optional<ColorOrder> order_of_mean(const ov::Node& node) const {
        if (!is_any<ov::op::v1::Add, ov::op::v1::Subtract>(node))
            return {};
        const auto values = constant_numbers(node.input_value(node.get_input_node_ptr(0) == m_node ? 1 : 0));
        const double sum = values ? std::reduce(values->begin(), values->end()) : 0;
        if (sum == 0 || values->size() != channels)
            return {};
        constexpr std::array<double, channels> shares = {0.360, 0.339, 0.301};
        constexpr double tolerance = 0.006;  // of CLIP's mean, too, and less than the distance of equal values
        const auto fits = [&](std::size_t red, std::size_t blue) {
            return std::abs((*values)[red] / sum - shares[0]) < tolerance &&
                   std::abs((*values)[1] / sum - shares[1]) < tolerance &&
                   std::abs((*values)[blue] / sum - shares[2]) < tolerance;
        };
        return fits(0, 2) ? std::optional(ColorOrder::rgb) : fits(2, 0) ? std::optional(ColorOrder::bgr) : std::nullopt;
    }

    const ov::Node* m_node;
    std::int64_t m_rank;
    std::int64_t m_axis = 0;
    bool m_reversed = false;
};

}  // namespace

std::optional<InputColors> colors_from_graph(const ov::Node& parameter, TensorLayout layout) {
    if (parameter.get_output_partial_shape(0).rank().is_dynamic())
        return {};
    return ColorTrace(parameter, layout).colors();
}

}  // namespace vinoscope
