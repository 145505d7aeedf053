// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/internal/suggest.hpp"

#include <algorithm>
#include <numeric>

#include "core/text.hpp"

namespace vinoscope {

namespace {

/// Bytes of names that people mistype. The distance of longer ones takes the product of their lengths, and is not
/// computed.
constexpr std::size_t longest_name = 256;

/// Levenshtein distance, with one row of the table.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, replaced});
        }
    }
    return row.back();
}

struct Candidate {
    bool contains = false;
    bool near = false;
    std::size_t distance = 0;
    std::size_t position = 0;
};

/// A label may hold synonyms of several words ("tench, Tinca tinca"): the nearest synonym or word counts.
Candidate compare(const std::string& wanted, std::string_view name, std::size_t position) {
    const std::string lower = lower_case(name);
    Candidate best{lower.find(wanted) != std::string::npos, false, std::string::npos, position};
    const auto consider = [&](std::string_view part) {
        if (wanted.size() > longest_name || part.size() > longest_name) {
            return;
        }
        const std::size_t distance = edit_distance(wanted, part);
        best.near = best.near || 2 * distance <= std::max(wanted.size(), part.size());
        best.distance = std::min(best.distance, distance);
    };
    for (const std::string_view synonym : split(lower, ',')) {
        consider(synonym);
        for (const std::string_view words : split(synonym, ' ')) {
            for (const std::string_view word : split(words, '_')) {
                consider(word);
            }
        }
    }
    return best;
}

bool is_better(const Candidate& a, const Candidate& b) {
    return a.contains != b.contains ? a.contains : a.distance < b.distance;
}

}  // namespace

std::vector<std::string> nearest_names(std::string_view wanted, std::span<const std::string> names, std::size_t count) {
    const std::string lower = lower_case(trim(wanted));
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < names.size() && !lower.empty(); ++i) {
        const Candidate candidate = compare(lower, names[i], i);
        if (candidate.contains || candidate.near) {
            candidates.push_back(candidate);
        }
    }
    std::ranges::stable_sort(candidates, is_better);
    std::vector<std::string> nearest;
    for (const Candidate& candidate : candidates) {
        if (nearest.size() == count) {
            break;
        }
        if (std::ranges::find(nearest, names[candidate.position]) == nearest.end()) {
            nearest.push_back(names[candidate.position]);
        }
    }
    return nearest;
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string> names) {
    const std::vector<std::string> nearest = nearest_names(wanted, names);
    std::string text;
    for (std::size_t i = 0; i < nearest.size(); ++i) {
        const std::string_view joint = i == 0 ? "; did you mean " : i + 1 == nearest.size() ? " or " : ", ";
        text.append(joint).append(nearest[i]);
    }
    return text.empty() ? text : text + "?";
}

}  // namespace vinoscope
