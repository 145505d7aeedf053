// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/text.hpp"
#include "vinoscope/dataset.hpp"

namespace vinoscope {
namespace {

constexpr std::array<std::string_view, 2> flags = {"correct", "wrong"};
constexpr std::array<std::string_view, 4> fields = {"score", "count", "class", "label"};
constexpr std::array<std::string_view, 6> operations = {"<=", ">=", "!=", "<", ">", "="};  // the longer ones first

[[noreturn]] void refuse(std::string_view condition) {
    throw Error(
        ErrorKind::usage,
        fmt::format(
            "expected a condition such as score<0.6, count=0, class!=3, label=tabby, correct or wrong, found \"{}\"",
            condition));
}

template <typename T>
bool compare(const T& a, std::string_view operation, const T& b) {
    if (operation == "<")
        return a < b;
    if (operation == "<=")
        return a <= b;
    if (operation == ">")
        return a > b;
    if (operation == ">=")
        return a >= b;
    return (a == b) == (operation == "=");
}

}  // namespace

PredictionFilter::PredictionFilter(std::string_view text) : m_text(text) {
    for (const auto part : split(text, ',')) {
        if (std::ranges::find(flags, part) != flags.end()) {
            m_conditions.push_back({.field = std::string(part)});
            continue;
        }
        const auto at = part.find_first_of("<>=!");
        if (at == std::string_view::npos)
            refuse(part);
        const auto rest = part.substr(at);
        const auto* operation = std::ranges::find_if(operations, [&](auto name) { return rest.starts_with(name); });
        const auto field = trim(part.substr(0, at));
        if (operation == operations.end() || std::ranges::find(fields, field) == fields.end())
            refuse(part);
        const auto value = trim(rest.substr(operation->size()));
        Condition condition{
            .field = std::string(field), .operation = std::string(*operation), .text = std::string(value)};
        if (field == "label") {
            if (value.empty() || (*operation != "=" && *operation != "!="))
                refuse(part);
        } else {
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), condition.number);
            if (error != std::errc() || end != value.data() + value.size())
                refuse(part);
        }
        m_conditions.push_back(std::move(condition));
    }
}

bool PredictionFilter::needs_classes() const {
    return std::ranges::any_of(m_conditions, [](const auto& condition) { return condition.operation.empty(); });
}

bool PredictionFilter::Condition::holds(const std::vector<Prediction>& predictions,
                                        const std::vector<std::int64_t>& classes) const {
    if (field == "count")
        return compare(static_cast<double>(predictions.size()), operation, number);
    if (predictions.empty())
        return field == "wrong";
    const auto& best = predictions.front();
    if (operation.empty())
        return (std::ranges::find(classes, best.index) != classes.end()) == (field == "correct");
    if (field == "label")
        return compare(best.label, operation, text);
    return compare(
        field == "score" ? static_cast<double>(best.score) : static_cast<double>(best.index), operation, number);
}

bool PredictionFilter::operator()(const std::vector<Prediction>& predictions,
                                  const std::vector<std::int64_t>& classes) const {
    return std::ranges::all_of(m_conditions,
                               [&](const auto& condition) { return condition.holds(predictions, classes); });
}

}  // namespace vinoscope
