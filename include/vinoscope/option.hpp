// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "vinoscope/attribution.hpp"
#include "vinoscope/black_box.hpp"
#include "vinoscope/metrics.hpp"

namespace vinoscope {

/// The numbers that an option may have; always finite ones.
struct OptionRange {
    double lowest = -std::numeric_limits<double>::infinity();
    double highest = std::numeric_limits<double>::infinity();

    /// Whether `lowest` itself is too low, and `highest` too high.
    bool above_lowest = false;
    bool below_highest = false;

    bool contains(double value) const;
};

/// What is known of one member of a struct of options besides its type and its default value. The flags of the program
/// and their help, keywords and docstrings of Python, checks, warnings of options that a method does not read and the
/// tables of the documentation are all made of it.
template <class Struct>
struct Option {
    using Member = std::variant<bool Struct::*,
                                int Struct::*,
                                std::size_t Struct::*,
                                double Struct::*,
                                std::string Struct::*,
                                std::vector<double> Struct::*>;

    /// The name of the member, which is also the keyword in Python.
    std::string_view name;
    Member member;

    /// What it is, without a full stop at the end.
    std::string_view help;

    /// What stands for the value in the help of the program, e.g. "N"; where there are choices, these do.
    std::string_view placeholder = "N";

    /// Of texts: the values that there are.
    std::span<const std::string_view> choices = {};

    /// Of numbers.
    OptionRange range = {};

    /// What the number 0 stands for, e.g. "half a window"; empty where it is a number as any other. The program and
    /// Python leave the option out instead.
    std::string_view automatic = {};

    /// Whether the number 0 turns something off, so that callers may give it, and not only stands for a choice.
    bool zero_turns_off = false;

    /// The flag of the program where it is not the name with hyphens, e.g. "--iterations-per-kernel".
    std::string_view own_flag = {};

    /// Where the flag of the program takes no value: the number that it sets. 0: the flag takes a value.
    double switched_on = 0;

    /// Whether the program has a flag of this option alone.
    bool has_flag = true;

    /// Whether the number is a time, which the program takes as 1.5s or 200ms.
    bool seconds = false;

    /// E.g. "--num-masks".
    std::string flag() const;

    /// What stands for the value in the help of the program: the choices, separated by "|", or the placeholder.
    std::string value_name() const;

    /// The values that it may have, e.g. "a whole number from 1 to 256".
    std::string values() const;

    /// What holds where nothing is given: `automatic`, or the value of the member in `Struct()`.
    std::string default_text() const;

    /// Whether its value in `options` is another one than in `Struct()`.
    bool given(const Struct& options) const;

    /// @throws Error (usage) for a value in `options` that it may not have; 0 passes where it stands for something
    void check(const Struct& options) const;

    /// Sets it in `options` from the text that the program takes, e.g. "0.5", "1.5s", "0.1,0.2" or one of the choices;
    /// an empty text is a flag without a value.
    /// @throws Error (usage) as check(), but 0 does not pass, and for a text that is no value
    void set(Struct& options, std::string_view text) const;
};

/// The options of methods in BlackBoxOptions or AttributionOptions, or those of metrics in MetricOptions.
template <class Struct>
std::vector<Option<Struct>> list_options();

template <>
std::vector<Option<BlackBoxOptions>> list_options<BlackBoxOptions>();
template <>
std::vector<Option<AttributionOptions>> list_options<AttributionOptions>();
template <>
std::vector<Option<MetricOptions>> list_options<MetricOptions>();

/// @throws Error (usage) for an option of a value that it may not have, whatever reads it
template <class Struct>
void check_options(const Struct& options) {
    for (const Option<Struct>& option : list_options<Struct>()) {
        option.check(options);
    }
}

/// The names of the methods, or of the metrics, that read the option called `name`.
template <class Struct>
std::vector<std::string_view> option_readers(std::string_view name);

template <>
std::vector<std::string_view> option_readers<BlackBoxOptions>(std::string_view name);
template <>
std::vector<std::string_view> option_readers<AttributionOptions>(std::string_view name);
template <>
std::vector<std::string_view> option_readers<MetricOptions>(std::string_view name);

extern template struct Option<BlackBoxOptions>;
extern template struct Option<AttributionOptions>;
extern template struct Option<MetricOptions>;

}  // namespace vinoscope
