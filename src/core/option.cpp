// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/option.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

#include "core/numbers.hpp"
#include "core/text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope {
namespace {

template <class Value>
constexpr bool is_number_type = std::is_same_v<Value, int> || std::is_same_v<Value, std::size_t> ||
                                std::is_same_v<Value, double> || std::is_same_v<Value, float>;

/// The type without std::optional.
template <class Value>
struct Plain {
    using Type = Value;
};

template <class Value>
struct Plain<std::optional<Value>> {
    using Type = Value;
};

template <class Value>
constexpr bool is_enumeration = std::is_enum_v<typename Plain<Value>::Type>;

/// E.g. "above 0 and at most 1".
std::string text_of(const OptionRange& range, std::string_view unit) {
    const bool bounded = std::isfinite(range.highest);
    if (range.above_lowest && range.below_highest && unit.empty()) {
        return fmt::format("between {} and {}", range.lowest, range.highest);
    }
    if (bounded && !range.above_lowest && !range.below_highest) {
        return fmt::format("from {}{} to {}{}", range.lowest, unit, range.highest, unit);
    }
    const std::string lower = fmt::format("{} {}{}", range.above_lowest ? "above" : "of at least", range.lowest, unit);
    return bounded
               ? fmt::format("{} and {} {}{}", lower, range.below_highest ? "below" : "at most", range.highest, unit)
               : lower;
}

/// The number, or nothing for a text that is none.
std::optional<double> parse_number(std::string_view text, bool whole) {
    if (!whole) {
        return to_float(text);
    }
    const auto integer = to_integer<std::int64_t>(text);
    return integer ? std::optional(static_cast<double>(*integer)) : std::nullopt;
}

/// "200ms" or "1.5s".
std::optional<double> parse_seconds(std::string_view text) {
    if (!text.ends_with('s')) {
        return std::nullopt;
    }
    const bool milliseconds = text.ends_with("ms");
    const auto value = to_float(text.substr(0, text.size() - (milliseconds ? 2 : 1)));
    return value ? std::optional(milliseconds ? *value / 1000.0 : *value) : std::nullopt;
}

[[noreturn]] void refuse(std::string_view expected, std::string_view name, std::string_view found) {
    throw Error(ErrorKind::usage, fmt::format("expected {} for {}, found {}", expected, name, found));
}

/// Checks the value of one option.
template <class Struct>
class Check {
public:
    Check(const Option<Struct>& option, bool zero_passes) : m_option(option), m_zero_passes(zero_passes) {}

    void operator()(bool) const {}

    template <class Enumeration>
        requires is_enumeration<Enumeration>
    void operator()(const Enumeration& /*value*/) const {}

    void operator()(const std::string& text) const {
        if (m_option.choices.empty() || std::ranges::count(m_option.choices, text) > 0) {
            return;
        }
        const std::vector<std::string> names(m_option.choices.begin(), m_option.choices.end());
        refuse(m_option.values(), m_option.name, fmt::format("'{}'{}", text, did_you_mean(text, names)));
    }

    void operator()(double value) const {
        const bool stands_for_something = m_zero_passes && !m_option.automatic.empty() && value == 0;
        if (!stands_for_something && !m_option.range.contains(value)) {
            refuse(m_option.values(), m_option.name, fmt::format("{}{}", value, m_option.seconds ? "s" : ""));
        }
    }

    void operator()(const std::vector<double>& numbers) const {
        const auto fits = [this](double value) { return m_option.range.contains(value); };
        if (numbers.empty() || !std::ranges::all_of(numbers, fits)) {
            refuse(m_option.values(), m_option.name, fmt::format("[{}]", fmt::join(numbers, ", ")));
        }
    }

    void operator()(const std::optional<std::vector<float>>& numbers) const {
        if (numbers) {
            (*this)(std::vector<double>(numbers->begin(), numbers->end()));
        }
    }

