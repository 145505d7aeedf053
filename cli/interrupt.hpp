// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace vinoscope::cli {

/// From now on Ctrl-C and a request to terminate only leave a note, once; a second one ends the program at once.
void catch_interrupts();

/// The signal that came, or 0.
int interrupt_signal();

/// @throws Error (cancelled) when a signal came
void stop_if_interrupted();

}  // namespace vinoscope::cli
