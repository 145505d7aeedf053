// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/find_classes.hpp"
#include "task/boxes.hpp"
#include "task/tasks.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// Petsiuk et al., "D-RISE", arXiv:2006.03204, equation 1, with the class score in place of the similarity of all class
// scores: the best of IoU x class score x objectness among the boxes of an answer.
float box_score(const Answer& answer, const Region& box, std::int64_t label) {
    float best = 0;
    for (std::size_t i = 0; i < answer.detections.size(); ++i)
        if (const float common = overlap(answer.detections[i].box, box); common > best)
            best = std::max(best, common * class_score(answer, i, label));
    return best;
}

float coordinate(const Region& box, BoxSide side) {
    switch (side) {
        case BoxSide::left:
            return box.x1;
        case BoxSide::top:
            return box.y1;
        case BoxSide::right:
            return box.x2;
        case BoxSide::bottom:
            break;
    }
    return box.y2;
}

float extent(const Region& box, BoxSide side) {
    return side == BoxSide::left || side == BoxSide::right ? box.x2 - box.x1 : box.y2 - box.y1;
}

// How far the side of the box that is found again stays where it was, see PredictedBox::side.
float side_score(const Answer& answer, const Region& box, std::int64_t label, BoxSide side) {
    float best = 0;
    float change = extent(box, side);
    for (std::size_t i = 0; i < answer.detections.size(); ++i) {
        const auto& found = answer.detections[i].box;
        const float common = overlap(found, box);
        if (const float score = common > 0 ? common * class_score(answer, i, label) : 0; score > best) {
            best = score;
            change = std::abs(coordinate(found, side) - coordinate(box, side));
        }
    }
    return std::max(0.0F, 1 - change / extent(box, side));
}

// Boxes that are the same for all candidates are those of a decoder that cannot know them.
bool tells_boxes(const Answer& answer) {
    const auto& detections = answer.detections;
    return detections.size() < 2 || std::ranges::any_of(detections, [&](const Detection& detection) {
               const auto& [x1, y1, x2, y2] = detection.box;
               const auto& first = detections.front().box;
               return x1 != first.x1 || y1 != first.y1 || x2 != first.x2 || y2 != first.y2;
           });
}

float highest_score(const Answer& answer, std::int64_t label) {
    float best = 0;
    for (std::size_t i = 0; i < answer.detections.size(); ++i)
        best = std::max(best, class_score(answer, i, label));
    return best;
}

std::string class_text(std::int64_t label, const AnswerContext& context) {
    const auto name = context.label_of(label);
    return name.empty() ? std::to_string(label) : name;
}

void require_finite(const Answer& answer) {
    const auto bad = std::ranges::find_if_not(
        answer.detections, [](const Detection& detection) { return std::isfinite(detection.score); });
    if (bad != answer.detections.end())
        throw Error(ErrorKind::bad_model,
                    fmt::format("expected finite scores, found {} for a box; check the preprocessing (mean, scale), or "
                                "try precision f32",
                                bad->score));
}

class BoxTargets {
public:
    BoxTargets(const Answer& answer, const AnswerContext& context)
        : m_answer(answer), m_context(context), m_found(best_detections(answer, context.min_score)) {}

    void operator()(std::int64_t label) { ask_classes(label); }

    void operator()(const std::string& label) { ask_classes(label); }

    void operator()(TopTargets top) { ask_best(static_cast<std::size_t>(std::max(top.count, 1))); }

    void operator()(AllTargets /*all*/) { ask_best(m_found.size()); }

    void operator()(const PredictedBox& request) {
        if (const auto* position = std::get_if<std::int64_t>(&request.which)) {
            require_box(*position);
            ask_found(static_cast<std::size_t>(*position), request.side);
            return;
        }
        const auto before = m_resolved.size();
        for (const auto label : find_classes(request.which, m_context.classes, m_context.labels))
            for (std::size_t i = 0; i < m_found.size(); ++i)
                if (m_answer.detections[m_found[i]].label == label)
                    ask_found(i, request.side);
        if (m_resolved.size() == before)
            throw Error(ErrorKind::bad_target,
                        fmt::format("no box of \"{}\" is {}", std::get<std::string>(request.which), hint()));
    }

    void operator()(const GivenBox& request) {
        const auto& [x1, y1, x2, y2] = request.box;
        const auto& frame = m_context.frame;
        if (!(x1 < x2 && y1 < y2) || x1 >= static_cast<float>(frame.image_width) ||
            y1 >= static_cast<float>(frame.image_height) || x2 <= 0 || y2 <= 0)
            throw Error(ErrorKind::bad_target,
                        fmt::format("expected a box x1,y1,x2,y2 in the image of {}x{} pixels, found {},{},{},{}",
                                    frame.image_width,
                                    frame.image_height,
                                    x1,
                                    y1,
                                    x2,
                                    y2));
        const auto box = frame.to_input(request.box);
        for (const auto label : find_classes(request.label, m_context.classes, m_context.labels)) {
            ask_box(box,
                    label,
                    fmt::format("{}_box_{:g}_{:g}_{:g}_{:g}", class_text(label, m_context), x1, y1, x2, y2),
                    best_place([&](std::size_t i) {
                        return overlap(m_answer.detections[i].box, box) * class_score(m_answer, i, label);
                    }));
            if (request.side)
                ask_side(*request.side);
        }
    }

    void operator()(const ContrastTarget& /*request*/) {
        refuse_target("a contrast of classes", "detection", "boxes or classes");
    }

    void operator()(const PointTarget& /*request*/) { refuse_target("a point", "detection", "boxes or classes"); }

