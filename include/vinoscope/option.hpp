// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "vinoscope/attribution.hpp"
#include "vinoscope/black_box.hpp"
#include "vinoscope/choices.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/explanation.hpp"
#include "vinoscope/export.hpp"
#include "vinoscope/metrics.hpp"
#include "vinoscope/preprocess.hpp"
#include "vinoscope/render.hpp"

namespace vinoscope {

/// The range of a numeric option. Values must be finite.
struct OptionRange {
    double lowest = -std::numeric_limits<double>::infinity();
    double highest = std::numeric_limits<double>::infinity();

    /// Whether `lowest` and `highest` themselves are excluded.
    bool above_lowest = false;
    bool below_highest = false;

    [[nodiscard]] VINOSCOPE_API bool contains(double value) const;
};

/// The declaration of one member of a struct of options, besides its type and default value. Flags of the program and
/// their help, keywords and docstrings of Python, checks, warnings about unused options and the tables of the
/// documentation are derived from it.
template <class Struct>
struct Option {
    using Member = std::variant<bool Struct::*,
                                int Struct::*,
                                std::size_t Struct::*,
                                double Struct::*,
                                float Struct::*,
                                std::string Struct::*,
                                std::vector<double> Struct::*,
                                std::optional<std::vector<float>> Struct::*,
                                std::optional<std::pair<float, float>> Struct::*,
                                std::optional<ColorOrder> Struct::*,
                                std::optional<TensorLayout> Struct::*,
                                std::optional<ResizeMode> Struct::*,
                                Precision Struct::*,
                                ScoreConversion Struct::*,
                                BlankClass Struct::*,
                                Augmentation Struct::*,
                                Colormap Struct::*,
                                Sign Struct::*>;

    /// The name of the member, which is also the keyword in Python.
    std::string_view name;
    Member member;

    /// A description without a full stop at the end.
    std::string_view help;

    /// The placeholder of the value in the help of the program, e.g. "N". Ignored if there are choices.
    std::string_view placeholder = "N";

    /// The valid values of a string, or the names of an enumeration in the order of its values.
    std::span<const std::string_view> choices = {};

    /// The valid range of a number.
    OptionRange range = {};

    /// The meaning of the number 0 or of a member without a value, e.g. "half a window", or empty if there is none. In
    /// the program and in Python, the option is omitted instead.
    std::string_view automatic = {};

    /// Whether the number 0 turns something off and may be given explicitly.
    bool zero_turns_off = false;

    /// The flag of the program if it is not the name with hyphens, e.g. "--iterations-per-kernel".
    std::string_view own_flag = {};

    /// The number that the flag of the program sets if it takes no value. 0 means that it takes a value.
    double switched_on = 0;

    /// The description of a flag that turns the option off, e.g. of "--no-overlay".
    std::string_view flag_help = {};

    /// Whether the program has a flag for this option.
    bool has_flag = true;

    /// Whether the number is a time, which the program accepts as 1.5s or 200ms.
    bool seconds = false;

    /// Returns whether the option is on or off. Its flag takes no value and sets the opposite of the default.
    [[nodiscard]] bool is_switch() const;

    /// Returns whether the option is a single number, which may be 0 for `automatic`.
    [[nodiscard]] bool is_number() const;

    /// Returns the flag, e.g. "--num-masks".
    [[nodiscard]] std::string flag() const;

    /// Returns the placeholder of the value in the help of the program, or the choices separated by "|".
    [[nodiscard]] std::string value_name() const;

    /// Returns the valid values, e.g. "an integer from 1 to 256".
    [[nodiscard]] std::string values() const;

    /// Returns the default: `automatic`, or the value of the member in `Struct()`.
    [[nodiscard]] std::string default_text() const;

    /// Returns the value in `options` as a text, or an empty text if there is none.
    [[nodiscard]] std::string text(const Struct& options) const;

    /// Returns whether the value in `options` differs from that in `Struct()`.
    [[nodiscard]] bool given(const Struct& options) const;

    /// Checks the value in `options`; 0 is accepted if it has a meaning.
    /// @throws Error (usage) if the value is invalid
    void check(const Struct& options) const;

    /// Sets the value in `options` from a text, e.g. "0.5", "1.5s", "0.1,0.2" or one of the choices. An empty text is a
    /// flag without a value, which turns a switch.
    /// @throws Error (usage) as check(), and for 0 or an invalid text
    void set(Struct& options, std::string_view text) const;
};

/// Returns the options of methods in BlackBoxOptions or AttributionOptions, those of metrics in MetricOptions, and
/// those of models, preprocessing, drawing and saving in ExplainerOptions, Preprocess, RenderOptions and SaveOptions.
template <class Struct>
[[nodiscard]] std::vector<Option<Struct>> list_options();

template <>
[[nodiscard]] VINOSCOPE_API std::vector<Option<BlackBoxOptions>> list_options<BlackBoxOptions>();
template <>
[[nodiscard]] VINOSCOPE_API std::vector<Option<AttributionOptions>> list_options<AttributionOptions>();
template <>
[[nodiscard]] VINOSCOPE_API std::vector<Option<MetricOptions>> list_options<MetricOptions>();
template <>
[[nodiscard]] VINOSCOPE_API std::vector<Option<ExplainerOptions>> list_options<ExplainerOptions>();
template <>
[[nodiscard]] VINOSCOPE_API std::vector<Option<Preprocess>> list_options<Preprocess>();
template <>
[[nodiscard]] VINOSCOPE_API std::vector<Option<RenderOptions>> list_options<RenderOptions>();
template <>
[[nodiscard]] VINOSCOPE_API std::vector<Option<SaveOptions>> list_options<SaveOptions>();

/// Checks all options, whether or not a method uses them.
/// @throws Error (usage) if a value is invalid
template <class Struct>
void check_options(const Struct& options) {
    for (const Option<Struct>& option : list_options<Struct>()) {
        option.check(options);
    }
}

/// Returns the names of the methods or metrics that use the option called `name`; empty for the other options, which do
/// not depend on them.
template <class Struct>
[[nodiscard]] std::vector<std::string_view> option_readers(std::string_view /*name*/) {
    return {};
}

template <>
[[nodiscard]] VINOSCOPE_API std::vector<std::string_view> option_readers<BlackBoxOptions>(std::string_view name);
template <>
[[nodiscard]] VINOSCOPE_API std::vector<std::string_view> option_readers<AttributionOptions>(std::string_view name);
template <>
[[nodiscard]] VINOSCOPE_API std::vector<std::string_view> option_readers<MetricOptions>(std::string_view name);

extern template struct VINOSCOPE_API Option<BlackBoxOptions>;
extern template struct VINOSCOPE_API Option<AttributionOptions>;
extern template struct VINOSCOPE_API Option<MetricOptions>;
extern template struct VINOSCOPE_API Option<ExplainerOptions>;
extern template struct VINOSCOPE_API Option<Preprocess>;
extern template struct VINOSCOPE_API Option<RenderOptions>;
extern template struct VINOSCOPE_API Option<SaveOptions>;

}  // namespace vinoscope
