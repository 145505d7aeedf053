// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <openvino/core/layout.hpp>
#include <openvino/core/model.hpp>
#include <optional>
#include <string_view>
#include <vector>

namespace vinoscope {

/// An input that was given the dimensions of an image.
struct LiftedInput {
    std::size_t index = 0;           ///< position among the model's inputs
    ov::Layout layout;               ///< before
    std::vector<std::int64_t> axes;  ///< those that were added, in the new shape; all have size 1
};

/// Gives an explained input with less than four dimensions those of an image, so that a map has a height and a width:
/// `[C,H,W]` and `[H,W,C]` with three or four channels get a batch; `[N,A,B]` becomes one channel of A x B values. Of
/// `[N,L]` and `[L]` a row of L values of a volume is made, since no image can be converted to it. Other inputs are
/// left alone, and so are inputs of integers, such as indices of words.
/// @param name of the explained input; if empty, the only candidate is taken, where no input has four or five
/// dimensions
/// @return what restore_low_rank_input() needs, or std::nullopt if the model is unchanged
std::optional<LiftedInput> lift_low_rank_input(ov::Model& model, std::string_view name);

/// Takes the added dimensions of an input away again: the graph adds them. Sizes that were fixed meanwhile stay fixed.
void restore_low_rank_input(ov::Model& model, const LiftedInput& lifted);

}  // namespace vinoscope
