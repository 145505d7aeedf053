// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "report/table.hpp"

#include <algorithm>

#include "terminal/terminal.hpp"
#include "terminal/text.hpp"

namespace vinoscope::cli {
namespace {

using Row = std::vector<std::string>;

constexpr std::size_t gap = 2;

std::vector<std::size_t> column_widths(const std::vector<Row>& rows, const Row& header) {
    std::vector<std::size_t> widths;
    const auto widen = [&widths](const Row& row) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], display_width(row[i]));
        }
    };
    widen(header);
    std::for_each(rows.begin(), rows.end(), widen);
    return widths;
}

std::string layout(const Row& row, const std::vector<std::size_t>& widths, std::size_t indent) {
    std::string text(indent, ' ');
    std::size_t column = indent;
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
        text += fit(row[i], widths[i] + gap, "");
        column += widths[i] + gap;
    }
    const std::size_t width = terminal_width(Stream::out, 120);
    const std::vector<std::string> lines = wrap(row.back(), width > column + 20 ? width - column : 20);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        text += (i == 0 ? "" : std::string(column, ' ')) + lines[i];
        text.erase(text.find_last_not_of(' ') + 1);
        text += "\n";
    }
    return text;
}

}  // namespace

std::string table(const std::vector<Row>& rows, std::size_t indent, const Row& header) {
    const std::vector<std::size_t> widths = column_widths(rows, header);
    std::string text = header.empty() ? "" : styled(layout(header, widths, indent), Style::dim);
    for (const Row& row : rows) {
        text += layout(row, widths, indent);
    }
    return text;
}

}  // namespace vinoscope::cli
