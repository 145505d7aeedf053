// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "terminal/progress_bar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "terminal/output.hpp"
#include "terminal/terminal.hpp"
#include "terminal/text.hpp"

namespace vinoscope::cli {
namespace {

std::string duration(double seconds) {
    const long whole = std::lround(seconds);
    if (whole < 60) {
        return fmt::format("{} s", whole);
    }
    return whole < 3600 ? fmt::format("{} min {:02} s", whole / 60, whole % 60)
                        : fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

}  // namespace

ProgressBar::ProgressBar(std::string unit, std::size_t total, bool enabled)
    : m_unit(std::move(unit)), m_total(total), m_enabled(enabled), m_terminal(is_terminal(Stream::error)) {}

void ProgressBar::show(std::size_t done) {
    m_done = done;
    if (m_enabled) {
        m_terminal ? draw_bar(Clock::now()) : log_line(Clock::now());
    }
}

void ProgressBar::log_line(Clock::time_point now) {
    const double seconds = std::chrono::duration<double>(now - m_start).count();
    const bool long_enough = seconds > 2 && seconds_left(seconds) > 10;
    if (m_logged ? now - m_drawn > std::chrono::minutes(1) : long_enough) {
        log("vinoscope: " + figures(seconds));
        m_logged = true;
        m_drawn = now;
    }
}

void ProgressBar::draw_bar(Clock::time_point now) {
    const bool due =
        now - m_start > std::chrono::seconds(1) && (!m_shown || now - m_drawn > std::chrono::milliseconds(100));
    if (!due) {
        return;
    }
    const std::size_t width = terminal_width(Stream::error, 80) - 1;
    const std::string text = line(std::chrono::duration<double>(now - m_start).count());
    write_to_error_stream(fmt::format("\r{}", fit(text, width, ellipsis())));
    m_shown = true;
    m_drawn = now;
}

void ProgressBar::hide() {
    if (m_shown) {
        write_to_error_stream(fmt::format("\r{}\r", std::string(terminal_width(Stream::error, 80) - 1, ' ')));
        m_shown = false;
    }
}

std::string ProgressBar::line(double seconds) const {
    constexpr std::size_t width = 20;
    const std::string filled = bar(static_cast<double>(m_done) / static_cast<double>(m_total), width);
    return fmt::format("{} {}", fit(filled, width, ""), figures(seconds));
}

std::string ProgressBar::figures(double seconds) const {
    return fmt::format("{}/{} {}  {:.1f} {}/s  {}{}{}",
                       m_done,
                       m_total,
                       m_unit,
                       static_cast<double>(m_done) / seconds,
                       m_unit,
                       m_done < m_total ? duration(seconds_left(seconds)) + " left" : "finishing",
                       m_note.empty() ? "" : "  ",
                       m_note);
}

double ProgressBar::seconds_left(double seconds) const {
    return m_done == 0
               ? 0
               : static_cast<double>(m_total - std::min(m_done, m_total)) / static_cast<double>(m_done) * seconds;
}

}  // namespace vinoscope::cli
