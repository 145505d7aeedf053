// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "vinoscope/target.hpp"

namespace vinoscope {

/// A box as text, and the side of it that the text ends with, if any.
struct BoxText {
    std::string_view box;
    std::optional<BoxSide> side;
};

/// Splits `text` at its last colon if a side follows: "person:left".
BoxText split_side(std::string_view text);

}  // namespace vinoscope
