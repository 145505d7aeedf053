// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/random_weights.hpp"

#include <algorithm>
#include <cstring>
#include <openvino/core/graph_util.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/parameter.hpp>
#include <set>
#include <string_view>
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

void replace(const std::shared_ptr<Constant>& constant, Random random) {
    const auto other = shuffled(*constant, random);
    other->set_friendly_name(constant->get_friendly_name());
    other->get_rt_info() = constant->get_rt_info();
    ov::replace_node(constant, other);
}

/// The constants with weights behind `value`, or nothing when something else than constants is behind it.
std::vector<std::shared_ptr<Constant>> weights_behind(const ov::Output<ov::Node>& value) {
    std::vector<std::shared_ptr<Constant>> found;
    std::vector<std::shared_ptr<ov::Node>> open = {value.get_node_shared_ptr()};
    while (!open.empty()) {
        const auto node = open.back();
        open.pop_back();
        if (ov::is_type<ov::op::v0::Parameter>(node))
            return {};
        if (const auto constant = ov::as_type_ptr<Constant>(node); constant && holds_weights(*constant))
            found.push_back(constant);
        for (const auto& input : node->input_values())
            open.push_back(input.get_node_shared_ptr());
    }
    return found;
}

bool multiplies_by_weights(const ov::Node& node) {
    const std::string_view type = node.get_type_info().name;
    return type == "MatMul" || type.find("Convolution") != std::string_view::npos;
}

}  // namespace

void shuffle_weights(ov::Model& model, std::uint64_t seed) {
    std::uint64_t stream = 0;
    for (const auto& node : model.get_ordered_ops()) {
        const auto constant = ov::as_type_ptr<Constant>(node);
        if (!constant || !holds_weights(*constant))
            continue;
        replace(constant, Random(seed, stream++));
    }
}

bool shuffle_head(ov::Model& model, std::uint64_t seed) {
    std::set<ov::Node*> seen;
    std::vector<std::shared_ptr<ov::Node>> open(model.get_results().begin(), model.get_results().end());
    std::set<std::shared_ptr<Constant>> heads;
    while (!open.empty()) {
        const auto node = open.back();
        open.pop_back();
        if (!seen.insert(node.get()).second)
            continue;
        if (multiplies_by_weights(*node)) {
            const auto weights = weights_behind(node->input_value(1));
            heads.insert(weights.begin(), weights.end());
            if (!weights.empty())
                continue;
        }
        for (const auto& input : node->input_values())
            open.push_back(input.get_node_shared_ptr());
    }
    std::uint64_t stream = 0;
    for (const auto& constant : heads)
        replace(constant, Random(seed, stream++));
    return !heads.empty();
}

}  // namespace vinoscope
