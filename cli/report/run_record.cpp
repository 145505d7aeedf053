// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "report/run_record.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "flags/number.hpp"
#include "terminal/text.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::cli {

int parse_verify(const std::string& text) {
    constexpr int least = 20;
    constexpr int most = 1000000;
    return parse_size("--verify", text, 0, least, most);
}

std::filesystem::path parse_report(const std::string& text) {
    std::string lower = text;
    std::ranges::transform(
        lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (!text.empty() && !lower.ends_with(".html") && !lower.ends_with(".htm")) {
        throw Error(ErrorKind::usage,
                    fmt::format("--report: expected a file name ending in .html, found {}", quoted(text)));
    }
    return to_path(text);
}

std::vector<std::pair<std::string, std::string>> parameters_of(const std::string& command, ArgumentList arguments) {
    std::string line = "vinoscope " + command;
    for (const std::string& argument : arguments) {
        line += " " + (argument.find_first_of(" \t\"'*?$&|<>;()") == std::string::npos && !argument.empty()
                           ? argument
                           : quoted(argument));
    }
    return {{"command_line", line}};
}

}  // namespace vinoscope::cli
