// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/build.hpp"

namespace vinoscope {

/// How far each place of `x` `[batch, channels, places]` lies along the first principal component of its channels:
/// `[batch, places]`. The sign is the one that agrees with the mean over the channels.
Value first_component(const Value& x);

}  // namespace vinoscope
