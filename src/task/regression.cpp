// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "core/find_classes.hpp"
#include "task/places.hpp"
#include "task/tasks.hpp"

namespace vinoscope {
namespace {

constexpr std::int64_t only_value = 0;

// About a value of every place, such as a depth: its mean over a region.
class RegionTargets {
public:
    RegionTargets(const Answer& answer, const AnswerContext& context)
        : m_answer(answer), m_context(context), m_classes(answer.class_map, context) {}

    void operator()(std::int64_t value) { ask_for(value); }

    void operator()(const std::string& value) { ask_for(value); }

    void operator()(TopTargets /*top*/) { add_target_everywhere(); }

    void operator()(AllTargets /*all*/) { add_target_everywhere(); }

    void operator()(const PointTarget& request) {
        require_name(request.label);
        ask_part({place_at(request, m_classes, m_context.frame)}, fmt::format("at_{:g}_{:g}", request.x, request.y));
        m_resolved.back().asked = request;
    }

    void operator()(const MaskTarget& request) {
        require_name(request.label);
        ask_part(places_under(request, m_classes, m_context.frame), "in_" + request.name);
        m_resolved.back().asked = request;
    }

    void operator()(const ContrastTarget& /*request*/) { refuse("a contrast of classes"); }

    void operator()(const PredictedBox& /*request*/) { refuse("a box"); }

    void operator()(const GivenBox& /*request*/) { refuse("a box"); }

    void operator()(const CharacterTarget& /*request*/) { refuse("a character"); }

    void operator()(const KeypointTarget& /*request*/) { refuse("a key point"); }

    // Gradients are those at the place where the value of the image itself is; other images may have it elsewhere.
    void operator()(HighestTarget highest) {
        const auto seen = m_classes.seen();
        const auto& values = m_answer.class_map.values;
        select_target({*std::ranges::max_element(seen, {}, [&](std::size_t place) { return values[place]; })});
        auto& resolved = m_resolved.back();
        resolved.by_class = false;
        resolved.name = fmt::format("{}_highest", resolved.label.empty() ? "value" : resolved.label);
        resolved.asked = highest;
        resolved.score = [seen](const Answer& answer) {
            float largest = answer.class_map.values[seen.front()];
            for (const auto place : seen)
                largest = std::max(largest, answer.class_map.values[place]);
            return largest;
        };
    }

    ResolvedTargets take() && { return std::move(m_resolved); }

private:
    [[noreturn]] static void refuse(std::string_view wish) {
        refuse_target(wish, "regression", "points, masks or the highest value");
    }

    void require_name(const std::optional<ClassName>& name) const {
        if (name)
            find_classes(*name, 1, m_context.labels);
    }

    void ask_for(const ClassName& name) {
        require_name(name);
        add_target_everywhere();
    }

    void add_target_everywhere() { select_target(m_classes.seen()); }

    void ask_part(Places places, const std::string& suffix) {
        select_target(std::move(places));
        auto& resolved = m_resolved.back();
        resolved.by_class = false;
        resolved.name = fmt::format("{}_{}", resolved.label.empty() ? "value" : resolved.label, suffix);
    }

    void select_target(Places places) {
        ResolvedTarget resolved{.target = only_value, .label = m_context.label_of(only_value)};
        resolved.places = places;
        resolved.score = [shared = std::make_shared<const Places>(std::move(places))](const Answer& answer) {
            return mean_over(*shared, [&](std::size_t place) { return answer.class_map.values[place]; });
        };
        m_resolved.push_back(std::move(resolved));
    }

    const Answer& m_answer;
    const AnswerContext& m_context;
    PredictedClasses m_classes;
    ResolvedTargets m_resolved;
};

Prediction mean_value(const Answer& answer, const AnswerContext& context) {
    require_finite(answer.class_map);
    const auto seen = PredictedClasses(answer.class_map, context).seen();
    return {only_value, context.label_of(only_value), mean_over(seen, [&](std::size_t place) {
                return answer.class_map.values[place];
            })};
}

}  // namespace

Predictions value_predictions(const Answer& answer, const AnswerContext& context, int count) {
    if (answer.scores.empty())
        return count > 0 ? Predictions{mean_value(answer, context)} : Predictions();
    require_finite(answer.scores);
    const auto shown = scaled(answer.scores, context.scale);
    Predictions predictions;
    for (std::size_t i = 0; i < shown.size() && std::cmp_less(i, count); ++i) {
        const auto index = static_cast<std::int64_t>(i);
        predictions.push_back({index, context.label_of(index), shown[i]});
    }
    return predictions;
}

ResolvedTargets value_targets(const TargetRequests& requests, const Answer& answer, const AnswerContext& context) {
    if (!answer.scores.empty())
        return class_targets(requests, answer, context);
    RegionTargets resolved_targets(answer, context);
    for (const auto& request : requests)
        std::visit(resolved_targets, request);
    return std::move(resolved_targets).take();
}

}  // namespace vinoscope
