// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/random_weights.hpp"

#include <algorithm>
#include <cstring>
#include <openvino/core/graph_util.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <utility>
#include <vector>

#include "core/random.hpp"

namespace vinoscope {
namespace {

using ov::op::v0::Constant;

// Weights are real numbers or 8-bit codes of such; wider integers are shapes and axes. The ranges of a FakeQuantize
// stay in order.
bool holds_weights(const Constant& constant) {
    const auto& type = constant.get_element_type();
    const bool learned = type.is_real() || type == ov::element::i8 || type == ov::element::u8;
    const auto users = constant.output(0).get_target_inputs();
    return learned && ov::shape_size(constant.get_shape()) > 1 && std::ranges::none_of(users, [](const auto& user) {
               return ov::is_type<ov::op::v0::FakeQuantize>(user.get_node()) && user.get_index() > 0;
           });
}

std::shared_ptr<Constant> shuffled(const Constant& constant, Random random) {
    const auto size = constant.get_element_type().size();
    const auto count = ov::shape_size(constant.get_shape());
    const auto* from = static_cast<const std::byte*>(constant.get_data_ptr());
    std::vector<std::byte> values(from, from + size * count);
    for (std::size_t i = count; i > 1; --i) {
        auto* last = values.data() + (i - 1) * size;
        std::swap_ranges(last, last + size, values.data() + random.below(i) * size);
    }
    return std::make_shared<Constant>(constant.get_element_type(), constant.get_shape(), values.data());
}

}  // namespace

void shuffle_weights(ov::Model& model, std::uint64_t seed) {
    std::uint64_t stream = 0;
    for (const auto& node : model.get_ordered_ops()) {
        const auto constant = ov::as_type_ptr<Constant>(node);
        if (!constant || !holds_weights(*constant))
            continue;
        const auto random = shuffled(*constant, Random(seed, stream++));
        random->set_friendly_name(constant->get_friendly_name());
        random->get_rt_info() = constant->get_rt_info();
        ov::replace_node(constant, random);
    }
}

}  // namespace vinoscope