    void operator()(const std::optional<std::pair<float, float>>& ends) const {
        if (ends && !(ends->first < ends->second)) {
            refuse(m_option.values(), m_option.name, fmt::format("{},{}", ends->first, ends->second));
        }
    }

private:
    const Option<Struct>& m_option;
    bool m_zero_passes;
};

/// Calls `visit` with the value of an option; all numbers are doubles.
template <class Struct, class Visit>
auto with_value(const Option<Struct>& option, const Struct& options, Visit visit) {
    return std::visit(
        [&](auto member) {
            using Value = std::remove_cvref_t<decltype(options.*member)>;
            if constexpr (is_number_type<Value>) {
                return visit(static_cast<double>(options.*member));
            } else {
                return visit(options.*member);
            }
        },
        option.member);
}

struct Text {
    std::span<const std::string_view> choices;

    template <class Enumeration>
        requires std::is_enum_v<Enumeration>
    std::string operator()(Enumeration value) const {
        return std::string(choices[static_cast<std::size_t>(value)]);
    }

    /// A member without a value has a text of its own, Option::automatic.
    template <class Value>
    std::string operator()(const std::optional<Value>& /*value*/) const {
        return {};
    }

    std::string operator()(bool value) const { return value ? "on" : "off"; }
    std::string operator()(double value) const { return fmt::format("{}", value); }
    std::string operator()(const std::string& value) const { return value; }
    std::string operator()(const std::vector<double>& value) const { return fmt::format("{}", fmt::join(value, ",")); }
};

/// Reads the value of one option.
template <class Struct>
class Parser {
public:
    Parser(const Option<Struct>& option, std::string_view text) : m_option(option), m_text(text) {}

    void operator()(bool& into) const { into = !(Struct().*std::get<bool Struct::*>(m_option.member)); }
    void operator()(std::string& into) const { into = m_text; }

    template <class Enumeration>
        requires is_enumeration<Enumeration>
    void operator()(Enumeration& into) const {
        const auto found = std::ranges::find(m_option.choices, m_text);
        if (found == m_option.choices.end()) {
            const std::vector<std::string> names(m_option.choices.begin(), m_option.choices.end());
            refuse(m_option.values(), m_option.name, fmt::format("'{}'{}", m_text, did_you_mean(m_text, names)));
        }
        into = static_cast<typename Plain<Enumeration>::Type>(found - m_option.choices.begin());
    }

    void operator()(float& into) const {
        double value = 0;
        (*this)(value);
        into = static_cast<float>(value);
    }

    void operator()(double& into) const {
        if (m_option.switched_on != 0 && m_text.empty()) {
            into = m_option.switched_on;
            return;
        }
        const auto number = m_option.seconds ? parse_seconds(m_text) : parse_number(m_text, false);
        into = number ? *number : no_number();
    }

    template <class Integer>
        requires std::is_integral_v<Integer>
    void operator()(Integer& into) const {
        const auto number = parse_number(m_text, true);
        if (!number) {
            no_number();
        }
        Check<Struct>(m_option, false)(*number);  // before it is narrowed
        into = static_cast<Integer>(*number);
    }

    void operator()(std::vector<double>& into) const {
        into.clear();
        if (trim(m_text).empty()) {
            return;
        }
        for (const auto piece : split(m_text, ',')) {
            for (const auto word : split(piece, ' ')) {
                if (piece.empty() || !word.empty()) {  // nothing between two commas is no number
                    const auto number = parse_number(word, false);
                    into.push_back(number ? *number : no_number(word));
                }
            }
        }
    }

    void operator()(std::optional<std::vector<float>>& into) const {
        std::vector<double> numbers;
        (*this)(numbers);
        into.emplace(numbers.begin(), numbers.end());
    }

    void operator()(std::optional<std::pair<float, float>>& into) const {
        std::vector<double> ends;
        (*this)(ends);
        if (ends.size() != 2) {
            no_number();
        }
        into.emplace(static_cast<float>(ends[0]), static_cast<float>(ends[1]));
    }

private:
    [[noreturn]] double no_number() const { no_number(m_text); }

