// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "heads/cell_masks.hpp"
#include "methods/white_box.hpp"

namespace vinoscope {

/// The scores of all classes for every cell of the masked layer alone.
WhiteBoxMap cell_map(const WhiteBox& box, const CellMasking& masking);

}  // namespace vinoscope
