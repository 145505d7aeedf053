// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "analysis/axis_trace.hpp"
#include "analysis/head.hpp"

namespace vinoscope {

/// How much work a head is for one image, in multiplications (a number that is computed otherwise counts as one).
std::int64_t work_of(const Head& head, const AxisTrace& trace);

}  // namespace vinoscope
