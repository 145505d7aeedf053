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

/// The flags of the options in a struct, one for each row of list_options().
template <class Struct>
class OptionFlags {
public:
    void add_to(Arguments& arguments, const std::string& group) {
        arguments.group(group);
        for (Flag& flag : m_flags) {
            const std::string help = help_of(flag.option);
            if (flag.option.switched_on != 0) {
                arguments.flag(flag.option.flag(), flag.on, help);
            } else {
                arguments.value(flag.option.flag(), flag.text, flag.option.value_name(), help);
            }
        }
    }

    /// @throws Error (usage) that names the flag
    Struct parse() const {
        Struct options;
        for (const Flag& flag : m_flags) {
            if (flag.on || !flag.text.empty()) {
                set(flag, options);
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
        const std::string text = fmt::format("{} (default: {}; {})",
                                             option.help,
                                             option.default_text(),
                                             fmt::join(option_readers<Struct>(option.name), ", "));
        return fmt::format("{}", fmt::join(wrap(text, width), "\n"));
    }

    static void set(const Flag& flag, Struct& options) {
        try {
            flag.option.set(options, flag.text);
        } catch (const Error& error) {
            throw Error(error.kind(), fmt::format("{}: {}", flag.option.flag(), error.what()));
        }
    }

    std::deque<Flag> m_flags = make_flags();  // whose elements stay where they are
};

using BlackBoxFlags = OptionFlags<BlackBoxOptions>;
using AttributionFlags = OptionFlags<AttributionOptions>;
using MetricFlags = OptionFlags<MetricOptions>;

}  // namespace vinoscope::cli
