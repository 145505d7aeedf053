// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "terminal/interrupt.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "terminal/output.hpp"
#include "vinoscope/error.hpp"

#ifndef _WIN32
#include <sys/time.h>
#include <unistd.h>
#endif

namespace vinoscope::cli {
namespace {

constexpr const char* stopped = "stopped on request; the files written so far are complete";

volatile std::sig_atomic_t caught = 0;

#ifdef _WIN32
void start_grace() {}
void end_grace() {}
#else
// What waits for others (a compilation, one long inference) cannot stop by itself.
int error_descriptor = STDERR_FILENO;

extern "C" void exit_at_once(int) {
    for (const std::string_view part : {"vinoscope: ", stopped, "\n"}) {
        if (::write(error_descriptor, part.data(), part.size()) < 0) {
            break;
        }
    }
    std::quick_exit(128 + caught);  // the handlers of std::at_quick_exit() remove files that are half written
}

void set_timer(suseconds_t microseconds) {
    const itimerval time{.it_interval = {}, .it_value = {.tv_sec = 0, .tv_usec = microseconds}};
    ::setitimer(ITIMER_REAL, &time, nullptr);
}

void start_grace() {
    std::signal(SIGALRM, exit_at_once);
    set_timer(700'000);
}

void end_grace() {
    set_timer(0);
}
#endif

extern "C" void note_signal(int signal) {
    caught = signal;
    std::signal(signal, SIG_DFL);
    start_grace();
}

}  // namespace

void catch_interrupts() {
#ifndef _WIN32
    error_descriptor = ::fileno(error_stream());
#endif
    for (const int signal : {SIGINT, SIGTERM}) {
        std::signal(signal, note_signal);
    }
}

int interrupt_signal() {
    return caught;
}

void stop_if_interrupted() {
    if (caught != 0) {
        throw Error(ErrorKind::cancelled, stopped);
    }
}

int interrupted_exit() {
    end_grace();
    return 128 + caught;
}

}  // namespace vinoscope::cli
