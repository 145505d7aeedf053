// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/run_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <openvino/op/constant.hpp>
#include <openvino/op/result.hpp>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>

#include "model/read_model.hpp"
#include "support/random_values.hpp"

namespace vinoscope::test {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

double mean(std::span<const float> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

ov::Tensor tensor_of(const ov::Shape& shape, const std::vector<float>& values) {
    ov::Tensor tensor(ov::element::f32, shape);
    std::ranges::copy(values, tensor.data<float>());
    return tensor;
}

ov::Tensor random_tensor(const ov::Shape& shape, unsigned seed) {
    return tensor_of(shape, random_values(ov::shape_size(shape), seed));
}

std::vector<float> values_of(const ov::Tensor& tensor) {
    return ov::op::v0::Constant(tensor).cast_vector<float>();
}

std::vector<ov::Tensor> run(const std::shared_ptr<const ov::Model>& model, const std::vector<ov::Tensor>& inputs) {
    auto compiled = shared_core().compile_model(model, "CPU", ov::hint::inference_precision(ov::element::f32));
    auto request = compiled.create_infer_request();
    for (std::size_t i = 0; i < inputs.size(); ++i)
        request.set_input_tensor(i, inputs[i]);
    request.infer();
    std::vector<ov::Tensor> outputs;
    for (std::size_t i = 0; i < compiled.outputs().size(); ++i) {
        const auto found = request.get_output_tensor(i);
        ov::Tensor own(found.get_element_type(), found.get_shape());
        found.copy_to(own);
        outputs.push_back(own);
    }
    return outputs;
}

std::vector<float> run(const ov::Output<ov::Node>& output, const ov::Model& model, const ov::Tensor& input) {
    const auto result = std::make_shared<ov::op::v0::Result>(output);
    const auto part = std::make_shared<ov::Model>(ov::ResultVector{result}, model.get_parameters());
    return values_of(run(part, {input}).front());
}

double relative_error(std::span<const float> found, std::span<const float> expected) {
    if (found.size() != expected.size() || expected.empty())
        return not_a_number;
    double largest = 0;
    double difference = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (!std::isfinite(found[i]) || !std::isfinite(expected[i]))
            return not_a_number;
        largest = std::max(largest, std::abs(static_cast<double>(expected[i])));
        difference = std::max(difference, std::abs(static_cast<double>(found[i]) - expected[i]));
    }
    return difference / largest;
}

double correlation(std::span<const float> a, std::span<const float> b) {
    if (a.size() != b.size() || a.empty())
        return not_a_number;
    const double mean_a = mean(a);
    const double mean_b = mean(b);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - mean_a) * (b[i] - mean_b);
        aa += (a[i] - mean_a) * (a[i] - mean_a);
        bb += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return ab / std::sqrt(aa * bb);
}

}  // namespace vinoscope::test
