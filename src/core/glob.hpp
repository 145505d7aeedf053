// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace vinoscope {

/// Whether `text` holds one of the characters `*`, `?` or `[`.
bool is_glob(std::string_view text);

/// Whether the whole `name` fits `pattern`: `*` any characters, `?` one character (UTF-8), `[abc]`, `[a-z]` and
/// `[!abc]` one byte of a set; a `[` that is never closed stands for itself.
bool glob_match(std::string_view pattern, std::string_view name);

}  // namespace vinoscope
