// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <openvino/runtime/tensor.hpp>

namespace vinoscope {

/// A view of item `item` of a tensor `[batch, ...]`, with a batch of 1.
inline ov::Tensor batch_item(const ov::Tensor& tensor, std::size_t item) {
    ov::Coordinate begin(tensor.get_shape().size(), 0);
    ov::Coordinate end(tensor.get_shape());
    begin[0] = item;
    end[0] = item + 1;
    return {tensor, begin, end};
}

}  // namespace vinoscope
