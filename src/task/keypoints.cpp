// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/find_classes.hpp"
#include "task/places.hpp"
#include "task/tasks.hpp"

namespace vinoscope {
namespace {

// Where a map of a key point is highest.
struct FoundPoint {
    std::int64_t index = 0;
    std::size_t place = 0;  // row * width + column
    float score = 0;
};

float value_at(const ClassMap& map, const FoundPoint& point) {
    return map.values[static_cast<std::size_t>(point.index) * map.height * map.width + point.place];
}

// One for each map, among the places that show something of the image.
std::vector<FoundPoint> found_points(const Answer& answer, const AnswerContext& context) {
    const auto& map = answer.class_map;
    require_finite(map);
    const auto seen = PredictedClasses(map, context).seen();
    std::vector<FoundPoint> points;
    for (std::size_t i = 0; i < map.classes; ++i) {
        const float* values = map.values.data() + i * map.height * map.width;
        const auto best = *std::ranges::max_element(seen, {}, [&](std::size_t place) { return values[place]; });
        points.push_back({static_cast<std::int64_t>(i), best, values[best]});
    }
    return points;
}

std::vector<FoundPoint> best_first(std::vector<FoundPoint> points) {
    std::ranges::stable_sort(points, std::ranges::greater(), &FoundPoint::score);
    return points;
}

Region cell_of(const FoundPoint& point, const ClassMap& map, const InputFrame& frame) {
    const float height = static_cast<float>(frame.height) / static_cast<float>(map.height);
    const float width = static_cast<float>(frame.width) / static_cast<float>(map.width);
    const auto whole_rows = point.place / map.width;
    const auto row = static_cast<float>(whole_rows);
    const auto column = static_cast<float>(point.place % map.width);
    return frame.to_image({column * width, row * height, (column + 1) * width, (row + 1) * height});
}

class KeypointTargets {
public:
    KeypointTargets(const Answer& answer, const AnswerContext& context)
        : m_answer(answer), m_context(context), m_points(found_points(answer, context)) {}

    void operator()(const KeypointTarget& request) { ask_called(request.which); }

    void operator()(std::int64_t index) { ask_called(index); }

    void operator()(const std::string& label) { ask_called(label); }

    void operator()(TopTargets top) {
        auto best = best_first(m_points);
        best.resize(std::min(best.size(), static_cast<std::size_t>(std::max(top.count, 1))));
        for (const auto& point : best)
            select_target(point);
    }

    void operator()(AllTargets /*all*/) {
        for (const auto& point : m_points)
            select_target(point);
    }

    template <typename Other>
    void operator()(const Other& /*other*/) {
        refuse_target("no key point", "keypoints", "keypoint:INDEX or keypoint:LABEL");
    }

    ResolvedTargets take() && { return std::move(m_resolved); }

private:
    void ask_called(const ClassName& name) {
        for (const auto index : find_classes(name, m_points.size(), m_context.labels))
            select_target(m_points[static_cast<std::size_t>(index)]);
    }

    void select_target(const FoundPoint& point) {
        ResolvedTarget resolved{.target = point.index, .label = m_context.label_of(point.index)};
        resolved.by_class = false;
        resolved.name = fmt::format("keypoint_{}",
                                    resolved.label.empty() ? std::to_string(point.index) : file_name(resolved.label));
        resolved.places = {point.place};
        resolved.asked = KeypointTarget{point.index};
        resolved.box = cell_of(point, m_answer.class_map, m_context.frame);
        resolved.score = [point](const Answer& answer) { return value_at(answer.class_map, point); };
        m_resolved.push_back(std::move(resolved));
    }

    const Answer& m_answer;
    const AnswerContext& m_context;
    std::vector<FoundPoint> m_points;
    ResolvedTargets m_resolved;
};

}  // namespace

Predictions keypoint_predictions(const Answer& answer, const AnswerContext& context, int count) {
    Predictions predictions;
    for (const auto& point : best_first(found_points(answer, context))) {
        if (std::ssize(predictions) >= count)
            break;
        predictions.push_back(
            {point.index, context.label_of(point.index), point.score, cell_of(point, answer.class_map, context.frame)});
    }
    return predictions;
}

ResolvedTargets keypoint_targets(const TargetRequests& requests, const Answer& answer, const AnswerContext& context) {
    KeypointTargets resolved_targets(answer, context);
    for (const auto& request : requests)
        std::visit(resolved_targets, request);
    return std::move(resolved_targets).take();
}

}  // namespace vinoscope
