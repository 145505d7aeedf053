// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "vinoscope/export.hpp"

namespace vinoscope {

/// How certain it is that a decoder fits the outputs of a model.
enum class Trust : std::uint8_t {
    /// Something contradicts it. It is used only if the user chooses it.
    none,
    /// It is used with a warning.
    doubtful,
    /// Names and shapes fit, and nothing contradicts it.
    likely,
    /// The graph, the file or the user states it.
    certain,
};

/// Returns "none", "doubtful", "likely" or "certain".
[[nodiscard]] VINOSCOPE_API std::string to_string(Trust trust);

/// Returns the trust with this name.
/// @throws Error (usage) if the name is unknown
[[nodiscard]] VINOSCOPE_API Trust parse_trust(std::string_view name);

}  // namespace vinoscope
