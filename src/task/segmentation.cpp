// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <ranges>

#include "core/find_classes.hpp"
#include "core/text.hpp"
#include "task/places.hpp"
#include "task/tasks.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// The score of a class at a place, scaled among the classes there.
float place_score(const ClassMap& map, std::size_t place, std::int64_t label, ScoreScale scale) {
    if (!map.labels.empty())
        return map.labels[place] == label ? 1 : 0;
    const auto places = map.height * map.width;
    const auto row = static_cast<std::size_t>(label);
    if (row >= map.classes)
        return 0;
    const float score = map.values[row * places + place];
    if (scale == ScoreScale::as_is)
        return score;
    if (scale == ScoreScale::sigmoid)
        return 1 / (1 + std::exp(-score));
    float sum = 0;
    for (std::size_t i = 0; i < map.classes; ++i)
        sum += std::exp(map.values[i * places + place] - score);
    return 1 / sum;
}

// Classes that were found with the number of their places, largest first.
std::vector<std::pair<std::int64_t, std::size_t>> areas(const PredictedClasses& classes, const Places& seen) {
    std::map<std::int64_t, std::size_t> counts;
    for (const auto place : seen)
        if (classes[place] >= 0)
            ++counts[classes[place]];
    std::vector<std::pair<std::int64_t, std::size_t>> found(counts.begin(), counts.end());
    std::ranges::stable_sort(found, std::ranges::greater{}, [](const auto& area) { return area.second; });
    return found;
}

bool is_background(std::int64_t label, const AnswerContext& context) {
    return lower_case(context.label_of(label)).find("background") != std::string::npos;
}

class AreaTargets {
public:
    AreaTargets(const Answer& answer, const AnswerContext& context)
        : m_answer(answer), m_context(context), m_classes(answer.class_map, context) {}

    void operator()(std::int64_t label) { ask_classes(label, std::nullopt); }

    void operator()(const std::string& label) { ask_classes(label, std::nullopt); }

    void operator()(TopTargets top) { ask_largest(static_cast<std::size_t>(std::max(top.count, 1)), std::nullopt); }

    void operator()(AllTargets /*all*/) { ask_largest(m_answer.class_map.classes, std::nullopt); }

    void operator()(const ContrastTarget& request) {
        const auto versus = one_class(request.versus);
        const auto before = m_resolved.size();
        if (const auto* top = std::get_if<TopTargets>(&request.target))
            ask_largest(static_cast<std::size_t>(top->count), versus);
        else if (std::holds_alternative<AllTargets>(request.target))
            ask_largest(m_answer.class_map.classes, versus);
        else if (const auto* label = std::get_if<std::string>(&request.target))
            ask_classes(*label, versus);
        else
            ask_classes(std::get<std::int64_t>(request.target), versus);
        require_contrast(m_resolved.size() - before, versus);
    }

    void operator()(const PointTarget& request) {
        ask_part(m_classes.around(place_at(request, m_classes, m_context.frame)),
                 request.label,
                 fmt::format("at_{:g}_{:g}", request.x, request.y));
        m_resolved.back().asked = request;
    }

    void operator()(const MaskTarget& request) {
        ask_part(places_under(request, m_classes, m_context.frame), request.label, "in_" + request.name);
        m_resolved.back().asked = request;
    }

    void operator()(const PredictedBox& /*request*/) {
        refuse_target("a box", "segmentation", "classes, points or masks");
    }

    void operator()(const GivenBox& /*request*/) { refuse_target("a box", "segmentation", "classes, points or masks"); }

    void operator()(const CharacterTarget& /*request*/) {
        refuse_target("a character", "segmentation", "classes, points or masks");
    }

    void operator()(const KeypointTarget& /*request*/) {
        refuse_target("a key point", "segmentation", "classes, points or masks");
    }

    void operator()(HighestTarget /*highest*/) {
        refuse_target("the highest value", "segmentation", "classes, points or masks");
    }

    ResolvedTargets take() && { return std::move(m_resolved); }

private:
    std::int64_t one_class(const ClassName& name) const {
        return find_classes(name, m_answer.class_map.classes, m_context.labels).front();
    }

