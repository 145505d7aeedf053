// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <optional>
#include <string_view>

namespace vinoscope {

/// Gives an explained input with less than four dimensions those of an image, so that a map has a height and a width:
/// `[C,H,W]` and `[H,W,C]` with three or four channels get a batch; `[N,A,B]` becomes one channel of A x B values. Of
/// `[N,L]` and `[L]` a row of L values of a volume is made, since no image can be converted to it. Other inputs are
/// left alone, and so are inputs of integers, such as indices of words.
/// @param name of the explained input; if empty, the only candidate is taken, where no input has four or five
/// dimensions
/// @return the previous shape, or std::nullopt if the model is unchanged
std::optional<ov::PartialShape> lift_low_rank_input(ov::Model& model, std::string_view name);

}  // namespace vinoscope
