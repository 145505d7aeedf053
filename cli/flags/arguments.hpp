// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace vinoscope::cli {

/// The flags and arguments of one command, each bound to a variable that keeps its default when not given.
class Arguments {
public:
    /// @param command e.g. "explain"
    /// @param summary one line for `--help`
    Arguments(const std::string& command, const std::string& summary);
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;
    ~Arguments();

    /// Title in `--help` of the flags that follow.
    void group(const std::string& title);

    /// A switch.
    void flag(const std::string& names, bool& into, const std::string& help);

    /// A flag with a value; the last one wins.
    void value(const std::string& names, std::string& into, const std::string& placeholder, const std::string& help);

    /// A flag that may stand alone and then has the value `otherwise`; only a whole number after it is its value.
    void optional_value(const std::string& name,
                        std::string& into,
                        const std::string& placeholder,
                        const std::string& otherwise,
                        const std::string& help);

    /// A flag with a value that must be given.
    void required_value(const std::string& names,
                        std::string& into,
                        const std::string& placeholder,
                        const std::string& help);

    /// A flag with a value that may be repeated.
    void values(const std::string& names,
                std::vector<std::string>& into,
                const std::string& placeholder,
                const std::string& help);

    /// An argument that must be given.
    void positional(const std::string& name, std::string& into, const std::string& help);

    /// Arguments, the last ones of the command.
    /// @param instead at least one must be given unless this, the value of a flag, is
    void positionals(const std::string& name,
                     std::vector<std::string>& into,
                     const std::string& help,
                     const std::string& instead);

    /// Lines at the end of `--help`.
    void examples(const std::string& lines);

    /// Fills the variables.
    /// @return false when help was asked for, and printed
    /// @throws Error (usage)
    bool parse(std::span<const std::string> arguments);

    /// The flags that parse() found and their values, a comma between several; in the order in which they were
    /// declared.
    std::vector<std::pair<std::string, std::string>> given() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace vinoscope::cli
