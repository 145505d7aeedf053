// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/asked_score.hpp"

#include <algorithm>

#include "gradient/class_score.hpp"
#include "gradient/gradient_model.hpp"

namespace vinoscope {
namespace {

constexpr const char* target_name = "vinoscope/target";
constexpr const char* versus_name = "vinoscope/versus";
constexpr const char* explained_name = "vinoscope/explained_target";

void fill(ov::InferRequest& request, const char* name, std::int64_t value) {
    auto tensor = request.get_tensor(name);
    if (tensor.get_size() == 0)
        tensor.set_shape({1});  // for any batch
    std::fill_n(tensor.data<std::int64_t>(), tensor.get_size(), value);
}

}  // namespace

// A class that is none, such as -1, has the score 0.
Value add_asked_score(ov::Model& model, const Value& table) {
    const auto asked = add_class_input(model, table, target_name);
    const auto versus = add_class_input(model, table, versus_name);
    const auto target = where(less(asked, 0), top_class(table), asked);
    add_named_output(model, target, explained_name);
    return class_score(table, target) - class_score(table, versus);
}

void ask(ov::InferRequest& request, const Asked& asked) {
    fill(request, target_name, asked.target);
    fill(request, versus_name, asked.versus);
}

std::int64_t explained_target(ov::InferRequest& request) {
    return request.get_tensor(explained_name).data<const std::int64_t>()[0];
}

}  // namespace vinoscope
