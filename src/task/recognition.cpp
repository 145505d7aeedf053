// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/find_classes.hpp"
#include "outputs/alphabet.hpp"
#include "task/places.hpp"
#include "task/tasks.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// Steps in a row that the same character wins.
struct ReadCharacter {
    std::int64_t index = 0;
    std::string text;
    Places places;  // positions in TextScores::values
};

// Graves et al., "Connectionist Temporal Classification", ICML 2006, section 3.2 (best path decoding).
std::vector<ReadCharacter> best_path(const TextScores& scores, const AnswerContext& context) {
    std::vector<ReadCharacter> read;
    std::int64_t before = scores.blank;
    for (std::size_t step = 0; step < scores.steps; ++step) {
        const auto row = scores.values.begin() + static_cast<std::ptrdiff_t>(step * scores.characters);
        const auto best = std::max_element(row, row + static_cast<std::ptrdiff_t>(scores.characters)) - row;
        if (best != scores.blank) {
            if (best != before)
                read.push_back({best, character_of(best, context.labels, scores.characters, scores.blank), {}});
            read.back().places.push_back(step * scores.characters + static_cast<std::size_t>(best));
        }
        before = best;
    }
    return read;
}

void require_finite(const TextScores& scores) {
    if (!std::ranges::all_of(scores.values, [](float value) { return std::isfinite(value); }))
        throw Error(ErrorKind::bad_model,
                    "expected finite scores of characters, found others; check the preprocessing (mean, scale), or try "
                    "precision f32");
}

float score_of(const TextScores& scores, const Places& places) {
    return mean_over(places, [&](std::size_t place) { return scores.values[place]; });
}

class TextTargets {
public:
    TextTargets(const Answer& answer, const AnswerContext& context) : m_read(best_path(answer.text_scores, context)) {
        if (m_read.empty())
            throw Error(ErrorKind::bad_target, "the model read no character in the image");
    }

    void operator()(TopTargets /*top*/) { select_target(0, m_read.size()); }

    void operator()(AllTargets /*all*/) {
        for (std::size_t i = 0; i < m_read.size(); ++i)
            select_target(i, 1);
    }

    void operator()(const CharacterTarget& request) {
        if (request.index < 0 || std::cmp_greater_equal(request.index, m_read.size()))
            throw Error(ErrorKind::bad_target,
                        fmt::format("expected a character from 0 to {}, of the text \"{}\", found {}",
                                    m_read.size() - 1,
                                    text_of(0, m_read.size()),
                                    request.index));
        select_target(static_cast<std::size_t>(request.index), 1);
    }

    // Each place where the text is read.
    void operator()(const std::string& part) {
        const auto before = m_resolved.size();
        for (std::size_t begin = 0; begin < m_read.size(); ++begin)
            for (std::size_t count = 1; begin + count <= m_read.size(); ++count)
                if (text_of(begin, count) == part) {
                    select_target(begin, count);
                    break;
                }
        if (m_resolved.size() == before)
            throw Error(
                ErrorKind::bad_target,
                fmt::format("the model did not read \"{}\", but \"{}\"; use a part of it, or char:N, as the target",
                            part,
                            text_of(0, m_read.size())));
    }

    void operator()(std::int64_t index) { (*this)(std::to_string(index)); }

    template <typename Other>
    void operator()(const Other& /*other*/) {
        refuse_target("neither text nor a character", "recognition", "a part of the text, or char:N");
    }

    ResolvedTargets take() && { return std::move(m_resolved); }

private:
    std::string text_of(std::size_t begin, std::size_t count) const {
        std::string text;
        for (std::size_t i = begin; i < begin + count; ++i)
            text += m_read[i].text;
        return text;
    }

    void select_target(std::size_t begin, std::size_t count) {
        ResolvedTarget resolved{.target = count == 1 ? m_read[begin].index : -1, .label = text_of(begin, count)};
        resolved.by_class = false;
        resolved.probability = true;
        resolved.name = count == m_read.size() && m_read.size() > 1 ? fmt::format("text_{}", resolved.label)
                        : count == 1                                ? fmt::format("char_{}_{}", begin, resolved.label)
                                     : fmt::format("chars_{}_to_{}_{}", begin, begin + count - 1, resolved.label);
        for (std::size_t i = begin; i < begin + count; ++i)
            resolved.places.insert(resolved.places.end(), m_read[i].places.begin(), m_read[i].places.end());
        resolved.asked = count == 1               ? TargetRequest(CharacterTarget{static_cast<std::int64_t>(begin)})
                         : count == m_read.size() ? TargetRequest(TopTargets{1})
                                                  : TargetRequest(resolved.label);
        resolved.score = [places = resolved.places](const Answer& answer) {
            return score_of(answer.text_scores, places);
        };
        m_resolved.push_back(std::move(resolved));
    }

    std::vector<ReadCharacter> m_read;
    ResolvedTargets m_resolved;
};

}  // namespace

Predictions text_predictions(const Answer& answer, const AnswerContext& context, int count) {
    require_finite(answer.text_scores);
    const auto read = best_path(answer.text_scores, context);
    if (read.empty() || count < 1)
        return {};
    constexpr std::int64_t whole_text = -1;
    Prediction text{whole_text, {}, 0};
    Places places;
    Predictions predictions = {text};
    for (const auto& character : read) {
        predictions.front().label += character.text;
        places.insert(places.end(), character.places.begin(), character.places.end());
        if (std::ssize(predictions) < count)
            predictions.push_back(
                {std::ssize(predictions) - 1, character.text, score_of(answer.text_scores, character.places)});
    }
    predictions.front().score = score_of(answer.text_scores, places);
    return predictions;
}

ResolvedTargets text_targets(const TargetRequests& requests, const Answer& answer, const AnswerContext& context) {
    require_finite(answer.text_scores);
    TextTargets resolved_targets(answer, context);
    for (const auto& request : requests)
        std::visit(resolved_targets, request);
    return std::move(resolved_targets).take();
}

}  // namespace vinoscope
