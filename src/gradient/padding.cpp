// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <openvino/core/graph_util.hpp>
#include <openvino/op/util/convolution_base.hpp>
#include <openvino/op/util/pad_base.hpp>
#include <optional>

#include "gradient/canonical.hpp"
#include "ops/constant_value.hpp"

namespace vinoscope {
namespace {

using Convolution = ov::op::util::ConvolutionFwdPropBase;

struct Zeros {
    Integers before;  // along each axis
    Integers behind;
};

bool is_zero(const Value& value) {
    const auto numbers = constant_numbers(value);
    return numbers && std::ranges::count(*numbers, 0.0) == std::ssize(*numbers);
}

// Some along rows and columns, none along batch and channels.
bool are_around_the_picture(const Integers& counts) {
    return counts[0] == 0 && counts[1] == 0 && *std::ranges::min_element(counts) >= 0;
}

std::optional<Zeros> zeros_added_by(const ov::Node& node) {
    const auto* pad = dynamic_cast<const ov::op::util::PadBase*>(&node);
    if (pad == nullptr || pad->get_pad_mode() != ov::op::PadMode::CONSTANT)
        return std::nullopt;
    const auto before = constant_integers(pad->input_value(1));
    const auto behind = constant_integers(pad->input_value(2));
    const bool zero = pad->get_input_size() < 4 || is_zero(pad->input_value(3));
    if (!zero || !before || !behind || !are_around_the_picture(*before) || !are_around_the_picture(*behind))
        return std::nullopt;
    return Zeros{*before, *behind};
}

bool has_its_own_pads(const Convolution& convolution) {
    const auto pads = convolution.get_auto_pad();
    return pads == ov::op::PadType::EXPLICIT || pads == ov::op::PadType::VALID;
}

ov::CoordinateDiff widened(ov::CoordinateDiff pads, const Integers& zeros) {
    for (std::size_t i = 0; i < pads.size(); ++i)
        pads[i] += zeros[i + 2];
    return pads;
}

}  // namespace

bool is_read_once(const Value& value, const Values& kept) {
    return value.get_target_inputs().size() == 1 && std::ranges::count(kept, value) == 0;
}

void merge_padding(const Value& score, const Values& kept) {
    for (const auto& node : ov::topological_sort(std::vector{score.get_node_shared_ptr()})) {
        auto* convolution = dynamic_cast<Convolution*>(node.get());
        if (convolution == nullptr || !has_its_own_pads(*convolution) || !is_read_once(node->input_value(0), kept))
            continue;
        const auto& pad = *node->get_input_node_ptr(0);
        const auto zeros = zeros_added_by(pad);
        if (!zeros)
            continue;
        convolution->set_auto_pad(ov::op::PadType::EXPLICIT);
        convolution->set_pads_begin(widened(convolution->get_pads_begin(), zeros->before));
        convolution->set_pads_end(widened(convolution->get_pads_end(), zeros->behind));
        node->input(0).replace_source_output(pad.input_value(0));
    }
}

}  // namespace vinoscope
