// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/class_score_tensors.hpp"

#include <algorithm>
#include <openvino/op/detection_output.hpp>
#include <openvino/op/reduce_max.hpp>
#include <openvino/op/region_yolo.hpp>
#include <openvino/op/util/topk_base.hpp>
#include <optional>
#include <ranges>
#include <string_view>

#include "ops/constant_value.hpp"
#include "outputs/decoder_table.hpp"
#include "outputs/output_form.hpp"

namespace vinoscope {
namespace {

// [N, classes, boxes], the second input of a suppression; [N, boxes * classes] of DetectionOutput; [N, anchors * (box +
// objectness + classes), h, w] of RegionYolo.
std::optional<ClassTensor> at_selection(const ov::Node& node) {
    const std::string_view type = node.get_type_name();
    if (const auto* region = ov::as_type<const ov::op::v0::RegionYolo>(&node)) {
        const auto classes = static_cast<std::int64_t>(region->get_num_classes());
        const auto first = static_cast<std::int64_t>(region->get_num_coords()) + 1;
        return ClassTensor{node.input_value(0), {.axis = 1, .size = first + classes, .first = first, .count = classes}};
    }
    if (type == "NonMaxSuppression" || type == "MulticlassNms" || type == "MatrixNms")
        return class_tensor(node.input_value(1), 1);
    if (const auto* output = ov::as_type<const ov::op::v0::DetectionOutput>(&node)) {
        const std::int64_t classes = output->get_attrs().num_classes;
        return ClassTensor{node.input_value(1), {.axis = 1, .size = classes, .count = classes}};
    }
    return std::nullopt;
}

// The best class of each box: the largest value along one axis.
std::optional<ClassTensor> at_best_class(const ov::Node& node) {
    const auto& value = node.get_input_size() > 0 ? node.input_value(0) : Value();
    if (const auto* best = ov::as_type<const ov::op::util::TopKBase>(&node)) {
        const auto count = constant_integer(node.input_value(1));
        return count == 1 ? std::optional(class_tensor(value, static_cast<std::int64_t>(best->get_axis())))
                          : std::nullopt;
    }
    if (!ov::is_type<ov::op::v1::ReduceMax>(&node))
        return std::nullopt;
    const auto axis = constant_integer(node.input_value(1));
    const auto rank = static_cast<std::int64_t>(value.get_shape().size());
    return axis ? std::optional(class_tensor(value, *axis < 0 ? *axis + rank : *axis)) : std::nullopt;
}

bool has_static_inputs(const ov::Node& node) {
    return std::ranges::all_of(node.inputs(), [](const auto& input) { return input.get_partial_shape().is_static(); });
}

}  // namespace

std::vector<ClassScores> class_score_tensors(const ov::Model& model) {
    std::vector<ClassScores> found = {{}};
    for (const auto& node : std::views::reverse(model.get_ordered_ops())) {
        if (!has_static_inputs(*node))
            continue;
        if (const auto tensor = at_selection(*node)) {
            found.front().classes.push_back(*tensor);
            if (ov::is_type<ov::op::v0::RegionYolo>(node.get()))
                found.front().objectness.push_back(objectness_before(*tensor));
        }
        if (const auto tensor = at_best_class(*node))
            found.push_back({{*tensor}});
    }
    for (const auto& decoder : decoder_table())
        if (decoder.class_scores != nullptr)
            found.push_back(decoder.class_scores(model));
    return found;
}

}  // namespace vinoscope
