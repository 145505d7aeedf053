// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "heads/class_probability_map.hpp"
#include "methods/method.hpp"
#include "outputs/class_score_tensors.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

std::vector<ClassHead> chosen_heads(const WhiteBox& box) {
    if (box.target_layer.empty())
        return find_class_heads(box.model, box.trace, class_score_tensors);
    const auto names = split(box.target_layer, ',');
    return class_heads_called(box.model, box.trace, class_score_tensors, {names.begin(), names.end()});
}

std::string remark_on(const std::vector<ClassHead>& heads) {
    std::string remark;
    for (const auto& head : heads)
        remark += fmt::format("{}\"{}\" {}x{}",
                              remark.empty() ? "class heads " : ", ",
                              head.layer.name(),
                              head.layer.grid.height,
                              head.layer.grid.width);
    return remark + (heads.front().activation == ClassActivation::softmax ? ", softmax" : ", sigmoid");
}

bool has_class_heads(const WhiteBox& box) {
    return !box.has_class_scores && !find_class_heads(box.model, box.trace, class_score_tensors).empty();
}

// OpenVINO Explainable AI Toolkit: the class heads of a detector as they are, S[c] = sum over scales of the largest
// probability of class c among the anchors of each cell.
WhiteBoxMap map_of(const WhiteBox& box) {
    const auto heads = chosen_heads(box);
    if (heads.empty())
        throw Error(ErrorKind::unsupported,
                    "det-class-probability-map needs class scores that are computed for each cell, as in SSD, YOLO and "
                    "RetinaNet, and this model has none; try --method activation-map, or a black-box method");
    const auto finest =
        std::ranges::max_element(heads, {}, [](const ClassHead& head) { return head.layer.grid.cells(); });
    return {class_probability_map(box.trace, heads), finest->layer, remark_on(heads)};
}

}  // namespace

Method det_class_probability_map() {
    return {.info = {.name = "det-class-probability-map",
                     .title = "DetClassProbabilityMap",
                     .summary = "probability of each class per cell, from the class heads of a detector",
                     .source = "OpenVINO Explainable AI Toolkit"},
            .needs = {.activations = true},
            .granularity = Granularity::per_class,
            .run = map_of,
            .suits = has_class_heads,
            .needs_scores = false};
}

}  // namespace vinoscope
