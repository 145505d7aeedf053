// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/detectors.hpp"

#include <openvino/op/broadcast.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/non_max_suppression.hpp>
#include <openvino/op/reshape.hpp>
#include <openvino/op/result.hpp>
#include <openvino/op/scaled_dot_product_attention.hpp>
#include <openvino/op/shape_of.hpp>
#include <openvino/op/sigmoid.hpp>
#include <openvino/op/softmax.hpp>
#include <openvino/op/subtract.hpp>
#include <openvino/op/variadic_split.hpp>

#include "support/build_model.hpp"

namespace vinoscope::test {
namespace {

constexpr std::size_t features = 8;

// What a head reads: [1,8,6,6] or [1,8,3,3].
Value scale_of(const Value& image, bool fine) {
    const auto map = tanh(convolution(image, random_floats({features, 3, 3, 3}, 1), 2, 1));
    return fine ? map : tanh(convolution(map, random_floats({features, features, 3, 3}, 2), 2, 1));
}

Value head(const Value& image, bool fine, std::size_t channels, unsigned seed) {
    const auto map = convolution(scale_of(image, fine), random_floats({channels, features, 1, 1}, seed));
    return add(map, random_floats({1, channels, 1, 1}, seed + 1));
}

// Its bias as the frontend of ONNX writes it: of as many axes as the map.
Value with_reshaped_bias(const Value& scale, std::size_t channels, unsigned seed) {
    const auto map = convolution(scale, random_floats({channels, features, 1, 1}, seed));
    const Value rank = std::make_shared<ov::op::v3::ShapeOf>(std::make_shared<ov::op::v3::ShapeOf>(map));
    const Value added = std::make_shared<ov::op::v3::Broadcast>(
        integer(1), std::make_shared<ov::op::v1::Subtract>(rank, integers({2})));
    const auto bias = random_floats({channels}, seed + 1);
    const auto shape = concat({integers({1}), std::make_shared<ov::op::v3::ShapeOf>(bias), added}, 0);
    return add(map, std::make_shared<ov::op::v1::Reshape>(bias, shape, false));
}

// In channels last, scaled, the bias first.
Value with_bias_behind(const Value& scale, std::size_t channels, unsigned seed) {
    const auto map = convolution(scale, random_floats({channels, features, 1, 1}, seed));
    const auto scaled = multiply(number(0.5F), transposed(map, {0, 2, 3, 1}));
    return add(random_floats({channels}, seed + 1), scaled);
}

Value class_head(const Value& image, bool fine, std::size_t channels) {
    return named(head(image, fine, channels, fine ? 10 : 20), fine ? "fine" : "coarse");
}

Value sigmoid(const Value& value) {
    return std::make_shared<ov::op::v0::Sigmoid>(value);
}

ov::OutputVector split(const Value& value, std::int64_t axis, const Integers& sizes) {
    return std::make_shared<ov::op::v1::VariadicSplit>(value, integer(axis), integers(sizes))->outputs();
}

std::shared_ptr<ov::Model> with_outputs(const std::vector<Value>& outputs,
                                        const std::shared_ptr<ov::op::v0::Parameter>& image) {
    ov::ResultVector results;
    for (const auto& output : outputs)
        results.push_back(std::make_shared<ov::op::v0::Result>(output));
    return std::make_shared<ov::Model>(results, ov::ParameterVector{image}, "detector");
}

Value channels_first(const Value& map) {
    return transposed(map, {0, 3, 1, 2});
}

// [1, anchors * values, s, s] -> [1, s * s * anchors, values]
Value by_box(const Value& value, std::int64_t anchors, std::int64_t values, std::int64_t side) {
    return reshaped(transposed(value, {0, 2, 3, 1}), {1, side * side * anchors, values});
}

Value scores_by_box(const Value& image, std::int64_t anchors, std::int64_t classes) {
    const auto channels = static_cast<std::size_t>(anchors * classes);
    return concat({by_box(class_head(image, true, channels), anchors, classes, 6),
                   by_box(class_head(image, false, channels), anchors, classes, 3)},
                  1);
}

Value boxes_by_box(const Value& image, std::int64_t anchors) {
    const auto channels = static_cast<std::size_t>(anchors * 4);
    return concat({by_box(head(image, true, channels, 30), anchors, 4, 6),
                   by_box(head(image, false, channels, 40), anchors, 4, 3)},
                  1);
}

// Two outputs, scores and boxes.
std::shared_ptr<ov::Model> retina_like(bool softmax) {
    const auto image = image_parameter({1, 3, 12, 12});
    const auto scores = scores_by_box(image, 2, 3);
    const Value probabilities = softmax ? Value(std::make_shared<ov::op::v8::Softmax>(scores, -1)) : sigmoid(scores);
    return with_outputs({probabilities, boxes_by_box(image, 2)}, image);
}

std::shared_ptr<ov::Model> with_suppression() {
    const auto image = image_parameter({1, 3, 12, 12});
    const auto scores = transposed(sigmoid(scores_by_box(image, 2, 3)), {0, 2, 1});
    const auto chosen = std::make_shared<ov::op::v9::NonMaxSuppression>(
        boxes_by_box(image, 2), scores, integer(5), number(0.5F), number(0.1F));
    return with_outputs({chosen->output(0)}, image);
}

// Boxes and classes side by side, one output [1, 4 + classes, cells].
std::shared_ptr<ov::Model> yolo_without_objectness(std::size_t classes) {
    const auto image = image_parameter({1, 3, 12, 12});
    std::vector<Value> scales;
    for (const bool fine : {true, false}) {
        const auto boxes = reshaped(head(image, fine, 4, 30), {1, 4, fine ? 36 : 9});
        scales.push_back(concat({boxes, reshaped(class_head(image, fine, classes), {1, -1, fine ? 36 : 9})}, 1));
    }
    const auto parts = split(concat(scales, 2), 1, {4, static_cast<std::int64_t>(classes)});
    return with_outputs({concat({multiply(parts[0], number(2)), sigmoid(parts[1])}, 1)}, image);
}

// The same with a box in each row, [1, cells, 4 + classes].
std::shared_ptr<ov::Model> rows_without_objectness(std::size_t classes) {
    const auto detector = yolo_without_objectness(classes);
    return with_outputs({transposed(detector->get_results().front()->input_value(0), {0, 2, 1})},
                        detector->get_parameters().front());
}

// The same with the coefficients of a mask behind.
std::shared_ptr<ov::Model> yolo_with_coefficients(std::size_t classes) {
    const auto detector = yolo_without_objectness(classes);
    const auto image = detector->get_parameters().front();
    const auto coefficients =
        concat({reshaped(head(image, true, 2, 50), {1, 2, 36}), reshaped(head(image, false, 2, 60), {1, 2, 9})}, 2);
    return with_outputs({concat({detector->get_results().front()->input_value(0), coefficients}, 1)}, image);
}

std::string scale_name(bool fine) {
    return fine ? "fine" : "coarse";
}

// As YOLOX: boxes, objectness and classes of convolutions of their own, joined to [1, boxes, 4 + 1 + classes].
std::shared_ptr<ov::Model> decoupled(bool activated) {
    const auto image = image_parameter({1, 3, 12, 12});
    std::vector<Value> scales;
    for (const bool fine : {true, false}) {
        const auto scale = scale_of(image, fine);
        auto classes = named(with_reshaped_bias(scale, 3, fine ? 10 : 20), scale_name(fine));
        auto objectness = named(with_reshaped_bias(scale, 1, fine ? 50 : 60), scale_name(fine) + " objectness");
        if (activated) {
            classes = sigmoid(classes);
            objectness = sigmoid(objectness);
        }
        const auto all = concat({head(image, fine, 4, 30), objectness, classes}, 1);
        scales.push_back(reshaped(all, {1, 8, fine ? 36 : 9}));
    }
    return with_outputs({transposed(concat(scales, 2), {0, 2, 1})}, image);
}

// Centredness times class, the two multiplied before the suppression.
std::shared_ptr<ov::Model> multiplied() {
    const auto image = image_parameter({1, 3, 12, 12});
    std::vector<Value> scores;
    for (const bool fine : {true, false}) {
        const std::int64_t side = fine ? 6 : 3;
        const auto scale = scale_of(image, fine);
        const auto classes = named(with_bias_behind(scale, 2, fine ? 10 : 20), scale_name(fine));
        const auto objectness = named(with_reshaped_bias(scale, 1, fine ? 50 : 60), scale_name(fine) + " objectness");
        scores.push_back(
            multiply(sigmoid(by_box(objectness, 1, 1, side)), sigmoid(by_box(channels_first(classes), 1, 2, side))));
    }
    const auto chosen = std::make_shared<ov::op::v9::NonMaxSuppression>(
        boxes_by_box(image, 1), transposed(concat(scores, 1), {0, 2, 1}), integer(5), number(0.5F), number(0.1F));
    return with_outputs({chosen->output(0)}, image);
}

// Three anchors of box, objectness and classes in the channels, one output [1, boxes, 4 + 1 + classes].
std::shared_ptr<ov::Model> yolo_with_objectness() {
    const auto image = image_parameter({1, 3, 12, 12});
    std::vector<Value> scales;
    for (const bool fine : {true, false}) {
        const std::int64_t side = fine ? 6 : 3;
        const auto anchors = reshaped(class_head(image, fine, 24), {1, 3, 8, side, side});
        const auto parts = split(sigmoid(transposed(anchors, {0, 1, 3, 4, 2})), 4, {2, 2, 4});
        const auto decoded = concat({multiply(parts[0], number(8)), multiply(parts[1], parts[1]), parts[2]}, 4);
        scales.push_back(reshaped(decoded, {1, 3 * side * side, 8}));
    }
    return with_outputs({concat(scales, 1)}, image);
}

// The same, but each scale is an output and nothing is decoded.
std::shared_ptr<ov::Model> raw_yolo() {
    const auto image = image_parameter({1, 3, 12, 12});
    std::vector<Value> outputs;
    for (const bool fine : {true, false}) {
        const std::int64_t side = fine ? 6 : 3;
        const auto anchors = reshaped(class_head(image, fine, 24), {1, 3, 8, side, side});
        outputs.push_back(transposed(anchors, {0, 1, 3, 4, 2}));
    }
    return with_outputs(outputs, image);
}

// As FCOS and RetinaNet are without decoding: scores of all levels, then boxes of all levels.
std::shared_ptr<ov::Model> levels_apart() {
    const auto image = image_parameter({1, 3, 12, 12});
    return with_outputs(
        {class_head(image, true, 6), class_head(image, false, 6), head(image, true, 8, 30), head(image, false, 8, 40)},
        image);
}

Value channels_last(const Value& map) {
    return transposed(map, {0, 2, 3, 1});
}

// The same, as TensorFlow has it.
std::shared_ptr<ov::Model> levels_with_channels_last() {
    const auto image = image_parameter({1, 3, 12, 12});
    return with_outputs({channels_last(class_head(image, true, 6)),
                         channels_last(class_head(image, false, 6)),
                         channels_last(head(image, true, 8, 30)),
                         channels_last(head(image, false, 8, 40))},
                        image);
}

// One output a level, anchors joined with their numbers.
std::shared_ptr<ov::Model> joined_yolo(bool last) {
    const auto image = image_parameter({1, 3, 12, 12});
    const auto fine = class_head(image, true, 24);
    const auto coarse = class_head(image, false, 24);
    return with_outputs(last ? std::vector{channels_last(fine), channels_last(coarse)} : std::vector{fine, coarse},
                        image);
}

}  // namespace

std::vector<DetectorCase> detector_cases() {
    const auto class_inside = [](std::size_t anchor, std::size_t c) { return anchor * 3 + c; };
    const auto class_alone = [](std::size_t, std::size_t c) { return c; };
    const auto behind_box = [](std::size_t anchor, std::size_t c) { return anchor * 8 + 5 + c; };
    const auto before_classes = [](std::size_t anchor) { return anchor * 8 + 4; };
    const auto apart = [](std::size_t anchor) { return anchor; };
    return {
        {"RetinaNet", 3, 2, class_inside, false, [] { return retina_like(false); }},
        {"Softmax", 3, 2, class_inside, true, [] { return retina_like(true); }},
        {"Suppression", 3, 2, class_inside, false, with_suppression},
        {"LevelsApart", 3, 2, class_inside, false, levels_apart},
        {"LevelsWithChannelsLast", 3, 2, class_inside, false, levels_with_channels_last},
        {"YoloWithoutObjectness", 3, 1, class_alone, false, [] { return yolo_without_objectness(3); }},
        {"RowsWithoutObjectness", 3, 1, class_alone, false, [] { return rows_without_objectness(3); }},
        {"YoloWithCoefficients", 3, 1, class_alone, false, [] { return yolo_with_coefficients(3); }},
        {"YoloOfOneClass", 1, 1, class_alone, false, [] { return yolo_with_coefficients(1); }},
        {"YoloWithObjectness", 3, 3, behind_box, false, yolo_with_objectness, before_classes},
        {"Decoupled", 3, 1, class_alone, false, [] { return decoupled(true); }, apart},
        {"DecoupledWithoutActivation", 3, 1, class_alone, false, [] { return decoupled(false); }, apart},
        {"MultipliedBeforeSuppression", 2, 1, class_alone, false, multiplied, apart},
        {"RawYolo", 3, 3, behind_box, false, raw_yolo, before_classes},
        {"JoinedYolo", 3, 3, behind_box, false, [] { return joined_yolo(false); }, before_classes},
        {"JoinedYoloWithChannelsLast", 3, 3, behind_box, false, [] { return joined_yolo(true); }, before_classes},
    };
}

std::shared_ptr<ov::Model> detector_of_queries() {
    const auto image = image_parameter({1, 3, 12, 12});
    const auto cells = transposed(reshaped(scale_of(image, true), {1, features, 36}), {0, 2, 1});
    const auto queries = random_floats({1, 3, features}, 50);
    const auto seen = std::make_shared<ov::op::v13::ScaledDotProductAttention>(queries, cells, cells, false);
    const auto scores = fully_connected(seen, features, 4, 51);
    const auto boxes = fully_connected(seen, features, 4, 53);
    return with_outputs({scores, boxes}, image);
}

}  // namespace vinoscope::test
