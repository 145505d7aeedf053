// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>
#include <system_error>

#include "core/file.hpp"
#include "core/text.hpp"
#include "vinoscope/comparison.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope {
namespace {

constexpr std::string_view flips = "flips";
constexpr std::string_view lowest = "lowest-";

struct Quantity {
    std::string_view name;
    MetricValue ImageComparison::*value;
    /// Whether an image without a value fails the condition; an image need not be annotated.
    bool of_all_images;
};

constexpr std::array quantities = {Quantity{"rank-correlation", &ImageComparison::rank_correlation, true},
                                   Quantity{"top-overlap", &ImageComparison::top_overlap, true},
                                   Quantity{"mass-a", &ImageComparison::mass_a, false},
                                   Quantity{"mass-b", &ImageComparison::mass_b, false}};

std::vector<std::string> condition_names() {
    std::vector<std::string> names;
    for (const auto& quantity : quantities)
        names.emplace_back(quantity.name);
    names.emplace_back(flips);
    for (const auto& quantity : quantities)
        names.push_back(std::string(lowest) + std::string(quantity.name));
    return names;
}

bool holds(double value, const Gate::Condition& condition) {
    if (condition.operation == ">=")
        return value >= condition.limit;
    if (condition.operation == "<=")
        return value <= condition.limit;
    return condition.operation == ">" ? value > condition.limit : value < condition.limit;
}

Gate::Condition parse_condition(std::string_view text) {
    const auto begin = text.find_first_of("<>");
    if (begin == std::string_view::npos || begin == 0)
        throw Error(ErrorKind::usage,
                    fmt::format("expected a condition such as rank-correlation>=0.9 or flips<=1%, found \"{}\"", text));
    const bool equal = begin + 1 < text.size() && text[begin + 1] == '=';
    Gate::Condition condition;
    condition.name = trim(text.substr(0, begin));
    condition.operation = text.substr(begin, equal ? 2 : 1);
    auto number = trim(text.substr(begin + condition.operation.size()));
    condition.percent = number.ends_with('%');
    number.remove_suffix(condition.percent ? 1 : 0);
    const auto digits = trim(number);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), condition.limit);
    if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(condition.limit))
        throw Error(
            ErrorKind::usage,
            fmt::format("expected a number after {} in \"{}\", found \"{}\"", condition.operation, text, digits));
    condition.limit /= condition.percent ? 100 : 1;
    const auto names = condition_names();
    if (std::ranges::find(names, condition.name) == names.end())
        throw Error(ErrorKind::usage,
                    fmt::format("unknown gate quantity \"{}\"{} (expected one of {})",
                                condition.name,
                                did_you_mean(condition.name, names),
                                list_of(names)));
    return condition;
}

std::string limit_text(const Gate::Condition& condition) {
    return condition.percent ? fmt::format("{} {:g} %", condition.operation, 100 * condition.limit)
                             : fmt::format("{} {:g}", condition.operation, condition.limit);
}

std::optional<Gate::Failure> check_flips(const Gate::Condition& condition, const std::vector<ImageComparison>& images) {
    Gate::Failure failure;
    for (const auto& image : images)
        if (image.flip)
            failure.images.push_back(image.image);
    const auto count = static_cast<double>(failure.images.size());
    const double value = condition.percent ? count / static_cast<double>(images.size()) : count;
    if (holds(value, condition))
        return std::nullopt;
    failure.reason = condition.percent
                         ? fmt::format("flips are {:.3g} %, expected {}", 100 * value, limit_text(condition))
                         : fmt::format("flips are {:g}, expected {}", value, limit_text(condition));
    return failure;
}

std::optional<Gate::Failure> check_quantity(const Gate::Condition& condition,
                                            const std::vector<ImageComparison>& images) {
    const bool of_lowest = condition.name.starts_with(lowest);
    const auto name = std::string_view(condition.name).substr(of_lowest ? lowest.size() : 0);
    const auto& quantity = *std::ranges::find(quantities, name, &Quantity::name);
    const auto member = quantity.value;
    std::vector<std::pair<double, const ImageComparison*>> values;
    Gate::Failure failure;
    for (const auto& image : images) {
        const auto& found = image.*member;
        if (found.value)
            values.emplace_back(*found.value, &image);
        else if (quantity.of_all_images && !image.nothing_found)
            failure.images.push_back(image.image);
    }
    const auto without_value = failure.images.size();
    std::ranges::stable_sort(values, {}, [](const auto& value) { return value.first; });
    for (const auto& [value, image] : values)
        if (!holds(value, condition))
            failure.images.push_back(image->image);
    if (values.empty()) {
        const auto& reason = images.empty() ? "no image was compared" : (images.front().*member).reason;
        failure.reason =
            fmt::format("{} has no value ({}), expected {}", condition.name, reason, limit_text(condition));
        return failure;
    }
    const double value = of_lowest
                             ? values.front().first
                             : std::accumulate(values.begin(), values.end(), 0.0, [](double sum, const auto& each) {
                                   return sum + each.first;
                               }) / static_cast<double>(values.size());
    if (without_value > 0)
        failure.reason =
            fmt::format("{} has no value for {} of {} images", condition.name, without_value, images.size());
    else if (!holds(value, condition))
        failure.reason = fmt::format("{} is {:.4g}, expected {}", condition.name, value, limit_text(condition));
    else
        return std::nullopt;
    return failure;
}

}  // namespace

Gate::Gate(std::string_view expression) : m_expression(expression) {
    for (const auto part : split(expression, ','))
        m_conditions.push_back(parse_condition(trim(part)));
}

std::vector<Gate::Failure> Gate::check(const std::vector<ImageComparison>& images) const {
    std::vector<Failure> failures;
    for (const auto& condition : m_conditions) {
        if (images.empty()) {
            failures.push_back({fmt::format("{} has no value: no image was compared", condition.name), {}});
            continue;
        }
        auto failure = condition.name == flips ? check_flips(condition, images) : check_quantity(condition, images);
        if (failure)
            failures.push_back(std::move(*failure));
    }
    return failures;
}

}  // namespace vinoscope
