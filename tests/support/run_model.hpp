// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>
#include <openvino/runtime/tensor.hpp>
#include <span>
#include <vector>

namespace vinoscope::test {

ov::Tensor tensor_of(const ov::Shape& shape, const std::vector<float>& values);
ov::Tensor random_tensor(const ov::Shape& shape, unsigned seed);
std::vector<float> values_of(const ov::Tensor& tensor);

/// All outputs of `model` on the CPU in f32.
std::vector<ov::Tensor> run(const std::shared_ptr<const ov::Model>& model, const std::vector<ov::Tensor>& inputs);

/// The values of `output`, a tensor inside of `model`, for the only input.
std::vector<float> run(const ov::Output<ov::Node>& output, const ov::Model& model, const ov::Tensor& input);

/// The largest difference relative to the largest magnitude expected; NaN when the sizes differ.
double relative_error(std::span<const float> found, std::span<const float> expected);

/// Pearson's correlation; NaN when the sizes differ or one side is flat.
double correlation(std::span<const float> a, std::span<const float> b);

}  // namespace vinoscope::test
