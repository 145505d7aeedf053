// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "interrupt.hpp"

#include <csignal>

#include "vinoscope/error.hpp"

namespace vinoscope::cli {
namespace {

volatile std::sig_atomic_t caught = 0;

extern "C" void note_signal(int signal) {
    caught = signal;
    std::signal(signal, SIG_DFL);
}

}  // namespace

void catch_interrupts() {
    for (const int signal : {SIGINT, SIGTERM}) {
        std::signal(signal, note_signal);
    }
}

int interrupt_signal() {
    return caught;
}

void stop_if_interrupted() {
    if (caught != 0) {
        throw Error(ErrorKind::cancelled, "stopped on request; the files written so far are complete");
    }
}

}  // namespace vinoscope::cli
