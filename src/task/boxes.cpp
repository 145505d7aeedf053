// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "task/boxes.hpp"

#include <algorithm>

namespace vinoscope {
namespace {

constexpr float same_object = 0.5F;

float area(const Region& box) {
    return std::max(box.x2 - box.x1, 0.0F) * std::max(box.y2 - box.y1, 0.0F);
}

bool repeats(const Detection& detection, const Detection& better) {
    return detection.label == better.label && overlap(detection.box, better.box) > same_object;
}

}  // namespace

float overlap(const Region& a, const Region& b) {
    const float common = area({std::max(a.x1, b.x1), std::max(a.y1, b.y1), std::min(a.x2, b.x2), std::min(a.y2, b.y2)});
    return common > 0 ? common / (area(a) + area(b) - common) : 0;
}

float class_score(const Answer& answer, std::size_t index, std::int64_t label) {
    if (answer.detection_scores.empty()) {
        const auto& detection = answer.detections[index];
        return detection.label == label ? detection.score : 0;
    }
    const auto classes = answer.detection_scores.size() / answer.detections.size();
    const auto column = static_cast<std::size_t>(label);
    return column < classes ? answer.detection_scores[index * classes + column] : 0;
}

std::vector<std::size_t> best_detections(const Answer& answer, double min_score) {
    const auto& detections = answer.detections;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < detections.size(); ++i)
        if (detections[i].score > 0 && detections[i].score >= min_score)
            order.push_back(i);
    std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t i) { return detections[i].score; });
    if (!answer.candidates)
        return order;
    std::vector<std::size_t> kept;
    for (const auto i : order)
        if (std::ranges::none_of(kept, [&](std::size_t k) { return repeats(detections[i], detections[k]); }))
            kept.push_back(i);
    return kept;
}

}  // namespace vinoscope
