// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/suggest.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {

namespace {

using Indices = std::vector<std::int64_t>;

/// What makes two spellings of a name equal.
std::string folded(std::string_view name) {
    std::string text = lower_case(trim(name));
    std::ranges::replace(text, '_', ' ');
    return text;
}

bool has_synonym(std::string_view label, const std::string& wanted) {
    const auto synonyms = split(label, ',');
    return std::ranges::any_of(synonyms, [&](std::string_view synonym) { return folded(synonym) == wanted; });
}

template <typename Predicate>
Indices indices_where(const std::vector<std::string>& labels, Predicate matches) {
    Indices found;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (matches(labels[i])) {
            found.push_back(static_cast<std::int64_t>(i));
        }
    }
    return found;
}

/// Turns requests into indices for one model and one image.
class Resolver {
public:
    Resolver(const std::vector<float>& scores, const std::vector<std::string>& labels)
        : m_scores(scores), m_labels(labels) {}

    Indices operator()(std::int64_t index) const {
        const auto classes = std::ssize(m_scores);
        if (index < 0 || index >= classes) {
            throw Error(
                ErrorKind::bad_target,
                fmt::format(
                    "class {} is out of range: the model has {} classes, 0 to {}", index, classes, classes - 1));
        }
        return {index};
    }

    Indices operator()(const std::string& name) const {
        const std::string wanted = folded(name);
        Indices found = indices_where(m_labels, [&](const std::string& label) { return label == name; });
        if (found.empty()) {
            found = indices_where(m_labels, [&](const std::string& label) { return folded(label) == wanted; });
        }
        if (found.empty()) {
            found = indices_where(m_labels, [&](const std::string& label) { return has_synonym(label, wanted); });
        }
        if (found.empty() || wanted.empty()) {
            throw_unknown(name);
        }
        return found;
    }

    Indices operator()(TopTargets top) const {
        if (top.count < 1) {
            throw Error(ErrorKind::bad_target,
                        fmt::format("cannot take the top {} classes: at least 1 is needed", top.count));
        }
        Indices order = (*this)(AllTargets{});
        std::ranges::stable_sort(order, std::ranges::greater{}, [this](std::int64_t i) { return rank(i); });
        order.resize(std::min(order.size(), static_cast<std::size_t>(top.count)));
        return order;
    }

    Indices operator()(AllTargets /*all*/) const {
        Indices all(m_scores.size());
        std::iota(all.begin(), all.end(), std::int64_t{0});
        return all;
    }

private:
    /// NaN has no order: it goes last.
    float rank(std::int64_t index) const {
        const float score = m_scores[static_cast<std::size_t>(index)];
        return std::isnan(score) ? -std::numeric_limits<float>::infinity() : score;
    }

    [[noreturn]] void throw_unknown(const std::string& name) const {
        if (m_labels.empty()) {
            throw Error(ErrorKind::bad_target,
                        fmt::format("cannot find the class \"{}\": the model has no labels; give a class index, or the "
                                    "labels",
                                    name));
        }
        throw Error(
            ErrorKind::bad_target,
            fmt::format("none of the {} labels is \"{}\"{}", m_labels.size(), name, did_you_mean(name, m_labels)));
    }

    const std::vector<float>& m_scores;
    const std::vector<std::string>& m_labels;
};

}  // namespace

std::vector<std::int64_t> resolve_targets(const TargetRequests& requests,
                                          const std::vector<float>& scores,
                                          const std::vector<std::string>& labels) {
    const Resolver resolver(scores, labels);
    std::vector<bool> taken(scores.size());
    Indices targets;
    for (const TargetRequest& request : requests) {
        for (const std::int64_t index : std::visit(resolver, request)) {
            resolver(index);  // a label beyond the scores
            if (!taken[static_cast<std::size_t>(index)]) {
                taken[static_cast<std::size_t>(index)] = true;
                targets.push_back(index);
            }
        }
    }
    return targets;
}

}  // namespace vinoscope
