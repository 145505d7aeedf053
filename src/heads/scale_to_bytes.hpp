// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/node_output.hpp>

namespace vinoscope {

/// Every map `[..., h, w]` scaled by its own minimum and maximum to u8 0..255; a flat map becomes 0.
ov::Output<ov::Node> scale_to_bytes(const ov::Output<ov::Node>& maps);

}  // namespace vinoscope
