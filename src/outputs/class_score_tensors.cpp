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
#include "outputs/detector_levels.hpp"
#include "outputs/output_kind.hpp"
#include "outputs/yolo_levels.hpp"

namespace vinoscope {
namespace {

constexpr std::int64_t box_values = 4;

std::int64_t length(const Value& value, std::int64_t axis) {
    return static_cast<std::int64_t>(value.get_shape()[axis]);
}

// Classes from `first` to the end of `axis`.
ClassTensor from_axis(const Value& value, std::int64_t axis, std::int64_t first = 0) {
    const auto size = length(value, axis);
    return {value, {.axis = axis, .size = size, .first = first, .count = size - first}};
}

using Tensors = std::vector<ClassTensor>;

// The value before the classes, where a box says whether it holds anything.
ClassTensor objectness_before(ClassTensor classes) {
    --classes.classes.first;
    classes.classes.count = 1;
    return classes;
}

Tensors objectness_before(const Tensors& classes) {
    Tensors tensors;
    for (const auto& tensor : classes)
        tensors.push_back(objectness_before(tensor));
    return tensors;
}

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
        return from_axis(node.input_value(1), 1);
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
        return count == 1 ? std::optional(from_axis(value, static_cast<std::int64_t>(best->get_axis()))) : std::nullopt;
    }
    if (!ov::is_type<ov::op::v1::ReduceMax>(&node))
        return std::nullopt;
    const auto axis = constant_integer(node.input_value(1));
    const auto rank = static_cast<std::int64_t>(value.get_shape().size());
    return axis ? std::optional(from_axis(value, *axis < 0 ? *axis + rank : *axis)) : std::nullopt;
}

// [N, boxes, classes], of one class or beside boxes [N, boxes, 4].
std::optional<ClassTensor> beside_boxes(const Value& value, const std::vector<Value>& outputs) {
    const auto& shape = value.get_shape();
    if (shape.size() != 3 || shape[2] == box_values)
        return std::nullopt;
    const bool boxes = std::ranges::any_of(outputs, [&](const Value& other) {
        return other.get_shape() == ov::Shape{shape[0], shape[1], box_values};
    });
    return boxes || (shape[2] == 1 && outputs.size() > 1) ? std::optional(from_axis(value, 2)) : std::nullopt;
}

// Boxes and classes in one tensor, [N, 4 + classes, boxes] or [N, boxes, 4 + objectness + classes]. Behind the classes
// there may be key points, an angle or the coefficients of a mask.
std::optional<ClassTensor> behind_boxes(const Value& value) {
    const auto& shape = value.get_shape();
    if (shape.size() != 3)
        return std::nullopt;
    const auto axis = shape[1] < shape[2] ? 1 : 2;
    const auto first = axis == 1 ? box_values : box_values + 1;
    if (length(value, axis) <= first)
        return std::nullopt;
    auto tensor = from_axis(value, axis, first);
    const auto parts = joined_parts(value, axis);
    if (parts.size() > 2 && parts[0] == first)
        tensor.classes.count = parts[1];
    return tensor;
}

void add_output(Tensors& tensors, const ov::Model& model, std::size_t output, const ClassDigit& classes) {
    const auto value = model.get_results()[output]->input_value(0);
    if (value.get_partial_shape().is_static())
        tensors.push_back({value, classes});
}

// [N, anchors * classes, h, w] or [N, h, w, anchors * classes] for each level of a pyramid.
Tensors of_levels(const ov::Model& model) {
    Tensors tensors;
    if (const auto found = find_detector_levels(model))
        for (const auto& level : found->levels)
            add_output(tensors,
                       model,
                       level.classes,
                       {.axis = found->channels_last ? 3 : 1, .size = found->classes, .count = found->classes});
    return tensors;
}

// Boxes, objectness and classes of all anchors of a level in one tensor.
Tensors of_yolo_levels(const ov::Model& model) {
    Tensors tensors;
    if (const auto found = find_yolo_levels(model))
        for (const auto& level : found->levels)
            add_output(tensors,
                       model,
                       level.output,
                       {.axis = found->class_axis,
                        .size = found->features,
                        .first = YoloLevels::first_class,
                        .count = found->classes()});
    return tensors;
}

bool has_static_inputs(const ov::Node& node) {
    return std::ranges::all_of(node.inputs(), [](const auto& input) { return input.get_partial_shape().is_static(); });
}

std::vector<Value> outputs_of(const ov::Model& model) {
    std::vector<Value> outputs;
    for (const auto& result : model.get_results())
        if (has_static_inputs(*result))
            outputs.push_back(result->input_value(0));
    return outputs;
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
    found.push_back({of_levels(model)});
    const auto outputs = outputs_of(model);
    ClassScores beside;
    ClassScores behind;
    for (const auto& value : outputs) {
        if (const auto tensor = beside_boxes(value, outputs))
            beside.classes.push_back(*tensor);
        if (const auto tensor = behind_boxes(value)) {
            behind.classes.push_back(*tensor);
            if (tensor->classes.first > box_values)
                behind.objectness.push_back(objectness_before(*tensor));
        }
    }
    found.push_back(beside);
    found.push_back(behind);
    const auto levels = of_yolo_levels(model);
    found.push_back({levels, objectness_before(levels)});
    return found;
}

}  // namespace vinoscope
