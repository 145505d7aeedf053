// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/selectable_score.hpp"

#include <algorithm>
#include <openvino/runtime/compiled_model.hpp>
#include <span>

#include "gradient/class_score.hpp"
#include "gradient/gradient_model.hpp"
#include "ops/build.hpp"

namespace vinoscope {
namespace {

constexpr const char* target_name = "vinoscope/target";
constexpr const char* versus_name = "vinoscope/versus";
constexpr const char* weights_name = "vinoscope/weights_of_places";
constexpr const char* explained_name = "vinoscope/explained_target";

// [batch, classes, places] -> [batch, classes], with weights that each inference gives.
Value weighted_over_places(ov::Model& model, const Value& scores) {
    const auto weights = add_named_input(model, ov::element::f32, {size_of(scores, 2), 1}, weights_name);
    return sum(matmul(scores, convert(weights, scores.get_element_type())), {2}, false);
}

void fill(ov::InferRequest& request, const char* name, std::int64_t value) {
    auto tensor = request.get_tensor(name);
    if (tensor.get_size() == 0)
        tensor.set_shape({1});  // for any batch
    std::fill_n(tensor.data<std::int64_t>(), tensor.get_size(), value);
}

void fill_weights(ov::Tensor tensor, const std::vector<std::size_t>& places) {
    const std::span weights(tensor.data<float>(), tensor.get_size());
    std::ranges::fill(weights, places.empty() ? 1.0F / static_cast<float>(weights.size()) : 0.0F);
    for (const auto place : places)
        weights[place] = 1.0F / static_cast<float>(places.size());
}

bool has_position_weights(ov::InferRequest& request) {
    const auto model = request.get_compiled_model();
    return std::ranges::any_of(model.inputs(),
                               [](const auto& input) { return input.get_names().contains(weights_name); });
}

}  // namespace

// A class that is none, such as -1, has the score 0. Scores of a single row are those of any class.
Value add_selectable_score(ov::Model& model, const Value& scores) {
    const auto table = rank_of(scores) == 3 ? weighted_over_places(model, scores) : scores;
    const auto selected = add_class_input(model, table, target_name);
    const auto versus = add_class_input(model, table, versus_name);
    const auto target = where(less(selected, 0), top_class(table), selected);
    add_named_output(model, target, explained_name);
    if (size_of(table, 1) == 1)
        return sum(table, {1}, false);
    return class_score(table, target) - class_score(table, versus);
}

void select_target(ov::InferRequest& request, const TargetSelection& selection) {
    fill(request, target_name, selection.target);
    fill(request, versus_name, selection.versus);
    if (has_position_weights(request))
        fill_weights(request.get_tensor(weights_name), selection.places);
}

std::int64_t explained_target(ov::InferRequest& request) {
    return request.get_tensor(explained_name).data<const std::int64_t>()[0];
}

}  // namespace vinoscope
