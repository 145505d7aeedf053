// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/randomized.hpp"

#include <algorithm>
#include <openvino/op/constant.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/util/convolution_base.hpp>
#include <random>
#include <vector>

namespace vinoscope::test {
namespace {

// The inputs that read f32 weights, in the order of the data.
std::vector<ov::Input<ov::Node>> weights_of(const ov::Model& model) {
    std::vector<ov::Input<ov::Node>> weights;
    for (const auto& node : model.get_ordered_ops()) {
        const bool weighs = dynamic_cast<const ov::op::util::ConvolutionBase*>(node.get()) != nullptr ||
                            ov::is_type<ov::op::v0::MatMul>(node);
        if (weighs && ov::is_type<ov::op::v0::Constant>(node->get_input_node_ptr(1)))
            weights.push_back(node->input(1));
    }
    return weights;
}

}  // namespace

std::size_t count_weights(const ov::Model& model) {
    return weights_of(model).size();
}

std::shared_ptr<ov::Model> randomized(const ov::Model& model, std::size_t layers, unsigned seed) {
    auto copy = model.clone();
    const auto weights = weights_of(*copy);
    std::mt19937 generator(seed);
    for (auto i = weights.size() - std::min(layers, weights.size()); i < weights.size(); ++i) {
        auto input = weights[i];
        const auto& constant = *ov::as_type<ov::op::v0::Constant>(input.get_source_output().get_node());
        auto values = constant.cast_vector<float>();
        std::shuffle(values.begin(), values.end(), generator);
        input.replace_source_output(
            ov::op::v0::Constant::create(input.get_element_type(), constant.get_shape(), values)->output(0));
    }
    return copy;
}

}  // namespace vinoscope::test
