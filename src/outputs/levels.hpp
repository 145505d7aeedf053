// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>

namespace vinoscope {

/// Returns whether the outputs are undecoded levels of a dense detector, as the decoder "levels" reads them.
bool has_detector_levels(const ov::Model& model);

}  // namespace vinoscope
