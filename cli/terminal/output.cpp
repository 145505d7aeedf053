// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "terminal/output.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>

#ifndef _WIN32
#include <fcntl.h>
#include <unistd.h>
#endif

#include "terminal/terminal.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::cli {

namespace {

FILE* own_error_stream = stderr;

}  // namespace

#ifdef _WIN32
void prepare_streams(bool) {}
#else
namespace {

/// Keeps standard error for this program: the descriptor that all libraries know leads nowhere then.
void hide_foreign_lines() {
    const int own = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    FILE* stream = own < 0 || nowhere < 0 ? nullptr : ::fdopen(own, "w");
    if (stream != nullptr) {
        own_error_stream = stream;
        ::dup2(nowhere, STDERR_FILENO);
    }
    ::close(nowhere);
}

}  // namespace

void prepare_streams(bool foreign) {
    for (const int signal : {SIGPIPE, SIGXFSZ}) {
        std::signal(signal, SIG_IGN);
    }
    // What is opened later must not become a standard stream. A read-only stream refuses what is written to it.
    while (true) {
        const int descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        if (descriptor > STDERR_FILENO || descriptor < 0) {
            ::close(descriptor);
            break;
        }
    }
    if (!foreign) {
        hide_foreign_lines();
    }
}
#endif

FILE* error_stream() {
    return own_error_stream;
}

void print(std::string_view text) {
    print_data(visible(text));
}

void print_data(std::string_view data) {
    if (std::fwrite(data.data(), 1, data.size(), stdout) != data.size()) {
        throw OutputClosed{errno};
    }
}

void write_to_error_stream(std::string_view text) noexcept {
    std::fwrite(text.data(), 1, text.size(), error_stream());
    std::fflush(error_stream());
}

void log(std::string_view line) {
    write_to_error_stream(one_line(line) + "\n");
}

void log_warnings(const std::vector<std::string>& messages) {
    for (const std::string& message : messages) {
        log("vinoscope: warning: " + message);
    }
}

void print_error(std::string_view message) {
    log("vinoscope: error: " + std::string(message));
}

void flush() {
    if (std::fflush(stdout) != 0) {
        throw OutputClosed{errno};
    }
}

}  // namespace vinoscope::cli
