// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/find_classes.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {

namespace {

using Indices = std::vector<std::int64_t>;

/// Turns requests into indices for one model and one image.
class Resolver {
public:
    Resolver(const std::vector<float>& scores, const std::vector<std::string>& labels)
        : m_scores(scores), m_labels(labels) {}

    Indices operator()(std::int64_t index) const { return find_classes(index, m_scores.size(), m_labels); }

    Indices operator()(const std::string& name) const { return find_classes(name, m_scores.size(), m_labels); }

    Indices operator()(TopTargets top) const {
        if (top.count < 1) {
            throw Error(ErrorKind::bad_target,
                        fmt::format("expected a count of at least 1 for the top classes, found {}", top.count));
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

    template <typename Other>
    Indices operator()(const Other& /*other*/) const {
        throw Error(ErrorKind::bad_target, "expected classes as targets, found another kind of target");
    }

private:
    /// NaN has no order: it goes last.
    float rank(std::int64_t index) const {
        const float score = m_scores[static_cast<std::size_t>(index)];
        return std::isnan(score) ? -std::numeric_limits<float>::infinity() : score;
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
            if (!taken[static_cast<std::size_t>(index)]) {
                taken[static_cast<std::size_t>(index)] = true;
                targets.push_back(index);
            }
        }
    }
    return targets;
}

}  // namespace vinoscope
