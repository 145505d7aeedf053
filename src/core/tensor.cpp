// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/tensor.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>
#include <numeric>

#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

template <typename Value>
Tensor make(TensorType type, std::vector<std::size_t> shape, std::vector<Value> values) {
    const auto owner = std::make_shared<const std::vector<Value>>(std::move(values));
    Tensor tensor{type, std::move(shape), std::shared_ptr<const void>(owner, owner->data())};
    if (tensor.size() != owner->size())
        throw Error(
            ErrorKind::usage,
            fmt::format(
                "expected {} values for a tensor of shape {}, found {}", tensor.size(), tensor.shape, owner->size()));
    return tensor;
}

}  // namespace

std::size_t Tensor::size() const {
    return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies());
}

Tensor make_tensor(std::vector<std::size_t> shape, std::vector<float> values) {
    return make(TensorType::f32, std::move(shape), std::move(values));
}

Tensor make_tensor(std::vector<std::size_t> shape, std::vector<std::uint8_t> values) {
    return make(TensorType::u8, std::move(shape), std::move(values));
}

Tensor make_tensor(std::vector<std::size_t> shape, std::vector<std::int64_t> values) {
    return make(TensorType::i64, std::move(shape), std::move(values));
}

}  // namespace vinoscope
