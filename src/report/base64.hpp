// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vinoscope {

/// RFC 4648, with padding.
std::string base64(std::span<const std::byte> bytes);

/// @return the decoded bytes, or none if `text` is not base64
std::vector<std::byte> from_base64(std::string_view text);

}  // namespace vinoscope
