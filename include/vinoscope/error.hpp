// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "vinoscope/export.hpp"

namespace vinoscope {

/// The kind of an error, by which a caller can react without parsing the message.
enum class ErrorKind {
    /// An option or argument is invalid.
    usage,
    /// A model file is missing, damaged or not supported.
    bad_model,
    /// An image is missing, damaged or empty.
    bad_image,
    /// The model has no such class, label or layer.
    bad_target,
    /// The request is valid, but this method or model does not support it.
    unsupported,
    /// The inference device is missing or failed.
    device,
    /// A file cannot be read or written.
    io,
    /// The caller requested a stop.
    cancelled,
};

/// Returns `text` as one line of valid UTF-8 without terminal control sequences: line breaks and tabs become spaces;
/// other control characters, marks that change the text direction and bytes that are not UTF-8 are escaped as `\x1b`.
[[nodiscard]] VINOSCOPE_API std::string one_line(std::string_view text);

/// The exception type of the library. The message is a single line that states what was expected, what was found,
/// where, and what to try.
class VINOSCOPE_API Error : public std::runtime_error {
public:
    /// @param message is converted by one_line() and shortened in the middle to about 2000 bytes
    Error(ErrorKind kind, const std::string& message);

    [[nodiscard]] ErrorKind kind() const noexcept { return m_kind; }

private:
    ErrorKind m_kind;
};

}  // namespace vinoscope