    // The background is no answer to "what is there?".
    void ask_largest(std::size_t count, std::optional<std::int64_t> versus) {
        auto found = areas(m_classes, m_classes.seen());
        if (found.size() > 1)
            std::erase_if(found, [&](const auto& area) { return is_background(area.first, m_context); });
        std::erase_if(found, [&](const auto& area) { return area.first == versus; });
        for (const auto& [label, area] : found | std::views::take(static_cast<std::ptrdiff_t>(count)))
            ask_class(label, versus);
    }

    void ask_classes(const ClassName& name, std::optional<std::int64_t> versus) {
        for (const auto label : find_classes(name, m_answer.class_map.classes, m_context.labels))
            ask_class(label, versus);
    }

    void ask_class(std::int64_t label, std::optional<std::int64_t> versus) {
        if (label == versus)
            return;
        auto places = m_classes.of_class(label);
        std::string note;
        if (places.empty()) {
            places = m_classes.seen();
            note = fmt::format("class {} has no pixel in the prediction: its mean over the whole image is explained",
                               label);
        }
        select_target(std::move(places), label, versus);
        m_resolved.back().note = std::move(note);
    }

    void ask_part(Places places, const std::optional<ClassName>& name, const std::string& suffix) {
        const auto label = name ? one_class(*name) : m_classes.most_common(places);
        if (label < 0)
            throw Error(ErrorKind::bad_target, "the model found no class in the region: name the class to explain");
        select_target(std::move(places), label, std::nullopt);
        auto& resolved = m_resolved.back();
        resolved.by_class = false;
        resolved.name = fmt::format("{}_{}", resolved.label.empty() ? std::to_string(label) : resolved.label, suffix);
    }

    void select_target(Places places, std::int64_t label, std::optional<std::int64_t> versus) {
        ResolvedTarget resolved{.target = label, .label = m_context.label_of(label)};
        resolved.versus = versus;
        resolved.probability = m_context.probabilities && !versus;
        resolved.places = places;
        const auto shared = std::make_shared<const Places>(std::move(places));
        const auto scale = m_context.scale;
        const bool known = m_context.probabilities;
        const bool exclusive = m_context.exclusive;
        if (versus) {
            resolved.label = contrast_label(label, *versus, m_context);
            resolved.asked = ContrastTarget{label, *versus};
            resolved.name = file_name(resolved.label);
        }
        resolved.score = [=](const Answer& answer) {
            const auto& map = answer.class_map;
            return mean_over(*shared, [&](std::size_t place) {
                const float score = place_score(map, place, label, scale);
                return versus ? contrast(score, place_score(map, place, *versus, scale), known, exclusive) : score;
            });
        };
        m_resolved.push_back(std::move(resolved));
    }

    const Answer& m_answer;
    const AnswerContext& m_context;
    PredictedClasses m_classes;
    ResolvedTargets m_resolved;
};

}  // namespace

Predictions area_predictions(const Answer& answer, const AnswerContext& context, int count) {
    require_finite(answer.class_map);
    const PredictedClasses classes(answer.class_map, context);
    const auto seen = classes.seen();
    Predictions predictions;
    for (const auto& [label, area] : areas(classes, seen)) {
        if (std::ssize(predictions) >= count)
            break;
        const auto share = static_cast<float>(area) / static_cast<float>(seen.size());
        predictions.push_back({label, context.label_of(label), share});
    }
    return predictions;
}

NothingFound best_area_below(const Answer& answer, const AnswerContext& context) {
    constexpr std::int64_t only_class = 0;
    NothingFound nothing{.threshold = least_share};
    const auto& map = answer.class_map;
    if (map.classes != 1 || map.values.empty())
        return nothing;
    float best = 0;
    for (const auto place : PredictedClasses(map, context).seen())
        best = std::max(best, place_score(map, place, only_class, context.scale));
    if (best > 0)
        nothing.best = Prediction{only_class, context.label_of(only_class), best};
    return nothing;
}

ResolvedTargets area_targets(const TargetRequests& requests, const Answer& answer, const AnswerContext& context) {
    AreaTargets resolved_targets(answer, context);
    for (const auto& request : requests)
        std::visit(resolved_targets, request);
    return std::move(resolved_targets).take();
}

}  // namespace vinoscope
