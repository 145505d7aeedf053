// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "ops/build.hpp"

namespace vinoscope {

/// Where the classes stand in a tensor: class c is at `(outer * size + first + c) * stride + inner` along `axis`, c <
/// count. In the channels of an SSD head, anchor * classes + class, the anchors are outer; beside the classes there may
/// be boxes and objectness.
struct ClassDigit {
    std::int64_t axis = 0;
    std::int64_t size = 1;
    std::int64_t stride = 1;
    std::int64_t first = 0;
    std::int64_t count = 1;
};

/// A tensor that holds the classes.
struct ClassTensor {
    Value value;
    ClassDigit classes;
};

}  // namespace vinoscope
