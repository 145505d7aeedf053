// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient/layer_position.hpp"

#include <algorithm>
#include <openvino/runtime/compiled_model.hpp>

#include "model/port.hpp"

namespace vinoscope {
namespace {

bool has_path(const ov::CompiledModel& model) {
    return position_of(model.inputs(), layer_position) < model.inputs().size();
}

void fill(ov::Tensor tensor, float value) {
    std::fill_n(tensor.data<float>(), tensor.get_size(), value);
}

}  // namespace

void set_position(ov::InferRequest& request, float position) {
    auto tensor = request.get_tensor(layer_position);
    if (tensor.get_size() == 0)
        tensor.set_shape({1});  // for any batch
    fill(tensor, position);
}

void set_path_to_image(ov::InferRequest& request) {
    if (!has_path(request.get_compiled_model()))
        return;
    set_position(request, 1);
    fill(request.get_tensor(layer_baseline), 0);
}

}  // namespace vinoscope
