// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "analysis/axis_trace.hpp"
#include "analysis/head.hpp"

namespace vinoscope {

/// Returns the estimated number of multiply-accumulate operations of a head for one image. Each value of other
/// operations counts as one.
std::int64_t estimated_macs(const Head& head, const AxisTrace& trace);

}  // namespace vinoscope
