// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace vinoscope {

/// How sure it is that outputs of a model mean what a reading of them says.
enum class Trust : std::uint8_t {
    none,      ///< something speaks against it: it is taken only where the user asks for it
    doubtful,  ///< it is taken with a warning
    likely,    ///< names and shapes fit, and nothing speaks against it
    certain,   ///< the graph, the file or the user says so
};

}  // namespace vinoscope
