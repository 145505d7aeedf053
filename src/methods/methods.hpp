// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "methods/white_box.hpp"

namespace vinoscope {

WhiteBoxMap recipro_cam(const WhiteBox& box);
WhiteBoxMap activation_map(const WhiteBox& box);

}  // namespace vinoscope
