// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "flags/target_flags.hpp"

#include <fmt/format.h>

#include <type_traits>
#include <variant>

#include "flags/number.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope::cli {
namespace {

/// "Why this and not `versus`?", for requests that are about classes.
TargetRequest contrasted(const TargetRequest& request, const ClassName& versus) {
    return std::visit(
        [&](const auto& wish) -> TargetRequest {
            if constexpr (std::is_constructible_v<decltype(ContrastTarget::target), decltype(wish)>) {
                return ContrastTarget{wish, versus};
            } else {
                throw Error(ErrorKind::usage, "--versus: expected targets that are classes, found a box or a region");
            }
        },
        request);
}

}  // namespace

void TargetFlags::add_classes_to(Arguments& arguments) {
    arguments.values("--targets", m_targets, "LIST", "Classes to explain: 285,tabby,top:3,all (default: top:1)");
    add_min_score_to(arguments);
}

void TargetFlags::add_to(Arguments& arguments) {
    arguments.values("--targets",
                     m_targets,
                     "LIST",
                     "What to explain: 285,tabby,top:3,all,box:0,box:person,box:0:left (default: top:1)");
    arguments.values("--box", m_boxes, "X1,Y1,X2,Y2:LABEL", "Explain this box, whether the detector found it or not");
    arguments.values("--region",
                     m_regions,
                     "CLASS|FILE|X,Y",
                     "Explain a region of a segmentation or depth map: a class, a mask image or a point");
    arguments.value("--versus", m_versus, "CLASS", "Explain why the targets were chosen over CLASS");
    add_min_score_to(arguments);
}

void TargetFlags::add_min_score_to(Arguments& arguments) {
    arguments.value("--min-score",
                    m_min_score,
                    "N",
                    "Minimum score for a box to count as a detection (default: as stored in the model, else 0.25)");
}

TargetRequests TargetFlags::parse() const {
    TargetRequests all;
    for (const std::string& text : m_targets) {
        const TargetRequests some = parse_targets(text);
        all.insert(all.end(), some.begin(), some.end());
    }
    for (const std::string& text : m_boxes) {
        all.emplace_back(parse_box(text));
    }
    for (const std::string& text : m_regions) {
        all.push_back(parse_region(text));
    }
    if (all.empty()) {
        all = top(1);
    }
    if (!m_versus.empty()) {
        for (TargetRequest& request : all) {
            request = contrasted(request, parse_class(m_versus));
        }
    }
    return all;
}

std::optional<double> TargetFlags::min_score() const {
    if (m_min_score.empty()) {
        return std::nullopt;
    }
    const float score = parse_float("--min-score", m_min_score);
    if (score < 0 || score > 1) {
        throw Error(ErrorKind::usage, fmt::format("--min-score: expected a number from 0 to 1, found {}", m_min_score));
    }
    return score;
}

}  // namespace vinoscope::cli