    void operator()(const MaskTarget& /*request*/) { refuse_target("a mask", "detection", "boxes or classes"); }

    template <typename Other>
    void operator()(const Other& /*other*/) {
        refuse_target("neither box nor class", "detection", "boxes or classes");
    }

    ResolvedTargets take() && { return std::move(m_resolved); }

private:
    std::string hint() const {
        return fmt::format(
            "among the {} found in this image with a score of at least {:g}; specify the box, or lower "
            "the minimum score",
            m_found.size(),
            m_context.min_score);
    }

    void require_box(std::int64_t position) const {
        if (position < 0 || static_cast<std::size_t>(position) >= m_found.size())
            throw Error(ErrorKind::bad_target, fmt::format("no box {} is {}", position, hint()));
    }

    void ask_best(std::size_t count) {
        std::set<std::int64_t> labels;
        for (std::size_t i = 0; i < m_found.size() && (m_context.by_class ? labels.size() : i) < count; ++i) {
            const auto label = m_answer.detections[m_found[i]].label;
            if (!m_context.by_class)
                ask_found(i);
            else if (labels.insert(label).second)
                ask_class(label);
        }
    }

    void ask_classes(const ClassName& name) {
        for (const auto label : find_classes(name, m_context.classes, m_context.labels))
            ask_class(label);
    }

    void ask_class(std::int64_t label) {
        ResolvedTarget resolved{.target = label, .label = m_context.label_of(label)};
        std::vector<Region> boxes;
        for (const auto i : m_found)
            if (m_answer.detections[i].label == label) {
                boxes.push_back(m_answer.detections[i].box);
                resolved.places.push_back(i);
            }
        resolved.probability = true;
        resolved.zero_means_absent = true;
        resolved.score = [label, boxes](const Answer& answer) {
            float sum = 0;
            for (const auto& box : boxes)
                sum += box_score(answer, box, label);
            return boxes.empty() ? highest_score(answer, label) : sum / static_cast<float>(boxes.size());
        };
        if (boxes.empty()) {
            resolved.places = best_place([&](std::size_t i) { return class_score(m_answer, i, label); });
            resolved.note =
                fmt::format("no box of {} was found: the highest score of this class in the image is explained",
                            class_text(label, m_context));
        }
        m_resolved.push_back(std::move(resolved));
    }

    void ask_found(std::size_t position, std::optional<BoxSide> side = {}) {
        const auto& detection = m_answer.detections[m_found[position]];
        ask_box(detection.box,
                detection.label,
                fmt::format("{}_box_{}", class_text(detection.label, m_context), position),
                {m_found[position]});
        if (side)
            ask_side(*side);
    }

    // Replaces the last target, a box, by a side of it.
    void ask_side(BoxSide side) {
        if (!tells_boxes(m_answer))
            throw Error(ErrorKind::bad_target,
                        "the outputs do not state where boxes are (they are offsets to anchors that the model does not "
                        "contain), so that their sides cannot be explained; choose boxes or classes");
        auto& resolved = m_resolved.back();
        resolved.side = side;
        resolved.name = fmt::format("{}_{}", resolved.name, to_string(side));
        resolved.probability = false;
        resolved.asked.emplace(std::in_place_type<GivenBox>, *resolved.box, *resolved.target, side);
        resolved.score = [box = m_context.frame.to_input(*resolved.box), label = *resolved.target, side](
                             const Answer& answer) { return side_score(answer, box, label, side); };
    }

    void ask_box(const Region& box, std::int64_t label, std::string name, std::vector<std::size_t> places) {
        ResolvedTarget resolved{.target = label, .label = m_context.label_of(label)};
        resolved.by_class = false;
        resolved.name = std::move(name);
        resolved.box = m_context.frame.to_image(box);
        resolved.probability = true;
        resolved.zero_means_absent = true;
        resolved.places = std::move(places);
        resolved.score = [box, label](const Answer& answer) { return box_score(answer, box, label); };
        m_resolved.push_back(std::move(resolved));
    }

    // The box with the highest score, if there is one above zero.
    template <typename Score>
    std::vector<std::size_t> best_place(Score score) const {
        std::vector<std::size_t> best;
        float highest = 0;
        for (std::size_t i = 0; i < m_answer.detections.size(); ++i)
            if (const float found = score(i); found > highest) {
                highest = found;
                best = {i};
            }
        return best;
    }

    const Answer& m_answer;
    const AnswerContext& m_context;
    std::vector<std::size_t> m_found;
    ResolvedTargets m_resolved;
};

}  // namespace

Predictions box_predictions(const Answer& answer, const AnswerContext& context, int count) {
    require_finite(answer);
    Predictions predictions;
    for (const auto i : best_detections(answer, context.min_score)) {
        if (std::ssize(predictions) >= count)
            break;
        const auto& [box, label, score] = answer.detections[i];
        predictions.push_back({label, context.label_of(label), score, context.frame.to_image(box)});
    }
    return predictions;
}

NothingFound best_box_below(const Answer& answer, const AnswerContext& context) {
    NothingFound nothing{.threshold = context.min_score};
    const auto best = std::ranges::max_element(answer.detections, {}, &Detection::score);
    if (best != answer.detections.end() && best->score > 0)
        nothing.best =
            Prediction{best->label, context.label_of(best->label), best->score, context.frame.to_image(best->box)};
    return nothing;
}

ResolvedTargets box_targets(const TargetRequests& requests, const Answer& answer, const AnswerContext& context) {
    BoxTargets resolved_targets(answer, context);
    for (const auto& request : requests)
        std::visit(resolved_targets, request);
    return std::move(resolved_targets).take();
}

}  // namespace vinoscope
