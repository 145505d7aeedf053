// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vinoscope/error.hpp"

namespace vinoscope::cli {

enum ExitCode { success = 0, failure = 1, usage = 2, bad_input = 3, unsupported = 4, gate = 5 };

inline int exit_code(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::usage:
            return ExitCode::usage;
        case ErrorKind::bad_model:
        case ErrorKind::bad_image:
        case ErrorKind::bad_target:
            return ExitCode::bad_input;
        case ErrorKind::unsupported:
            return ExitCode::unsupported;
        case ErrorKind::device:
        case ErrorKind::io:
        case ErrorKind::cancelled:
            break;
    }
    return ExitCode::failure;
}

}  // namespace vinoscope::cli
