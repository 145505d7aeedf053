// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace vinoscope {

/// What went wrong, so that a caller can react without reading the message.
enum class ErrorKind {
    usage,        ///< an option or argument that makes no sense
    bad_model,    ///< a model file that is missing, broken or not understood
    bad_image,    ///< an image that is missing, broken or empty
    bad_target,   ///< a class, label or layer that the model does not have
    unsupported,  ///< a valid request that this method or model cannot answer
    device,       ///< the inference device is missing or failed
    io,           ///< a file that cannot be read or written
    cancelled,    ///< the caller asked to stop
};

/// `text` as one line of valid UTF-8 that a terminal shows and does not obey: line breaks and tabs become spaces, other
/// control characters, marks that change the direction of text and bytes that are not UTF-8 become `\x1b` and the like.
std::string one_line(std::string_view text);

/// The one exception type of the library. The message is one line: what was expected, what was found, where, and what
/// to try.
class Error : public std::runtime_error {
public:
    /// @param message kept as one_line(), and shortened in the middle to about 2000 bytes
    Error(ErrorKind kind, const std::string& message);

    ErrorKind kind() const noexcept { return m_kind; }

private:
    ErrorKind m_kind;
};

}  // namespace vinoscope
