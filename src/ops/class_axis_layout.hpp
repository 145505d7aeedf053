// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "ops/build.hpp"

namespace vinoscope {

/// The strided layout of the classes inside an axis of a tensor: class c < count is at index
/// `(outer * size + first + c) * stride + inner` of `axis`. In the channels of an SSD head (anchor * classes + class),
/// `outer` is the anchor. The other indices of the axis may hold boxes and objectness.
struct ClassAxisLayout {
    std::int64_t axis = 0;
    std::int64_t size = 1;
    std::int64_t stride = 1;
    std::int64_t first = 0;
    std::int64_t count = 1;
};

/// A tensor that holds the classes.
struct ClassTensor {
    Value value;
    ClassAxisLayout classes;
};

}  // namespace vinoscope
