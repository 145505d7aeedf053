// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

namespace vinoscope::cli {

/// How far a long piece of work is, its rate and the time left, on the last line of the terminal behind standard
/// error, from the first second on. Where that is no terminal, a line of its own tells it after two seconds when more
/// than ten are left, and then every minute.
class ProgressBar {
public:
    /// @param unit what is counted, e.g. "images"
    ProgressBar(std::string unit, std::size_t total, bool enabled);
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ~ProgressBar() { hide(); }

    /// One more is done.
    void advance() { show(m_done + 1); }

    /// So many are done.
    void show(std::size_t done);

    /// A further figure behind the others, e.g. "3 failed"; or empty.
    void set_note(std::string note) { m_note = std::move(note); }

    /// Clears the line, so that other text can be printed; the next advance() brings the bar back.
    void hide();

private:
    using Clock = std::chrono::steady_clock;

    void draw_bar(Clock::time_point now);
    void log_line(Clock::time_point now);
    std::string line(double seconds) const;
    std::string figures(double seconds) const;
    double seconds_left(double seconds) const;

    std::string m_unit;
    std::string m_note;
    std::size_t m_total;
    std::size_t m_done = 0;
    bool m_enabled;
    bool m_terminal;
    bool m_shown = false;  ///< on the terminal, now
    bool m_logged = false;
    Clock::time_point m_start = Clock::now();
    Clock::time_point m_drawn = m_start;
};

}  // namespace vinoscope::cli
