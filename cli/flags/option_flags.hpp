// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <deque>
#include <string>
#include <vector>

#include "flags/arguments.hpp"
#include "terminal/text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/option.hpp"

namespace vinoscope::cli {

/// Sets an option from the text of `flag`.
/// @throws Error (usage) that names the flag
template <class Struct>
void set_option(const Option<Struct>& option, std::string_view flag, std::string_view text, Struct& options) {
    try {
        option.set(options, text);
    } catch (const Error& error) {
        throw Error(error.kind(), fmt::format("{}: {}", flag, error.what()));
    }
}

/// Sets the option called `name` from the text of `flag`; an empty text leaves it as it is.
/// @throws Error (usage) that names the flag
template <class Struct>
void set_option(std::string_view name, std::string_view flag, std::string_view text, Struct& options) {
    for (const Option<Struct>& option : list_options<Struct>()) {
        if (option.name == name && !text.empty()) {
            set_option(option, flag, text, options);
        }
    }
}

/// The flags of the options in a struct, one for each row of list_options().
template <class Struct>
class OptionFlags {
public:
    void add_to(Arguments& arguments, const std::string& group) {
        arguments.group(group);
        add_to(arguments);
    }

    /// In the group of the flags before.
    void add_to(Arguments& arguments) {
        for (Flag& flag : m_flags) {
            add(flag, arguments);
        }
    }

    /// Adds one flag alone, that of the option called `name`.
    void add_one_to(Arguments& arguments, std::string_view name) {
        for (Flag& flag : m_flags) {
            if (flag.option.name == name) {
                add(flag, arguments);
            }
        }
    }

    /// @throws Error (usage) that names the flag
    Struct parse() const {
        Struct options;
        for (const Flag& flag : m_flags) {
            if (flag.on || !flag.text.empty()) {
                set_option(flag.option, flag.option.flag(), flag.text, options);
            }
        }
        return options;
    }

private:
    struct Flag {
        Option<Struct> option;
        std::string text = {};
        bool on = false;
    };

    static void add(Flag& flag, Arguments& arguments) {
        const std::string help = help_of(flag.option);
        if (flag.option.switched_on != 0 || flag.option.is_switch()) {
            arguments.flag(flag.option.flag(), flag.on, help);
        } else {
            arguments.value(flag.option.flag(), flag.text, flag.option.value_name(), help);
        }
    }

    static std::deque<Flag> make_flags() {
        std::deque<Flag> flags;
        for (const Option<Struct>& option : list_options<Struct>()) {
            if (option.has_flag) {
                flags.push_back({option});
            }
        }
        return flags;
    }

    static std::string help_of(const Option<Struct>& option) {
        constexpr std::size_t width = 90;
        if (option.is_switch()) {
            return std::string(option.flag_help.empty() ? option.help : option.flag_help);
        }
        const auto readers = option_readers<Struct>(option.name);
        const std::string text = fmt::format("{} (default: {}{}{})",
                                             option.help,
                                             option.default_text(),
                                             readers.empty() ? "" : "; ",
                                             fmt::join(readers, ", "));
        return fmt::format("{}", fmt::join(wrap(text, width), "\n"));
    }

    std::deque<Flag> m_flags = make_flags();  // whose elements stay where they are
};

using BlackBoxFlags = OptionFlags<BlackBoxOptions>;
using AttributionFlags = OptionFlags<AttributionOptions>;
using MetricFlags = OptionFlags<MetricOptions>;
using RenderFlags = OptionFlags<RenderOptions>;
using SaveFlags = OptionFlags<SaveOptions>;

}  // namespace vinoscope::cli
