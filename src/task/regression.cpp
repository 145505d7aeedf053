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
class RegionQuestions {
public:
    RegionQuestions(const Answer& answer, const AnswerContext& context)
        : m_answer(answer), m_context(context), m_classes(answer.class_map, context) {}

    void operator()(std::int64_t value) { ask_for(value); }

    void operator()(const std::string& value) { ask_for(value); }

    void operator()(TopTargets /*top*/) { ask_everywhere(); }

    void operator()(AllTargets /*all*/) { ask_everywhere(); }

    void operator()(const PointTarget& request) {
        require_name(request.label);
        ask_part({place_at(request, m_classes, m_context.frame)}, fmt::format("at_{:g}_{:g}", request.x, request.y));
        m_questions.back().asked = request;
    }

    void operator()(const MaskTarget& request) {
        require_name(request.label);
        ask_part(places_under(request, m_classes, m_context.frame), "in_" + request.name);
        m_questions.back().asked = request;
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
        ask({*std::ranges::max_element(seen, {}, [&](std::size_t place) { return values[place]; })});
        auto& question = m_questions.back();
        question.by_class = false;
        question.name = fmt::format("{}_highest", question.label.empty() ? "value" : question.label);
        question.asked = highest;
        question.score = [seen](const Answer& said) {
            float largest = said.class_map.values[seen.front()];
            for (const auto place : seen)
                largest = std::max(largest, said.class_map.values[place]);
            return largest;
        };
    }

    Questions take() && { return std::move(m_questions); }

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
        ask_everywhere();
    }

    void ask_everywhere() { ask(m_classes.seen()); }

    void ask_part(Places places, const std::string& suffix) {
        ask(std::move(places));
        auto& question = m_questions.back();
        question.by_class = false;
        question.name = fmt::format("{}_{}", question.label.empty() ? "value" : question.label, suffix);
    }

    void ask(Places places) {
        Question question{.target = only_value, .label = m_context.label_of(only_value)};
        question.places = places;
        question.score = [shared = std::make_shared<const Places>(std::move(places))](const Answer& said) {
            return mean_over(*shared, [&](std::size_t place) { return said.class_map.values[place]; });
        };
        m_questions.push_back(std::move(question));
    }

    const Answer& m_answer;
    const AnswerContext& m_context;
    PredictedClasses m_classes;
    Questions m_questions;
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

Questions value_questions(const TargetRequests& requests, const Answer& answer, const AnswerContext& context) {
    if (!answer.scores.empty())
        return class_questions(requests, answer, context);
    RegionQuestions questions(answer, context);
    for (const auto& request : requests)
        std::visit(questions, request);
    return std::move(questions).take();
}

}  // namespace vinoscope
