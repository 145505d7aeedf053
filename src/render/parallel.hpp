// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace vinoscope {

/// Calls `work(i)` for every i below `count`, in no particular order, on all cores. After a call has thrown no new ones
/// start, and the first exception is thrown again once the running ones are done.
void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace vinoscope
