// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "progress_bar.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>

#include "terminal.hpp"
#include "text.hpp"

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
    : m_unit(std::move(unit)), m_total(total), m_enabled(enabled && is_terminal(Stream::error)) {}

void ProgressBar::advance() {
    ++m_done;
    const Clock::time_point now = Clock::now();
    const bool due =
        now - m_start > std::chrono::seconds(1) && (!m_shown || now - m_drawn > std::chrono::milliseconds(100));
    if (!m_enabled || !due) {
        return;
    }
    const std::size_t width = terminal_width(Stream::error, 80) - 1;
    const std::string text = line(std::chrono::duration<double>(now - m_start).count());
    fmt::print(stderr, "\r{}", fit(text, width, ellipsis()));
    std::fflush(stderr);
    m_shown = true;
    m_drawn = now;
}

void ProgressBar::hide() {
    if (m_shown) {
        fmt::print(stderr, "\r{}\r", std::string(terminal_width(Stream::error, 80) - 1, ' '));
        std::fflush(stderr);
        m_shown = false;
    }
}

std::string ProgressBar::line(double seconds) const {
    constexpr std::size_t width = 20;
    const double rate = static_cast<double>(m_done) / seconds;
    const double left = static_cast<double>(m_total - m_done) / rate;
    const std::string filled = bar(static_cast<double>(m_done) / static_cast<double>(m_total), width);
    return fmt::format("{} {}/{} {}  {:.1f} {}/s  {} left",
                       fit(filled, width, ""),
                       m_done,
                       m_total,
                       m_unit,
                       rate,
                       m_unit,
                       duration(left));
}

}  // namespace vinoscope::cli
