// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vinoscope {

/// A form of outputs that can be read, as `--decoder` takes it.
struct DecoderInfo {
    std::string_view name;
    std::string_view task;     ///< what its answers are good for
    std::string_view summary;  ///< which outputs it reads, one line
};

/// All decoders, in the order in which the automatic choice tries them.
std::vector<DecoderInfo> list_decoders();

/// What `ExplainerOptions::task` may be besides "auto".
std::vector<std::string> task_names();

}  // namespace vinoscope
