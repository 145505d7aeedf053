// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/find_classes.hpp"
#include "task/tasks.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// The best `count` positions, best first.
std::vector<std::int64_t> ranking(const std::vector<float>& scores, std::size_t count) {
    std::vector<std::int64_t> order(scores.size());
    std::iota(order.begin(), order.end(), 0);
    const auto better = [&](std::int64_t a, std::int64_t b) {
        return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
    };
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(), better);
    order.resize(count);
    return order;
}

std::size_t at_most(const std::vector<float>& scores, int count) {
    return std::min<std::size_t>(scores.size(), static_cast<std::size_t>(std::max(count, 0)));
}

ResolvedTarget about_class(std::int64_t target, const AnswerContext& context) {
    ResolvedTarget resolved{.target = target, .label = context.label_of(target)};
    resolved.score = [target](const Answer& answer) { return answer.scores[static_cast<std::size_t>(target)]; };
    resolved.probability = context.probabilities;
    return resolved;
}

ResolvedTarget about_contrast(std::int64_t target, std::int64_t versus, const AnswerContext& context) {
    ResolvedTarget resolved{.target = target, .label = contrast_label(target, versus, context)};
    resolved.versus = versus;
    resolved.asked = ContrastTarget{target, versus};
    resolved.name = file_name(resolved.label);
    resolved.score =
        [target, versus, known = context.probabilities, exclusive = context.exclusive](const Answer& answer) {
            return contrast(answer.scores[static_cast<std::size_t>(target)],
                            answer.scores[static_cast<std::size_t>(versus)],
                            known,
                            exclusive);
        };
    return resolved;
}

class ClassTargets {
public:
    ClassTargets(const Answer& answer, const AnswerContext& context)
        : m_answer(answer), m_context(context), m_taken(answer.scores.size()) {}

    void operator()(const ContrastTarget& request) {
        const auto versus = find_classes(request.versus, m_answer.scores.size(), m_context.labels).front();
        const auto before = m_resolved.size();
        for (const auto target : targets_besides(versus, request))
            m_resolved.push_back(about_contrast(target, versus, m_context));
        require_contrast(m_resolved.size() - before, versus);
    }

    template <typename Request>
    void operator()(const Request& request) {
        if constexpr (std::is_same_v<Request, PredictedBox> || std::is_same_v<Request, GivenBox>)
            refuse_target("a box", "classification", "classes");
        else if constexpr (std::is_same_v<Request, CharacterTarget>)
            refuse_target("a character", "classification", "classes");
        else if constexpr (std::is_same_v<Request, KeypointTarget>)
            refuse_target("a key point", "classification", "classes");
        else if constexpr (std::is_same_v<Request, HighestTarget>)
            refuse_target("the highest value of a map", "classification", "classes");
        else if constexpr (std::is_same_v<Request, PointTarget> || std::is_same_v<Request, MaskTarget>)
            refuse_target("a region", "classification", "classes");
        else
            for (const auto target : resolve_targets({request}, m_answer.scores, m_context.labels))
                if (!std::exchange(m_taken[static_cast<std::size_t>(target)], true))
                    m_resolved.push_back(about_class(target, m_context));
    }

    ResolvedTargets take() && { return std::move(m_resolved); }

private:
    // The top ones are those among the other classes.
    std::vector<std::int64_t> targets_besides(std::int64_t versus, const ContrastTarget& request) const {
        auto one = std::visit([](const auto& target) { return TargetRequest(target); }, request.target);
        const auto* top = std::get_if<TopTargets>(&request.target);
        if (top != nullptr)
            one = TopTargets{std::min(top->count, std::numeric_limits<int>::max() - 1) + 1};
        auto targets = resolve_targets({one}, m_answer.scores, m_context.labels);
        std::erase(targets, versus);
        if (top != nullptr && std::cmp_greater(targets.size(), top->count))
            targets.resize(static_cast<std::size_t>(std::max(top->count, 0)));
        return targets;
    }

    const Answer& m_answer;
    const AnswerContext& m_context;
    std::vector<char> m_taken;
    ResolvedTargets m_resolved;
};

}  // namespace

void require_finite(const std::vector<float>& scores) {
    const auto bad = std::ranges::find_if_not(scores, [](float score) { return std::isfinite(score); });
    if (bad != scores.end())
        throw Error(
            ErrorKind::bad_model,
            fmt::format("expected finite scores, found {} for class {}; check the preprocessing (mean, scale), or "
                        "try precision f32",
                        *bad,
                        bad - scores.begin()));
}

Predictions class_predictions(const Answer& answer, const AnswerContext& context, int count) {
    require_finite(answer.scores);
    const auto shown = scaled(answer.scores, context.scale);
    Predictions predictions;
    for (const auto index : ranking(answer.scores, at_most(answer.scores, count)))
        predictions.push_back({index, context.label_of(index), shown[static_cast<std::size_t>(index)]});
    return predictions;
}

ResolvedTargets class_targets(const TargetRequests& requests, const Answer& answer, const AnswerContext& context) {
    ClassTargets resolved_targets(answer, context);
    for (const auto& request : requests)
        std::visit(resolved_targets, request);
    return std::move(resolved_targets).take();
}

float contrast(float score, float versus, bool probabilities, bool exclusive) {
    constexpr float least = 1e-30F;
    constexpr float nearly_sure = 1e-7F;
    if (!probabilities)
        return score - versus;
    const auto logit = [=](float p) {
        return std::log(std::max(p, least) / (exclusive ? 1 : std::max(1 - p, nearly_sure)));
    };
    return logit(score) - logit(versus);
}

std::string contrast_label(std::int64_t target, std::int64_t versus, const AnswerContext& context) {
    const auto name = [&](std::int64_t index) {
        const auto label = context.label_of(index);
        return label.empty() ? std::to_string(index) : label;
    };
    return fmt::format("{} rather than {}", name(target), name(versus));
}

std::string file_name(std::string label) {
    std::ranges::replace(label, ' ', '_');
    return label;
}

void refuse_target(std::string_view wish, std::string_view task, std::string_view instead) {
    throw Error(ErrorKind::bad_target,
                fmt::format("the target is {}, but this is a {} model: use {} as targets", wish, task, instead));
}

void require_contrast(std::size_t resolved_targets, std::int64_t versus) {
    if (resolved_targets == 0)
        throw Error(ErrorKind::bad_target,
                    fmt::format("expected a target other than class {} to contrast with it, found only that class; use "
                                "another class",
                                versus));
}

}  // namespace vinoscope
