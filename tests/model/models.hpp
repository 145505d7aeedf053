// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>
#include <openvino/opsets/opset13.hpp>
#include <string>
#include <vector>

namespace vinoscope::test {

namespace op = ov::opset13;

inline std::shared_ptr<op::Parameter> parameter(const ov::PartialShape& shape,
                                                ov::element::Type type = ov::element::f32,
                                                const std::string& name = "image") {
    auto node = std::make_shared<op::Parameter>(type, shape);
    node->set_friendly_name(name);
    node->output(0).set_names({name});
    return node;
}

inline std::shared_ptr<op::Constant> constant(const ov::Shape& shape, float value = 0.1F) {
    return op::Constant::create(ov::element::f32, shape, {value});
}

inline std::shared_ptr<op::Constant> integers(const std::vector<std::int64_t>& values) {
    return op::Constant::create(ov::element::i64, {values.size()}, values);
}

/// A 1x1 convolution from `in` to `out` channels.
inline ov::Output<ov::Node> convolution(const ov::Output<ov::Node>& image, std::size_t in, std::size_t out) {
    const ov::Strides one = {1, 1};
    const ov::CoordinateDiff none = {0, 0};
    return std::make_shared<op::Convolution>(image, constant({out, in, 1, 1}), one, none, none, one);
}

inline ov::Output<ov::Node> transpose(const ov::Output<ov::Node>& value, const std::vector<std::int64_t>& order) {
    return std::make_shared<op::Transpose>(value, integers(order));
}

inline std::shared_ptr<op::Result> result(const ov::Output<ov::Node>& value, const std::string& name) {
    value.get_tensor().set_names({name});
    return std::make_shared<op::Result>(value);
}

/// A model of one parameter and one result.
inline std::shared_ptr<ov::Model> model(const ov::Output<ov::Node>& value,
                                        const std::shared_ptr<op::Parameter>& input,
                                        const std::string& name = "scores") {
    return std::make_shared<ov::Model>(ov::ResultVector{result(value, name)}, ov::ParameterVector{input});
}

/// A model that takes `[1,3,8,8]` and whose outputs have the given names and shapes, all of type f32.
inline std::shared_ptr<ov::Model> model_with_outputs(
    const std::vector<std::pair<std::string, ov::PartialShape>>& outputs) {
    ov::ParameterVector inputs = {parameter({1, 3, 8, 8})};
    ov::ResultVector results;
    for (const auto& [name, shape] : outputs) {
        inputs.push_back(parameter(shape, ov::element::f32, name + "_in"));
        results.push_back(result(std::make_shared<op::Relu>(inputs.back()), name));
    }
    return std::make_shared<ov::Model>(results, inputs);
}

}  // namespace vinoscope::test
