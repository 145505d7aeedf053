// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vinoscope/export.hpp"

namespace vinoscope {

/// A decoder of model outputs, as accepted by `--decoder`.
struct DecoderInfo {
    std::string_view name;

    /// The task that it belongs to.
    std::string_view task;

    /// The outputs that it expects, in one line.
    std::string_view summary;
};

/// Returns all decoders in the order in which the automatic choice tries them.
[[nodiscard]] VINOSCOPE_API std::vector<DecoderInfo> list_decoders();

/// Returns the valid values of ExplainerOptions::task, without "auto".
[[nodiscard]] VINOSCOPE_API std::vector<std::string> task_names();

}  // namespace vinoscope
