// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace vinoscope::cli {

/// From now on Ctrl-C and a request to terminate leave a note, so that the work can stop in good order; where it has
/// not stopped in less than a second, and at a second signal, the program ends at once.
void catch_interrupts();

/// The signal that came, or 0.
int interrupt_signal();

/// @throws Error (cancelled) when a signal came
void stop_if_interrupted();

/// The exit code after a signal. The work has stopped: the end of the program may take its time.
int interrupted_exit();

}  // namespace vinoscope::cli
