// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace vinoscope::test {

/// From here on, permissions of files count also in a container where tests run as root.
inline void give_up_root() {
    constexpr uid_t nobody = 65534;
    if (geteuid() == 0 && seteuid(nobody) != 0) {
        std::abort();
    }
}

/// From here on, no file can grow beyond this: the nearest thing to a full disk that needs no mount.
inline void limit_file_size(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, bytes};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) {
        std::abort();
    }
}

}  // namespace vinoscope::test