    [[noreturn]] double no_number(std::string_view found) const {
        refuse(m_option.seconds ? "a time as 200ms or 1.5s" : m_option.values(),
               m_option.name,
               fmt::format("'{}'", found));
    }

    const Option<Struct>& m_option;
    std::string_view m_text;
};

}  // namespace

bool OptionRange::contains(double value) const {
    const bool high_enough = above_lowest ? value > lowest : value >= lowest;
    const bool low_enough = below_highest ? value < highest : value <= highest;
    return std::isfinite(value) && high_enough && low_enough;
}

template <class Struct>
bool Option<Struct>::is_switch() const {
    return std::holds_alternative<bool Struct::*>(member);
}

template <class Struct>
bool Option<Struct>::is_number() const {
    return std::visit(
        [](auto chosen) { return is_number_type<std::remove_cvref_t<decltype(std::declval<Struct>().*chosen)>>; },
        member);
}

template <class Struct>
std::string Option<Struct>::flag() const {
    if (!own_flag.empty()) {
        return std::string(own_flag);
    }
    std::string text = fmt::format("--{}", name);
    std::ranges::replace(text, '_', '-');
    return text;
}

template <class Struct>
std::string Option<Struct>::value_name() const {
    return choices.empty() ? std::string(placeholder) : fmt::format("{}", fmt::join(choices, "|"));
}

template <class Struct>
std::string Option<Struct>::values() const {
    if (!choices.empty()) {
        return list_of(choices);
    }
    const std::string_view unit = seconds ? "s" : "";
    return std::visit(
        [&](auto chosen) -> std::string {
            using Value = std::remove_cvref_t<decltype(std::declval<Struct>().*chosen)>;
            if constexpr (std::is_same_v<Value, bool>) {
                return "on or off";
            } else if constexpr (std::is_same_v<Value, std::string>) {
                return "a text";
            } else if constexpr (std::is_same_v<Value, std::optional<std::vector<float>>>) {
                return fmt::format("a number{} or one per channel",
                                   std::isfinite(range.highest) ? " " + text_of(range, unit) : "");
            } else if constexpr (std::is_same_v<Value, std::optional<std::pair<float, float>>>) {
                return "two ascending numbers";
            } else if constexpr (std::is_floating_point_v<Value>) {
                return fmt::format("a {} {}", seconds ? "time" : "number", text_of(range, unit));
            } else if constexpr (std::is_same_v<Value, std::vector<double>>) {
                return "numbers " + text_of(range, unit);
            } else {
                return "an integer " + text_of(range, unit);
            }
        },
        member);
}

template <class Struct>
std::string Option<Struct>::default_text() const {
    return automatic.empty() ? text(Struct()) : std::string(automatic);
}

template <class Struct>
std::string Option<Struct>::text(const Struct& options) const {
    return with_value(*this, options, Text{choices});
}

template <class Struct>
bool Option<Struct>::given(const Struct& options) const {
    static const Struct defaults;
    return std::visit([&](auto chosen) { return options.*chosen != defaults.*chosen; }, member);
}

template <class Struct>
void Option<Struct>::check(const Struct& options) const {
    with_value(*this, options, Check<Struct>(*this, true));
}

template <class Struct>
void Option<Struct>::set(Struct& options, std::string_view text) const {
    std::visit([&](auto chosen) { Parser<Struct>(*this, text)(options.*chosen); }, member);
    with_value(*this, options, Check<Struct>(*this, false));
}

template struct Option<BlackBoxOptions>;
template struct Option<AttributionOptions>;
template struct Option<MetricOptions>;
template struct Option<ExplainerOptions>;
template struct Option<Preprocess>;
template struct Option<RenderOptions>;
template struct Option<SaveOptions>;

}  // namespace vinoscope
